from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.base.model import Kind
from bot.base.text import normalise
from bot.language.question import Understanding, understand
from bot.language.tokens import Tokeniser

TOKENISER = Tokeniser(["上海合作组织", "轮值主席国", "托卡耶夫"])


def _understand(text: str) -> Understanding:
    return understand(normalise(text).text, TOKENISER)


def _words(found: Understanding) -> str:
    return " ".join(token.text for token in found.content)


def _asked(found: Understanding) -> str:
    return found.text[slice(*found.asked)] if found.asked else ""


def _focus(found: Understanding) -> str:
    return found.text[slice(*found.focus)] if found.focus else ""


@pytest.mark.parametrize(
    ("question", "kind", "asked", "content"),
    [
        # who
        ("谁主持了会议？", Kind.WHO, "谁", "主持 会议"),
        ("会议由谁主持", Kind.WHO, "谁", "会议 主持"),
        ("这是谁的手机", Kind.WHO, "谁", "手机"),
        ("哪位科学家发现了镭", Kind.WHO, "哪位", "科学家 发现 镭"),
        ("在哪一位国王在位期间分为两院", Kind.WHO, "哪一位", "国王 在位 期间 分为 两院"),
        ("张三何许人也", Kind.WHO, "何许人", "张三"),
        ("什么人参加了会议", Kind.WHO, "什么人", "参加 会议"),
        ("哈萨克斯坦总统叫什么名字", Kind.WHO, "什么名字", "哈萨克斯坦 总统"),
        ("这次会议是哪国总统主持的？", Kind.WHO, "哪国", "这次 会议 总统 主持"),
        ("誰主持了會議？", Kind.WHO, "谁", "主持 会议"),
        # when
        ("会议是什么时候的事", Kind.WHEN, "什么时候", "会议 事"),
        ("上海合作组织成立于哪一年", Kind.WHEN, "哪一年", "上海合作组织 成立"),
        ("何时成立", Kind.WHEN, "何时", "成立"),
        ("成立日期为何时", Kind.WHEN, "何时", "成立 日期"),
        ("啥时候开会", Kind.WHEN, "啥时候", "开会"),
        ("几点开会", Kind.WHEN, "几点", "开会"),
        ("星期几开会", Kind.WHEN, "星期几", "开会"),
        ("在什么季节开花", Kind.WHEN, "什么季节", "开花"),
        ("会议的时间是什么", Kind.WHEN, "什么", "会议 时间"),
        ("出自哪两个朝代", Kind.WHEN, "哪两个朝代", "出自"),
        # how many
        ("苹果多少钱", Kind.HOW_MANY, "多少钱", "苹果"),
        ("会议开了多久", Kind.HOW_MANY, "多久", "会议 开"),
        ("这是元首理事会第几次会议？", Kind.HOW_MANY, "第几", "元首 理事会 次 会议"),
        ("有几位代表", Kind.HOW_MANY, "几", "代表"),
        ("三峡大坝有多高", Kind.HOW_MANY, "多高", "三峡大坝"),
        ("气温达到多少度", Kind.HOW_MANY, "多少", "气温 达到 度"),
        ("会议开了几天", Kind.HOW_MANY, "几", "会议 开 天"),
        # where
        ("数字经济产业论坛在哪里举行？", Kind.WHERE, "在哪", "数字 经济 产业 论坛 举行"),
        ("会议在哪儿开", Kind.WHERE, "在哪", "会议 开"),
        ("他是哪里人", Kind.WHERE, "哪里", "人"),
        ("首都是哪座城市", Kind.WHERE, "哪座城市", "首都"),
        ("他来自哪个国家", Kind.WHERE, "哪个国家", "来自"),
        ("有哪些国家参加", Kind.WHERE, "哪些国家", "参加"),
        ("分布在什么地区", Kind.WHERE, "什么地区", "分布"),
        ("开会的地点是什么", Kind.WHERE, "什么", "开会 地点"),
        # which
        ("哪个组织发挥关键作用", Kind.WHICH, "哪", "组织 发挥 关键作用"),
        ("他毕业于哪所大学", Kind.WHICH, "哪", "毕业 大学"),
        ("在哪些领域加强合作", Kind.WHICH, "哪", "领域 加强 合作"),
        # the measure word goes with the asking one, whatever else it would make a word with
        ("会议发表了哪些方面的声明", Kind.WHICH, "哪", "会议 发表 声明"),
        ("哪一种米最香", Kind.WHICH, "哪", "米 最 香"),
        ("哪一届奥运会在北京举行", Kind.WHICH, "哪", "一届 奥运会 北京 举行"),
        ("是苹果还是香蕉", Kind.WHICH, "还是", "苹果 香蕉"),
        # why
        ("会议为什么推迟", Kind.WHY, "为什么", "会议 推迟"),
        ("会议为何推迟", Kind.WHY, "为何", "会议 推迟"),
        ("会议推迟了，为什么？", Kind.WHY, "为什么", "会议 推迟"),
        ("什么原因导致会议推迟", Kind.WHY, "什么原因", "导致 会议 推迟"),
        ("会议推迟的原因是什么", Kind.WHY, "什么", "会议 推迟 原因"),
        ("会议推迟是何缘故", Kind.WHY, "何缘故", "会议 推迟"),
        ("中文名称为什么改了", Kind.WHY, "为什么", "中文名称 改"),
        # how
        ("怎么去机场", Kind.HOW, "怎么", "去 机场"),
        ("习近平以什么方式出席会议？", Kind.HOW, "什么方式", "习近平 出席会议"),
        ("今天天气怎么样？", Kind.HOW, "怎么样", "今天天气"),
        ("效果如何", Kind.HOW, "如何", "效果"),
        # what
        ("会议通过了什么宣言？", Kind.WHAT, "什么", "会议 通过 宣言"),
        ("要遵循怎样的安全观？", Kind.WHAT, "怎样", "遵循 安全观"),
        ("你是干什么的", Kind.WHAT, "什么", "干"),
        ("当地人怎么称呼这个湖", Kind.WHAT, "怎么称呼", "当地人 湖"),
        ("五月艾被称为什么？", Kind.WHAT, "什么", "五月 艾 称为"),
        ("官方语言为何？", Kind.WHAT, "何", "官方语言"),
        ("有何影响", Kind.WHAT, "何", "影响"),
        ("何立峰有没有参加", Kind.YES_NO, "有没有", "何立峰 参加"),
        ("何谓安全观", Kind.WHAT, "何", "谓 安全观"),
        # nothing that asks
        ("印度总理", Kind.WHAT, "", "印度 总理"),
        ("几乎没有人参加", Kind.WHAT, "", "几乎 人 参加"),
        # yes or no
        ("联合国秘书长参加会议了吗？", Kind.YES_NO, "吗", "联合国 秘书长 参加 会议"),
        ("是不是真的", Kind.YES_NO, "是不是", "真的"),
        ("地球是圆的对吗", Kind.YES_NO, "吗", "地球 圆"),
        ("他参加不参加会议", Kind.YES_NO, "参加不参加", "会议"),
        ("会议通过了没有？", Kind.YES_NO, "没有", "会议 通过"),
        ("他出席了么", Kind.YES_NO, "么", "出席"),
    ],
)  # fmt: skip
def test_what_a_question_asks_for(question: str, kind: Kind, asked: str, content: str) -> None:
    found = _understand(question)
    assert (found.kind, _asked(found), _words(found)) == (kind, asked, content)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        # 几, 何, 哪 and 多 that ask nothing
        ("几内亚的首都叫什么", Kind.WHAT),
        ("几何学是什么", Kind.WHAT),
        ("前几名是谁", Kind.WHO),
        ("任何人都能参加吗", Kind.YES_NO),
        ("任何时候都可以吗", Kind.YES_NO),
        ("哪吒的师父叫什么", Kind.WHAT),
        ("哪怕下雨也去吗", Kind.YES_NO),
        ("许多大学有什么特点", Kind.WHAT),
        ("动不动就生气", Kind.WHAT),
        # what begins like a time or a place
        ("哪个天文学家发现的", Kind.WHICH),
        ("哪个月球探测器最先到达", Kind.WHICH),
        ("哪个年轻人获奖", Kind.WHICH),
        ("他读几年级", Kind.HOW_MANY),
        ("有几点要求", Kind.HOW_MANY),
        ("哪个国王下令建造", Kind.WHICH),
        ("哪个国际组织", Kind.WHICH),
        ("哪几种戏剧", Kind.WHICH),
        # 为 belongs to the verb before it, or to 为何 itself
        ("伊斯兰国自封为什么", Kind.WHAT),
        ("又被称为什么战争", Kind.WHAT),
        ("此化为何人所言", Kind.WHO),
        ("他的工作为什么辛苦", Kind.WHY),
        ("为何人们喜欢它", Kind.WHY),
    ],
)
def test_what_only_looks_like_asking_does_not_mislead(question: str, kind: Kind) -> None:
    assert _understand(question).kind is kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("会议通过了什么宣言？", "宣言"),
        ("什么样的安全观", "安全观"),
        ("哪支球队夺冠", "球队"),
        ("哪一届奥运会在北京举行", "奥运会"),
        ("合作有哪些方面", "方面"),
        ("门票是多少元", "元"),
        ("有几位代表", "代表"),
        ("这是第几次会议", "会议"),
        ("安全观是什么", ""),
        ("会议通过了什么？", ""),
        ("谁主持了会议", ""),
        ("为什么推迟", ""),
        ("他来了吗", ""),
        ("印度总理", ""),
    ],
)
def test_the_noun_that_is_asked_for(question: str, focus: str) -> None:
    assert _focus(_understand(question)) == focus


def test_stop_words_of_the_base_are_no_content() -> None:
    found = understand("请介绍会议主题", TOKENISER, {"请", "介绍"})
    assert _words(found) == "会议主题"


WILD = st.text() | st.text(
    st.sampled_from("谁什么哪几多少何为怎样吗不没有还是时候年月日国个位次的了会议主持，？ a1😀\n"),
    max_size=30,
)


@given(WILD)
@example("")
@example("？")
@example("哪")
@example("第几")
def test_every_text_is_understood_somehow(text: str) -> None:
    found = _understand(text)
    normal = normalise(text).text
    assert "".join(token.text for token in found.tokens) == normal
    for span in (found.asked, found.focus):
        assert span is None or 0 <= span.start < span.end <= len(normal)
    ends = [0, *(token.end for token in found.content)]
    for end, token in zip(ends, found.content, strict=False):
        assert end <= token.start < token.end
        assert normal[token.start : token.end] == token.text
        assert found.asked is None or not set(range(*found.asked)) & set(
            range(token.start, token.end)
        )


@pytest.mark.parametrize(
    "text", ["还是" * 50_000, "为什么" * 30_000, "没有" + "，" * 100_000, "几" * 100_000]
)
def test_long_texts_of_one_kind_are_understood_too(text: str) -> None:
    assert understand(text, TOKENISER).text == text

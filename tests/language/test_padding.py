from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.padding import asks_nothing, strip_padding


def _strip(text: str) -> str:
    question = normalise(text).text
    span = strip_padding(question)
    return question[span.start : span.end]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("请问谁主持了会议？", "谁主持了会议"),
        ("麻烦问一下，谁主持了会议呢", "谁主持了会议"),
        ("想问下会议在哪举行啊", "会议在哪举行"),
        ("我想知道普京是谁", "普京是谁"),
        ("您好，请教个问题：谁主持会议啊？？", "谁主持会议"),
        ("你好请问谁主持了会议", "谁主持了会议"),
        ("hello 谁主持了会议", "谁主持了会议"),
        ("你知道谁主持了会议吗？", "谁主持了会议"),
        ("谁知道会议在哪里吗", "会议在哪里"),
        ("能告诉我印度总理叫什么吗", "印度总理叫什么"),
        ("可以告诉我什么是安全观么", "什么是安全观"),
        ("麻烦您告诉我谁主持会议好吗", "谁主持会议"),
        ("帮我查一下秘书长是谁", "秘书长是谁"),
        ("谁主持了会议吧！谢谢", "谁主持了会议"),
        ("谁主持 求告知", "谁主持"),
        ("会议在哪儿呀~", "会议在哪儿"),
        ("請問誰主持了會議？", "谁主持了会议"),
        ("请问一下你知道谁主持了会议吗", "谁主持了会议"),
        ("请问您会议在哪开", "会议在哪开"),
        ("请问下老师，谁主持了会议", "谁主持了会议"),
        ("麻烦问下，您能告诉我印度总理是谁吗？谢谢！", "印度总理是谁"),
        ("能不能告诉我一下谁主持了会议", "谁主持了会议"),
        ("你晓不晓得谁主持了会议", "谁主持了会议"),
        ("请你回答：谁主持了会议", "谁主持了会议"),
        ("我有个问题，谁主持了会议呗", "谁主持了会议"),
        ("弱弱的问一句谁主持了会议", "谁主持了会议"),
    ],
)
def test_padding_goes(typed: str, left: str) -> None:
    assert _strip(typed) == left


@pytest.mark.parametrize(
    "question",
    [
        "他参加会议了吗",
        "谁了解会议",
        "问题是什么",
        "回答问题的是谁",
        "这个问题谁回答",
        "想象力是什么",
        "请求书是什么",
        "请教育部长是谁",
        "那么世界怎么了",
        "感谢信是谁写的",
        "对不起是谁唱的",
        "晚安是什么意思",
        "大家好才是真的好是谁说的",
        "求助信号是什么",
        "说说会议的内容",
        "帮我写一首诗",
    ],
)
def test_what_belongs_to_the_question_stays(question: str) -> None:
    assert _strip(question) == question


def test_a_question_whether_stays_one() -> None:
    assert _strip("你知道他参加会议了吗") == "他参加会议了吗"


@pytest.mark.parametrize("text", ["请问", "你好", "谢谢！", "你知道吗", "", "？"])
def test_padding_alone_is_left_as_it_is(text: str) -> None:
    assert _strip(text) == normalise(text).text


@given(st.text(st.sampled_from("请问你知道吗我想要麻烦谢能不可以告诉,?!~ 谁主持a"), max_size=500))
def test_what_is_left_lies_within_the_question(text: str) -> None:
    span = strip_padding(text)

    assert 0 <= span.start <= span.end <= len(text)
    assert bool(text) == (span.start < span.end)


@pytest.mark.parametrize(
    "text",
    [
        *"你好 您好！ 大家好啊 你好吗？ 在吗 Hi! hello 早上好 謝謝你 再见 拜拜~ 好的 OK 哈哈哈".split(),
        *["Thank you!", "你好，谢谢", "？？？", "。", "😀", "", " \x00"],
    ],
)
def test_a_greeting_asks_nothing(text: str) -> None:
    assert asks_nothing(normalise(text).text)


@pytest.mark.parametrize(
    "text",
    "谁 好人是谁 你好请问谁主持了会议 你是谁 history 1 再见是什么意思 哈萨克斯坦 你好啊李银河".split(),
)
def test_whatever_else_is_said_asks_something(text: str) -> None:
    assert not asks_nothing(normalise(text).text)

from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.holders import asked_holder, holder
from bot.search.spans.mending import Mending

TOKENISER = Tokeniser(["上海合作组织", "上合组织", "巴特图勒嘎"])
LEADERS = (
    "会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪吉尔吉斯斯坦代总统扎帕罗夫白俄罗斯总理戈洛夫琴科"
    "上海合作组织秘书长诺罗夫上合组织地区反恐机构执委会主任吉约索夫蒙古国总统巴特图勒嘎"
    "和联合国秘书长古特雷斯与会，拉丁帝国皇帝鲍德温二世、国王让·保罗和市长王芳出席。"
)


def _answer(question: str, sentence: str = LEADERS) -> str | None:
    post = asked_holder(understand(normalise(question).text, TOKENISER), TOKENISER)
    text = normalise(sentence).text
    span = post and holder(post, text, tuple(TOKENISER.cut(text)), TOKENISER)
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("印度总理是谁", "莫迪"),
        ("谁是印度总理？", "莫迪"),
        ("印度的总理叫什么名字", "莫迪"),
        ("印度总理", "莫迪"),
        ("吉尔吉斯斯坦总统叫啥", "扎帕罗夫"),
        # short and full forms of a name
        ("上合组织秘书长是哪位", "诺罗夫"),
        ("上海合作组织的秘书长是谁", "诺罗夫"),
        # a part of what is named
        ("反恐机构的主任是谁", "吉约索夫"),
        # names of several words, and words that only the base knows
        ("拉丁帝国皇帝是谁", "鲍德温二世"),
        ("蒙古国总统叫什么", "巴特图勒嘎"),
        ("蒙古总统叫什么", "巴特图勒嘎"),
        # what is a post by the way it is asked for
        ("轮值主席国是谁", "俄罗斯"),
        ("轮值主席国是哪个国家", "俄罗斯"),
        ("开会时的轮值主席国是哪国", "俄罗斯"),
        # 白俄罗斯 is not 俄罗斯, and a president no prime minister
        ("白俄罗斯总理是谁", "戈洛夫琴科"),
        ("俄罗斯总理是谁", None),
        ("印度总统是谁", None),
        ("美国总统是谁", None),
        # who comes next is somebody else
        ("下一任印度总理是谁", None),
        ("下届轮值主席国是谁", None),
        ("上届轮值主席国是谁", None),
        ("临时轮值主席国是谁", None),
        ("谁接任印度总理", None),
        # not said whose, or more is asked
        ("总统是谁", None),
        ("市长是谁", "王芳"),
        ("印度总理出席了吗", None),
        ("印度总理什么时候到的", None),
        ("印度总理莫迪是谁", None),
    ],
)
def test_the_holder_of_a_post_stands_right_behind_it(question: str, name: str | None) -> None:
    assert _answer(question) == name


@pytest.mark.parametrize(
    "sentence",
    ["印度总理出席会议。", "出席的有印度总理。", "印度总理、外长莫迪。", "他见过印度总理一次。"],
)
def test_what_is_no_name_holds_no_post(sentence: str) -> None:
    assert _answer("印度总理是谁", sentence) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        # words that are names as well, and cut foreign names
        ("校长顾明远出席。", "顾明远"),
        ("校长丁宏伟用英文致辞。", "丁宏伟"),
        ("校长卡里莫娃、书记王芳出席。", "卡里莫娃"),
        ("校长高度评价合作。", None),
    ],
)
def test_a_name_comes_whole(sentence: str, name: str | None) -> None:
    assert _answer("校长是谁", sentence) == name


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("哪位教授研究午睡", "顾明远"),
        ("哪一位教授", "顾明远"),
        ("哪位医生研究午睡", None),
        ("谁是教授", None),
        ("教授研究什么", None),
    ],
)
def test_who_of_several_is_named_behind_what_they_are(question: str, answer: str | None) -> None:
    text = "(记者沈亦然)江南医科大学教授顾明远团队近日发表论文。"
    understanding = understand(normalise(question).text, TOKENISER)
    tokens = TOKENISER.cut(text)
    mending = Mending.of(understanding, None, TOKENISER)
    reporter = Span(3, 6)
    span = mending.mended(text, tokens, reporter, TOKENISER)
    assert (None if span == reporter else text[slice(*span)]) == answer

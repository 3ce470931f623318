from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.points import asked_point, point

TOKENISER = Tokeniser()


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("第一点是什么？", "一"),
        ("第二点讲了什么", "二"),
        ("第3条建议是什么", "三"),
        ("第四条说的是啥", "四"),
        ("第三是什么", "三"),
        ("讲话第四点说的是什么", "四"),
        ("习近平提出的第二点建议是什么", "二"),
        ("第二个方面是什么内容", "二"),
        # a place in a row of something else
        ("第三届会议是什么时候开的", None),
        ("第一个登上月球的人是谁", None),
        ("会议第一天讨论了什么议题", None),
    ],
)
def test_what_asks_for_a_point(question: str, number: str | None) -> None:
    assert asked_point(understand(normalise(question).text, TOKENISER)) == number


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("第三，深化务实合作，构建发展共同体。", "深化务实合作,构建发展共同体"),
        ("第3、深化务实合作", "深化务实合作"),
        ("第二，维护安全。", None),
        ("这是第三，也是最后一点。", None),
        ("第三届会议开幕。", None),
    ],
)
def test_what_stands_under_a_number(sentence: str, said: str | None) -> None:
    text = normalise(sentence).text
    span = point("三", text)
    assert (text[slice(*span)] if span else None) == said

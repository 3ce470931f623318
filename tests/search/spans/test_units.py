from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.units import is_of_other_units

TOKENISER = Tokeniser()


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("彭志远今年多大了", "650元", True),
        ("彭志远今年多大了", "52岁", False),
        ("有多少会员", "5月29日", True),
        ("有多少会员", "约1.2万名", False),
        ("有多少人", "2002年有31459人", False),
        ("手镯有多重", "3.2万元", True),
        ("库房几点开门", "5月28日", True),
        ("库房几点开门", "5月28日9点", False),
        ("哪一年当上总理的", "47.3%", True),
        ("就业率多高", "93.6%", False),
        ("什么时候退押金", "500元", True),
        ("什么时候上学", "满6岁", False),
        ("县文化馆的电话是多少", "2003年", True),
        ("岛有多大", "3月底", True),
        ("岛有多大", "3公顷", False),
        ("送了多少顶帐篷", "300床", True),
        ("送了多少顶帐篷", "300床棉被和20顶帐篷", False),
        ("买了几辆公交车", "50台", False),
        ("买了几辆公交车", "50个", False),
        # without units, or in words, nothing is certain
        ("有多少会员", "31459", False),
        ("门票多少钱", "免费", False),
        # and what asks for no amount may be one
        ("谁得了第一", "3.2万元", False),
    ],
)
def test_units_tell_what_an_amount_is_of(question: str, answer: str, expected: bool) -> None:
    understanding = understand(normalise(question).text, TOKENISER)
    assert is_of_other_units(understanding, normalise(answer).text) is expected

from __future__ import annotations

import random

import pytest

from bot.language.tokens import Tokeniser
from bot.search.training.near_misses import NearMisses

TOKENISER = Tokeniser()
MAKES = NearMisses(TOKENISER)


def _questions(*texts: str) -> set[str]:
    chance = random.Random(0)  # noqa: S311 - nothing secret
    made = (MAKES.make(texts, texts[0], chance) for _ in range(400))
    return {question for question in made if question is not None}


@pytest.mark.parametrize(
    ("text", "asked", "not_asked"),
    [
        ("普京在北京讲话。", "北京的市长是谁", "北京的市长是谁呢"),
        ("李克强来了。", "李克强的妻子是谁", "李克强的首都是哪里"),
        ("新华社报道了。", "新华社的总部在哪里", "新华社多大了"),
        ("手机响了。", "手机多少钱", "手机的妻子是谁"),
        # What the text tells is no near miss.
        ("李克强的夫人来了。", "李克强身高多少", "李克强的妻子是谁"),
    ],
)
def test_what_is_asked_fits_what_it_is_asked_of_and_is_not_told(
    text: str, asked: str, not_asked: str
) -> None:
    questions = _questions(text)
    assert asked in questions
    assert not_asked not in questions


def test_what_another_text_of_the_base_tells_is_not_asked_either() -> None:
    assert "北京的市长是谁" not in _questions("会议在北京举行。", "市长来了。")


def test_nothing_is_asked_of_a_text_that_names_nothing() -> None:
    assert _questions("他走了。") == set()

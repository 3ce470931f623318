from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.search.retrieval.query import make_query
from bot.search.spans.said import Saying
from tests.search.bases import SUMMIT, ZOO, build

BASE = build(SUMMIT, ZOO, words=["上海合作组织", "轮值主席国", "世界卫生组织"])


@pytest.mark.parametrize(
    ("question", "sentence", "beside", "is_filled", "asks_for_all"),
    [
        # a post: the name behind it; a name: what stands before it
        ("印度总理是谁", "印度总理莫迪出席会议。", "莫迪", False, False),
        ("莫迪是谁", "印度总理莫迪出席会议。", "印度总理", False, True),
        ("莫迪是谁", "莫迪出席会议。", None, False, True),
        ("莫迪是谁", "莫迪（1950年生），总理。", None, False, False),
        ("大桥的设计是？", "大桥的设计新颖。", None, False, False),
        # the question's own words around something else
        ("大桥由谁主持设计", "大桥由梅旸春主持设计。", None, True, False),
        ("大桥由谁主持设计", "大桥建成通车。", None, False, False),
        # words that ask nothing
        ("大桥通车", "大桥通车。", None, False, True),
        ("大桥通车", "大桥建成通车。", None, False, False),
    ],
)
def test_what_a_sentence_says_in_so_many_words(
    question: str, sentence: str, beside: str | None, is_filled: bool, asks_for_all: bool
) -> None:
    understanding = understand(normalise(question).text, BASE.tokeniser)
    saying = Saying.of(make_query(understanding, BASE.index, BASE.tokeniser), BASE.tokeniser)
    text = normalise(sentence).text
    said = saying.said(text, BASE.tokeniser.cut(text), BASE.tokeniser)
    assert (text[slice(*said.beside)] if said.beside else None) == beside
    assert said.is_filled is is_filled
    assert said.anything is (beside is not None or is_filled)
    assert saying.asks_for_all(text, Span(len(text) - 3, len(text) - 1)) is asks_for_all

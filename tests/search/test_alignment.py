"""Common runs of a question and sentences, against a search by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.base.model import Article
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.alignment import align
from bot.search.index import Index
from bot.search.query import make_query

TOKENISER = Tokeniser()
LONGEST = 4

short_texts = st.text("大熊猫园长", min_size=1, max_size=9)


def index(*sentences: str) -> Index:
    return Index.build([Article("a", "题", sentences=sentences)], TOKENISER)


@given(st.lists(short_texts, min_size=1, max_size=4), short_texts, st.integers(1, LONGEST))
def test_runs_are_common_strings(sentences: list[str], question: str, size: int) -> None:
    base = index(*sentences)
    query = make_query(understand(question, TOKENISER), base, TOKENISER)
    ends = align(base, np.arange(len(sentences)), query, LONGEST).run_ends(size)
    for row, sentence in enumerate(sentences):
        for at in range(len(question)):
            run = question[max(at - size + 1, 0) : at + 1]
            assert ends[row, at] == (len(run) == size and run in sentence)


@given(st.lists(short_texts, min_size=1, max_size=4), short_texts)
def test_covered_characters_lie_in_a_common_run(sentences: list[str], question: str) -> None:
    base = index(*sentences)
    query = make_query(understand(question, TOKENISER), base, TOKENISER)
    covered = align(base, np.arange(len(sentences)), query, LONGEST).covered(2)
    for row, sentence in enumerate(sentences):
        for at in range(len(question)):
            pairs = (question[at - 1 : at + 1] if at else "", question[at : at + 2])
            assert covered[row, at] == any(len(pair) == 2 and pair in sentence for pair in pairs)


def test_an_absent_sentence_shares_nothing_and_no_run_crosses_sentences() -> None:
    base = index("大熊", "猫园")
    query = make_query(understand("熊猫", TOKENISER), base, TOKENISER)
    alignment = align(base, np.array([0, -1, 1]), query, LONGEST)
    assert alignment.run_ends(1).tolist() == [[True, False], [False, False], [False, True]]
    assert not alignment.run_ends(2).any()
    assert alignment.lengths.tolist() == [2, 0, 2]

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.ranking.alignment import MAX_LENGTH, Alignment, align
from tests.search.bases import Base, build

LONGEST = 4
SENTENCES = st.lists(st.text("会议主持a", min_size=1, max_size=12), min_size=1, max_size=4)
QUESTION = st.text("会议主持a？", min_size=1, max_size=12)


def _align(base: Base, question: str, rows: list[int] | None = None) -> Alignment:
    chosen = range(len(base.index.sentences)) if rows is None else rows
    return align(base.index, np.array(list(chosen), dtype=np.int64), base.query(question), LONGEST)


def _runs(question: str, sentence: str, size: int) -> set[tuple[int, int]]:
    """Return where in both a common run of this size ends, by comparing everything."""
    return {
        (q + size - 1, s + size - 1)
        for q in range(len(question) - size + 1)
        for s in range(len(sentence) - size + 1)
        if question[q : q + size] == sentence[s : s + size]
    }


@given(SENTENCES, QUESTION, st.integers(1, LONGEST + 1))
def test_runs_end_where_comparing_everything_says(
    sentences: list[str], question: str, size: int
) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    expected = [
        {q for q, _ in _runs(asked, text.text, size)} if size <= LONGEST else set()
        for text in base.index.texts
    ]
    found = _align(base, question).run_ends(size)
    assert [set(np.flatnonzero(row).tolist()) for row in found] == expected


@given(SENTENCES, QUESTION, st.integers(1, LONGEST))
def test_covered_characters_lie_in_a_run_of_the_size(
    sentences: list[str], question: str, size: int
) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    expected = [
        {q - back for q, _ in _runs(asked, text.text, size) for back in range(size)}
        for text in base.index.texts
    ]
    found = _align(base, question).covered(size)
    assert [set(np.flatnonzero(row).tolist()) for row in found] == expected


@given(SENTENCES, QUESTION)
def test_pairs_lie_in_a_run_of_two_or_more(sentences: list[str], question: str) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    alignment = _align(base, question)
    pairs = alignment.pairs()
    for row, text in enumerate(base.index.texts):
        twos = _runs(asked, text.text, 2)
        expected = twos | {(q - 1, s - 1) for q, s in twos}
        start = int(alignment.starts[row])
        inside = pairs[:, start : start + int(alignment.lengths[row])]
        assert {(int(q), int(s)) for q, s in np.argwhere(inside)} == expected


def test_no_run_crosses_from_one_sentence_into_the_next() -> None:
    alignment = _align(build(["会议", "主持"]), "会议主持")
    assert alignment.run_ends(2).any(axis=1).tolist() == [True, True]
    assert not alignment.run_ends(3).any()


def test_characters_know_their_place_in_their_sentence() -> None:
    alignment = _align(build(["会议", "主"]), "会")
    # After each sentence stands a separator.
    assert alignment.places.tolist() == [0, 1, 2, 0, 1]
    assert alignment.starts.tolist() == [0, 3]
    assert alignment.lengths.tolist() == [2, 1]


def test_no_sentence_is_an_empty_one() -> None:
    alignment = _align(build(["会议", "主持"]), "会议", [-1, 0, -1])
    assert alignment.lengths.tolist() == [0, 2, 0]
    assert alignment.run_ends(1).any(axis=1).tolist() == [False, True, False]


@pytest.mark.parametrize("extra", [0, 1, 500])
def test_only_the_beginning_of_a_long_sentence_is_compared(extra: int) -> None:
    alignment = _align(build(["字" * (MAX_LENGTH - 1 + extra) + "会"]), "会")
    assert alignment.run_ends(1).any() == (extra == 0)
    assert alignment.lengths.tolist() == [MAX_LENGTH]


def test_looking_for_single_characters_finds_no_pairs() -> None:
    base = build(["会议"])
    alignment = align(base.index, np.array([0]), base.query("会议"), 1)
    assert not alignment.pairs().any()
    assert not alignment.run_ends(2).any()

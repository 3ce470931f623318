from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.ranking.alignment import MAX_LENGTH, Alignment, align
from bot.search.ranking.terms import BITS, unpacked
from tests.search.bases import Base, build

LONGEST = 4
SENTENCES = st.lists(st.text("会议主持a", max_size=12), min_size=1, max_size=4)
QUESTION = st.text("会议主持a？", min_size=1, max_size=12)


def _align(base: Base, question: str, rows: list[int] | None = None) -> Alignment:
    chosen = range(len(base.index.sentences)) if rows is None else rows
    codes = base.query(question).codes
    return align(base.index, np.array(list(chosen), dtype=np.int64), codes, LONGEST)


def _runs(question: str, sentence: str, size: int) -> set[tuple[int, int]]:
    """Return where in both a common run of this size ends, by comparing everything."""
    return {
        (q + size - 1, s + size - 1)
        for q in range(len(question) - size + 1)
        for s in range(len(sentence) - size + 1)
        if question[q : q + size] == sentence[s : s + size]
    }


def _places(words: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> list[set[int]]:
    return [set(np.flatnonzero(row).tolist()) for row in unpacked(words, BITS)]


@given(SENTENCES, QUESTION, st.integers(1, LONGEST))
def test_runs_end_where_comparing_everything_says(
    sentences: list[str], question: str, size: int
) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    expected = [{q for q, _ in _runs(asked, text.text, size)} for text in base.index.texts]
    assert _places(_align(base, question).ends[size - 1]) == expected


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
    assert _places(_align(base, question).covered()[size - 1]) == expected


@given(SENTENCES, QUESTION)
def test_matches_lie_in_a_run_of_two(sentences: list[str], question: str) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    alignment = _align(base, question)
    matches = _places(alignment.matches())
    for row, text in enumerate(base.index.texts):
        twos = _runs(asked, text.text, 2)
        expected = twos | {(q - 1, s - 1) for q, s in twos}
        shared = slice(*alignment.borders[row : row + 2])
        places = (alignment.places[shared] - alignment.starts[row]).tolist()
        found = {(q, s) for s, at in zip(places, matches[shared], strict=True) for q in at}
        assert found == expected


@given(SENTENCES, QUESTION)
def test_shared_characters_are_those_of_question_and_sentence(
    sentences: list[str], question: str
) -> None:
    base = build(sentences)
    asked = base.query(question).understanding.text
    alignment = _align(base, question)
    assert alignment.lengths.tolist() == [len(text.text) for text in base.index.texts]
    for row, text in enumerate(base.index.texts):
        shared = alignment.places[slice(*alignment.borders[row : row + 2])]
        expected = [at for at, character in enumerate(text.text) if character in asked]
        assert (shared - alignment.starts[row]).tolist() == expected


def test_no_run_crosses_from_one_sentence_into_the_next() -> None:
    alignment = _align(build(["会议", "主持"]), "会议主持")
    assert alignment.ends[1].astype(bool).tolist() == [True, True]
    assert not alignment.ends[2].any()


def test_sentences_that_share_nothing_share_nothing() -> None:
    alignment = _align(build(["会议", "狗"]), "猫")
    assert not alignment.ends.any()
    assert not len(alignment.matches())
    assert alignment.borders.tolist() == [0, 0, 0]


@pytest.mark.parametrize("extra", [0, 1, 500])
def test_only_the_beginning_of_a_long_sentence_is_compared(extra: int) -> None:
    alignment = _align(build(["字" * (MAX_LENGTH - 1 + extra) + "会"]), "会")
    assert bool(alignment.ends.any()) == (extra == 0)
    assert alignment.lengths.tolist() == [MAX_LENGTH]


def test_a_whole_word_of_bits_is_compared() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(BITS))
    alignment = _align(build([text]), text)
    assert unpacked(alignment.ends[0], BITS).all()
    assert unpacked(alignment.covered()[LONGEST - 1], BITS).all()


def test_characters_beyond_the_first_plane_are_compared() -> None:
    alignment = _align(build(["𠮷野家", "野家"]), "𠮷")
    assert alignment.ends[0].astype(bool).tolist() == [True, False]

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.ranking.terms import BITS, LONGEST_WORD, Terms, make_terms, packed, unpacked
from tests.search.bases import QUESTIONS, SUMMIT, ZOO, build

BASE = build(SUMMIT, ZOO, words=["轮值主席国"])


def _shown(terms: Terms, words: np.uint64) -> str:
    """Return the characters that a word of bits stands for."""
    bits = unpacked(np.array([words]), terms.size)[0]
    return "".join(chr(code) for code, bit in zip(terms.codes.tolist(), bits, strict=True) if bit)


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=BITS), min_size=1, max_size=3))
def test_bits_are_packed_into_words_and_out_again(rows: list[list[bool]]) -> None:
    size = min(map(len, rows))
    bits = np.array([row[:size] for row in rows])
    words = packed(bits)
    assert [int(word) for word in words] == [
        sum(1 << place for place, bit in enumerate(row) if bit) for row in bits
    ]
    assert unpacked(words, size).astype(bool).tolist() == bits.tolist()


@pytest.mark.parametrize(
    ("question", "characters", "bigrams", "words"),
    [
        # of the words the last characters stand, by size; a long one counts by its last four
        ("谁主持了会议", "主持会议", "持议", ["", "持议", "", ""]),
        ("轮值主席国是谁", "轮值主席国", "值主席国", ["", "", "", "国"]),
        ("的了吗", "的了吗", "了吗", ["", "", "", ""]),
    ],
)
def test_a_question_in_bits(question: str, characters: str, bigrams: str, words: list[str]) -> None:
    terms = make_terms(BASE.query(question))
    assert _shown(terms, terms.characters) == characters
    assert _shown(terms, terms.bigrams) == bigrams
    assert [_shown(terms, ends) for ends in terms.words] == words


def test_what_stands_beside_the_asking_words_weighs_no_less_for_it() -> None:
    terms = make_terms(BASE.query("普京在北京主持了什么"))
    weights = terms.weights[0]
    near = np.divide(weights[:, 1], weights[:, 0], where=weights[:, 0] > 0, out=weights[:, 0] * 0)
    assert near.argmax() == "普京在北京主持了什么".index("持")
    assert 0 < near[0] < near[4] < near[6] <= 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # as much as there is room for, from the beginning; or up to the asking words
        ("会" * 80 + "普京", "会" * BITS),
        ("会" * 80 + "由谁主持", "会" * (BITS - 2) + "由谁"),
        ("谁" + "会" * 200, "谁" + "会" * (BITS - 1)),
    ],
)
def test_of_a_long_question_a_part_is_compared(question: str, expected: str) -> None:
    terms = make_terms(BASE.query(question))
    assert "".join(map(chr, terms.codes.tolist())) == expected
    assert question[terms.start :].startswith(expected)


@given(QUESTIONS)
def test_any_question_has_sound_bits_and_weights(question: str) -> None:
    query = BASE.query(question)
    if not len(query.codes):
        return
    terms = make_terms(query)
    assert 0 < terms.size <= BITS
    assert terms.words.shape == (LONGEST_WORD,)
    assert len(terms.numbers) == len(terms.last) <= len(query.words)
    assert sum(int(ends).bit_count() for ends in terms.words) == len(terms.last)
    plain, near = terms.weights[..., 0], terms.weights[..., 1]
    assert np.all((near >= 0) & (near <= plain) & (plain <= 1))
    bits = unpacked(np.array([terms.characters, terms.bigrams]), terms.size)
    assert np.all((plain[:2] > 0) <= (bits == 1))

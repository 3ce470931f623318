from __future__ import annotations

import numpy as np
import pytest

from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.field import K1, B, inverse_frequency, length_norms, saturated
from bot.search.retrieval.index import Index
from bot.search.retrieval.segment import Selection
from tests.search.bases import articles_of

# Two segments; of the second one's articles the middle one is dropped.
ARTICLES = articles_of("甲乙。甲甲。\n\n乙。", "丙。", "甲丙。丙丙丙。", "甲甲甲。", "乙丁。")
TOKENISER = Tokeniser()
INDEX = Index.of(
    [
        Selection.whole(build_segment(ARTICLES[:2], TOKENISER)),
        Selection(build_segment(ARTICLES[2:], TOKENISER), np.array([True, False, True])),
    ],
    [ARTICLES[4], *ARTICLES[:3]],
    TOKENISER,
)
KEYS = np.array(list(map(ord, "甲乙丙丁戊")), dtype=np.int64)


def test_what_was_dropped_is_not_counted() -> None:
    found = INDEX.characters.look_up(KEYS)
    sentences, passages = found.sentences, found.passages
    assert sentences.tolist() == [3, 3, 3, 1, 0]
    assert passages.tolist() == [2, 3, 2, 1, 0]
    assert (INDEX.characters.size, INDEX.characters.passages) == (7, 5)
    expected = np.log(1 + (7 - sentences + 0.5) / (sentences + 0.5))
    assert found.idf.tolist() == pytest.approx(expected.tolist())


def test_holders_are_found_in_all_segments_dropped_ones_among_them() -> None:
    entries = INDEX.characters.look_up(KEYS).entries()
    assert [one.rows.tolist() for one in entries] == [[0, 1, 4, 6], [0, 2, 7], [3, 4, 5], [7], []]


def test_frequencies_are_counted_by_sentence_and_by_stretch() -> None:
    rows = np.array([0, 1, 5, 7], dtype=np.int64)
    assert INDEX.characters.look_up(KEYS).between(rows, rows + 1).counts().tolist() == [
        [1, 2, 0, 0],
        [1, 0, 0, 1],
        [0, 0, 3, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
    ]
    begins, ends = np.array([0, 3, 4, 4]), np.array([3, 4, 6, 4])
    assert INDEX.characters.look_up(KEYS).between(begins, ends).counts().tolist() == [
        [3, 0, 1, 0],
        [2, 0, 0, 0],
        [0, 1, 4, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
    ]
    assert INDEX.characters.look_up(KEYS[:0]).between(rows, rows).counts().shape == (0, 4)
    assert INDEX.characters.look_up(KEYS).between(rows[:0], rows[:0]).counts().shape == (5, 0)


def test_occurrences_within_stretches_tell_key_stretch_and_sentence() -> None:
    begins, ends = np.array([0, 4]), np.array([3, 8])
    found = INDEX.characters.look_up(KEYS).between(begins, ends)
    assert found.shape == (5, 2)
    entries = zip(
        found.cells.tolist(), found.rows.tolist(), found.frequencies.tolist(), strict=True
    )
    assert sorted(entries) == [
        (0, 0, 1), (0, 1, 2), (1, 4, 1), (1, 6, 3), (2, 0, 1), (2, 2, 1), (3, 7, 1), (5, 4, 1),
        (5, 5, 3), (7, 7, 1),
    ]  # fmt: skip
    some = INDEX.characters.look_up(KEYS).take(np.array([3, 0]))
    assert some.keys.tolist() == [ord("丁"), ord("甲")]
    assert some.between(begins, ends).counts().tolist() == [[0, 1], [3, 4]]


def test_what_is_said_often_counts_ever_less_and_in_long_sentences_less() -> None:
    norms = length_norms(np.array([2, 4, 6], dtype=np.int32), None)
    assert norms.tolist() == pytest.approx([K1 * (1 - B / 2), K1, K1 * (1 + B / 2)])
    once = saturated(np.array([1, 1, 1]), norms)
    assert once.tolist() == pytest.approx([2.2 / (1 + norm) for norm in norms.tolist()])
    often = saturated(np.array([0, 1, 2, 255]), norms[1:2])
    assert often.tolist() == pytest.approx([0, 1, 4.4 / 3.2, 561 / 256.2])


def test_lengths_are_compared_with_those_that_are_left() -> None:
    lengths = np.array([2, 4, 600], dtype=np.int32)
    norms = length_norms(lengths, np.array([False, False, True]))
    assert norms[:2].tolist() == length_norms(lengths[:2], None).tolist()
    # Nothing in what was dropped counts for anything.
    assert saturated(np.array([3, 3, 3]), norms)[2] == 0
    nothing_left = length_norms(lengths, np.ones(3, dtype=bool))
    assert saturated(np.array([3, 3, 3]), nothing_left).tolist() == [0, 0, 0]
    assert length_norms(lengths[:0], None).tolist() == []
    assert length_norms(np.zeros(2, dtype=np.int32), None).tolist() == pytest.approx([0.6, 0.6])


def test_what_stands_everywhere_is_worth_least_but_something() -> None:
    worth = inverse_frequency(10, np.array([0, 1, 9, 10]))
    assert np.all(np.diff(worth) < 0)
    assert worth[-1] > 0

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.field import Entries
from bot.search.retrieval.scoring import (
    Found,
    Weighed,
    around_at,
    best_of,
    gather,
    largest,
    most_promising,
    sums_at,
)
from tests.search.bases import build

# Scores are never negative; many are equal, and some are nothing.
SCORES = st.lists(st.sampled_from([0.0, 0.5, 0.5001, 2.0]) | st.floats(0, 50, width=32))


@given(SCORES, st.integers(1, 8))
def test_the_largest_are_found_and_all_that_equal_the_least_of_them(
    scores: list[float], limit: int
) -> None:
    numbers = np.array(scores, dtype=np.float32)
    something = sorted(numbers[numbers >= np.float32(1e-9)].tolist(), reverse=True)
    least = something[:limit][-1] if something else 0
    expected = [at for at, one in enumerate(numbers.tolist()) if something and one >= least]
    assert largest(numbers, limit).tolist() == expected


BASE = build("甲乙。乙。甲甲。\n\n丁。", "丙。")
ROWS = np.arange(5)


def _weighed(entries: dict[int, int], weight: float, around: float) -> Weighed:
    held = Entries(
        np.array([*entries], dtype=np.int32), np.array([*entries.values()], dtype=np.uint8)
    )
    return Weighed(BASE.index.characters, [held], np.array([weight]), np.array([around]))


def test_each_kind_gives_something_to_sentences_and_once_to_their_paragraphs() -> None:
    gathered = gather(
        BASE.index, [_weighed({0: 1, 2: 2}, 3.0, 5.0), _weighed({2: 1, 4: 1}, 1.0, 1.0)]
    )
    field = BASE.index.characters

    def share(often: int, norm: np.float32) -> float:
        return float(often * 2.2 / (often + norm))

    norms, around = field.norms, field.passage_norms
    assert sums_at(gathered, BASE.index, ROWS).tolist() == [
        pytest.approx([3 * share(1, norms[0]), 0, 3 * share(2, norms[2]), 0, 0]),
        pytest.approx([0, 0, share(1, norms[2]), 0, share(1, norms[4])]),
    ]
    assert around_at(gathered, BASE.index, np.array([0, 2])).tolist() == [
        pytest.approx([5 * share(3, around[0]), 0]),
        pytest.approx([share(1, around[0]), share(1, around[2])]),
    ]


def test_a_sentence_without_anything_of_its_own_is_promising_in_a_good_paragraph() -> None:
    gathered = gather(BASE.index, [_weighed({0: 1, 4: 1}, 1.0, 1.0)])
    found = most_promising(BASE.index, gathered, 4)
    assert sorted(found.rows.tolist()) == [0, 1, 2, 4]
    assert len(most_promising(BASE.index, gather(BASE.index, []), 4).rows) == 0


def test_equals_are_taken_as_they_stand_in_the_base() -> None:
    ones = np.ones(5, dtype=np.float32)
    found = Found(ROWS[::-1], ones, ones)
    assert best_of(BASE.index, found, 3).rows.tolist() == [0, 1, 2]
    assert best_of(BASE.index, found, 3).total.tolist() == pytest.approx([1.6] * 3)
    worthless = Found(ROWS, ones * 0, ones * 0)
    assert best_of(BASE.index, worthless, 3).rows.tolist() == []

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.ranking.surroundings import REACH, Surroundings
from tests.search.bases import build

BASE = build(
    *[["句子。"] * size for size in (1, 2 * REACH + 5, 3, 1)],
    "一句。两句。\n\n三句。四句。",
)
COUNT = len(BASE.index.sentences)


@given(st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=COUNT, unique=True))
def test_surroundings_are_what_stands_within_reach_in_the_paragraph(candidates: list[int]) -> None:
    passages = BASE.index.passages.tolist()
    around = Surroundings.of(BASE.index, np.array(candidates, dtype=np.int64))
    for place, row in enumerate(candidates):
        expected = [
            other
            for other in range(COUNT)
            if passages[other] == passages[row] and abs(other - row) <= REACH
        ]
        assert around.rows[around.own[place]] == row
        assert around.rows[around.low[place] : around.high[place]].tolist() == expected


@given(st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=COUNT, unique=True))
def test_each_sentence_around_comes_once_and_no_other(candidates: list[int]) -> None:
    around = Surroundings.of(BASE.index, np.array(candidates, dtype=np.int64))
    used = {
        place
        for low, high in zip(around.low.tolist(), around.high.tolist(), strict=True)
        for place in range(low, high)
    }
    assert sorted(used) == list(range(len(around.rows)))
    assert np.all(np.diff(around.rows) > 0)

from __future__ import annotations

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.ragged import rows_at, starts_of, stretches

SIZES = st.lists(st.integers(0, 5), max_size=8)


@given(SIZES)
def test_rows_begin_where_the_one_before_ends(sizes: list[int]) -> None:
    assert starts_of(sizes).tolist() == list(accumulate(sizes, initial=0))


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 5)), max_size=8))
def test_stretches_are_runs_of_numbers(runs: list[tuple[int, int]]) -> None:
    begins = np.array([begin for begin, _ in runs], dtype=np.int64)
    sizes = np.array([size for _, size in runs], dtype=np.int64)
    expected = [begin + step for begin, size in runs for step in range(size)]
    assert stretches(begins, sizes).tolist() == expected


@given(SIZES.filter(len), st.data())
def test_elements_of_rows_are_found_row_after_row(sizes: list[int], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(sizes) - 1), max_size=6))
    starts = list(accumulate(sizes, initial=0))
    expected = [place for row in rows for place in range(starts[row], starts[row + 1])]
    assert rows_at(starts_of(sizes), np.array(rows, dtype=np.int64)).tolist() == expected

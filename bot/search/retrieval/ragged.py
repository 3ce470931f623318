"""Rows of different lengths, kept one after the other in one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def starts_of(sizes: Sequence[int] | NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where rows of these lengths begin, and at the end where the last one ends."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def stretches(begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers from each beginning on, as many as its size, one after the other."""
    before = np.cumsum(sizes) - sizes
    found: NDArray[np.int64] = np.arange(int(sizes.sum())) + np.repeat(begins - before, sizes)
    return found


def rows_at(starts: NDArray[np.int64], rows: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where the elements of some rows stand, row after row."""
    return stretches(starts[rows], starts[rows + 1] - starts[rows])

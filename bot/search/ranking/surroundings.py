"""The sentences around candidates, each of them once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.index import Index

REACH: Final = 8
"""How many sentences before and after belong to a sentence's surroundings."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Candidates and the sentences around them in their paragraphs."""

    rows: NDArray[np.int64]
    """The sentences' numbers in the index, in order."""
    own: NDArray[np.int64]
    """For each candidate its place in `rows`."""
    low: NDArray[np.int64]
    """For each candidate where its surroundings begin in `rows`."""
    high: NDArray[np.int64]
    """And where they end."""

    @classmethod
    def of(cls, index: Index, rows: NDArray[np.int64]) -> Surroundings:
        """Gather what stands around the sentences with these numbers."""
        passages = index.passages[rows]
        low = np.maximum(rows - REACH, index.passages.searchsorted(passages))
        high = np.minimum(rows + REACH + 1, index.passages.searchsorted(passages, side="right"))
        order = low.argsort()
        reached = np.maximum.accumulate(high[order])
        # A stretch of sentences begins where all surroundings before it have ended.
        begins = np.ones(len(rows), dtype=bool)
        begins[1:] = low[order[1:]] >= reached[:-1]
        heads = np.flatnonzero(begins)
        first = low[order[heads]]
        sizes = reached[np.append(heads[1:], len(rows)) - 1] - first
        shifts = first - (sizes.cumsum() - sizes)
        shift = np.empty(len(rows), dtype=np.int64)
        shift[order] = shifts[begins.cumsum() - 1]
        return cls(
            rows=np.arange(int(sizes.sum())) + shifts.repeat(sizes),
            own=rows - shift,
            low=low - shift,
            high=high - shift,
        )

"""An inverted index over integer keys: which sentences hold a key, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.search.retrieval.ragged import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MOST_COUNTED = 255
"""Higher frequencies count as this one: BM25 has long been saturated there."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each key the sentences that hold it."""

    keys: NDArray[np.int64]
    """Sorted, unique."""
    starts: NDArray[np.int64]
    """Where each key's entries begin in `rows`; one more than keys."""
    passages: NDArray[np.int32]
    """For each key in how many paragraphs it stands."""
    rows: NDArray[np.int32]
    """The sentences of each key, in order."""
    frequencies: NDArray[np.uint8]
    """For each of `rows` how often the key stands there, at most 255."""

    @classmethod
    def build(
        cls, keys: NDArray[np.int64], rows: NDArray[np.int32], passages: NDArray[np.int32]
    ) -> Postings:
        """Index occurrences.

        Args:
            keys: the key of each occurrence.
            rows: the sentence of each occurrence, never falling.
            passages: for each sentence its paragraph, never falling.
        """
        order = _stable_order(keys)
        keys, rows = keys[order], rows[order]
        new_key, new_row = _changes(keys), _changes(rows)
        entries = np.flatnonzero(new_key | new_row)
        frequencies = np.diff(np.append(entries, len(keys)))
        new_key, rows = new_key[entries], rows[entries]
        starts = np.flatnonzero(new_key)
        new_passage = new_key | _changes(passages[rows])
        return cls(
            keys=keys[entries][starts],
            starts=np.append(starts, len(rows)).astype(np.int64),
            passages=_sums(new_passage, starts).astype(np.int32),
            rows=rows.astype(np.int32),
            frequencies=np.minimum(frequencies, _MOST_COUNTED).astype(np.uint8),
        )

    @classmethod
    def merge(cls, parts: Sequence[Postings], offsets: Sequence[int]) -> Postings:
        """Put indexes of sentences that follow each other into one.

        Args:
            parts: what to merge, in order.
            offsets: for each of them how many sentences stand before its own.
        """
        keys = np.unique(np.concatenate([part.keys for part in parts]))
        places = [np.searchsorted(keys, part.keys) for part in parts]
        counts = np.zeros(len(keys), dtype=np.int64)
        passages = np.zeros(len(keys), dtype=np.int32)
        for part, place in zip(parts, places, strict=True):
            counts[place] += np.diff(part.starts)
            passages[place] += part.passages
        starts = np.concatenate([[0], np.cumsum(counts)])
        rows = np.empty(int(starts[-1]), dtype=np.int32)
        frequencies = np.empty(len(rows), dtype=np.uint8)
        filled = starts[:-1].copy()
        for part, place, offset in zip(parts, places, offsets, strict=True):
            sizes = np.diff(part.starts)
            to = np.arange(len(part.rows)) + np.repeat(filled[place] - part.starts[:-1], sizes)
            rows[to] = part.rows + np.int32(offset)
            frequencies[to] = part.frequencies
            filled[place] += sizes
        return cls(keys, starts, passages, rows, frequencies)

    def take(self, places: NDArray[np.int64], passages: NDArray[np.int32]) -> Postings:
        """Return the index of some of the sentences.

        Args:
            places: for each sentence its new number, -1 for those to leave out; never falling
                but for these.
            passages: for each new number its paragraph, never falling.
        """
        kept = np.flatnonzero(places[self.rows] >= 0)
        owners = self.starts.searchsorted(kept, side="right") - 1
        return self._taken(kept, owners, places, passages)

    def pick(
        self,
        keys: NDArray[np.int64],
        edges: NDArray[np.int64],
        places: NDArray[np.int64],
        passages: NDArray[np.int32],
    ) -> Postings:
        """Return the index of a few of the sentences, looking at no more than these.

        Args:
            keys: all that the sentences hold, in any order, and maybe others.
            edges: where each run of the sentences begins and where it ends, in order.
            places: as for `take`.
            passages: as for `take`.
        """
        known = self.find(np.unique(keys))
        known = known[known >= 0]
        cells, entries = self.between(known, edges)
        return self._taken(entries, known[cells // (len(edges) // 2)], places, passages)

    def _taken(
        self,
        entries: NDArray[np.int64],
        owners: NDArray[np.int64],
        places: NDArray[np.int64],
        passages: NDArray[np.int32],
    ) -> Postings:
        """Return an index of some entries, in order, by the places of their keys."""
        rows = places[self.rows[entries]].astype(np.int32)
        starts = np.flatnonzero(_changes(owners))
        new_passage = _changes(owners) | _changes(passages[rows])
        return Postings(
            keys=self.keys[owners[starts]],
            starts=np.append(starts, len(rows)).astype(np.int64),
            passages=_sums(new_passage, starts).astype(np.int32),
            rows=rows,
            frequencies=self.frequencies[entries],
        )

    def find(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return each key's place among `keys`, -1 for keys that no sentence holds."""
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        return np.where(self.keys[places] == keys, places, -1)

    def entries(self, place: int) -> slice:
        """Return where a key's entries stand, by the key's place; none for -1."""
        if place < 0:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def slices(self, places: NDArray[np.int64]) -> list[slice]:
        """Return where keys' entries stand, by the keys' places; none for -1."""
        begins = np.where(places < 0, 0, self.starts[places])
        ends = np.where(places < 0, 0, self.starts[places + 1])
        return [slice(*bounds) for bounds in zip(begins.tolist(), ends.tolist(), strict=True)]

    def between(
        self, places: NDArray[np.int64], edges: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Find what keys have from every second edge to before the next one.

        Args:
            places: of the keys.
            edges: numbers of sentences; they may lie beyond those that there are.

        Returns:
            For each entry the key's number times that of stretches, plus the stretch's number;
            and where it stands in `rows`.
        """
        # As narrow as the rows: NumPy would widen all of these to compare them.
        narrow = edges.astype(np.int32)
        slices = self.slices(places)
        cuts = np.empty((len(slices), len(edges)), dtype=np.int64)
        for at, own in enumerate(slices):
            np.add(self.rows[own].searchsorted(narrow), own.start, out=cuts[at])
        first = cuts[:, ::2].ravel()
        sizes = cuts[:, 1::2].ravel() - first
        return np.repeat(np.arange(len(sizes)), sizes), stretches(first, sizes)

    def counts(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in how many sentences, and in how many paragraphs, keys stand, by their places."""
        counts = np.zeros((2, len(places)), dtype=np.int64)
        if len(self.keys):
            known = places >= 0
            np.subtract(self.starts[places + 1], self.starts[places], out=counts[0], where=known)
            np.copyto(counts[1], self.passages[places], where=known)
        return counts


def _stable_order(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the order that sorts integers, equals as they stand: 16 bits at a time.

    NumPy sorts 16 bits in linear time, and longer integers by comparing them.
    """
    order = np.arange(len(keys))
    for shift in range(0, 64, 16):
        digits = (keys >> shift).astype(np.uint16)
        if shift == 48:
            # The sign stands in the highest bit: negative keys come first.
            digits ^= np.uint16(0x8000)
        if len(digits) and np.any(digits != digits[0]):
            order = order[np.argsort(digits[order], kind="stable")]
    return order


def _changes(values: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Tell which values differ from the one before; the first always does."""
    changes = np.ones(len(values), dtype=bool)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _sums(values: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many values are true from each start to the next."""
    total = np.concatenate([[0], np.cumsum(values)])
    return np.diff(np.append(total[starts], total[-1]))

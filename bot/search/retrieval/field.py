"""One kind of what is looked up, over all segments, scored with BM25."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.search.retrieval.ragged import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.search.retrieval.postings import Postings

# Robertson & Zaragoza, The Probabilistic Relevance Framework (2009): the usual saturation, and
# a length normalisation below the usual .75, since sentences differ less in what they say than
# in how many words they take.
K1 = 1.2
B = 0.5


class Part(NamedTuple):
    """The postings of a segment."""

    postings: Postings
    offset: int
    """How many sentences stand before the segment's own."""
    dropped: Postings | None
    """What of it belongs to articles that the base does not have any more."""


class Entries(NamedTuple):
    """Sentences that hold a key."""

    rows: NDArray[np.int32]
    frequencies: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Field:
    """Characters, bigrams or words: who holds them, and what that is worth."""

    parts: tuple[Part, ...]
    size: int
    """How many sentences the base has."""
    passages: int
    """How many paragraphs."""
    norms: NDArray[np.float32]
    """BM25's K1 (1 - B + B length / mean length) of each sentence."""
    passage_norms: NDArray[np.float32]
    """The same of each paragraph."""

    def counts(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return in how many sentences, and in how many paragraphs, each key stands."""
        sentences = np.zeros(len(keys), dtype=np.int64)
        passages = np.zeros(len(keys), dtype=np.int64)
        for part in self.parts:
            for sign, postings in ((1, part.postings), (-1, part.dropped)):
                if postings is not None:
                    one, other = postings.counts(keys)
                    sentences += sign * one
                    passages += sign * other
        return sentences, passages

    def document_frequency(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in how many sentences each key stands."""
        return self.counts(keys)[0]

    def idf(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return each key's inverse document frequency among sentences."""
        return inverse_frequency(self.size, self.counts(keys)[0])

    def entries(self, keys: NDArray[np.int64]) -> Iterator[Entries]:
        """Yield for each key who holds it; dropped sentences are among them."""
        places = [part.postings.find(keys).tolist() for part in self.parts]
        for row in zip(*places, strict=True):
            yield self._entries(row)

    def _entries(self, places: Sequence[int]) -> Entries:
        found = [
            (_moved(part.postings.rows[at], part.offset), part.postings.frequencies[at])
            for part, at in (
                (part, part.postings.entries(place))
                for part, place in zip(self.parts, places, strict=True)
            )
        ]
        if len(found) == 1:
            return Entries(*found[0])
        return Entries(
            np.concatenate([rows for rows, _ in found]),
            np.concatenate([often for _, often in found]),
        )

    def holders(self, key: int) -> NDArray[np.int32]:
        """Return the sentences that hold a key, in order; dropped ones are among them."""
        return next(self.entries(np.array([key], dtype=np.int64))).rows

    def frequencies_at(self, keys: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return [key, sentence]: how often each key stands in these sentences."""
        return self.frequencies_between(keys, rows, rows + 1)

    def frequencies_between(
        self, keys: NDArray[np.int64], begins: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return [key, stretch]: how often each key stands from one sentence to before another.

        Args:
            keys: what to look up.
            begins: the first sentence of each stretch.
            ends: the one after its last.
        """
        found = np.zeros((len(keys), len(begins)), dtype=np.int64)
        for part in self.parts:
            # As narrow as the rows: NumPy would widen all of these to compare them.
            low = (begins - part.offset).astype(np.int32)
            high = (ends - part.offset).astype(np.int32)
            for at, place in enumerate(part.postings.find(keys).tolist()):
                entries = part.postings.entries(place)
                own = part.postings.rows[entries]
                first, last = np.searchsorted(own, low), np.searchsorted(own, high)
                sizes = last - first
                often = part.postings.frequencies[entries][stretches(first, sizes)]
                owners = np.repeat(np.arange(len(begins)), sizes)
                found[at] += np.bincount(owners, weights=often, minlength=len(begins)).astype(
                    np.int64
                )
        return found


def _moved(rows: NDArray[np.int32], offset: int) -> NDArray[np.int32]:
    return rows + np.int32(offset) if offset else rows


def saturated(
    frequencies: NDArray[np.integer] | NDArray[np.floating], norms: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return BM25's share of a frequency: f (K1 + 1) / (f + norm)."""
    often = frequencies.astype(np.float32)
    below = often + norms
    often *= np.float32(K1 + 1)
    often /= below
    return often


def inverse_frequency(size: int, found: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return BM25's idf: ln(1 + (N - n + ½) / (n + ½))."""
    return np.log1p((size - found + 0.5) / (found + 0.5))


def length_norms(
    lengths: NDArray[np.integer] | NDArray[np.floating], dropped: NDArray[np.bool_] | None
) -> NDArray[np.float32]:
    """Return BM25's K1 (1 - B + B length / mean length), the mean without what was dropped.

    What was dropped is endlessly long, so that nothing in it counts.
    """
    kept = lengths if dropped is None else lengths[~dropped]
    mean = float(kept.mean()) if len(kept) else 0.0
    norms = (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)
    if dropped is not None:
        norms[dropped] = np.inf
    return norms

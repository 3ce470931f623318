"""One kind of what is looked up, over all segments, scored with BM25."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.postings import Postings

# Robertson & Zaragoza, The Probabilistic Relevance Framework (2009): the usual saturation, and
# a length normalisation below the usual .75, since sentences differ less in what they say than
# in how many words they take.
K1 = 1.2
B = 0.5


SENTENCE: Final = np.dtype(
    [("passage", "<i4"), ("characters", "<f4"), ("bigrams", "<f4"), ("words", "<f4")]
)
"""What scoring asks of each sentence: its paragraph, and its norm in each field. Side by side they
take one look into memory, which is what a large base is slow at."""


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


class Occurrences(NamedTuple):
    """Where keys stand within some stretches of sentences, entry by entry."""

    shape: tuple[int, int]
    """How many keys and how many stretches there are."""
    cells: NDArray[np.int64]
    """The key's number times the number of stretches, plus the stretch's number."""
    rows: NDArray[np.int64]
    frequencies: NDArray[np.uint8]

    def counts(self) -> NDArray[np.float64]:
        """Return [key, stretch]: how often each key stands in each stretch."""
        size = self.shape[0] * self.shape[1]
        counts = np.bincount(self.cells, weights=self.frequencies, minlength=size)
        return counts.astype(np.float64, copy=False).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Field:
    """Characters, bigrams or words: who holds them, and what that is worth."""

    name: str
    """Its column of SENTENCE."""
    parts: tuple[Part, ...]
    size: int
    """How many sentences the base has."""
    passages: int
    """How many paragraphs."""
    norms: NDArray[np.float32]
    """BM25's K1 (1 - B + B length / mean length) of each sentence: a column of the records."""
    passage_norms: NDArray[np.float32]
    """The same of each paragraph."""

    def look_up(self, keys: NDArray[np.int64]) -> Lookup:
        """Find out where keys stand, in how many sentences and in how many paragraphs."""
        places = np.empty((len(self.parts), len(keys)), dtype=np.int64)
        counts = np.zeros((2, len(keys)), dtype=np.int64)
        for number, (postings, _, dropped) in enumerate(self.parts):
            places[number] = postings.find(keys)
            counts += postings.counts(places[number])
            if dropped is not None:
                counts -= dropped.counts(dropped.find(keys))
        return Lookup(self, keys, places, *counts)

    def document_frequency(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in how many sentences each key stands."""
        return self.look_up(keys).sentences

    def holders(self, key: int) -> NDArray[np.int32]:
        """Return the sentences that hold a key, in order; dropped ones are among them."""
        return self.look_up(np.array([key], dtype=np.int64)).entries()[0].rows


@dataclass(frozen=True, slots=True)
class Lookup:
    """Keys, and what a field knows of them."""

    field: Field
    keys: NDArray[np.int64]
    places: NDArray[np.int64]
    """[part, key]: where each key stands among those of a part; -1 where it does not."""
    sentences: NDArray[np.int64]
    """In how many sentences each key stands."""
    passages: NDArray[np.int64]
    """In how many paragraphs."""

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def idf(self) -> NDArray[np.float64]:
        """Each key's inverse document frequency among sentences."""
        return inverse_frequency(self.field.size, self.sentences)

    @property
    def passage_idf(self) -> NDArray[np.float64]:
        """Each key's inverse document frequency among paragraphs."""
        return inverse_frequency(self.field.passages, self.passages)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Lookup:
        """Return some of the keys."""
        return Lookup(
            self.field,
            self.keys[chosen],
            self.places[:, chosen],
            self.sentences[chosen],
            self.passages[chosen],
        )

    def entries(self) -> list[Entries]:
        """Return for each key who holds it; dropped sentences are among them."""
        parts = [
            _entries(part, places)
            for part, places in zip(self.field.parts, self.places, strict=True)
        ]
        if len(parts) == 1:
            return parts[0]
        return [
            Entries(*map(np.concatenate, zip(*own, strict=True)))
            for own in zip(*parts, strict=True)
        ]

    def between(self, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> Occurrences:
        """Return where the keys stand from one sentence to before another.

        Args:
            begins: the first sentence of each stretch.
            ends: the one after its last.
        """
        edges = np.stack([begins, ends], axis=1).ravel()
        found = [
            _occurrences(part, places, edges)
            for part, places in zip(self.field.parts, self.places, strict=True)
        ]
        if len(found) == 1:
            return found[0]
        return Occurrences(
            found[0].shape,
            np.concatenate([one.cells for one in found]),
            np.concatenate([one.rows for one in found]),
            np.concatenate([one.frequencies for one in found]),
        )


def _entries(part: Part, places: NDArray[np.int64]) -> list[Entries]:
    """Return who holds each key of a part."""
    slices = part.postings.slices(places)
    rows, frequencies = part.postings.rows, part.postings.frequencies
    if not part.offset:
        return [Entries(rows[own], frequencies[own]) for own in slices]
    offset = np.int32(part.offset)
    return [Entries(rows[own] + offset, frequencies[own]) for own in slices]


def _occurrences(part: Part, places: NDArray[np.int64], edges: NDArray[np.int64]) -> Occurrences:
    """Find what a part has of each of its keys from every second edge to the next."""
    cells, entries = part.postings.between(places, edges - part.offset)
    return Occurrences(
        (len(places), len(edges) // 2),
        cells,
        part.postings.rows.take(entries).astype(np.int64) + part.offset,
        part.postings.frequencies.take(entries),
    )


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

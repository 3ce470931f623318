"""An inverted index over integer keys, scored with BM25."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Robertson & Zaragoza, The Probabilistic Relevance Framework (2009): the usual saturation, and
# a length normalisation below the usual .75, since sentences differ less in what they say than
# in how many words they take.
K1 = 1.2
B = 0.5


@dataclass(frozen=True, slots=True)
class Postings:
    """For each key the documents that hold it, with the score it lends them."""

    keys: NDArray[np.int64]
    """Sorted, unique."""
    starts: NDArray[np.int64]
    """Where each key's entries begin in `documents`; one more than keys."""
    documents: NDArray[np.int32]
    impacts: NDArray[np.float32]
    """BM25 without the idf factor: term frequency, saturated and normalised by length."""
    size: int
    """How many documents there are."""

    @classmethod
    def build(cls, keys: NDArray[np.int64], documents: NDArray[np.int32], size: int) -> Postings:
        """Index occurrences.

        Args:
            keys: the key of each occurrence.
            documents: the document of each occurrence, from 0 to `size` - 1.
            size: how many documents there are.
        """
        lengths = np.bincount(documents, minlength=size).astype(np.float32)
        norm = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if size else 0.0, 1e-9))
        order = np.lexsort((documents, keys))
        keys, documents = keys[order], documents[order]
        first = np.ones(len(keys), dtype=bool)
        first[1:] = (keys[1:] != keys[:-1]) | (documents[1:] != documents[:-1])
        entries = np.flatnonzero(first)
        frequency = np.diff(np.append(entries, len(keys))).astype(np.float32)
        keys, documents = keys[entries], documents[entries]
        unique, starts = np.unique(keys, return_index=True)
        return cls(
            keys=unique,
            starts=np.append(starts, len(keys)).astype(np.int64),
            documents=documents.astype(np.int32),
            impacts=(frequency * (K1 + 1) / (frequency + norm[documents])).astype(np.float32),
            size=size,
        )

    def find(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return each key's row, -1 for keys that no document holds."""
        rows = np.searchsorted(self.keys, keys)
        rows[rows == len(self.keys)] = 0
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        return np.where(self.keys[rows] == keys, rows, -1)

    def holders(self, key: int) -> NDArray[np.int32]:
        """Return the documents that hold a key, in order."""
        row = int(self.find(np.array([key], dtype=np.int64))[0])
        if row < 0:
            return self.documents[:0]
        return self.documents[self.starts[row] : self.starts[row + 1]]

    def document_frequency(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return in how many documents each key stands."""
        rows = self.find(keys)
        return np.where(rows < 0, 0, self.starts[rows + 1] - self.starts[rows])

    def idf(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return each key's inverse document frequency: ln(1 + (N - n + ½) / (n + ½))."""
        found = self.document_frequency(keys)
        return np.log1p((self.size - found + 0.5) / (found + 0.5))

    def scores(self, keys: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return every document's sum of impacts, each times its key's weight."""
        total = np.zeros(self.size, dtype=np.float32)
        for row, weight in zip(self.find(keys).tolist(), weights.tolist(), strict=True):
            if row >= 0 and weight:
                entries = slice(self.starts[row], self.starts[row + 1])
                # A document stands once in a row, so plain indexing adds what it should.
                total[self.documents[entries]] += np.float32(weight) * self.impacts[entries]
        return total

"""Where a question's characters stand in sentences: a 64-bit word for each shared character.

The sentences are laid end to end, and of their characters only those are kept that the question
has too. In the word of such a character, the bit of each question character with which a common
run ends there is set; a run longer by one is then a shift and an intersection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.ranking.terms import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.index import Index

MAX_LENGTH: Final = 400
"""Longer sentences are compared by their first characters: bounds the work of one question."""
_FOLDED: Final = 1 << 16
"""Characters beyond the first plane are compared by their lower 16 bits."""
_ONE: Final = np.uint64(1)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The characters that sentences share with a question."""

    ends: NDArray[np.uint64]
    """[size - 1, sentence]: the question's characters with which a common run of `size` ends."""
    pairs: NDArray[np.uint64]
    """For each shared character the question's characters with which a run of two ends there."""
    places: NDArray[np.int64]
    """For each shared character its place in all the text."""
    borders: NDArray[np.int64]
    """Where each sentence's shared characters begin; one more than sentences."""
    starts: NDArray[np.int64]
    """Where each sentence begins in all the text."""
    lengths: NDArray[np.int64]
    """Characters in each sentence."""

    def covered(self) -> NDArray[np.uint64]:
        """Return [size - 1, sentence]: the question's characters in a run of `size` or more."""
        covered = self.ends.copy()
        for back in range(1, len(covered)):
            covered[back:] |= self.ends[back:] >> np.uint64(back)
        return covered

    def matches(self) -> NDArray[np.uint64]:
        """Return, for each shared character, the question's characters in a run of two with it."""
        matches = self.pairs.copy()
        matches[:-1] |= self.pairs[1:] >> _ONE
        return matches


def align(
    index: Index, rows: NDArray[np.int64], codes: NDArray[np.int64], longest: int
) -> Alignment:
    """Compare a question with sentences, character by character.

    Args:
        index: where the sentences are.
        rows: their numbers.
        codes: the question's code points, at most 64.
        longest: the longest common runs to look for, 2 at least.
    """
    characters, lengths = index.characters_of(rows, MAX_LENGTH)
    starts = lengths.cumsum() - lengths
    numbers, bits = _table(codes)
    found = numbers.take(characters & (_FOLDED - 1))
    places = np.flatnonzero(found)
    borders = places.searchsorted(np.append(starts, len(found)))
    filled = borders[1:] > borders[:-1]
    heads = borders[:-1][filled]
    runs = np.zeros((longest, len(places)), dtype=np.uint64)
    runs[0] = bits.take(found[places])
    follows = runs[0, 1:] * (np.diff(places) == 1)
    follows[heads[1:] - 1] = 0
    for size in range(1, longest):
        np.left_shift(runs[size - 1, :-1], _ONE, out=runs[size, 1:])
        runs[size, 1:] &= follows
    ends = np.zeros((longest, len(rows)), dtype=np.uint64)
    if len(heads):
        ends[:, filled] = np.bitwise_or.reduceat(runs, heads, axis=1)
    return Alignment(ends, runs[1], places, borders, starts, lengths)


def _table(codes: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Return a number for each character, 0 for those not asked, and the places of each number."""
    folded = codes & (_FOLDED - 1)
    numbers = np.zeros(_FOLDED, dtype=np.uint8)
    numbers[folded] = np.arange(1, len(codes) + 1)
    bits = np.zeros(BITS + 1, dtype=np.uint64)
    np.bitwise_or.at(bits, numbers[folded], _ONE << np.arange(len(codes), dtype=np.uint64))
    return numbers, bits

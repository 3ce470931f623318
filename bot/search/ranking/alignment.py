"""Where the question's characters stand in sentences: one boolean matrix for many comparisons.

The sentences are laid end to end with a separator after each, so that nothing is wasted on
padding and no run crosses from one sentence into the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query

MAX_LENGTH = 400
"""Longer sentences are compared by their first characters: bounds the work of one question."""
_SEPARATOR = -1


@dataclass(frozen=True, slots=True)
class Alignment:
    """The characters that sentences share with a question."""

    runs: tuple[NDArray[np.bool_], ...]
    """runs[n][q, t]: question character q and character t end a common run of n + 1."""
    starts: NDArray[np.int64]
    """Where each sentence begins among the characters."""
    lengths: NDArray[np.int64]
    """Characters in each sentence."""
    places: NDArray[np.int64]
    """For each character its place in its sentence."""

    def run_ends(self, size: int) -> NDArray[np.bool_]:
        """Tell [sentence, question character] at which a common run of `size` ends."""
        if size > len(self.runs):
            return np.zeros((len(self.starts), len(self.runs[0])), dtype=bool)
        return np.logical_or.reduceat(self.runs[size - 1], self.starts, axis=1).T

    def covered(self, size: int) -> NDArray[np.bool_]:
        """Tell [sentence, question character] which lie in a common run of `size` or more."""
        ends = self.run_ends(size)
        covered = ends.copy()
        for back in range(1, min(size, covered.shape[1])):
            covered[:, :-back] |= ends[:, back:]
        return covered

    def pairs(self) -> NDArray[np.bool_]:
        """Tell [question character, character] which lie in a common run of two or more."""
        if len(self.runs) == 1:
            return np.zeros_like(self.runs[0])
        ends = self.runs[1]
        pairs = ends.copy()
        pairs[:-1, :-1] |= ends[1:, 1:]
        return pairs


def align(index: Index, rows: NDArray[np.int64], query: Query, longest: int) -> Alignment:
    """Compare a question with sentences, character by character.

    Args:
        index: where the sentences are.
        rows: their numbers; -1 stands for an empty sentence.
        query: the question.
        longest: the longest common runs to look for.
    """
    found, lengths = index.characters_of(rows, MAX_LENGTH)
    starts = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]]).astype(np.int64)
    places = np.arange(int((lengths + 1).sum())) - np.repeat(starts, lengths + 1)
    characters = np.full(len(places), _SEPARATOR, dtype=np.int32)
    characters[places < np.repeat(lengths, lengths + 1)] = found
    equal = query.codes.astype(np.int32)[:, None] == characters[None, :]
    runs = [equal]
    while len(runs) < longest:
        longer = np.zeros_like(equal)
        np.logical_and(runs[-1][:-1, :-1], equal[1:, 1:], out=longer[1:, 1:])
        runs.append(longer)
    return Alignment(tuple(runs), starts, lengths, places)

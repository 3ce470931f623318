"""Sentences side by side, and the spans of each that may be an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.spans.text import FIRST_WORD_TAG, PADDING, shifted, tag_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.search.spans.text import SpanText

# An answer takes up to so many pieces, or goes on to the edge of a clause. Of the answers in the
# training sets that are whole pieces, 99 in 100 are among such spans.
LOOSE_PIECES: Final = 12
# What a list of names in one clause may take; beyond it spans run from edge to edge.
_LONG_PIECES: Final = 60
_EDGE = tag_table("padding", "clause")

# No answer begins with 的 or 了, or ends with 的 or 和.
_NEVER_FIRST = tag_table("uj", "ul", "ug", "uv", "uz", "ud", "y")
_NEVER_LAST = tag_table("uj", "uv", "ud", "c", "p")


@dataclass(frozen=True, slots=True)
class Grid:
    """The pieces of some sentences, one sentence after the other.

    Pieces are counted through all sentences, and so are characters.
    """

    codes: NDArray[np.int64]
    """The code points of all sentences, END after each."""
    offsets: NDArray[np.int64]
    """Where each sentence's characters begin; one more than sentences."""
    offsets_of_pieces: NDArray[np.int64]
    """Where each sentence's pieces begin, padding included; one more than sentences."""
    sentences: NDArray[np.int64]
    """For each piece its sentence."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.uint64]
    tags: NDArray[np.int64]
    weights: NDArray[np.float32]
    joined: NDArray[np.bool_]
    is_word: NDArray[np.bool_]
    """Whether a piece can begin and end an answer."""
    firsts: NDArray[np.int64]
    """Each piece's first character; 0 for padding."""
    lasts: NDArray[np.int64]

    @classmethod
    def join(cls, texts: Sequence[SpanText]) -> Grid:
        """Put sentences side by side."""
        lengths = [len(text.codes) for text in texts]
        sizes = [len(text.starts) for text in texts]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        shift = np.repeat(offsets[:-1], sizes)
        codes = np.concatenate([text.codes for text in texts]).astype(np.int64)
        starts = np.concatenate([text.starts for text in texts]) + shift
        ends = np.concatenate([text.ends for text in texts]) + shift
        tags = np.concatenate([text.tags for text in texts]).astype(np.int64)
        empty = ends <= starts
        return cls(
            codes=codes,
            offsets=offsets,
            offsets_of_pieces=np.concatenate([[0], np.cumsum(sizes)]),
            sentences=np.repeat(np.arange(len(texts)), sizes),
            starts=starts,
            ends=ends,
            words=np.concatenate([text.words for text in texts]).astype(np.uint64),
            tags=tags,
            weights=np.concatenate([text.weights for text in texts]),
            joined=np.concatenate([text.joined for text in texts]),
            is_word=tags >= FIRST_WORD_TAG,
            firsts=np.where(empty, 0, codes[starts]),
            lasts=np.where(empty, 0, codes[ends - 1]),
        )

    def at_clause_edge(self, pieces: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which pieces are not part of a clause but bound one."""
        return _EDGE[self.tags[pieces]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Spans that may be an answer, by their first and last piece."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Candidates:
        """Return some of the candidates."""
        return Candidates(self.first[rows], self.last[rows])


def candidates(grid: Grid) -> Candidates:
    """Return the spans of up to `LOOSE_PIECES` pieces, and those up to the edge of a clause.

    None of them cuts a number from its unit, or a name in two; a sentence of nothing but such
    words has none.
    """
    opening = grid.is_word & ~_NEVER_FIRST[grid.tags] & ~shifted(grid.joined, 1)
    closing = grid.is_word & ~_NEVER_LAST[grid.tags] & ~grid.joined
    openings = np.flatnonzero(opening)
    # A short span may run into the padding of its sentence but not across it.
    last = openings[:, None] + np.arange(LOOSE_PIECES)
    last = np.minimum(last, len(closing) - 1)
    kept = closing[last] & (grid.sentences[last] == grid.sentences[openings][:, None])
    firsts = [np.repeat(openings, kept.sum(axis=1))]
    lasts = [last[kept]]
    closings = np.flatnonzero(closing)
    sizes = np.diff(grid.offsets_of_pieces) - 2 * PADDING
    for sentence in np.flatnonzero(sizes > LOOSE_PIECES).tolist():
        bounds = grid.offsets_of_pieces[sentence : sentence + 2]
        low, high = np.searchsorted(openings, bounds).tolist()
        left, right = np.searchsorted(closings, bounds).tolist()
        first, last = _long(grid, openings[low:high], closings[left:right])
        firsts.append(first)
        lasts.append(last)
    return Candidates(np.concatenate(firsts), np.concatenate(lasts))


def _long(
    grid: Grid, opening: NDArray[np.int64], closing: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the longer spans between these pieces of one sentence."""
    size = closing[None, :] - opening[:, None]
    opens = grid.at_clause_edge(opening - 1)[:, None]
    closes = grid.at_clause_edge(closing + 1)[None, :]
    kept = (size >= LOOSE_PIECES) & (opens | closes) & ((size < _LONG_PIECES) | (opens & closes))
    row, column = np.nonzero(kept)
    return opening[row], closing[column]


def expected_f1(
    grid: Grid, spans: Candidates, chance: NDArray[np.floating]
) -> NDArray[np.floating]:
    """Return each span's F1 in characters, over the chances of the spans of its sentence."""
    start, end = grid.starts[spans.first], grid.ends[spans.last]
    size = end - start
    # Spans of different sentences share no character, so sentences need not be told apart.
    common = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    return np.asarray((2 * np.maximum(common, 0) / (size[:, None] + size)) @ chance)


def runs(owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal owners begins, and for each row its run."""
    begins = np.append(True, owners[1:] != owners[:-1])
    return np.flatnonzero(begins), np.cumsum(begins) - 1

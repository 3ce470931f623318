"""Sentences side by side, and the spans of each that may be an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.spans.tags import FIRST_WORD_TAG, shifted, tag_table, text_key
from bot.search.spans.text import Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.search.spans.text import SpanText

PADDING: Final = 2
"""So many empty pieces stand before and after each sentence: neighbours need no bounds checks."""
END: Final = -2
"""Stands for no character: what goes on beyond a sentence is never taken for its neighbour."""
LOOSE_PIECES: Final = 12
"""A span takes up to so many pieces, or goes on to the edge of a clause.

Of the answers in the training sets that are whole pieces, 99 in 100 are among such spans.
"""
# What a list of names in one clause may take; beyond it spans run from edge to edge.
_LONG_PIECES: Final = 60
# Of a longer sentence only the beginning is looked at: bounds the work of one question.
_MOST_PIECES: Final = 1000
_STEPS = np.arange(LOOSE_PIECES)
_EDGE = tag_table("padding", "clause")
_PAD = Pieces(
    ends=np.zeros(PADDING, dtype=np.uint32),
    words=np.zeros(PADDING, dtype=np.uint32),
    weights=np.zeros(PADDING, dtype=np.float32),
    tags=np.zeros(PADDING, dtype=np.uint8),
    joined=np.zeros(PADDING, dtype=np.bool_),
)
_END = np.array([END], dtype=np.int32)

# No answer begins with 的 or 了, or after 本 (本|组织), or ends with 的 or 和.
_NEVER_FIRST = tag_table("uj", "ul", "ug", "uv", "uz", "ud", "y")
_NEVER_LAST = tag_table("uj", "uv", "ud", "c", "p")
_THIS: Final = text_key("本")
_IS_WORD = np.arange(len(_EDGE)) >= FIRST_WORD_TAG
_FIRST = _IS_WORD & ~_NEVER_FIRST
_LAST = _IS_WORD & ~_NEVER_LAST


@dataclass(frozen=True, slots=True)
class Grid:
    """The pieces of some sentences, one sentence after the other.

    Pieces are counted through all sentences, and so are characters.
    """

    codes: NDArray[np.int32]
    """The code points of all sentences, END after each."""
    offsets: NDArray[np.int64]
    """Where each sentence's characters begin; one more than sentences."""
    offsets_of_pieces: NDArray[np.int64]
    """Where each sentence's pieces begin, padding included; one more than sentences."""
    sentences: NDArray[np.int64]
    """For each piece its sentence."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    words: NDArray[np.int64]
    tags: NDArray[np.int64]
    weights: NDArray[np.float32]
    is_word: NDArray[np.bool_]
    """Whether a piece is a word or a number, no mark."""
    opens: NDArray[np.bool_]
    """Whether an answer can begin with a piece."""
    closes: NDArray[np.bool_]
    """Whether an answer can end with a piece."""
    is_edge: NDArray[np.bool_]
    """Whether a piece is not part of a clause but bounds one."""
    firsts: NDArray[np.int64]
    """Each piece's first character; 0 for padding."""
    lasts: NDArray[np.int64]

    @classmethod
    def join(cls, texts: Sequence[SpanText]) -> Grid:
        """Put sentences side by side."""
        texts = [text.beginning(_MOST_PIECES) for text in texts]
        lengths = np.array([0, *(len(text.codes) + 1 for text in texts)])
        sizes = np.array([0, *(len(text.pieces.ends) + 2 * PADDING for text in texts)])
        offsets, piece_offsets = lengths.cumsum(), sizes.cumsum()
        codes = np.concatenate([part for text in texts for part in (text.codes, _END)])
        pieces = Pieces.join([part for text in texts for part in (_PAD, text.pieces, _PAD)])
        sentences = np.arange(len(texts)).repeat(sizes[1:])
        ends = pieces.ends.astype(np.int64)
        # What pads a sentence begins and ends where the sentence does.
        for place in range(1, PADDING + 1):
            ends[piece_offsets[1:] - place] = lengths[1:] - 1
        ends += offsets[sentences]
        starts = shifted(ends, 1)
        starts[piece_offsets[:-1]] = offsets[:-1]
        tags = pieces.tags.astype(np.int64)
        is_text = ends > starts
        return cls(
            codes=codes,
            offsets=offsets,
            offsets_of_pieces=piece_offsets,
            sentences=sentences,
            starts=starts,
            ends=ends,
            words=pieces.words.astype(np.int64),
            tags=tags,
            weights=pieces.weights,
            is_word=tags >= FIRST_WORD_TAG,
            opens=_FIRST[tags] & ~shifted(pieces.joined | (pieces.words == _THIS), 1),
            closes=_LAST[tags] & ~pieces.joined,
            is_edge=_EDGE[tags],
            firsts=codes[starts] * is_text,
            lasts=codes[ends - 1] * is_text,
        )

    def reads(self, places: NDArray[np.int64], text: str) -> NDArray[np.bool_]:
        """Tell at which places, in characters, a text stands."""
        found = np.ones(len(places), dtype=np.bool_)
        for shift, character in enumerate(text):
            found &= self.codes.take(places + shift, mode="clip") == ord(character)
        return found

    def where_said(self, pieces: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return these pieces, and all of the sentences that have none of them."""
        says = np.bincount(self.sentences[pieces], minlength=len(self.offsets) - 1) > 0
        return np.asarray(pieces | ~says[self.sentences])

    def clause_bounds(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for each piece the mark that its clause follows, and the one that it ends at."""
        size = len(self.tags)
        places = np.arange(size)
        left = np.maximum.accumulate(np.where(self.is_edge, places, 0))
        right = np.minimum.accumulate(np.where(self.is_edge, places, size - 1)[::-1])[::-1]
        return left, right


@dataclass(frozen=True, slots=True)
class Candidates:
    """Spans that may be an answer, by their first and last piece."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Candidates:
        """Return some of the candidates."""
        return Candidates(self.first.take(rows), self.last.take(rows))

    def hold(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which of them hold a marked piece after their first one."""
        running = marked.cumsum()
        return np.asarray(running[self.first] < running[self.last])


def candidates(
    grid: Grid, opening: NDArray[np.bool_] | None = None, closing: NDArray[np.bool_] | None = None
) -> Candidates:
    """Return the spans of up to `LOOSE_PIECES` pieces, and those up to the edge of a clause.

    None of them cuts a number from its unit, or a name in two; a sentence of nothing but such
    words has none.

    Args:
        grid: the sentences.
        opening: a further condition on the pieces that a span begins with.
        closing: the same for those that it ends with.
    """
    first = (grid.opens if opening is None else grid.opens & opening).nonzero()[0]
    closes = grid.closes if closing is None else grid.closes & closing
    last = closes.nonzero()[0]
    loose = _loose(grid, first, closes)
    if not len(loose.first) or not len(last):
        return loose
    at_open, at_close = grid.is_edge[first - 1], grid.is_edge[last + 1]
    edged, closed = first[at_open], last[at_close]
    nowhere = np.zeros(len(closed), dtype=np.bool_)
    longer = (
        _longer(grid, edged, last, at_close),
        _longer(grid, first[~at_open], closed, nowhere),
    )
    parts = (loose, *longer)
    return Candidates(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
    )


def _loose(grid: Grid, first: NDArray[np.int64], closes: NDArray[np.bool_]) -> Candidates:
    """Return the short spans that begin at these pieces and end where it is allowed."""
    # A window may run beyond its sentence and beyond the grid, but ends at no padding.
    last = first[:, None] + _STEPS
    beyond = np.minimum(last, len(closes) - 1)
    stop = grid.offsets_of_pieces[grid.sentences[first] + 1]
    row, column = (closes[beyond] & (last < stop[:, None])).nonzero()
    first = first[row]
    return Candidates(first, first + column)


def _longer(
    grid: Grid,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    endless: NDArray[np.bool_],
) -> Candidates:
    """Return the longer spans between pieces; very long ones end at the `endless` ones of `last`."""
    size = last - first[:, None]
    fit = (size >= LOOSE_PIECES) & ((size < _LONG_PIECES) | endless)
    fit &= grid.sentences[last] == grid.sentences[first][:, None]
    row, column = fit.nonzero()
    return Candidates(first[row], last[column])


def expected_f1(
    start: NDArray[np.int64], end: NDArray[np.int64], chance: NDArray[np.floating]
) -> NDArray[np.floating]:
    """Return each span's F1 in characters, over the chances of the spans of its sentence."""
    size = end - start
    # Spans of different sentences share no character, so sentences need not be told apart.
    common = np.minimum(end[:, None], end) - np.maximum(start[:, None], start)
    return np.asarray((2 * np.maximum(common, 0) / (size[:, None] + size)) @ chance)


def runs(owners: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal owners begins, and for each row its run."""
    begins = np.ones(len(owners), dtype=np.bool_)
    np.not_equal(owners[1:], owners[:-1], out=begins[1:])
    return begins.nonzero()[0], begins.cumsum() - 1

"""Sentences in the forms that are wanted of a few at a time, made of a segment's columns."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar, overload

from bot.base.text import with_offsets
from bot.language.tokens import Token
from bot.search.retrieval.building import sentence_at
from bot.search.spans.text import SpanTexts
from bot.search.spans.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.base.model import Article, Sentence
    from bot.base.text import Normalised
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.segment import Segment
    from bot.search.spans.text import SpanText

T_co = TypeVar("T_co", covariant=True)

_REMEMBERED = 4096
"""So many are kept as they were last made."""


class Rows(Sequence[T_co]):
    """Something for each sentence or article, made when it is wanted."""

    def __init__(self, size: int, make: Callable[[int], T_co]) -> None:
        """Take over how to make the thing with a number."""
        self._size = size
        self._make = functools.lru_cache(_REMEMBERED)(make)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, row: int) -> T_co: ...

    @overload
    def __getitem__(self, row: slice) -> tuple[T_co, ...]: ...

    def __getitem__(self, row: int | slice) -> T_co | tuple[T_co, ...]:
        if isinstance(row, slice):
            return tuple(map(self._make, range(*row.indices(self._size))))
        if not -self._size <= row < self._size:
            raise IndexError(row)
        return self._make(int(row) % self._size)


class SeveralRows(Rows[T_co]):
    """The same, where it costs little more to make several at a time than one."""

    def __init__(self, size: int, make: Callable[[Sequence[int]], Iterable[T_co]]) -> None:
        """Take over how to make the things with some numbers."""
        super().__init__(size, lambda row: self.several([row])[0])
        self._make_several = make
        self._kept: dict[int, T_co] = {}

    def several(self, rows: Sequence[int]) -> list[T_co]:
        """Return the things with some numbers, in their order."""
        # Another thread may put another dictionary in its place: that costs time, and no more.
        kept = self._kept
        found = {row: kept[row] for row in rows if row in kept}
        missing = [row for row in dict.fromkeys(rows) if row not in found]
        if missing:
            made = dict(zip(missing, self._make_several(missing), strict=True))
            if len(kept) + len(made) > _REMEMBERED:
                self._kept = kept = {}
            kept.update(made)
            found |= made
        return [found[row] for row in rows]


class Forms:
    """What sentences look like to different parts of the search."""

    def __init__(
        self,
        segments: Sequence[Segment],
        offsets: NDArray[np.int64],
        catalogue: Sequence[Article | None],
        firsts: NDArray[np.int64],
        tokeniser: Tokeniser,
    ) -> None:
        """Take over where sentences are.

        Args:
            segments: what holds them.
            offsets: how many sentences stand before those of each segment.
            catalogue: the articles, in the segments' order.
            firsts: each article's first sentence; one more than articles.
            tokeniser: what cut the sentences.
        """
        size = int(offsets[-1])
        self.sentences = Rows(size, self._sentence)
        """Each sentence as it stands in its article."""
        self.texts = Rows(size, self._text)
        """Each sentence normalised, with the way back to what stands in the article."""
        self.tokens = Rows(size, self._tokens)
        """The words of each sentence."""
        self.span_texts = SeveralRows(size, self._span_texts)
        """Each sentence as the search for short answers sees it."""
        self._segments = segments
        # Python finds a place among a few numbers sooner than NumPy does.
        self._offsets: list[int] = offsets.tolist()
        self._catalogue = catalogue
        self._firsts: list[int] = firsts.tolist()
        self._words = Words(tokeniser)

    def _sentence(self, row: int) -> Sentence:
        number = bisect_right(self._firsts, row) - 1
        article = self._catalogue[number]
        if article is None:
            raise LookupError(f"sentence {row} was dropped")
        segment, at = self._place(row)
        first = self._place(self._firsts[number])[1]
        paragraph = int(segment.passages[at] - segment.passages[first])
        begin, end = int(segment.begins[at]), int(segment.ends[at])
        return sentence_at(article, at - first + 1, begin, end, paragraph)

    def _text(self, row: int) -> Normalised:
        return with_offsets(self._normal(row), self.sentences[row].text)

    def _normal(self, row: int) -> str:
        segment, at = self._place(row)
        own = segment.codes[segment.code_starts[at] : segment.code_starts[at + 1]]
        return own.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    def _tokens(self, row: int) -> tuple[Token, ...]:
        segment, at = self._place(row)
        text = self._normal(row)
        lengths = segment.token_lengths[segment.token_starts[at] : segment.token_starts[at + 1]]
        found, start = [], 0
        for length in lengths.tolist():
            found.append(Token(text[start : start + length], start, start + length))
            start += length
        return tuple(found)

    def _span_texts(self, rows: Sequence[int]) -> list[SpanText]:
        texts = list(map(self._normal, rows))
        made = SpanTexts.of(texts, [self.tokens[row] for row in rows], self._words)
        return [made[at] for at in range(len(made))]

    def _place(self, row: int) -> tuple[Segment, int]:
        number = bisect_right(self._offsets, row) - 1
        return self._segments[number], row - self._offsets[number]

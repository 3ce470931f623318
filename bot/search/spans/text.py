"""Sentences as the search for short answers sees them: pieces, their words and parts of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.spans.tags import FIRST_WORD_TAG, TAG_NUMBERS, tag_table
from bot.search.spans.words import DOT, HYPHEN, SPACE, UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.tokens import Token
    from bot.search.spans.words import Words, WordTable

_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3})+|\d+(?::\d+)+)(?:\.\d+)?(?!\d)")

# What belongs together: 364.6 and 公里, 斯坦福 and 莱佛士 around a dot, words of one foreign name.
_NUMBER_TAG = tag_table("digits", "m")
_MEASURE = tag_table("q", "m", "mq")
_FOREIGN = tag_table("latin", "digits", "mixed")
# Between two sentences, so that neighbours need no bounds checks.
_GAP: Final = 2


class Pieces(NamedTuple):
    """The pieces of sentences: tokens, unknown ones without the function words on them.

    Each begins where the one before it in its sentence ends, the first at 0.
    """

    ends: NDArray[np.uint32]
    """The character after the piece, counted in its sentence."""
    words: NDArray[np.uint32]
    """`text_key` of the piece."""
    weights: NDArray[np.float32]
    """How much it says: 0 for the commonest words, 1 for those that no dictionary knows."""
    tags: NDArray[np.uint8]
    """Index into TAGS."""
    joined: NDArray[np.bool_]
    """Whether it belongs together with the piece that follows it."""

    def part(self, start: int, end: int) -> Pieces:
        """Return the pieces from one to another."""
        return Pieces(
            self.ends[start:end],
            self.words[start:end],
            self.weights[start:end],
            self.tags[start:end],
            self.joined[start:end],
        )

    @classmethod
    def join(cls, parts: Sequence[Pieces]) -> Pieces:
        """Return pieces one after the other."""
        return cls(
            np.concatenate([part.ends for part in parts]),
            np.concatenate([part.words for part in parts]),
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.tags for part in parts]),
            np.concatenate([part.joined for part in parts]),
        )


class SpanText(NamedTuple):
    """A normalised sentence."""

    codes: NDArray[np.int32]
    """Its code points."""
    pieces: Pieces

    @property
    def size(self) -> int:
        """How many characters the text has."""
        return len(self.codes)

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], words: Words) -> SpanText:
        """Prepare a normalised sentence that was cut by the words' tokeniser."""
        return SpanTexts.of([text], [tokens], words)[0]

    def beginning(self, pieces: int) -> SpanText:
        """Return so much of the sentence."""
        if len(self.pieces.ends) <= pieces:
            return self
        return SpanText(self.codes[: self.pieces.ends[pieces - 1]], self.pieces.part(0, pieces))


@dataclass(frozen=True, slots=True)
class SpanTexts:
    """Normalised sentences in columns; nothing in them depends on their place in a base."""

    codes: NDArray[np.int32]
    """The code points of all sentences."""
    code_starts: NDArray[np.int64]
    """Where each sentence's code points begin; one more than sentences."""
    pieces: Pieces
    """The pieces of all sentences."""
    piece_starts: NDArray[np.int64]
    """Where each sentence's pieces begin; one more than sentences."""

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.code_starts) - 1

    def __getitem__(self, row: int) -> SpanText:
        """Return a sentence."""
        low, high = self.code_starts[row : row + 2].tolist()
        first, last = self.piece_starts[row : row + 2].tolist()
        return SpanText(self.codes[low:high], self.pieces.part(first, last))

    @classmethod
    def of(cls, texts: Sequence[str], tokens: Sequence[Sequence[Token]], words: Words) -> SpanTexts:
        """Prepare normalised sentences that were cut by the words' tokeniser."""
        table = words.table()
        numbers: list[int] = []
        counts: list[int] = []
        for text, cut in zip(texts, tokens, strict=True):
            before = len(numbers)
            numbers.extend(_merge(text, table.pieces(cut), table))
            counts.append(len(numbers) - before)
        records = table.records(np.array(numbers, dtype=np.int64))
        code_starts = np.concatenate([[0], np.cumsum([*map(len, texts)], dtype=np.int64)])
        owners = np.repeat(np.arange(len(texts)), counts)
        ends = np.cumsum(records["size"], dtype=np.int64) - code_starts[owners]
        tags = np.ascontiguousarray(records["tag"])
        data = "".join(texts).encode("utf-32-le", "surrogatepass")
        return cls(
            codes=np.frombuffer(data, dtype="<i4").astype(np.int32, copy=False),
            code_starts=code_starts,
            pieces=Pieces(
                ends=ends.astype(np.uint32),
                words=np.ascontiguousarray(records["word"]),
                weights=np.ascontiguousarray(records["weight"]),
                tags=tags,
                joined=_joined(tags, records["shape"], owners),
            ),
            piece_starts=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
        )


def _joined(
    tags: NDArray[np.uint8], shapes: NDArray[np.uint8], owners: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which pieces belong together with the one that follows them."""
    if not len(tags):
        return np.zeros(0, dtype=np.bool_)
    if not (shapes & (DOT | HYPHEN)).any():
        return _measured(tags, shapes, owners)
    # Sentences are laid out with gaps between them, so that none has neighbours of another.
    places = np.arange(len(tags)) + _GAP * owners
    size = int(places[-1]) + 1 + _GAP
    tag, shape = np.zeros((2, size), dtype=np.uint8)
    tag[places], shape[places] = tags, shapes
    is_word, number, foreign = tag >= FIRST_WORD_TAG, _NUMBER_TAG[tag], _FOREIGN[tag]
    space = ((shape & SPACE) > 0) & (tag == TAG_NUMBERS["mark"])
    # A hyphen, a space or a dot joins only what it stands between.
    between = _around(foreign, (shape & HYPHEN) > 0) | _around(is_word, (shape & DOT) > 0)
    # Two numbers with a space between them are two numbers.
    between &= ~_around(number, space)
    joined = np.zeros(size, dtype=np.bool_)
    joined[:-1] = number[:-1] & (_MEASURE[tag] | ((shape & UNIT) > 0))[1:]
    joined[:-2] |= between
    joined[1:-1] |= between
    return np.asarray(joined[places])


def _measured(
    tags: NDArray[np.uint8], shapes: NDArray[np.uint8], owners: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Do the same where nothing but numbers and their units belongs together."""
    joined = np.zeros(len(tags), dtype=np.bool_)
    number = _NUMBER_TAG[tags[:-1]]
    if number.any():
        unit = _MEASURE[tags[1:]] | ((shapes[1:] & UNIT) > 0)
        np.logical_and(number & unit, owners[1:] == owners[:-1], out=joined[:-1])
    return joined


def _around(outer: NDArray[np.bool_], inner: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell for all pieces but the last two whether three pieces begin there: outer, inner, outer."""
    return np.asarray(outer[:-2] & inner[1:-1] & outer[2:])


def _merge(text: str, numbers: list[int], words: WordTable) -> list[int]:
    """Put together what is one number or one time: 7,000,000; 09:03."""
    whole = [match.span() for match in _NUMBER.finditer(text)]
    if not whole:
        return numbers
    merged: list[int] = []
    bounds: list[int] = []
    place = 0
    sizes = words.records(np.array(numbers, dtype=np.int64))["size"].tolist()
    for number, size in zip(numbers, sizes, strict=True):
        end = place + size
        if merged and any(low < place and end <= high for low, high in whole):
            merged[-1] = words.number(text[bounds[-1] : end])
        else:
            merged.append(number)
            bounds.append(place)
        place = end
    return merged

"""A question in bits: its characters, bigrams and words, each at the place where it ends.

One 64-bit word then tells which of them a sentence has, and what sentences have together is a
matter of bitwise operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.query import Query

BITS: Final = 64
"""So many characters of a question are compared: of a longer one those up to its asking words."""
LONGEST_WORD: Final = 4
"""A longer word counts as found where its last characters are."""
UNITS: Final = ("characters", "bigrams", "words")
_NEAR: Final = 3.0
"""Characters over which nearness to the asking words falls to 1/e."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a question is compared with sentences; places are counted in `codes`."""

    codes: NDArray[np.int64]
    """The question's code points, at most BITS."""
    start: int
    """Where they begin in the question."""
    characters: np.uint64
    """A bit for each character that a sentence should share."""
    bigrams: np.uint64
    """A bit for the second of two such characters in a row."""
    words: NDArray[np.uint64]
    """For each size up to LONGEST_WORD a bit for the last character of each such content word."""
    weights: NDArray[np.float32]
    """[unit, place, 2]: how much what ends there counts: by rarity, and by nearness besides."""
    numbers: NDArray[np.int64]
    """Which of the question's content words lie within `codes`."""
    last: NDArray[np.int64]
    """For each of them the place of its last character."""

    @property
    def size(self) -> int:
        """How many characters are compared."""
        return len(self.codes)


def make_terms(query: Query) -> Terms:
    """Turn a question into bits and weights."""
    start, stop = _window(query)
    codes, is_content = query.codes[start:stop], query.is_content[start:stop]
    is_pair = np.zeros(len(codes), dtype=bool)
    is_pair[1:] = is_content[1:] & is_content[:-1]
    begins = np.array([word.start for word in query.words], dtype=np.int64) - start
    ends = np.array([word.end for word in query.words], dtype=np.int64) - start
    numbers = np.flatnonzero((begins >= 0) & (ends <= len(codes)))
    begins, ends = begins[numbers], ends[numbers]
    sizes = np.minimum(ends - begins, LONGEST_WORD)
    by_size = np.zeros((LONGEST_WORD, len(codes)), dtype=bool)
    by_size[sizes - 1, ends - 1] = True
    weights = np.zeros((len(UNITS), len(codes), 2), dtype=np.float32)
    weights[0, :, 0] = query.character_weights[start:stop] * is_content
    weights[1, 1:, 0] = query.bigram_weights[start : stop - 1] * is_pair[1:]
    weights[2, ends - 1, 0] = query.word_weights[numbers]
    units = np.arange(len(codes)) - np.arange(len(UNITS) - 1)[:, None]
    weights[:2, :, 1] = _nearness(query, units + start, np.arange(len(codes)) + 1 + start)
    weights[2, ends - 1, 1] = _nearness(query, begins + start, ends + start)
    weights[..., 1] *= weights[..., 0]
    return Terms(
        codes=codes,
        start=start,
        characters=np.uint64(packed(is_content)),
        bigrams=np.uint64(packed(is_pair)),
        words=packed(by_size),
        weights=weights,
        numbers=numbers,
        last=ends - 1,
    )


def packed(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return a word for each row of at most 64 bits, the first the lowest."""
    octets = np.zeros((*bits.shape[:-1], BITS // 8), dtype=np.uint8)
    octets[..., : (bits.shape[-1] + 7) // 8] = np.packbits(bits, axis=-1, bitorder="little")
    return octets.view("<u8")[..., 0].astype(np.uint64, copy=False)


def unpacked(words: NDArray[np.uint64], size: int) -> NDArray[np.uint8]:
    """Return [..., place]: 1 for each of the lowest `size` bits that is set, or else 0."""
    octets = words.astype("<u8", copy=False)[..., None].view(np.uint8)
    return np.unpackbits(octets[..., : (size + 7) // 8], axis=-1, count=size, bitorder="little")


def _window(query: Query) -> tuple[int, int]:
    asked = query.understanding.asked
    stop = min(len(query.codes), max(BITS, asked.end if asked else 0))
    return max(0, stop - BITS), stop


def _nearness(
    query: Query, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Tell how near units stand to the asking words, or to the end without any: 1 beside them."""
    asked = query.understanding.asked or (len(query.codes), len(query.codes))
    distance = np.maximum(np.maximum(asked[0] - ends, starts - asked[1]), 0)
    return np.exp(-distance / _NEAR)

"""Words that a mistyped one may have meant, found by how they sound and by what a slip leaves.

All of it is flat arrays, which can be kept in a file and mapped into memory: nothing is made of a
million words when a question comes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.language.pinyin import sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

LONGEST_WORD: Final = 10
"""Longer words of the base are found by their parts."""
_PAIR: Final = 2
_BITS_EACH: Final = 16
"""Bits of the filter for each thing in it: of what is not there, one in sixteen passes."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Words of Chinese characters, two or more, by their sounds and by their frames."""

    codes: NDArray[np.int32]
    """The code points of all words, one after the other."""
    starts: NDArray[np.int64]
    """Where each word's code points begin; one more than words."""
    filter: memoryview
    """Bytes with a bit for each word, frame and beginning of a sound, by its `checksum`."""
    keys: NDArray[np.int64]
    """Of each whole sound and each frame; sorted, one for each word that has it."""
    words: NDArray[np.int32]
    """For each of `keys` the word; in order where keys are equal."""

    @classmethod
    def of(cls, words: Iterable[str]) -> Targets:
        """Prepare words, keeping their order; those that nobody would mistype so are left out."""
        meant = [word for word in words if may_be_meant(word)]
        known = set(meant)
        keys: list[bytes] = []
        numbers: list[int] = []
        for number, word in enumerate(meant):
            sounds = ["'".join(sound) for sound in sounds_of(word)]
            found = [*sounds, *frames(word, len(word))]
            keys.extend(map(_digest, found))
            numbers.extend([number] * len(found))
            known.update(found)
            known.update(beginning for sound in sounds for beginning in _beginnings(sound))
        sorted_keys = np.frombuffer(b"".join(keys), dtype="<i8").astype(np.int64)
        order = np.argsort(sorted_keys, kind="stable")
        starts = np.zeros(len(meant) + 1, dtype=np.int64)
        np.cumsum([len(word) for word in meant], out=starts[1:])
        return cls(
            codes=np.frombuffer("".join(meant).encode("utf-32-le"), dtype="<i4").astype(np.int32),
            starts=starts,
            filter=_filter(known),
            keys=sorted_keys[order],
            words=np.array(numbers, dtype=np.int32)[order],
        )

    def may_have(self, checksum: int) -> bool:
        """Tell whether a word, a frame or the beginning of a sound may be here; no is certain."""
        bit = checksum & (len(self.filter) * 8 - 1)
        return bool(self.filter[bit >> 3] >> (bit & 7) & 1)

    def find(self, text: str) -> list[str]:
        """Return the words with a sound, its syllables joined by apostrophes, or with a frame."""
        if not self.may_have(checksum(text)):
            return []
        key = int.from_bytes(_digest(text), "little", signed=True)
        begin = int(self.keys.searchsorted(key))
        end = int(self.keys.searchsorted(key, side="right"))
        return [self.word(number) for number in self.words[begin:end].tolist()]

    def word(self, number: int) -> str:
        """Return a word by its number."""
        own = self.codes[self.starts[number] : self.starts[number + 1]]
        return own.astype("<u4").tobytes().decode("utf-32-le")

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.starts) - 1


def checksum(text: str) -> int:
    """Return what the filter knows a text by."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def may_be_meant(word: str) -> bool:
    """Tell whether a mistyped word may have meant one like this."""
    return 1 < len(word) <= LONGEST_WORD and is_chinese(word)


def is_chinese(text: str) -> bool:
    """Tell whether a text is all Chinese characters."""
    return all("\u3400" <= character <= "\u9fff" for character in text)


def frames(typed: str, length: int) -> tuple[str, ...]:
    """Return names for what one slip leaves in place: the beginning, the end, or both ends.

    Args:
        typed: two characters or more.
        length: of the words that may have been meant.
    """
    if length == _PAIR:
        return f"{length}{typed[0]}", f"{length}*{typed[-1]}"
    return f"{length}{typed[:2]}", f"{length}*{typed[-2:]}", f"{length}{typed[0]}*{typed[-1]}"


def _beginnings(sound: str) -> Iterator[str]:
    at = sound.find("'")
    while at >= 0:
        yield sound[:at]
        at = sound.find("'", at + 1)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _filter(texts: Iterable[str]) -> memoryview:
    sums = list(map(checksum, texts))
    # A power of two, and whole bytes.
    size = max(8, 1 << (_BITS_EACH * len(sums) - 1).bit_length())
    bits = np.zeros(size, dtype=np.uint8)
    bits[np.array(sums, dtype=np.int64) & (size - 1)] = 1
    return memoryview(np.packbits(bits, bitorder="little").tobytes())

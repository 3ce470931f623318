"""jieba's dictionary, read piece by piece.

jieba loads its 350,000 words at once (0.6 s). A text only ever needs the words that begin with
one of its characters, so those are read when the character is first met: the same cuts, and
nothing to wait for at the start.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import jieba
    from numpy.typing import NDArray


def import_jieba() -> type[jieba.Tokenizer]:
    """Return jieba's tokeniser class without what its import brings along.

    Its sources raise SyntaxWarning when they are first compiled, and it imports pkg_resources
    (0.2 s) where that is installed although it does as well without.
    """
    hidden = sys.modules.get("pkg_resources")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        if hidden is None and "jieba" not in sys.modules:
            sys.modules["pkg_resources"] = None  # type: ignore[assignment]
        try:
            import jieba  # noqa: PLC0415
        finally:
            if hidden is None:
                sys.modules.pop("pkg_resources", None)
    tokeniser: type[jieba.Tokenizer] = jieba.Tokenizer
    return tokeniser


class _Source(NamedTuple):
    """The dictionary's file: a line `word frequency tag` for each word."""

    content: bytes
    places: dict[str, list[tuple[int, int]]]
    """For each first character where its lines stand: a character has one run, seldom more."""
    total: int
    """The sum of all frequencies."""


@functools.cache
def _source() -> _Source:
    import_jieba()
    content = resources.files("jieba").joinpath("dict.txt").read_bytes().rstrip(b"\n") + b"\n"
    raw = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(raw == ord("\n")) + 1
    starts = np.concatenate([[0], ends[:-1]])
    first = _first_characters(raw, starts)
    runs = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    begins = starts[runs].tolist()
    characters = first[runs].astype("<u4").tobytes().decode("utf-32-le")
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for character, begin, end in zip(characters, begins, [*begins[1:], len(content)], strict=True):
        places[character.lower()].append((begin, end))
    return _Source(content, dict(places), _sum_of_frequencies(raw))


def _first_characters(raw: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the code points that UTF-8 has at some places."""
    one, two, three, four = (
        raw[np.minimum(starts + at, len(raw) - 1)].astype(np.uint32) for at in range(4)
    )
    return np.select(
        [one < 0x80, one < 0xE0, one < 0xF0],
        [
            one,
            (one & 0x1F) << 6 | two & 0x3F,
            (one & 0x0F) << 12 | (two & 0x3F) << 6 | three & 0x3F,
        ],
        (one & 0x07) << 18 | (two & 0x3F) << 12 | (three & 0x3F) << 6 | four & 0x3F,
    ).astype(np.uint32)


def _sum_of_frequencies(raw: NDArray[np.uint8]) -> int:
    """Add up the numbers between the two blanks of each line, digit by digit."""
    blanks = np.flatnonzero(raw == ord(" "))
    befores, lasts = blanks[::2], blanks[1::2] - 1
    total, worth = 0, 1
    while len(lasts):
        total += worth * int((raw[lasts].astype(np.int64) - ord("0")).sum())
        worth *= 10
        longer = lasts - 1 > befores
        befores, lasts = befores[longer], lasts[longer] - 1
    return total


def total_frequency() -> int:
    """Return the sum of all words' frequencies."""
    return _source().total


class Dictionary:
    """Word frequencies and parts of speech, for the characters met so far.

    `frequencies` is jieba's FREQ: words and, at 0, their prefixes.
    """

    def __init__(self) -> None:
        self.frequencies: dict[str, int] = {}
        self.tags: dict[str, str] = {}
        self._met: set[str] = set()

    def meet(self, characters: str) -> None:
        """Read the words that begin with these characters, where that was not done yet."""
        if characters in self._met:
            # One character, met before: what is asked for most.
            return
        for character in set(characters) - self._met:
            frequencies, tags = _shard(character)
            self.frequencies.update(frequencies)
            self.tags.update(tags)
            self._met.add(character)


@functools.cache
def _shard(character: str) -> tuple[dict[str, int], dict[str, str]]:
    """Return frequencies and parts of speech of the words that begin with a character."""
    source = _source()
    parts = [source.content[begin:end] for begin, end in source.places.get(character, ())]
    cells = b"".join(parts).decode().lower().split()
    words = cells[::3]
    frequencies = dict(zip(words, map(int, cells[1::3]), strict=True))
    tags = dict(zip(words, cells[2::3], strict=True))
    prefixes = {character}
    longer, size = [word for word in words if len(word) > 2], 2
    while longer:
        prefixes.update([word[:size] for word in longer])
        size += 1
        longer = [word for word in longer if len(word) > size]
    for prefix in prefixes.difference(frequencies):
        frequencies[prefix] = 0
    return frequencies, tags

"""jieba's dictionary, read piece by piece.

jieba loads its 350,000 words at once (0.6 s). A text only ever needs the words that begin with
one of its characters, so those are read when the character is first met: the same cuts, and
nothing to wait for at the start.
"""

from __future__ import annotations

import functools
import re
import sys
import warnings
from collections import defaultdict
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jieba


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


@functools.cache
def _source() -> tuple[str, dict[str, list[tuple[int, int]]], int]:
    """Return the dictionary's text, where each first character's lines stand, and the total."""
    import_jieba()
    text = resources.files("jieba").joinpath("dict.txt").read_text("utf-8")
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    # Runs of lines that begin with the same character: a character has one, seldom two.
    for run in re.finditer(r"^(.).*\n(?:\1.*\n?)*", text, re.MULTILINE):
        places[run[1].lower()].append(run.span())
    total = sum(map(int, re.findall(r" (\d+) ", text)))
    return text, dict(places), total


def total_frequency() -> int:
    """Return the sum of all words' frequencies."""
    return _source()[2]


class Dictionary:
    """Word frequencies and parts of speech, for the characters met so far.

    `frequencies` is jieba's FREQ: words and, at 0, their prefixes.
    """

    def __init__(self) -> None:
        self.frequencies: dict[str, int] = {}
        self.tags: dict[str, str] = {}
        self._met: set[str] = set()

    def meet(self, characters: Iterable[str]) -> None:
        """Read the words that begin with these characters, where that was not done yet."""
        for character in set(characters) - self._met:
            frequencies, tags = _shard(character)
            self.frequencies.update(frequencies)
            self.tags.update(tags)
            self._met.add(character)


@functools.cache
def _shard(character: str) -> tuple[dict[str, int], dict[str, str]]:
    """Return frequencies and parts of speech of the words that begin with a character."""
    text, places, _ = _source()
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    prefixes: set[str] = set()
    for start, end in places.get(character, ()):
        for line in text[start:end].lower().splitlines():
            word, frequency, tag = line.split(" ")
            frequencies[word] = int(frequency)
            tags[word] = tag
            if len(word) > 2:
                prefixes.update([word[:size] for size in range(2, len(word))])
    prefixes.add(character)
    for prefix in prefixes.difference(frequencies):
        frequencies[prefix] = 0
    return frequencies, tags

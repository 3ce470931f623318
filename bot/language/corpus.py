"""The text of a base as a vocabulary looks into it."""

from __future__ import annotations

import functools
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.language.targets import Targets

STRETCH: Final = 150
"""Characters: two neighbouring stretches are a paragraph's worth, more or less."""


class Corpus(Protocol):
    """Texts, normalised, with a character between two of them, and the words they are made of."""

    @property
    def length(self) -> int:
        """How many characters there are, one after each text among them."""

    @property
    def total(self) -> int:
        """How many words all texts have, each counted once in a text."""

    @property
    def targets(self) -> Sequence[Targets]:
        """Words that a mistyped one may have meant, and maybe others, of no text any more."""

    @property
    def words(self) -> Iterable[str]:
        """The words that are not among `targets`, because nothing was prepared for them."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return how many texts hold each word."""

    def occurrences(self, character: str) -> int:
        """Return how many times a character stands somewhere."""

    def pairs(self, pairs: Sequence[str]) -> list[int]:
        """Return for two characters each how many times they stand side by side."""

    def holds(self, text: str) -> bool:
        """Tell whether a string stands somewhere, be it a word or not."""

    def stretches(self, text: str, offset: int) -> NDArray[np.int64]:
        """Return in which stretches a string begins: their numbers, in order.

        Args:
            text: the string.
            offset: how many characters stand before this corpus.
        """

    def characters(self) -> set[str]:
        """Return the characters of the words among `targets` that are in some text."""


class SmallCorpus:
    """Texts held in memory: looked through when something is asked."""

    def __init__(self, words: Mapping[str, int], texts: Sequence[str]) -> None:
        """Take over texts.

        Args:
            words: how many of the texts hold each word.
            texts: normalised.
        """
        self.words = words
        self.targets: tuple[Targets, ...] = ()
        self._joined = "\n".join(texts)
        self.length = len(self._joined) + 1 if texts else 0
        self.total = sum(words.values())

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return how many texts hold each word."""
        return [self.words.get(word, 0) for word in words]

    def occurrences(self, character: str) -> int:
        """Return how many times a character stands somewhere."""
        return self._joined.count(character)

    def pairs(self, pairs: Sequence[str]) -> list[int]:
        """Return for two characters each how many times they stand side by side."""
        return [self._pairs.get(pair, 0) for pair in pairs]

    @functools.cached_property
    def _pairs(self) -> Counter[str]:
        return Counter(map("".join, pairwise(self._joined)))

    def holds(self, text: str) -> bool:
        """Tell whether a string stands somewhere, be it a word or not."""
        return text in self._joined

    def stretches(self, text: str, offset: int) -> NDArray[np.int64]:
        """Return in which stretches a string begins: their numbers, in order."""
        return np.array(list(self._search(text, offset)), dtype=np.int64)

    def _search(self, text: str, offset: int) -> Iterator[int]:
        at = self._joined.find(text)
        while at >= 0:
            stretch = (offset + at) // STRETCH
            yield stretch
            # On to the next one: further places in the same say nothing new.
            at = self._joined.find(text, (stretch + 1) * STRETCH - offset)

    def characters(self) -> set[str]:
        """Return nothing: there are no targets."""
        return set()

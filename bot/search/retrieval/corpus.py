"""A base's sentences as its vocabulary looks into them: through the index, whatever their number."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.language.corpus import STRETCH
from bot.search.retrieval.keys import bigrams, codes, word_key
from bot.search.retrieval.ragged import starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.targets import Targets
    from bot.search.retrieval.field import Field
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.postings import Postings

_FEW: Final = 8
"""So many words are looked up one by one before NumPy's way for many is quicker."""
_WORTH_NARROWING: Final = 256
"""Sentences: of so few it is quicker to read all than to ask who else holds another bigram."""
_READ_AT_ONCE: Final = 1024
_UNBOUNDED: Final = (1 << 31) - 1


class IndexCorpus:
    """The sentences of an index, in the base's own order."""

    def __init__(self, index: Index, targets: Sequence[Targets]) -> None:
        """Take over an index.

        Args:
            index: of the base.
            targets: the words of each segment that a mistyped one may have meant.
        """
        self._index = index
        self.targets = tuple(targets)
        self.words = ()
        self._kept = index.ranks[index.articles] >= 0 if (index.ranks < 0).any() else None
        kept = index.lengths if self._kept is None else index.lengths[self._kept]
        self.length = int(kept.sum(dtype=np.int64)) + len(kept)
        self.total = sum(
            len(part.postings.rows) - (0 if part.dropped is None else len(part.dropped.rows))
            for part in index.words.parts
        )

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return how many sentences hold each word."""
        keys = list(map(word_key, words))
        if len(keys) <= _FEW:
            return [_count(self._index.words, key) for key in keys]
        counts = self._index.words.document_frequency(np.array(keys, dtype=np.int64))
        found: list[int] = counts.tolist()
        return found

    def occurrences(self, character: str) -> int:
        """Return how many times a character stands somewhere."""
        return _occurrences(self._index.characters, np.array([ord(character)]))[0]

    def pairs(self, pairs: Sequence[str]) -> list[int]:
        """Return for two characters each how many times they stand side by side."""
        own = codes("".join(pairs))
        return _occurrences(self._index.bigrams, bigrams(own)[::2])

    def holds(self, text: str) -> bool:
        """Tell whether a string stands in a sentence, be it a word or not."""
        if not text:
            return True
        if len(text) <= 2:
            field, keys = self._keys(text)
            return bool(field.document_frequency(keys)[0])
        rows = self._holders(text)
        return any(
            len(self._starts(text, rows[at : at + _READ_AT_ONCE]))
            for at in range(0, len(rows), _READ_AT_ONCE)
        )

    def stretches(self, text: str, offset: int) -> NDArray[np.int64]:
        """Return in which stretches a string begins: their numbers, in order."""
        found = np.zeros((offset + self.length) // STRETCH + 1, dtype=bool)
        rows = self._holders(text)
        if len(text) <= 2:
            # Who may hold it does: where in a sentence matters only at the border of stretches.
            begins = (self._begins[rows] + offset) // STRETCH
            lasts = self._begins[rows] + offset + self._index.lengths[rows] - len(text)
            ends = lasts // STRETCH
            found[begins[begins == ends]] = True
            # Of a common string most borders are between stretches that have it already.
            settled = found[begins] & found[ends] & (ends - begins <= 1)
            rows = rows[~settled]
        found[(self._starts(text, rows) + offset) // STRETCH] = True
        return np.flatnonzero(found)

    def characters(self) -> set[str]:
        """Return the characters of the words among `targets` that are in some sentence."""
        return {character for targets in self.targets for character in self._characters(targets)}

    def _characters(self, targets: Targets) -> str:
        held = targets.codes
        if self._kept is not None:
            alive = np.array(self.counts([targets.word(number) for number in range(len(targets))]))
            held = held[np.repeat(alive > 0, np.diff(targets.starts))]
        return np.unique(held).astype("<u4").tobytes().decode("utf-32-le")

    def _keys(self, text: str) -> tuple[Field, NDArray[np.int64]]:
        """Return what a string is found by, and where: its bigrams, or its only character."""
        own = codes(text)
        if len(own) == 1:
            return self._index.characters, own
        return self._index.bigrams, bigrams(own)

    def _holders(self, text: str) -> NDArray[np.int64]:
        """Return the sentences that may hold a string: all that do, and maybe others."""
        field, keys = self._keys(text)
        often = field.document_frequency(keys)
        if not len(keys) or not often.all():
            return np.zeros(0, dtype=np.int64)
        first, *others = keys[np.argsort(often, kind="stable")].tolist()
        rows = field.holders(first)
        for key in dict.fromkeys(others):
            if len(rows) <= _WORTH_NARROWING:
                break
            holders = field.holders(key)
            places = np.minimum(holders.searchsorted(rows), len(holders) - 1)
            rows = rows[holders[places] == rows]
        found = rows.astype(np.int64)
        return found if self._kept is None else found[self._kept[found]]

    def _starts(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where a string begins in some sentences, counted through the corpus."""
        held, sizes = self._index.characters_of(rows, _UNBOUNDED)
        own = codes(text)
        last = max(len(held) - len(own) + 1, 0)
        same = np.ones(last, dtype=bool)
        for at, code in enumerate(own.tolist()):
            same &= held[at : at + last] == code
        places = np.flatnonzero(same)
        starts = starts_of(sizes)
        owners = starts.searchsorted(places, side="right") - 1
        inside = places + len(own) <= starts[owners + 1]
        places, owners = places[inside], owners[inside]
        return self._begins[rows[owners]] + places - starts[owners]

    @functools.cached_property
    def _begins(self) -> NDArray[np.int64]:
        """Where each sentence begins in the corpus."""
        order = self._index.in_order()
        begins = np.zeros(len(self._index.lengths), dtype=np.int64)
        begins[order] = starts_of(self._index.lengths[order] + 1)[:-1]
        return begins


def _count(field: Field, key: int) -> int:
    """Return how many sentences hold a key: NumPy's way for many is slow for one."""
    count = 0
    for part in field.parts:
        count += _holding(part.postings, key)
        if part.dropped is not None:
            count -= _holding(part.dropped, key)
    return count


def _holding(postings: Postings, key: int) -> int:
    place = int(postings.keys.searchsorted(key))
    if place == len(postings.keys) or postings.keys[place] != key:
        return 0
    return int(postings.starts[place + 1]) - int(postings.starts[place])


def _occurrences(field: Field, keys: NDArray[np.int64]) -> list[int]:
    """Return for each key how many times it stands in all sentences."""
    found = [0] * len(keys)
    for part in field.parts:
        for sign, postings in ((1, part.postings), (-1, part.dropped)):
            if postings is None:
                continue
            places = postings.find(keys)
            for at in np.flatnonzero(places >= 0).tolist():
                entries = postings.entries(int(places[at]))
                found[at] += sign * int(postings.frequencies[entries].sum(dtype=np.int64))
    return found

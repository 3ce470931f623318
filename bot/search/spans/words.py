"""What is known of the words that sentences are cut into, looked up once a word."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.language.names import look_of
from bot.search.spans.tags import TAG_NUMBERS, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bot.language.tokens import Token, Tokeniser

# Signs that stand for a word of their own: 56.2%, c++.
_SIGNS = frozenset("%‰°℃$€£¥+#&")
_NO_MARKS = str.maketrans("", "", "%.,:")
_MARKS = (
    ("clause", frozenset(",，;；:：。！!？?…\n")),
    ("opener", frozenset("(（[【「『“‘《〈\"'")),
    ("closer", frozenset(")）]】」』”’》〉\"'")),
    ("list", frozenset("、")),
)
_NOUNS = frozenset({"n", "b", "vn", "nz"})

# What a word is beside others: bits.
DOT: Final = 1
HYPHEN: Final = 2
SPACE: Final = 4
UNIT: Final = 8
_SHAPES = (
    (DOT, frozenset("·•‧・")),
    (HYPHEN, frozenset("-–/.&' ")),
    (SPACE, frozenset(" ")),
    (UNIT, frozenset("人 小时 分钟 世纪 年代 公分 日元 英里 岁 天 度 席 倍 名".split())),
)

# So many words are remembered; a large base meets more, most of them once.
_MOST: Final = 1 << 18


_RECORD = np.dtype(
    [("size", "<u4"), ("word", "<u4"), ("weight", "<f4"), ("tag", "u1"), ("shape", "u1")]
)


class Words:
    """The words of a tokeniser that were met. Safe to share between threads."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Begin without any word."""
        self._tokeniser = tokeniser
        self._table = WordTable(tokeniser)

    def table(self) -> WordTable:
        """Return what is known of words, an empty table where the last one has grown large."""
        if len(self._table) > _MOST:
            self._table = WordTable(self._tokeniser)
        return self._table


class WordTable:
    """What the search for short answers wants to know of words, each by its number."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Begin without any word."""
        self._tokeniser = tokeniser
        self._numbers: dict[str, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._records = np.zeros(1 << 10, dtype=_RECORD)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many words are known."""
        return len(self._numbers)

    def pieces(self, tokens: Iterable[Token]) -> list[int]:
        """Return the numbers of tokens' pieces: unknown ones lose the function words on them."""
        known = self._pieces
        numbers: list[int] = []
        for token in tokens:
            found = known.get(token.text)
            numbers.extend(self._cut(token.text) if found is None else found)
        return numbers

    def number(self, word: str) -> int:
        """Return a word's number, that of a new one after looking it up."""
        found = self._numbers.get(word)
        return self._add(word) if found is None else found

    def records(self, numbers: NDArray[np.int64]) -> NDArray[np.void]:
        """Return what is known of words: size, word (its key), weight, tag and shape of each."""
        return self._records[numbers]

    def _cut(self, token: str) -> tuple[int, ...]:
        sizes = list(self._tokeniser.loose_sizes(token))
        ends = list(itertools.accumulate(sizes))
        numbers = tuple(
            self.number(token[end - size : end]) for size, end in zip(sizes, ends, strict=True)
        )
        self._pieces[token] = numbers
        return numbers

    def _add(self, word: str) -> int:
        shape = sum(bit for bit, words in _SHAPES if word in words)
        tag = TAG_NUMBERS[tag_of(word, self._tokeniser)]
        record = (len(word), text_key(word), _weight(word, self._tokeniser), tag, shape)
        with self._lock:
            number = len(self._numbers)
            if number == len(self._records):
                self._records = np.concatenate([self._records, np.zeros_like(self._records)])
            self._records[number] = record
            # Another thread may have been quicker: the number that it gave stays.
            return self._numbers.setdefault(word, number)


def _weight(word: str, tokeniser: Tokeniser) -> float:
    return tokeniser.rarity(word) if any(map(str.isalnum, word)) else 0.0


def tag_of(word: str, tokeniser: Tokeniser) -> str:
    """Return a word's part of speech; of names that no dictionary knows what they look like."""
    if not word[-1].isalnum() and not any(map(str.isalnum, word)):
        return _mark_tag(word)
    if word.isascii():
        if word.isalpha():
            return "latin"
        return "digits" if word.translate(_NO_MARKS).isdigit() else "mixed"
    tag = tokeniser.tag(word)
    return tag if tag in TAG_NUMBERS else look_of(word) or "unknown"


def is_noun(word: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a word is a common noun; of one that no dictionary knows its end tells."""
    tag = tokeniser.tag(word)
    if tag:
        return tag in _NOUNS
    tails = (word[start:] for start in range(1, len(word) - 1))
    return any(tokeniser.tag(tail) in _NOUNS for tail in tails)


def _mark_tag(word: str) -> str:
    if word in _SIGNS:
        return "mixed"
    return next((tag for tag, marks in _MARKS if word[0] in marks), "mark")

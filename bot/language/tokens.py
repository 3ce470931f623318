"""Cut normalised text into words with a private jieba tokeniser."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.language.dictionary import Dictionary, import_jieba, total_frequency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


LONGEST_WORD: Final = 40
"""What is longer is no word of a dictionary, which keeps every beginning of its words."""
# The natural logarithm of how often jieba's dictionary counts its commonest word, 的: 318,825 times.
_COMMONEST: Final = 12.67
_MUCH: Final = 100_000
"""Characters: of more text the quicker way of cutting is worth its preparation."""
# jieba cuts each run of these characters for itself, and takes the square of its length for it.
_RUNS = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]{1,300}|[^\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
_SAME_IN_RUST = re.compile(
    r"(?!.*([^0-9])\1\1)(?:[\u4e00-\u9fd50-9]+|[a-zA-Z0-9]+)|[^\ud800-\udfff]", re.DOTALL
)
# Most sentences are of nothing else: these go over as they are.
_WHOLE_IN_RUST = re.compile(
    r"(?!.*([^0-9])\1\1)[\u4e00-\u9fd50-9,;:?!()\"'。、“”‘’《》〈〉「」『』【】·—]{1,300}"
)
# jieba's model for unknown words takes such characters into names: 由约翰, 肖特以, 年时.
_LOOSE_BEFORE = frozenset("由被为用按在与和及或于从以把将向对至则并而又乃因是名")
_LOOSE_AFTER = frozenset("以在为于时则与和并被所是的等至而曾也都将之及或因即")


_OWN_WORD = 2500
"""Times that jieba's texts have a character as a word of its own, of 60 million words."""


class Token(NamedTuple):
    """A word of a normalised text."""

    text: str
    start: int
    end: int


class Tokeniser:
    """Cuts text into words; knows jieba's dictionary and the words it is given.

    Nothing of it is global: two tokenisers with other words cut differently side by side.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Make a tokeniser.

        Args:
            words: further dictionary entries, normalised. They are kept whole, unless a word
                around them reaches into them, or they hold a mark or a blank.
        """
        self._dictionary = Dictionary()
        self._jieba = import_jieba()()
        self._jieba.FREQ = self._dictionary.frequencies
        self._jieba.total = total_frequency()
        self._jieba.initialized = True
        stripped = sorted({word.strip() for word in words})
        self.own_words = tuple(word for word in stripped if 0 < len(word) <= LONGEST_WORD)
        """The further entries, in order."""
        for word in self.own_words:
            self._dictionary.meet(word)
            self._jieba.add_word(word)
            # jieba counts it too: a word must change nothing where it does not stand.
            self._jieba.total = total_frequency()

    def cut(self, text: str) -> list[Token]:
        """Cut a normalised text into words: all of it, in order, without overlap."""
        tokens: list[Token] = []
        start = 0
        for word in self.words(text):
            end = start + len(word)
            tokens.append(Token(word, start, end))
            start = end
        return tokens

    def words(self, text: str) -> list[str]:
        """Return the words of a normalised text: joined they are the text."""
        self._dictionary.meet(text)
        return [word for run in _RUNS.findall(text) for word in self._jieba.cut(run)]

    def words_of_much(self, characters: int) -> Callable[[str], list[str]]:
        """Return the quickest way to cut so much text: `words` or `fast_words`."""
        return self.fast_words() if characters >= _MUCH else self.words

    def fast_words(self) -> Callable[[str], list[str]]:
        """Return what cuts as `words` does, ten times as fast, after a moment's preparation.

        rjieba is jieba in Rust, with its dictionary and its model. They part only where letters
        meet characters, or digits marks, and where two ways to cut are equally good, as in a
        character that is said again and again; such runs are left to jieba.
        """
        import rjieba  # noqa: PLC0415 - takes a fifth of a second, and few need it

        cut = rjieba.Jieba()
        for word in filter(_SAME_IN_RUST.fullmatch, self.own_words):
            cut.add_word(word, self._jieba.FREQ[word], None)

        def of_run(run: str) -> list[str]:
            return cut.cut(run) if _SAME_IN_RUST.fullmatch(run) else self.words(run)

        def words(text: str) -> list[str]:
            if _WHOLE_IN_RUST.fullmatch(text):
                return cut.cut(text)
            return [word for run in _RUNS.findall(text) for word in of_run(run)]

        return words

    def parts(self, word: str) -> list[str]:
        """Return the dictionary's words of two and three characters within a longer word."""
        self._dictionary.meet(word)
        frequencies = self._dictionary.frequencies
        return [
            part
            for size in (2, 3)
            if len(word) > size
            for start in range(len(word) - size + 1)
            if frequencies.get(part := word[start : start + size])
        ]

    def known_parts(self, word: str) -> list[str]:
        """Cut a word that the dictionary lacks into those that it has, 水没变 into 水|没|变.

        Nothing where a character is too rare to be a word by itself: that is a name or a term.
        """
        if self.frequency(word) or any(self.frequency(one) < _OWN_WORD for one in word):
            return []
        parts: list[str] = list(self._jieba.cut(word, HMM=False))
        return parts

    def loose_sizes(self, word: str) -> Iterator[int]:
        """Yield the sizes of a word's pieces: an unknown one loses the function words on it."""
        size = len(word)
        if word == "年时" or (word[0] == "由" and self.tag(word) == "nr"):
            # The dictionary's own mistakes: 1950|年时, 由约翰.
            yield 1
            yield size - 1
            return
        is_unknown = size > 1 and word.isalpha() and not word.isascii()
        if not is_unknown or self.frequency(word):
            yield size
            return
        before = int(word[0] in _LOOSE_BEFORE)
        after = int(size - before > 1 and word[-1] in _LOOSE_AFTER)
        yield from filter(None, (before, size - before - after, after))

    def frequency(self, word: str) -> int:
        """Return how often general Chinese uses a word, in jieba's count; 0 for no word."""
        self._dictionary.meet(word[:1])
        return self._dictionary.frequencies.get(word, 0)

    def rarity(self, word: str) -> float:
        """Return how rare general Chinese uses a word: from 0, as often as 的, to 1, not at all."""
        return max(0.0, 1 - math.log1p(self.frequency(word)) / _COMMONEST)

    def tag(self, word: str) -> str:
        """Return a word's part of speech in jieba's (ICTCLAS) tags; empty for unknown words."""
        self._dictionary.meet(word[:1])
        return self._dictionary.tags.get(word, "")

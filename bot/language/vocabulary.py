"""What a knowledge base talks about: its words, prepared for understanding typed questions."""

from __future__ import annotations

import functools
import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.language.abbreviations import Names
from bot.language.dictionary import total_frequency
from bot.language.pinyin import SoundIndex, sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.language.tokens import Tokeniser

LONGEST_WORD = 10
"""Longer words of the base are found by their parts."""
# How much of what is asked comes from the base's own words; the rest is general Chinese.
_BASE_SHARE = 0.5
_UNSEEN = 1e-10
# The words questions are made of, which a base of statements may lack, with rounded shares of
# the words of a few thousand questions.
_QUESTION_SHARES = {
    **dict.fromkeys("什么 谁 多少 哪里 是 的".split(), 1e-2),
    **dict.fromkeys("吗 几 哪 了 在 有 为什么 什么时候 怎么 如何 哪个 哪些".split(), 3e-3),
    **dict.fromkeys(
        "时候 怎样 怎么样 哪儿 哪位 哪年 哪一年 哪国 何时 何地 是谁 谁是".split(), 1e-3
    ),
    **dict.fromkeys("多久 多长 多大 几次 几个 原因 时间 地点 名字 目的 方式 叫".split(), 3e-4),
}
# Of the words that share a beginning, an end or a frame, so many are compared with a typed one.
_MOST_NEIGHBOURS = 64
# What stands within so many characters belongs together: a paragraph's worth, more or less.
_BLOCK = 300
_MOST_REMEMBERED = 10_000


class Vocabulary:
    """The words of a base, with indexes that are built when a question first needs them."""

    def __init__(
        self,
        words: Mapping[str, int],
        texts: Iterable[str],
        tokeniser: Tokeniser,
        names: Names,
        wordings: Names | None = None,
    ) -> None:
        """Prepare a vocabulary; costs next to nothing before it is asked.

        Args:
            words: how many sentences hold each word, normalised.
            texts: the sentences, normalised, in order.
            tokeniser: what knows general Chinese.
            names: names with other names for the same.
            wordings: words with other words for the same, none unless given.
        """
        self.names = names
        self.wordings = Names(()) if wordings is None else wordings
        self._words = words
        self._texts = texts
        self._tokeniser = tokeniser
        self._held: dict[str, bool] = {}
        self._found: dict[str, frozenset[int]] = {}

    # ---- what the base says

    def count(self, word: str) -> int:
        """Return how many sentences hold a word."""
        return self._words.get(word, 0)

    def holds(self, text: str) -> bool:
        """Tell whether the base's text has a string anywhere, be it a word or not."""
        held = self._held.get(text)
        if held is None:
            if len(self._held) > _MOST_REMEMBERED:
                self._held.clear()
            held = self._held[text] = text in self._words or text in self._joined
        return held

    def places(self, text: str) -> int:
        """Return about how many times the base has a string; what stands close counts once."""
        return len(self._blocks(text)) // 2

    def meet(self, word: str, others: Iterable[str]) -> bool:
        """Tell whether the base mentions a word near one of the others."""
        blocks = self._blocks(word)
        return any(not blocks.isdisjoint(self._blocks(other)) for other in others)

    def company(self, one: str, other: str) -> float:
        """Return how many times oftener than by chance the base has two strings together."""
        ones, others = self._blocks(one), self._blocks(other)
        together = len(ones & others)
        chance = len(ones) * len(others) / (2 * len(self._joined) / _BLOCK + 1)
        return together / (chance + 1.0)

    def _blocks(self, text: str) -> frozenset[int]:
        """Return the stretches of the base where a string stands; each place is in two of them."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) > _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[text] = frozenset(self._search(text))
        return found

    def _search(self, text: str) -> Iterator[int]:
        at = self._joined.find(text)
        while at >= 0:
            yield 2 * (at // _BLOCK)
            yield 2 * ((at + _BLOCK // 2) // _BLOCK) + 1
            # On to the next half of a stretch: places in the same one say nothing new.
            at = self._joined.find(text, (at // (_BLOCK // 2) + 1) * (_BLOCK // 2))

    @functools.cached_property
    def _joined(self) -> str:
        return "\n".join(self._texts)

    @functools.cached_property
    def _total(self) -> int:
        return sum(self._words.values()) + 1

    # ---- how likely a word is

    def surprise(self, word: str) -> float:
        """Return the negative logarithm of a word's probability in a question."""
        base = max(self._words.get(word, 0) / self._total, _QUESTION_SHARES.get(word, 0.0))
        if not base and word in self.names:
            base = 1 / self._total
        general = self.general(word) / total_frequency()
        return -math.log(_BASE_SHARE * base + (1 - _BASE_SHARE) * general + _UNSEEN)

    def attraction(self, left: str, right: str) -> float:
        """Return how much likelier the base makes a character after another, in nats."""
        together = self._pairs.get(left + right, 0)
        if not together:
            return 0.0
        characters = self._characters
        chance = characters[left] * characters[right] / len(self._joined)
        return math.log(max(1.0, together / chance))

    @functools.cached_property
    def _pairs(self) -> Counter[str]:
        return Counter(map("".join, pairwise(self._joined)))

    @functools.cached_property
    def _characters(self) -> Counter[str]:
        return Counter(self._joined)

    def general(self, word: str) -> int:
        """Return how often general Chinese uses a word, in jieba's count."""
        return self._tokeniser.frequency(word)

    def tag(self, word: str) -> str:
        """Return a word's part of speech in general Chinese, as jieba tags it."""
        return self._tokeniser.tag(word)

    def knows(self, word: str) -> bool:
        """Tell whether the base or general Chinese has a word."""
        return (
            word in self._words
            or word in _QUESTION_SHARES
            or word in self.names
            or self.general(word) > 0
        )

    # ---- what a mistyped word may have meant

    def is_target(self, word: str) -> bool:
        """Tell whether a mistyped word may have meant this one."""
        return word in self._targets

    @functools.cached_property
    def _targets(self) -> dict[str, int]:
        words = (*self._words, *self.names, *_QUESTION_SHARES)
        return {
            word: self._words.get(word, 0)
            for word in words
            if 1 < len(word) <= LONGEST_WORD and is_chinese(word)
        }

    @functools.cached_property
    def sounds(self) -> SoundIndex:
        """The words by their sound, confusable syllables folded."""
        return SoundIndex((word, sounds_of(word)) for word in self._targets)

    @functools.cached_property
    def character_sounds(self) -> SoundIndex:
        """The characters by their sound, confusable syllables folded."""
        characters = sorted({character for word in self._targets for character in word})
        return SoundIndex((character, sounds_of(character)) for character in characters)

    def neighbours(self, typed: str, length: int) -> Iterator[str]:
        """Yield words of a length that share two characters in place with what was typed."""
        seen: set[str] = set()
        for key in _frames(typed, length):
            for word in self._by_frame.get(key, ()):
                if word not in seen:
                    seen.add(word)
                    yield word

    @functools.cached_property
    def _by_frame(self) -> Mapping[str, Sequence[str]]:
        frames: dict[str, list[str]] = {}
        # The commonest words first, so that they are the ones kept.
        for word in sorted(self._targets, key=lambda word: (-self._targets[word], word)):
            if len(word) > 2:
                for key in _frames(word, len(word)):
                    words = frames.setdefault(key, [])
                    if len(words) < _MOST_NEIGHBOURS:
                        words.append(word)
        return frames


def _frames(typed: str, length: int) -> tuple[str, str, str]:
    """Return keys for what one slip leaves in place: the beginning, the end, or both ends."""
    return f"{length}{typed[:2]}", f"{length}*{typed[-2:]}", f"{length}{typed[0]}*{typed[-1]}"


def is_chinese(text: str) -> bool:
    """Tell whether a text is all Chinese characters."""
    return all("\u3400" <= character <= "\u9fff" for character in text)


def is_question_word(word: str) -> bool:
    """Tell whether a word is of those that questions are made of."""
    return word in _QUESTION_SHARES

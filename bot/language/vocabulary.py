"""What a knowledge base talks about: its words, prepared for understanding typed questions."""

from __future__ import annotations

import functools
import math
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.language.abbreviations import Names
from bot.language.corpus import STRETCH
from bot.language.dictionary import total_frequency
from bot.language.pinyin import SoundIndex, sounds_of
from bot.language.targets import LONGEST_WORD, Targets, checksum, frames, is_chinese, may_be_meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from bot.language.corpus import Corpus
    from bot.language.tokens import Tokeniser

__all__ = ["LONGEST_WORD", "Vocabulary", "is_chinese", "is_question_word"]

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
    **dict.fromkeys("职务 职位 身份 人数 价格 电话 年龄 作用 影响".split(), 1e-4),
    **dict.fromkeys("多久 多长 多大 几次 几个 原因 时间 地点 名字 目的 方式 叫".split(), 3e-4),
}
_MOST_NEIGHBOURS: Final = 64
"""Of the words that share a beginning, an end or a frame, so many are compared with a typed one."""
_MOST_REMEMBERED: Final = 50_000
_MOST_PLACED: Final = 256
"""Strings whose places are remembered: of a common one in a large base they take a megabyte."""


class Vocabulary:
    """The words of a base; what it is asked for often it remembers. Safe to share by threads."""

    def __init__(
        self,
        corpora: Sequence[Corpus],
        tokeniser: Tokeniser,
        names: Names,
        wordings: Names | None = None,
    ) -> None:
        """Prepare a vocabulary; costs next to nothing before it is asked.

        Args:
            corpora: the base's texts, one corpus after the other.
            tokeniser: what knows general Chinese.
            names: names with other names for the same.
            wordings: words with other words for the same, none unless given.
        """
        self.names = names
        self.wordings = Names(()) if wordings is None else wordings
        self._corpora = corpora
        self._offsets = tuple(accumulate((one.length for one in corpora), initial=0))
        # Nothing stands after the last text.
        self._length = max(0, self._offsets[-1] - 1)
        self._total = sum(one.total for one in corpora) + 1
        self._tokeniser = tokeniser
        self._counts: dict[str, int] = {}
        self._together: dict[str, int] = {}
        self._held: dict[str, bool] = {}
        self._leading: dict[str, bool] = {}
        self._sounding: dict[str, tuple[str, ...]] = {}
        self._framed: dict[str, tuple[str, ...]] = {}
        self._blocks = functools.lru_cache(_MOST_PLACED)(self._find_blocks)
        self._company = functools.lru_cache(_MOST_REMEMBERED)(self._find_company)
        self._occurrences = functools.lru_cache(_MOST_REMEMBERED)(self._add_occurrences)

    # ---- what the base says

    def count(self, word: str) -> int:
        """Return how many sentences hold a word."""
        count = self._counts.get(word)
        if count is None:
            self.look_up((word,))
            count = self._counts.get(word, 0)
        return count

    def look_up(self, words: Iterable[str]) -> None:
        """Prepare for being asked about words soon: many at once take little longer than one."""
        _bound(self._counts)
        new = [word for word in dict.fromkeys(words) if word not in self._counts]
        if new:
            found = zip(*(one.counts(new) for one in self._corpora), strict=True)
            self._counts.update(zip(new, map(sum, found), strict=True))

    def holds(self, text: str) -> bool:
        """Tell whether the base's text has a string anywhere, be it a word or not."""
        held = self._held.get(text)
        if held is None:
            _bound(self._held)
            held = bool(self.count(text)) or any(one.holds(text) for one in self._corpora)
            self._held[text] = held
        return held

    def places(self, text: str) -> int:
        """Return about how many times the base has a string; what stands close counts once."""
        return len(self._blocks(text)) // 2

    def meet(self, word: str, others: Iterable[str]) -> bool:
        """Tell whether the base mentions a word near one of the others."""
        blocks = self._blocks(word)
        return any(_common(blocks, self._blocks(other)) for other in others)

    def company(self, one: str, other: str) -> float:
        """Return how many times oftener than by chance the base has two strings together."""
        return self._company(*sorted((one, other)))

    def _find_company(self, one: str, other: str) -> float:
        ones, others = self._blocks(one), self._blocks(other)
        chance = len(ones) * len(others) / (self._length / STRETCH + 1)
        return _common(ones, others) / (chance + 1.0)

    def _find_blocks(self, text: str) -> NDArray[np.int64]:
        """Return the blocks of two stretches where a string stands; each place is in two."""
        found = [
            one.stretches(text, offset)
            for one, offset in zip(self._corpora, self._offsets, strict=False)
        ]
        # Where one corpus ends the next begins in the same stretch.
        stretches = _once(np.concatenate([np.zeros(0, dtype=np.int64), *found]))
        even, odd = _once(stretches // 2 * 2), _once((stretches + 1) // 2 * 2 + 1)
        return np.sort(np.concatenate([even, odd]), kind="stable")

    # ---- how likely a word is

    def surprise(self, word: str) -> float:
        """Return the negative logarithm of a word's probability in a question."""
        base = max(self.count(word) / self._total, _QUESTION_SHARES.get(word, 0.0))
        if not base and word in self.names:
            base = 1 / self._total
        general = self.general(word) / total_frequency()
        return -math.log(_BASE_SHARE * base + (1 - _BASE_SHARE) * general + _UNSEEN)

    def attraction(self, left: str, right: str) -> float:
        """Return how much likelier the base makes a character after another, in nats."""
        together = self.together(left + right)
        if not together:
            return 0.0
        chance = self._occurrences(left) * self._occurrences(right) / self._length
        return math.log(max(1.0, together / chance))

    def together(self, pair: str) -> int:
        """Return how many times the base has two characters side by side."""
        found = self._together.get(pair)
        if found is None:
            # Another thread may forget what was looked up: the count itself goes on.
            found = sum(one.pairs((pair,))[0] for one in self._corpora)
            _bound(self._together)
            self._together[pair] = found
        return found

    def look_up_pairs(self, pairs: Iterable[str]) -> None:
        """Prepare for being asked soon how much some characters attract others."""
        _bound(self._together)
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._together]
        if new:
            found = zip(*(one.pairs(new) for one in self._corpora), strict=True)
            self._together.update(zip(new, map(sum, found), strict=True))

    def _add_occurrences(self, character: str) -> int:
        return sum(one.occurrences(character) for one in self._corpora)

    def general(self, word: str) -> int:
        """Return how often general Chinese uses a word, in jieba's count."""
        return self._tokeniser.frequency(word)

    def tag(self, word: str) -> str:
        """Return a word's part of speech in general Chinese, as jieba tags it."""
        return self._tokeniser.tag(word)

    def knows(self, word: str) -> bool:
        """Tell whether the base or general Chinese has a word."""
        return self.general(word) > 0 or self.count(word) > 0 or self._is_ours(word)

    # ---- what a mistyped word may have meant

    def is_target(self, word: str) -> bool:
        """Tell whether a mistyped word may have meant this one."""
        if not self._may_have(word) or not may_be_meant(word):
            return False
        return self.count(word) > 0 or self._is_ours(word)

    def _is_ours(self, word: str) -> bool:
        return word in _QUESTION_SHARES or word in self.names

    @functools.cached_property
    def _targets(self) -> tuple[Targets, ...]:
        prepared = (targets for one in self._corpora for targets in one.targets)
        return (*prepared, Targets.of(self._own))

    @functools.cached_property
    def _own(self) -> dict[str, None]:
        """The words that nothing was prepared for, each once."""
        words = (word for one in self._corpora for word in one.words)
        return dict.fromkeys([*words, *self.names, *_QUESTION_SHARES])

    def _may_have(self, text: str) -> bool:
        found = checksum(text)
        for targets in self._targets:  # noqa: SIM110 - a loop is quicker, and this is asked a lot
            if targets.may_have(found):
                return True
        return False

    def _found(self, key: str) -> list[str]:
        """Return the words of a sound or a frame, each once."""
        if not self._may_have(key):
            return []
        found = list(dict.fromkeys(w for targets in self._targets for w in targets.find(key)))
        self.look_up(found)
        return [word for word in found if self.count(word) > 0 or self._is_ours(word)]

    def leads_on(self, sound: str) -> bool:
        """Tell whether some word may begin with folded syllables, joined by apostrophes."""
        leads = self._leading.get(sound)
        if leads is None:
            _bound(self._leading)
            leads = self._leading[sound] = self._may_have(sound)
        return leads

    def sounding(self, sound: str) -> Sequence[str]:
        """Return the words with exactly these folded syllables, joined by apostrophes."""
        words = self._sounding.get(sound)
        if words is None:
            _bound(self._sounding)
            words = self._sounding[sound] = tuple(self._found(sound))
        return words

    @functools.cached_property
    def character_sounds(self) -> SoundIndex:
        """The characters by their sound, confusable syllables folded."""
        characters = {
            character for word in filter(may_be_meant, self._own) for character in word
        }.union(*(one.characters() for one in self._corpora))
        return SoundIndex((character, sounds_of(character)) for character in sorted(characters))

    def neighbours(self, typed: str, length: int) -> list[str]:
        """Return words of a length that share two characters in place with what was typed.

        Of words of two characters one. Of each beginning and end the commonest few; there are none
        only where the base has no such word at all.
        """
        found: list[str] = []
        for frame in frames(typed, length):
            words = self._framed.get(frame)
            found.extend(self._in_frame(frame) if words is None else words)
        return list(dict.fromkeys(found)) if found else found

    def _in_frame(self, frame: str) -> tuple[str, ...]:
        _bound(self._framed)
        found = self._found(frame)
        # The commonest words first, so that they are the ones kept.
        found.sort(key=lambda word: (-self.count(word), word))
        words = self._framed[frame] = tuple(found[:_MOST_NEIGHBOURS])
        return words


def _bound(remembered: dict[str, Any]) -> None:
    """Forget everything where it is too much."""
    if len(remembered) > _MOST_REMEMBERED:
        remembered.clear()


def _once(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return sorted numbers without repetitions."""
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _common(ones: NDArray[np.int64], others: NDArray[np.int64]) -> int:
    """Return how many numbers stand in both."""
    few, many = (ones, others) if len(ones) < len(others) else (others, ones)
    # The last one stands where larger numbers would have their place, and is none of them.
    same = many.take(many.searchsorted(few), mode="clip") == few
    return int(same.sum())


def is_question_word(word: str) -> bool:
    """Tell whether a word is of those that questions are made of."""
    return word in _QUESTION_SHARES

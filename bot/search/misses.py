"""Which questions are alike enough for one answer to settle them all."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from bot.base.text import normalise
from bot.language.padding import strip_padding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ALIKE: Final = 88.0
"""Shared characters, twice, per 100 characters of both questions: among eight one may be more, in
sixteen one may be another. Lower, and 印度总理 and 印度总统 of an ordinary question were one."""
_NUMBERS: Final = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两第]+")
# They make no difference to what is asked, wherever they stand.
_LITTLE: Final = str.maketrans("", "", "的了呢吗啊吧呀嘛么是在都")


@dataclass(frozen=True, slots=True)
class Alike:
    """Questions that are alike, as indices of those given."""

    members: tuple[int, ...]
    """Most asked first."""
    times: int
    """How often they were asked altogether."""


def group_alike(questions: Sequence[tuple[str, int]]) -> tuple[Alike, ...]:
    """Group questions whose characters are nearly the same, in whatever order.

    Padding such as 请问 and particles do not count, numbers must be the same. Each question goes
    to the most asked one that it is like, so that groups do not grow from neighbour to neighbour.

    Args:
        questions: Texts, each with how often it was asked.

    Returns:
        The groups, most asked first; a question like no other is a group of its own.
    """
    order = sorted(range(len(questions)), key=lambda index: -questions[index][1])
    essences = [_essence(text) for text, _ in questions]
    leaders = _Leaders(essences)
    groups: dict[int, list[int]] = {}
    for index in order:
        leader = leaders.find(index)
        if leader is None:
            leaders.add(index)
            leader = index
        groups.setdefault(leader, []).append(index)
    found = [
        Alike(tuple(members), sum(questions[index][1] for index in members))
        for members in groups.values()
    ]
    return tuple(sorted(found, key=lambda alike: -alike.times))


@dataclass(frozen=True, slots=True)
class _Essence:
    """What two questions are compared by."""

    characters: str
    """Sorted: comparing them so tells how many are shared."""
    numbers: tuple[str, ...]


def _essence(text: str) -> _Essence:
    folded = normalise(text).text
    start, end = strip_padding(folded)
    asked = "".join(char for char in folded[start:end] if char.isalnum()) or folded
    kept = asked.translate(_LITTLE) or asked
    return _Essence("".join(sorted(kept)), tuple(sorted(_NUMBERS.findall(asked))))


class _Leaders:
    """The first of each group, to be found by the rarest characters.

    Of two texts that share enough characters, one of the rarest few of either is among the rarest
    few of the other (prefix filtering: Chaudhuri et al., A primitive operator for similarity joins,
    2006). So nothing alike is overlooked, and hardly anything else is looked at.
    """

    def __init__(self, essences: Sequence[_Essence]) -> None:
        self._essences = essences
        self._frequency = Counter(
            char for essence in essences for char, _ in _numbered(essence.characters)
        )
        self._known: defaultdict[tuple[str, int], list[int]] = defaultdict(list)

    def add(self, index: int) -> None:
        """Make a question the first of a group."""
        for key in self._rarest(index):
            self._known[key].append(index)

    def find(self, index: int) -> int | None:
        """Find the leader that a question is most like; the earliest of equals."""
        essence = self._essences[index]
        near = sorted(
            {
                leader
                for key in self._rarest(index)
                for leader in self._known[key]
                if self._essences[leader].numbers == essence.numbers
            }
        )
        best = process.extractOne(
            essence.characters,
            {leader: self._essences[leader].characters for leader in near},
            scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
        )
        return None if best is None else best[2]

    def _rarest(self, index: int) -> list[tuple[str, int]]:
        """Give so many of the rarest characters that what is alike must have one of them."""
        characters = sorted(
            _numbered(self._essences[index].characters),
            key=lambda key: (self._frequency[key[0]], key),
        )
        share = _ALIKE / 100
        # The other is at least share / (2 - share) as long, so that at least so many are shared.
        shared = math.ceil(len(characters) * share / (2 - share))
        return characters[: len(characters) - shared + 1]


def _numbered(characters: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Tell apart the occurrences of one character: sharing it twice takes having it twice."""
    seen: Counter[str] = Counter()
    for char in characters:
        yield char, seen[char]
        seen[char] += 1

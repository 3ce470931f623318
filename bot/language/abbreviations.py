"""Names that mean the same: the base's own aliases and synonyms, and well-known abbreviations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.pinyin import data_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.base.model import Knowledge

LONGEST_NAME = 40

Way: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""Names as they are asked for, and as they are told."""


class Names:
    """Groups of names for the same thing."""

    def __init__(self, groups: Iterable[Iterable[str]], ways: Iterable[Way] = ()) -> None:
        """Take normalised names; one may stand in several groups, the first counts most.

        Args:
            groups: names of which each means the others.
            ways: names that mean others, and not the other way round.
        """
        others: dict[str, dict[str, None]] = defaultdict(dict)
        for asked, told in (*((group, group) for group in map(tuple, groups)), *ways):
            meant = _fit(told)
            for name in _fit(asked):
                others[name].update(dict.fromkeys(other for other in meant if other != name))
        self._others = {name: tuple(same) for name, same in others.items() if same}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._others:
            lengths[name[0]].add(len(name))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def __iter__(self) -> Iterator[str]:
        """Yield every name."""
        return iter(self._others)

    def __contains__(self, name: object) -> bool:
        """Tell whether a name has others."""
        return name in self._others

    def others(self, name: str) -> tuple[str, ...]:
        """Return the other names, the nearest group's first."""
        return self._others.get(name, ())

    def find(self, text: str) -> tuple[Span, ...]:
        """Find names in a normalised text, the longest at each place; they do not overlap."""
        spans: list[Span] = []
        at = 0
        while at < len(text):
            end = self._match(text, at)
            if end:
                spans.append(Span(at, end))
            at = end or at + 1
        return tuple(spans)

    def _match(self, text: str, start: int) -> int:
        """Return where the longest name that begins here ends; 0 where there is none."""
        for length in self._lengths.get(text[start], ()):
            end = start + length
            if end > len(text) or text[start:end] not in self._others:
                continue
            if _stands_alone(text, start, end):
                return end
        return 0


def _fit(names: Iterable[str]) -> tuple[str, ...]:
    """Leave out what is too short or too long for a name."""
    return tuple(name for name in names if 1 < len(name) <= LONGEST_NAME)


def general_names() -> Iterator[tuple[str, ...]]:
    """Yield the groups of well-known abbreviations, the full name first."""
    return _groups("abbreviations.tsv")


def general_wordings() -> Iterator[Way]:
    """Yield general words that questions have, and those that texts have for them."""
    for row in _groups("wordings.tsv"):
        asked, told = (cell.split(" ") for cell in row)
        yield tuple(asked), tuple(told)


def wordings() -> Names:
    """Return the general words with others for the same."""
    return Names((), general_wordings())


def _groups(name: str) -> Iterator[tuple[str, ...]]:
    for line in data_text(name).splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def names_of(knowledge: Knowledge) -> Names:
    """Gather the aliases of the articles, the synonyms of the lexicon and general abbreviations."""
    groups: list[Iterable[str]] = [
        (alias.name, *alias.others) for article in knowledge.articles for alias in article.aliases
    ]
    groups.extend(knowledge.lexicon.synonyms)
    own = ([normalise(name).text.strip() for name in group] for group in groups)
    return Names([*own, *general_names()])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin name is not a part of a longer word; Chinese has no such borders."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_joins(before, text[start]) or _joins(text[end - 1], after))


def _joins(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()

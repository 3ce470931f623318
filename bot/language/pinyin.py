"""How Chinese characters sound, and how people type that."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
import zlib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LONGEST_SYLLABLE = 6
"""Letters in zhuang, chuang, shuang."""
_MOST_SOUNDS = 4
"""Of a word with several characters of several readings, so many combinations are kept."""

# What southern accents and hurried typing mix up, each folded onto one spelling.
_FOLDED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FOLDED_F = {
    "fa": "hua",
    "fan": "huan",
    "fang": "huan",
    "fei": "hui",
    "fen": "hun",
    "feng": "hon",
    "fo": "huo",
    "fu": "hu",
}
LATIN = re.compile(r"[a-z\u00e0-\u01dc\u0101-\u016b]+")


class Run(NamedTuple):
    """A run of Latin letters in a text that can be read as pinyin throughout."""

    start: int
    end: int
    syllables: Mapping[int, tuple[str, ...]]
    """Where a syllable may begin: the syllables that lead on to the run's end."""

    def ways(self) -> Iterator[tuple[str, ...]]:
        """Yield the ways to cut it into syllables: xi'an and xian."""
        waiting: list[tuple[int, tuple[str, ...]]] = [(self.start, ())]
        while waiting:
            at, before = waiting.pop()
            if at == self.end:
                yield before
            waiting.extend(
                (at + len(syllable), (*before, syllable)) for syllable in self.syllables.get(at, ())
            )


def data_text(name: str) -> str:
    """Read a data file of this package, unpacking it where its name ends in .z."""
    content = resources.files("bot.language").joinpath("data", name).read_bytes()
    return (zlib.decompress(content) if name.endswith(".z") else content).decode()


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in data_text("pinyin.txt").splitlines():
        syllables, characters = line.split("\t")
        table.update(dict.fromkeys(characters, tuple(syllables.split(" "))))
    return table


@functools.cache
def all_syllables() -> frozenset[str]:
    """Return every syllable, without tones; ü is v."""
    found = {syllable for syllables in _table().values() for syllable in syllables}
    return frozenset(syllable for syllable in found if set(syllable) & set("aeiouv"))


def syllables_of(character: str) -> tuple[str, ...]:
    """Return how a simplified character may be read, the commonest first; empty for others."""
    return _table().get(character, ())


@functools.cache
def fold(syllable: str) -> str:
    """Fold a syllable so that those which are easily confused become equal."""
    if syllable in _FOLDED_F:
        return _FOLDED_F[syllable]
    for initial, simple in _FOLDED_INITIALS:
        if syllable.startswith(initial):
            syllable = simple + syllable[len(initial) :]
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounds_of(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the folded syllables of a word, one tuple for each way to read it.

    Empty where a character of it is not Chinese.
    """
    readings = [dict.fromkeys(map(fold, syllables_of(character))) for character in word]
    return tuple(itertools.islice(itertools.product(*readings), _MOST_SOUNDS))


def same_sound(one: str, other: str) -> bool:
    """Tell whether two characters share a syllable, tones aside."""
    return not set(syllables_of(one)).isdisjoint(syllables_of(other))


def latin_runs(text: str) -> tuple[Run, ...]:
    """Find the runs of Latin letters that are pinyin from end to end, with or without tone marks.

    Args:
        text: normalised text.
    """
    matches = LATIN.finditer(text)
    runs = (_parse(match.group(), match.start()) for match in matches)
    return tuple(run for run in runs if run is not None)


def _parse(letters: str, offset: int) -> Run | None:
    plain = "".join(map(_bare, letters))
    syllables: dict[int, tuple[str, ...]] = {}
    reaches_end = {len(plain)}
    for start in range(len(plain) - 1, -1, -1):
        # Within a word nobody writes a lone vowel without an apostrophe; meeting is no mé'é'tīng.
        shortest = 2 if start else 1
        found = tuple(
            plain[start:end]
            for end in range(start + shortest, min(start + LONGEST_SYLLABLE, len(plain)) + 1)
            if end in reaches_end and plain[start:end] in all_syllables()
        )
        if found:
            reaches_end.add(start)
            syllables[offset + start] = found
    if 0 not in reaches_end:
        return None
    return Run(offset, offset + len(letters), syllables)


@functools.cache
def _bare(letter: str) -> str:
    """Take the tone mark off a letter; ü becomes v. One letter stays one letter."""
    if letter.isascii():
        return letter
    decomposed = unicodedata.normalize("NFD", letter)
    return "v" if "\u0308" in decomposed else decomposed[0]


class SoundIndex:
    """Finds words by their sound, syllable after syllable."""

    def __init__(self, words: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> None:
        """Index words.

        Args:
            words: each with its folded sounds.
        """
        self._words: dict[str, list[str]] = {}
        self._prefixes: set[str] = set()
        for word, sounds in words:
            for sound in sounds:
                self._add(word, sound)

    def _add(self, word: str, sound: Sequence[str]) -> None:
        prefix = ""
        for syllable in sound:
            prefix = f"{prefix}'{syllable}" if prefix else syllable
            self._prefixes.add(prefix)
        words = self._words.setdefault(prefix, [])
        if word not in words:
            words.append(word)

    def leads_on(self, sound: str) -> bool:
        """Tell whether some word begins with folded syllables, joined by apostrophes."""
        return sound in self._prefixes

    def words(self, sound: str) -> Sequence[str]:
        """Return the words with exactly these folded syllables, joined by apostrophes."""
        return self._words.get(sound, ())


@functools.cache
def general_words() -> SoundIndex:
    """Return the frequent words of general Chinese by their exact sound."""
    return SoundIndex(_general_entries())


def _general_entries() -> Iterator[tuple[str, Iterable[Sequence[str]]]]:
    for line in data_text("sounds.txt.z").splitlines():
        sound, words = line.split("\t")
        syllables = tuple(sound.split("'"))
        for word in words.split(" "):
            yield word, (syllables,)

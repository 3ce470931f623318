"""Words that look like what was typed: one slip of the eye or of the fingers away."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from bot.language.pinyin import data_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.vocabulary import Vocabulary

FUNCTION_CHARACTERS = frozenset("的了在是有和与及也都被把给到会从为以对于不就还又之而其所去")
"""Rarely what is left when a word goes wrong: these stand by themselves."""
FUNCTION_WRONG = 3.0
NUMERALS = frozenset("一二三四五六七八九十百千万亿两零几第哪")
"""第九档 is no slip for 第九届, nor 哪一集 for 哪一年, nor 一职 for 一支."""

# Costs in nats: the rarer the slip and the shorter the word, the dearer. See `slips`.
_SIMILAR = 7.5
_SWAPPED = 4.0
_WRONG = {2: 13.0, 3: 11.0, 4: 10.5}
_WRONG_IN_LONG = 9.0
_LOST = {4: 9.5}
_LOST_IN_LONG = 8.0
_STRAY = 11.0
_SHORTEST = 3
"""Of two characters one must be similar: any other pair shares the other one by chance."""


def look_alikes(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Yield words of a base that one slip turns into what was typed, and the slip's cost.

    Of two characters one that looks alike only; see `half_alike`.
    """
    if len(typed) < _SHORTEST:
        yield from _similar(typed, vocabulary)
        return
    beside = vocabulary.neighbours(typed, len(typed))
    # Of four characters two change places, and two at an end or both ends stay: a neighbour.
    if beside or len(typed) == _SHORTEST:
        yield from _swapped(typed, vocabulary)
    yield from _wrong(typed, beside)
    yield from _lost(typed, vocabulary)
    if len(typed) > _SHORTEST:
        yield from _stray(typed, vocabulary)


def _similar(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for at, character in enumerate(typed):
        for similar in similar_characters().get(character, ""):
            word = typed[:at] + similar + typed[at + 1 :]
            if vocabulary.is_target(word):
                yield word, _SIMILAR


def half_alike(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    """Yield words of two characters that share one or both with what was typed, and the slip's cost.

    There are many: only what stands beside tells which of them may have been meant.
    """
    yield from _swapped(typed, vocabulary)
    yield from _wrong(typed, vocabulary.neighbours(typed, len(typed)))


def _swapped(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for at in range(len(typed) - 1):
        word = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        if word != typed and vocabulary.is_target(word):
            yield word, _SWAPPED


def _wrong(typed: str, neighbours: Iterable[str]) -> Iterator[tuple[str, float]]:
    for word in neighbours:
        wrong = [pair for pair in zip(typed, word, strict=True) if pair[0] != pair[1]]
        if len(wrong) != 1 or not NUMERALS.isdisjoint((*wrong[0], word[0])):
            continue
        (character, meant) = wrong[0]
        if meant in similar_characters().get(character, ""):
            yield word, _SIMILAR
        else:
            function = FUNCTION_WRONG if character in FUNCTION_CHARACTERS else 0.0
            yield word, _WRONG.get(len(word), _WRONG_IN_LONG) + function


def _lost(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for word in vocabulary.neighbours(typed, len(typed) + 1):
        if _is_without_one(typed, word):
            yield word, _LOST.get(len(word), _LOST_IN_LONG)


def _stray(typed: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    for word in vocabulary.neighbours(typed, len(typed) - 1):
        # A stray character at either end belongs to what stands beside the word.
        if word[0] == typed[0] and word[-1] == typed[-1] and _is_without_one(word, typed):
            yield word, _STRAY


def _is_without_one(shorter: str, longer: str) -> bool:
    """Tell whether a string is another one with one character left out."""
    same = 0
    while same < len(shorter) and shorter[same] == longer[same]:
        same += 1
    return shorter[same:] == longer[same + 1 :]


@functools.cache
def similar_characters() -> dict[str, str]:
    """Return, for each character, those that look like it."""
    lines = (line.partition("\t") for line in data_text("shapes.txt").splitlines())
    return {character: similar for character, _, similar in lines}

"""Normalise text for matching, with the way back to the original's characters.

What is searched is normalised; what is shown is always the source's own characters. So every
normalised text knows, for each of its characters, which characters of the original it came from.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opencc import OpenCC

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_REPLACEMENT = "\ufffd"
# Format characters (zero-width marks, direction overrides) and controls say nothing to a search.
_INVISIBLE = frozenset({"Cf", "Cc"})
_KEPT_CONTROLS = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and where each of its characters stands in the original."""

    text: str
    original: str
    starts: Sequence[int]
    """For each character of `text`, where its source begins in `original`."""
    ends: Sequence[int]
    """For each character of `text`, where its source ends in `original`."""

    def to_original(self, span: Span) -> Span:
        """Turn a span of `text` into the span of `original` that it came from."""
        if span.start >= span.end:
            at = self.starts[span.start] if span.start < len(self.text) else len(self.original)
            return Span(at, at)
        return Span(self.starts[span.start], self.ends[span.end - 1])


def normalise(text: str) -> Normalised:
    """Fold width, case, compatibility forms and script: NFKC, case folding, simplified Chinese.

    NFKC is applied to each base character with its combining marks, so that offsets survive;
    unpaired surrogates become U+FFFD, invisible characters vanish.
    """
    folded, starts, ends = _fold(text)
    return Normalised(text=simplify(folded), original=text, starts=starts, ends=ends)


def simplify(text: str) -> str:
    """Turn traditional characters into simplified ones, keeping the number of characters."""
    if text.isascii():
        return text
    simplified = _converter().convert(text)
    if len(simplified) == len(text):
        return simplified
    # A phrase that changes its length would break offsets: go character by character.
    return "".join(map(_simplify_character, text))


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@functools.lru_cache(maxsize=1 << 14)
def _simplify_character(character: str) -> str:
    simplified = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


def _fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    if _is_plain(text):
        folded = text.casefold()
        if len(folded) == len(text):
            return folded, range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = _fold_cluster(text[start:end])
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(pieces), starts, ends


def _is_plain(text: str) -> bool:
    """Tell whether folding is just lower-casing, character by character."""
    return text.replace("\n", "").isprintable() and unicodedata.is_normalized("NFKC", text)


def _clusters(text: str) -> Iterator[Span]:
    """Yield each base character with what composes onto it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and _continues(text[index]):
            continue
        yield Span(start, index)
        start = index


def _continues(character: str) -> bool:
    # Conjoining Hangul vowels and finals compose although their combining class is 0.
    return unicodedata.combining(character) != 0 or "\u1160" <= character <= "\u11ff"


def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1 and "\ud800" <= cluster <= "\udfff":
        return _REPLACEMENT
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    return "".join(
        _REPLACEMENT if "\ud800" <= character <= "\udfff" else character
        for character in folded
        if character in _KEPT_CONTROLS or unicodedata.category(character) not in _INVISIBLE
    )

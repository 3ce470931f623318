"""Normalise text for matching, with the way back to the original's characters.

What is searched is normalised; what is shown is always the source's own characters. So every
normalised text knows, for each of its characters, which characters of the original it came from.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opencc import OpenCC

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
# Format characters (zero-width marks, direction overrides) and controls say nothing to a search,
# and neither do the selectors of a character's looks.
_INVISIBLE = frozenset({"Cf", "Cc"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Text that is folded character by character: what most of Chinese is written in.
_PLAIN = re.compile("[\t\n\r -~·–—‘’“”\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
_MOST_MARKS = 30
"""More marks on one character are folded apart, as in Unicode's stream-safe text: composing takes
the square of their number."""


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


def with_offsets(text: str, original: str) -> Normalised:
    """Return what `normalise` makes of a text, given the normalised text as it was once made.

    Most of the work is to simplify; where characters came from is found out without.
    """
    _, starts, ends = _fold(original)
    return Normalised(text=text, original=original, starts=starts, ends=ends)


def simplify(text: str) -> str:
    """Turn traditional characters into simplified ones, keeping the number of characters."""
    if text.isascii():
        return text
    # OpenCC leaves 昇 in the name 畢昇 but not in 毕昇: the second time makes both the same.
    for _ in range(2):
        simplified: str = _converter().convert(text)
        if len(simplified) != len(text):
            # A phrase that changes its length would break offsets: go character by character.
            return "".join(map(_simplify_character, text))
        text = simplified
    return text


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@functools.lru_cache(maxsize=1 << 14)
def _simplify_character(character: str) -> str:
    simplified = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


def _fold(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    if _PLAIN.fullmatch(text):
        folded = unicodedata.normalize("NFKC", text).casefold()
        return folded, range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(_SURROGATE.sub(_REPLACEMENT, text)):
        # Folding may leave a letter beside a mark that it composes with: ß̣ becomes sṣ.
        piece = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(pieces), starts, ends


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each visible character with what composes onto it, and where they stand."""
    cluster, start, end = "", 0, 0
    for index, character in enumerate(text):
        if _is_invisible(character):
            continue
        if cluster and _continues(character) and len(cluster) <= _MOST_MARKS:
            cluster += character
        else:
            if cluster:
                yield cluster, start, end
            cluster, start = character, index
        end = index + 1
    if cluster:
        yield cluster, start, end


@functools.lru_cache(maxsize=1 << 14)
def _is_invisible(character: str) -> bool:
    if _SELECTORS.match(character):
        return True
    return unicodedata.category(character) in _INVISIBLE and not character.isspace()


@functools.lru_cache(maxsize=1 << 14)
def _continues(character: str) -> bool:
    """Tell whether a character, or what it is a compatibility form of, composes onto the last."""
    first = unicodedata.normalize("NFKD", character)[0]
    # Conjoining Hangul vowels and finals compose although their combining class is 0.
    return unicodedata.combining(first) != 0 or "\u1160" <= first <= "\u11ff"

"""The font of the charts: no machine need have a Chinese one."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path
from typing import Final

from bot.presentation.table import width

FONT_FILE: Final = Path(__file__).with_name("font.otf")

_UNKNOWN: Final = "□"
_CLUSTERS: Final = re.compile(f"{_UNKNOWN}+")
# Joiners, variation selectors, marks on what is missing itself: nothing of it has a place of its own.
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})


def drawable(text: str) -> str:
    """Return a text in one line whose every character the font has.

    What it lacks, such as emoji, becomes a box: one for however many in a row.
    """
    known = _characters()
    line = " ".join(text.split())
    shown = (
        character if ord(character) in known else _UNKNOWN
        for character in unicodedata.normalize("NFC", line)
        if ord(character) in known or unicodedata.category(character) not in _INVISIBLE
    )
    return _CLUSTERS.sub(_UNKNOWN, "".join(shown))


def clipped(text: str, columns: int) -> str:
    """Return a text as `drawable` does, shortened to a width in columns."""
    text = drawable(text)
    if width(text) <= columns:
        return text
    kept, used = [], width("…")
    for character in text:
        used += width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


@functools.cache
def _characters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - only where something is drawn

    return frozenset(FT2Font(str(FONT_FILE)).get_charmap())

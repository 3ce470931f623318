"""Tables for a terminal, in which Chinese characters take two columns and others one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GAP = "  "


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return lines in which the cells stand below each other: the first left, the others right."""
    cells = [tuple(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    return [_line(row, widths) for row in cells]


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        (text, " " * (columns - width(text))) for text, columns in zip(row, widths, strict=True)
    )
    text = "".join(first) + "".join(f"{_GAP}{blank}{cell}" for cell, blank in others)
    return text.rstrip()

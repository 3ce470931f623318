"""Plain text: paragraphs from lines, however their author broke them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from bot.input.documents.blocks import Document, blocks_of, clean, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ENDED: Final = re.compile(r"[。！？；…!?;.][”’」』）)\]\"']*$")
_LONGEST_END: Final = 4
"""Characters: a full stop, and quotes and brackets behind it."""
_EMPTY_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n)+")
_NARROWEST: Final = 30
_WIDEST: Final = 120
"""Columns; lines of other widths were not broken by hand or by a mail program."""
_INDENTATION: Final = (" ", "\t", "\u3000")
_FULL: Final = 0.85
"""A broken line is nearly as wide as the widest: the next word did not fit."""


def read_plain(text: str) -> Document:
    """Read a text: a paragraph is a line, or lines that were broken at a width."""
    lines = _EMPTY_LINES.sub("\n\n", clean(text)).split("\n")
    return Document(blocks_of((paragraph, 0) for paragraph in paragraphs(lines)))


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Put lines together where one goes on in the next."""
    full = _full_lines(lines)
    paragraph: list[str] = []
    for number, line in enumerate(lines):
        goes_on = line.strip() and not line.startswith(_INDENTATION) and number - 1 in full
        # Where a sentence ends with the line, parting costs nothing.
        if not goes_on or _ENDED.search(lines[number - 1].rstrip()[-_LONGEST_END:]):
            yield join(paragraph)
            paragraph = []
        paragraph.append(line)
    yield join(paragraph)


def _full_lines(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines that were broken at a width: most of a text's, or none."""
    widths = {number: _width(line) for number, line in enumerate(lines) if line.strip()}
    widest = max(widths.values(), default=0)
    full = {number for number, width in widths.items() if width >= _FULL * widest}
    is_broken = len(full) > 1 and 2 * len(full) >= len(widths)
    return full if is_broken and _NARROWEST <= widest <= _WIDEST else set()


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line.rstrip())

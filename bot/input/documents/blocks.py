"""What every converter makes of a document: blocks of text, and what the document says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.input.readers import is_visible
from bot.input.tree import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_BREAKS: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SOFT_HYPHEN: Final = re.compile("[\u00ad\u200b\ufeff]")
_BLANKS: Final = re.compile(r"[ \t\u00a0]+")
# Between these and a neighbour no blank is written: Chinese characters and full-width punctuation.
_WIDE: Final = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff“”‘’…—]"
)
_GOES_ON: Final = re.compile("[，、,：:（(《“‘「]$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item of a list or a row of a table."""

    text: str
    heading: int = 0
    """From 1, the highest; 0 for what is no heading."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, before it is known which of its parts is what."""

    blocks: tuple[Block, ...]
    title: str | None = None
    """As its metadata say it."""
    published: str | None = None
    source: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """Make line ends line feeds, and leave out what is no character of a text."""
    text = _SOFT_HYPHEN.sub("", _LINE_BREAKS.sub("\n", text))
    return CONTROL.sub("", text)


def tidy(text: str) -> str:
    """Clean a block's text: no blanks around its lines, no lines without text."""
    lines: list[list[str]] = []
    for line in clean(text).split("\n"):
        piece = _BLANKS.sub(" ", line).strip()
        # A line that ends in a comma was broken for its looks.
        if lines and piece and _GOES_ON.search(lines[-1][-1][-1:]):
            lines[-1].append(piece)
        elif piece:
            lines.append([piece])
    return "\n".join(map(join, lines))


def join(pieces: Iterable[str]) -> str:
    """Join the lines of a paragraph: with blanks between them, unless one side is Chinese."""
    joined: list[str] = []
    for piece in map(str.strip, pieces):
        if joined and piece and not _WIDE.match(joined[-1][-1]) and not _WIDE.match(piece):
            joined.append(" ")
        if piece:
            joined.append(piece)
    return "".join(joined)


def blocks_of(texts: Iterable[tuple[str, int]]) -> tuple[Block, ...]:
    """Make blocks of texts and their heading levels; those without text are left out."""
    tidied = ((tidy(text), heading) for text, heading in texts)
    return tuple(Block(text, heading) for text, heading in tidied if is_visible(text))

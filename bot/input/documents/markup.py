"""Blocks of text in an HTML tree, and in the similar one that trafilatura makes."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

from bot.input.documents.blocks import Block, blocks_of, join

_SKIPPED: Final = frozenset(
    "script style noscript template title nav footer aside form button select iframe svg math"
    " object".split()
)
_BREAKS: Final = frozenset({"br", "lb"})
_CELLS: Final = frozenset({"td", "th", "cell"})
_ROWS: Final = frozenset({"tr", "row"})
_PARTS: Final = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure"
    " h1 h2 h3 h4 h5 h6 head header hr html item li list main ol p pre quote section summary table"
    " tbody td tfoot th thead tr row cell ul".split()
)
_CELL_GAP: Final = " | "
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
# Stands for a line break of the source until it is known what is on both its sides.
_MARK: Final = "\x1f"
_SOURCE_BREAK: Final = re.compile(rf" *{_MARK}[ {_MARK}]*")
_HEADING: Final = re.compile(r"h([1-6])")


def parse_html(text: str) -> html.HtmlElement | None:
    """Parse HTML as browsers do; None where there is nothing in it."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root: html.HtmlElement | None = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    return root


def blocks_in(root: etree._Element) -> tuple[Block, ...]:
    """Return the blocks below an element, in order."""
    reader = _Reader()
    reader.walk(root)
    reader.close()
    return blocks_of(reader.found)


def text_of(root: etree._Element) -> str:
    """Return all text below an element on one line."""
    return " ".join(block.text.replace("\n", " ") for block in blocks_in(root))


class _Reader:
    """Goes through a tree and gathers its text, block by block."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []
        self._pieces: list[str] = []
        self._heading = 0
        self._begins_line = False

    def close(self) -> None:
        """End the block that is being read."""
        self.found.append((_SOURCE_BREAK.sub(_unbroken, "".join(self._pieces)), self._heading))
        self._pieces, self._heading, self._begins_line = [], 0, False

    def walk(self, element: etree._Element, *, verbatim: bool = False) -> None:
        """Read an element; `verbatim` is for text whose line breaks count."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag in _BREAKS:
            self._break()
        elif tag in _ROWS:
            self._row(element)
        elif tag in _PARTS:
            self.close()
            self._heading = _level(element)
            self._inside(element, verbatim=verbatim or tag == "pre")
            self.close()
        else:
            self._inside(element, verbatim=verbatim)

    def _inside(self, element: etree._Element, *, verbatim: bool) -> None:
        self._say(element.text, verbatim=verbatim)
        for child in element:
            self.walk(child, verbatim=verbatim)
            self._say(child.tail, verbatim=verbatim)

    def _say(self, text: str | None, *, verbatim: bool) -> None:
        if text:
            text = text.replace(_MARK, "")
            self._pieces.append(text if verbatim else _BLANKS.sub(_blank, text))
            self._begins_line = self._begins_line and text.isspace()

    def _break(self) -> None:
        """End a line; the second of two in a row ends the block."""
        if self._begins_line:
            self.close()
        else:
            self._pieces.append("\n")
            self._begins_line = True

    def _row(self, row: etree._Element) -> None:
        self.close()
        cells = (text_of(cell) for cell in row if cell.tag in _CELLS)
        self.found.append((_CELL_GAP.join(filter(None, cells)), 0))


def _level(element: etree._Element) -> int:
    name = element.get("rend", "") if element.tag == "head" else element.tag
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 0


def _blank(match: re.Match[str]) -> str:
    return _MARK if "\n" in match.group() else " "


def _unbroken(match: re.Match[str]) -> str:
    """Take out a line break of the source, which is none of the text."""
    text = match.string
    before = text[max(match.start() - 1, 0) : match.start()]
    after = text[match.end() : match.end() + 1]
    return " " if " " in join((before, after)) else ""

"""From a document to the draft of an article: which part is the title, the date, the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Article
from bot.input.addresses import MAX_URL, is_url
from bot.input.documents.blocks import tidy
from bot.input.documents.dates import read_byline
from bot.input.readers import MAX_LINE, MAX_WORD, is_visible

if TYPE_CHECKING:
    from bot.input.documents.blocks import Block, Document
    from bot.input.documents.dates import Byline

_HEAD: Final = 5
"""Blocks at the beginning among which title and byline are looked for."""
_LONGEST_TITLE: Final = 60
"""Characters in a first line that may be a title."""
_FEW: Final = 20
_NAMELESS: Final = "无标题"
_SENTENCE_END: Final = re.compile(r"[。！？；;，,：:…]$")
# What programs write into a title that nobody gave.
_NO_TITLE: Final = re.compile(
    r"untitled.*|无标题.*|未命名.*|microsoft (?:word|powerpoint) - .*|新建.*文档.*|.*\.(?:docx?|pdf|wps|txt|html?)"
    r"|word 文档|powerpoint 演示文稿|document\d*|文档\d*",
    re.IGNORECASE,
)


def draft(document: Document, stem: str) -> Article | None:
    """Make an article of a document, its id still open; None where there is no text.

    Args:
        document: Read from a file.
        stem: The file's name, for a document that has no title.
    """
    blocks = list(document.blocks)
    title = _take_title(blocks, document, stem)
    byline = _take_byline(blocks)
    if not blocks:
        return None
    return Article(
        id="",
        title=title,
        text="\n\n".join(block.text for block in blocks),
        published=_more_precise(document.published, byline),
        source=_line(document.source) or (byline.source if byline else None),
        url=_address(document.url),
        tags=tuple(dict.fromkeys(tag for tag in map(str.strip, document.tags) if _is_word(tag))),
    )


def _take_title(blocks: list[Block], document: Document, stem: str) -> str:
    """Find the title, and take it out of the text where it stands there."""
    named = _line(document.title)
    if named and _NO_TITLE.fullmatch(named):
        named = None
    # A document that is nothing but a title keeps it as its text.
    head = blocks[:_HEAD] if len(blocks) > 1 else []
    if named is not None:
        same = next((block for block in head if _bare(block.text) == _bare(named)), None)
        if same is not None:
            blocks.remove(same)
            return named
    heading = _first_heading(head)
    # Of two candidates the one in front of everything is what readers take for the title.
    if heading is not None and (named is None or heading is blocks[0]):
        found = _line(heading.text)
        if found:
            blocks.remove(heading)
            return found
    if named is not None:
        return named
    if len(blocks) > 1 and _looks_like_title(blocks[0].text):
        return blocks.pop(0).text
    if not blocks or re.search(r"\w", stem):
        return _line(stem) or _NAMELESS
    return blocks[0].text.partition("\n")[0][:_LONGEST_TITLE].strip()


def _first_heading(head: list[Block]) -> Block | None:
    """Find the heading that stands over a text, a byline or a few words at most before it."""
    for block in head:
        if block.heading:
            return block
        is_text = len(block.text) > _FEW or _SENTENCE_END.search(block.text)
        if is_text and read_byline(block.text) is None:
            return None
    return None


def _looks_like_title(text: str) -> bool:
    if "\n" in text or len(text) > _LONGEST_TITLE or _SENTENCE_END.search(text):
        return False
    return read_byline(text) is None


def _take_byline(blocks: list[Block]) -> Byline | None:
    for block in blocks[:_HEAD]:
        byline = read_byline(block.text)
        if byline is not None:
            if len(blocks) > 1:
                blocks.remove(block)
            return byline
    return None


def _more_precise(published: str | None, byline: Byline | None) -> str | None:
    """Return the date in the metadata, with the time that a byline adds to it."""
    said = byline.published if byline else None
    if published is None or (said is not None and said.startswith(published)):
        return said
    return published


def _line(text: str | None) -> str | None:
    line = " ".join(tidy(text or "").split("\n"))
    return line if is_visible(line) and len(line) <= MAX_LINE else None


def _address(url: str | None) -> str | None:
    return url if url and len(url) <= MAX_URL and is_url(url) else None


def _bare(text: str) -> str:
    return "".join(text.split())


def _is_word(text: str) -> bool:
    return is_visible(text) and len(text) <= MAX_WORD and len(text.splitlines()) == 1

"""Telegram's HTML: escape once, mark spans without breaking anything, count as Telegram counts."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

MESSAGE_LIMIT = 4096
"""The longest message, in UTF-16 code units, once its entities are parsed."""
ELLIPSIS = "…"

_TAG = re.compile(r"<[^>]*>")
_SURROGATE = re.compile("[\ud800-\udfff]")


def units(text: str) -> int:
    """Count UTF-16 code units, as Telegram does."""
    return len(text) + sum(character > "\uffff" for character in text)


def escape(text: str) -> str:
    """Make a text safe between tags and in attributes; what UTF-8 cannot carry becomes U+FFFD."""
    return html.escape(_SURROGATE.sub("\ufffd", text))


def plain(markup: str) -> str:
    """Take the tags out of HTML made here, for where Telegram refuses it."""
    return html.unescape(_TAG.sub("", markup))


def bold(markup: str) -> str:
    """Set in bold type."""
    return f"<b>{markup}</b>"


def code(markup: str) -> str:
    """Set as what is typed: a tap copies it."""
    return f"<code>{markup}</code>"


def link(markup: str, url: str | None) -> str:
    """Make a link, where there is something to link to."""
    return f'<a href="{escape(url)}">{markup}</a>' if url else markup


def quote(markup: str, *, expandable: bool) -> str:
    """Set as a quotation, folded where it is long."""
    return f"<blockquote{' expandable' * expandable}>{markup}</blockquote>"


def mark(
    text: str, answer: Span | None, matched: Iterable[Span], within: Span | None = None
) -> str:
    """Escape a text, the answer bold and the matched words underlined.

    A word may overlap the answer: it is then underlined in pieces, so that tags always nest.

    Args:
        text: The text, as the spans count it.
        answer: What is set bold.
        matched: What is underlined: in order, not overlapping.
        within: The part that is wanted; an ellipsis stands where something was left out.
    """
    first, last = within or Span(0, len(text))
    start, end = answer or Span(first, first)
    start, end = min(max(start, first), last), max(min(end, last), first)
    words = tuple(matched)
    inside = _underline(text, Span(start, end), words)
    return (
        ELLIPSIS * (first > 0)
        + _underline(text, Span(first, start), words)
        + (bold(inside) if inside else "")
        + _underline(text, Span(max(start, end), last), words)
        + ELLIPSIS * (last < len(text))
    )


def _underline(text: str, within: Span, words: Iterable[Span]) -> str:
    pieces: list[str] = []
    at = within.start
    for word in words:
        start, end = max(word.start, at), min(word.end, within.end)
        if start < end:
            pieces += escape(text[at:start]), "<u>", escape(text[start:end]), "</u>"
            at = end
    return "".join(pieces) + escape(text[at : within.end])


def excerpt(text: str, limit: int, around: Span | None = None) -> Span:
    """Choose the part of a text that fits into a number of UTF-16 units, ellipses included.

    As much is kept on the left of `around` as on its right, and more where the other side needs
    less; without `around` the text's beginning is kept. Of an `around` that does not fit itself,
    the beginning is.
    """
    if units(text) <= limit:
        return Span(0, len(text))
    start, end = around or Span(0, 0)
    limit = max(limit - 2 * len(ELLIPSIS), 0)
    end = start + _count_fitting(text[start:end], limit)
    room = limit - units(text[start:end])
    share = max(room // 2, room - units(text[end:]))
    left = start - _count_fitting(reversed(text[:start]), share)
    right = end + _count_fitting(text[end:], room - units(text[left:start]))
    return Span(left, right)


def clip(text: str, limit: int, around: Span | None = None) -> str:
    """Shorten a text to a number of UTF-16 units, as `excerpt` chooses them."""
    start, end = excerpt(text, limit, around)
    return ELLIPSIS * (start > 0) + text[start:end] + ELLIPSIS * (end < len(text))


def _count_fitting(characters: Iterable[str], limit: int) -> int:
    """Count the characters, from the first, that fit into a number of units."""
    count = used = 0
    for character in characters:
        used += units(character)
        if used > limit:
            break
        count += 1
    return count

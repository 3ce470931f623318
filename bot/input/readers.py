"""The vocabulary in which formats are described: readers of lists, texts, numbers and choices.

A reader takes a `Value` and returns what it holds, or reports what was expected and what was found
and returns `None`. Readers are combined: `each(line)` reads a list of lines.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Final, TypeVar

from bot.input.report import brief, shorten
from bot.input.tree import List, Node, Scalar
from bot.input.values import KINDS, Reader, Value

T = TypeVar("T")

MAX_LINE: Final = 500
"""Characters in a title, a source or a question."""
MAX_WORD: Final = 100
"""Characters in a tag, a name or a word."""
SEPARATORS: Final = "，、；"
"""Typed for the comma between the items of a list, which has to be half width."""

# ISO 8601 as people write it: a date, or a date and a time with or without seconds and zone.
_DATE: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?",
    re.ASCII,
)
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TRUE: Final = frozenset({"true", "yes", "on"})


def each(
    read: Reader[T], *, at_least: int = 0, at_most: int | None = None
) -> Reader[tuple[T, ...]]:
    """Read a list whose items are all of one form."""

    def reader(value: Value) -> tuple[T, ...] | None:
        if not isinstance(value.node, List):
            value.expected("列表", _list_hint(value.node))
            return None
        if len(value.node.items) < at_least:
            value.problem("不能为空")
            return None
        if at_most is not None and len(value.node.items) > at_most:
            value.problem(f"最多 {at_most} 项，实有 {len(value.node.items)} 项")
            return None
        found = [read(item) for item in value.items()]
        return tuple(item for item in found if item is not None)

    return reader


def _list_hint(node: Node) -> str:
    if not isinstance(node, Scalar) or node.kind == "null":
        return ""
    return "；只有一项也要放在半角方括号里"


def file_path(value: Value) -> Path | None:
    """Read the path of a file or a folder."""
    text = line(value)
    return None if text is None else Path(text)


def prose(value: Value) -> str | None:
    """Read a text verbatim, but for the one line feed that `|` puts at its end."""
    text = _strict_text(value)
    if text is None or _refuse_empty(value, text):
        return None
    return text.removesuffix("\n")


def line(value: Value) -> str | None:
    """Read a text of one line, without the blanks around it."""
    text = _strict_text(value)
    return None if text is None else _one_line(value, text, MAX_LINE)


def question(value: Value) -> str | None:
    """Read a question as readers may type it: 110 too."""
    text = _text(value)
    return None if text is None else _one_line(value, text, MAX_LINE)


def word(value: Value) -> str | None:
    """Read a name or a word; in a list of words 110, NO and 2020 are what they look like."""
    text = _text(value)
    if text is None:
        return None
    separator = next((char for char in SEPARATORS if char in text.strip(char)), None)
    if separator and isinstance(value.node, Scalar) and value.node.plain:
        value.problem(f"含有“{separator}”；各项之间要用半角逗号“, ”分开，确属一项的请加引号")
        return None
    return _one_line(value, text, MAX_WORD)


def _text(value: Value) -> str | None:
    node = value.node
    if not isinstance(node, Scalar):
        value.expected("文字")
    elif node.kind == "null":
        value.problem("不能为空")
    else:
        return node.value
    return None


def _strict_text(value: Value) -> str | None:
    """Read a text, where what YAML takes for something else is more likely a slip."""
    node = value.node
    if isinstance(node, Scalar) and node.kind in KINDS:
        value.expected("文字", f'；确是文字的请加引号："{shorten(node.value)}"')
        return None
    return _text(value)


def _one_line(value: Value, text: str, limit: int) -> str | None:
    text = text.strip()
    if _refuse_empty(value, text):
        return None
    if len(text.splitlines()) > 1:
        value.problem("只能有一行")
        return None
    return None if refuse_long(value, text, limit) else text


def is_visible(text: str) -> bool:
    """Tell whether there is anything to see in a text: zero-width characters are nothing."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _refuse_empty(value: Value, text: str) -> bool:
    """Refuse a text in which there is nothing to see."""
    if is_visible(text):
        return False
    value.problem("不能为空")
    return True


def refuse_long(value: Value, text: str, limit: int) -> bool:
    """Report a text of more than `limit` characters."""
    if len(text) <= limit:
        return False
    value.problem(f"最多 {limit} 个字，实有 {len(text)} 个")
    return True


def date(value: Value) -> str | None:
    """Read a date, or a date and time, and keep it as written."""
    node = value.node
    if not isinstance(node, Scalar) or not _DATE.fullmatch(node.value):
        value.expected("日期，如 2020-11-11 或 2020-11-11 09:03:54")
        return None
    try:
        datetime.datetime.fromisoformat(node.value)
    except ValueError:
        value.problem(f"没有这样的日期或时间：{brief(node.value)}")
        return None
    return node.value


def integer(low: int, high: int) -> Reader[int]:
    """Read a whole number of a range, both ends included."""

    def reader(value: Value) -> int | None:
        node = value.node
        if isinstance(node, Scalar) and node.plain and _INTEGER.fullmatch(node.value):
            number = int(node.value)
            if low <= number <= high:
                return number
        value.expected(f" {low} 到 {high} 的整数")
        return None

    return reader


def boolean(value: Value) -> bool | None:
    """Read a truth value."""
    if isinstance(value.node, Scalar) and value.node.kind == "bool":
        return value.node.value.lower() in _TRUE
    value.expected(" true 或 false")
    return None


def choice(*options: str) -> Reader[str]:
    """Read one of a few words."""

    def reader(value: Value) -> str | None:
        if isinstance(value.node, Scalar) and value.node.value in options:
            return value.node.value
        value.expected(f" {'、'.join(options)} 之一")
        return None

    return reader

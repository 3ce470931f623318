"""Values of a file on their way to a type: where they stand, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from bot.input.report import Report, brief, shorten
from bot.input.syntax import loose_colon
from bot.input.tree import Broken, List, Map, Node, Scalar

T = TypeVar("T")
D = TypeVar("D")

KINDS: Final = {"bool": "真假值", "int": "整数", "float": "小数", "timestamp": "日期"}
"""What YAML may take an unquoted text for."""

_LONGEST_KEY: Final = 40


@dataclass(frozen=True, slots=True)
class Value:
    """A node, the path that leads to it, and where its problems go."""

    node: Node
    path: str
    """Keys joined by dots, items counted from 1: `faq[2].ask`. Empty for the whole file."""
    report: Report

    def problem(self, message: str) -> None:
        """Report a mistake here; what is broken has been reported already."""
        if not isinstance(self.node, Broken):
            self.report.add(self.node.offset, f"{self.path}：{message}" if self.path else message)

    def expected(self, what: str, hint: str = "") -> None:
        """Report that something else stands here."""
        self.problem(f"应为{what}，实为{_describe(self.node)}{hint}")

    @property
    def blank(self) -> bool:
        """Whether nothing was written: `key:` or `key: ~`."""
        return isinstance(self.node, Scalar) and self.node.kind == "null"

    def items(self) -> Iterator[Value]:
        """Go through a list; what is no list has no items."""
        if isinstance(self.node, List):
            for number, item in enumerate(self.node.items, start=1):
                yield Value(item, f"{self.path}[{number}]", self.report)

    def entry(self, key: str, node: Node) -> Value:
        """Step inwards, to the value of a key."""
        name = shorten(key)
        return Value(node, f"{self.path}.{name}" if self.path else name, self.report)

    def find(self, *keys: str) -> Value:
        """Follow keys inwards, as far as they lead."""
        value = self
        for key in keys:
            inner = value.node.get(key) if isinstance(value.node, Map) else None
            if inner is None:
                break
            value = value.entry(key, inner)
        return value


Reader: TypeAlias = Callable[[Value], T | None]
"""Returns what a value holds; or reports what is wrong with it, and returns nothing."""


def _describe(node: Node) -> str:
    if isinstance(node, Scalar):
        if node.kind == "null":
            return "空值"
        name = KINDS.get(node.kind)
        return f"文字{brief(node.value)}" if name is None else f"{name} {shorten(node.value)}"
    return "列表" if isinstance(node, List) else "键值对"


class Entries:
    """The entries of a mapping that is being read."""

    def __init__(self, value: Value, node: Map, misspelt: frozenset[str]) -> None:
        self._value = value
        self._misspelt = misspelt
        self._values = {key.value: value.entry(key.value, child) for key, child in node.entries}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def means(self, key: str) -> bool:
        """Tell whether a key is there, if only misspelt: then it is not missing besides."""
        return key in self._values or key in self._misspelt

    def get(self, key: str) -> Value | None:
        """Return the value of a key, for problems that concern more than one."""
        return self._values.get(key)

    def required(self, key: str, read: Reader[T]) -> T | None:
        """Read what must be there."""
        value = self._values.get(key)
        if value is not None:
            return read(value)
        if not self.means(key):
            self._value.problem(f"缺少必需的键“{key}”")
        return None

    def optional(self, key: str, read: Reader[T], default: D) -> T | D:
        """Read what may be left out or left blank."""
        value = self._values.get(key)
        found = None if value is None or value.blank else read(value)
        return default if found is None else found


def entries(value: Value, keys: Sequence[str]) -> Entries | None:
    """Open a mapping with the keys it may have; others are reported."""
    node = value.node
    if not isinstance(node, Map):
        value.expected("键值对（键: 值）", _colon_hint(value))
        return None
    unknown = [key for key, _ in node.entries if key.value not in keys]
    near = [_report_unknown(key, value, keys) for key in unknown]
    return Entries(value, node, frozenset(key for key in near if key))


def _colon_hint(value: Value) -> str:
    node = value.node
    if not isinstance(node, Scalar) or not node.plain:
        return ""
    number, _ = value.report.place(node.offset)
    return loose_colon(node.value, number)


def _report_unknown(key: Scalar, value: Value, keys: Sequence[str]) -> str | None:
    """Report a key that has no meaning; return the one that may have been meant."""
    where = Value(key, value.path, value.report)
    # Comparing is not free, and a long key resembles none of the short ones.
    compare = len(key.value) <= _LONGEST_KEY and not value.report.full
    matches = difflib.get_close_matches(key.value.strip().lower(), keys, n=1) if compare else []
    near = next(iter(matches), None)
    if near is not None and near == key.value.strip():
        where.problem(f"键“{near}”的前后有全角空格；请改成半角空格")
    else:
        hint = f"，是不是“{near}”？" if near else "；"
        where.problem(f"不认识的键{brief(key.value)}{hint}可用的键：{'、'.join(keys)}")
    return near

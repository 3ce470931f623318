"""YAML text as a tree of nodes that know where they stand.

PyYAML's event stream is used rather than its composer: events come one by one, so depth and size
are bounded before anything is built, nothing recurses, and a duplicate key is seen instead of
overwritten. Anchors, aliases and tags have no place in the formats read here and are refused.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.resolver import Resolver

from bot.input.report import Report, brief
from bot.input.syntax import explain

MAX_DEPTH: Final = 10
"""Levels of nesting; the formats read here need four."""
MAX_NODES: Final = 500_000
"""Values in one file; a dictionary of that many words is no longer written by hand."""

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser written in C where PyYAML was built with it: some ten times faster."""

CONTROL: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
"""Characters that YAML does not hold: controls, unpaired surrogates, two non-characters."""

# Besides, what YAML 1.1 takes for a line break and no editor shows as one: a text that holds them
# would be read with other lines than its author sees, and not verbatim.
_HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value without parts."""

    value: str
    plain: bool
    """Neither quoted nor a block: what YAML may take for a number, a truth value or nothing."""
    offset: int

    @property
    def kind(self) -> str:
        """What YAML takes it for: `str`, `null`, `bool`, `int`, `float`, `timestamp` and so on."""
        return _kind(self.value) if self.plain else "str"


@dataclass(frozen=True, slots=True)
class List:
    """A sequence."""

    items: tuple[Node, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping; its keys are texts and differ."""

    entries: tuple[tuple[Scalar, Node], ...]
    offset: int

    def get(self, key: str) -> Node | None:
        """Return the value of a key."""
        return next((node for found, node in self.entries if found.value == key), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that was reported already and says nothing."""

    offset: int


Node = Scalar | List | Map | Broken


def parse(text: str, report: Report) -> Node | None:
    """Build the tree of a file's only document; an empty mapping where nothing is written.

    Returns:
        `None` where the text cannot be made out: that has been reported.
    """
    unreadable = CONTROL.search(text) or _HIDDEN_BREAK.search(text)
    if unreadable:
        report.add(unreadable.start(), _unreadable(unreadable.group()))
        return None
    builder = _Builder(report)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not builder.take(event):
                return None
    # The loader in Python lets an overflow through: an escape such as "\UFFFFFFFF".
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        report.add(*explain(error, text))
        return None
    root = builder.root
    if root is None or (isinstance(root, Scalar) and root.kind == "null"):
        return Map((), 0)
    return root


def _unreadable(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if _HIDDEN_BREAK.match(char):
        return f"含有看不见的换行符 {code}；请改成普通换行"
    return f"含有控制字符 {code}；请删去"


class _OpenList:
    def __init__(self, offset: int, *, broken: bool) -> None:
        self.offset = offset
        self._broken = broken
        self._items: list[Node] = []

    def put(self, node: Node) -> None:
        self._items.append(node)

    def close(self) -> Node:
        return Broken(self.offset) if self._broken else List(tuple(self._items), self.offset)


class _OpenMap:
    def __init__(self, offset: int, report: Report, *, broken: bool) -> None:
        self.offset = offset
        self._report = report
        self._broken = broken
        self._entries: dict[str, tuple[Scalar, Node]] = {}
        self._key: Scalar | None = None
        self._await_value = False

    def put(self, node: Node) -> None:
        """Take keys and values by turns."""
        if not self._await_value:
            self._key = self._usable_key(node)
        elif self._key is not None:
            self._entries[self._key.value] = (self._key, node)
        self._await_value = not self._await_value

    def _usable_key(self, node: Node) -> Scalar | None:
        """Return the key, unless its value is to be dropped."""
        if isinstance(node, Broken):
            return None
        if not isinstance(node, Scalar) or node.kind == "null" or not node.value:
            self._report.add(node.offset, "键应为文字，且不能为空")
            return None
        if first := self._entries.get(node.value):
            line, _ = self._report.place(first[0].offset)
            self._report.add(node.offset, f"键{brief(node.value)}重复：第 {line} 行已经有了")
            return None
        return node

    def close(self) -> Node:
        if self._broken:
            return Broken(self.offset)
        return Map(tuple(self._entries.values()), self.offset)


class _Builder:
    """Turns events into nodes, keeping the open containers on a stack of its own."""

    def __init__(self, report: Report) -> None:
        self.root: Node | None = None
        self._report = report
        self._stack: list[_OpenList | _OpenMap] = []
        self._nodes = 0
        self._seen_anchor = False

    def take(self, event: yaml.Event) -> bool:
        """Build on; false where the rest of the file is not worth reading."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._put(self._stack.pop().close())
        elif isinstance(event, yaml.NodeEvent):
            return self._take_node(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            message = "一个文件只能有一份内容；请删去这里的“---”或把后面的移到别的文件"
            self._report.add(_offset(event), message)
            return False
        return True

    def _take_node(self, event: yaml.NodeEvent) -> bool:
        offset = _offset(event)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._report.add(offset, f"值超过 {MAX_NODES} 个；请拆成几个文件")
            return False
        self._refuse_anchor(event, offset)
        if isinstance(event, yaml.AliasEvent):
            self._put(Broken(offset))
            return True
        broken = self._refuse_tag(event, offset)
        if isinstance(event, yaml.ScalarEvent):
            self._put(Broken(offset) if broken else self._scalar(event, offset))
            return True
        self._stack.append(
            _OpenMap(offset, self._report, broken=broken)
            if isinstance(event, yaml.MappingStartEvent)
            else _OpenList(offset, broken=broken)
        )
        if len(self._stack) > MAX_DEPTH:
            self._report.add(offset, f"嵌套超过 {MAX_DEPTH} 层")
            return False
        return True

    def _put(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].put(node)
        else:
            self.root = node

    def _refuse_anchor(self, event: yaml.NodeEvent, offset: int) -> None:
        """Report anchors and aliases, once a file: a bomb is made of hundreds."""
        if event.anchor is None or self._seen_anchor:
            return
        self._seen_anchor = True
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        name = brief(f"{sign}{event.anchor}")
        message = (
            f"不支持 YAML 的锚点和别名（{name}）；请把内容直接写出来，以 & 或 * 开头的文字要加引号"
        )
        self._report.add(offset, message)

    def _refuse_tag(self, event: Any, offset: int) -> bool:  # noqa: ANN401 - PyYAML's stubs omit tag
        if event.tag is None:
            return False
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!", 1)
        message = f"不支持 YAML 的标签（{brief(tag)}）；请删去，以 ! 开头的文字要加引号"
        self._report.add(offset, message)
        return True

    def _scalar(self, event: yaml.ScalarEvent, offset: int) -> Node:
        if event.style == '"' and (found := CONTROL.search(event.value)):
            # Only an escape in double quotes can bring one in here.
            self._report.add(offset, _unreadable(found.group()))
            return Broken(offset)
        return Scalar(event.value, not event.style, offset)


def _offset(event: yaml.Event) -> int:
    return 0 if event.start_mark is None else event.start_mark.index


@functools.cache
def _resolver() -> Resolver:
    return Resolver()


def _kind(value: str) -> str:
    tag: str = _resolver().resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag.removeprefix("tag:yaml.org,2002:")

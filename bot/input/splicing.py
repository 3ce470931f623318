"""Edit lists in YAML text where they stand, leaving every other character as its author wrote it.

Dumping a whole file again would lose comments, order and layout. Here the parser only tells where
the parts of a list begin and end; what is added or taken away is cut in at those places. Whoever
calls reads the result again to see that it says what it should: layouts that YAML allows but nobody
writes may defeat the cutting, never the check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from bot.input.tree import LOADER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_STEP: Final = 2
_COMMA: Final = re.compile(r"\s*,")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list as it may be written."""

    flow: str
    """For a list in brackets: on one line."""
    lines: tuple[str, ...]
    """For a list with dashes: the lines after the dash, without indentation."""


def append(text: str, key: str, items: Sequence[Item]) -> str:
    """Add items to the end of the list under a key of the file's mapping, made where it is missing.

    Args:
        text: A file that was read without problems, without a byte order mark.
        key: Of the outermost mapping.
        items: At least one.
    """
    root = _compose(text)
    if not isinstance(root, yaml.MappingNode):
        return _append_lines(text, len(text), [f"{key}:", *_dashed(items, _STEP)])
    found = _find(root, key)
    if found is None:
        return _append_key(text, root, key, items)
    name, node = found
    if not isinstance(node, yaml.SequenceNode):
        return _fill_blank(text, root, (name, node), items)
    if node.flow_style or not node.value:
        return _append_in_brackets(text, node, items)
    return _append_lines(text, _content_end(text, node), _dashed(items, node.start_mark.column))


def remove(text: str, key: str | None, numbers: Collection[int]) -> str:
    """Take items out of the list under a key, or out of the one that is the whole file.

    A comment on the line of an item goes with it; those on lines of their own stay.

    Args:
        text: A file that was read without problems, without a byte order mark.
        key: Of the outermost mapping; None where the file is a list.
        numbers: Which items, counted from 0.
    """
    root = _compose(text)
    node = root
    if key is not None and isinstance(root, yaml.MappingNode):
        _, node = _find(root, key) or (None, None)
    if not isinstance(node, yaml.SequenceNode):
        return text
    cuts = _bracket_cuts if node.flow_style else _line_cuts
    for start, end in sorted(cuts(text, node, set(numbers)), reverse=True):
        text = text[:start] + text[end:]
    return text


def _compose(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return node


def _find(root: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next(((name, value) for name, value in root.value if name.value == key), None)


def _start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _end(node: yaml.Node) -> int:
    return int(node.end_mark.index)


def _content_end(text: str, node: yaml.Node) -> int:
    """Find where what a node says ends: the parser counts comments and blank lines after it too."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(text, last[1] if isinstance(last, tuple) else last)
    if not isinstance(node, yaml.ScalarNode) or node.style not in {"|", ">"}:
        return _end(node)
    end = _line_start(text, _end(node)) if _end(node) < len(text) else len(text)
    header = text[_start(node) : _line_end(text, _start(node))].partition("#")[0]
    if "+" in header:
        return end
    while text.endswith(("\n\n", "\n\r\n"), 0, end):
        end = _line_start(text, end - 1)
    return end


def _append_key(text: str, root: yaml.MappingNode, key: str, items: Sequence[Item]) -> str:
    if root.flow_style:
        addition = f"{key}: [{', '.join(item.flow for item in items)}]"
        return _insert_in_brackets(
            text, root, _end(root.value[-1][1]) if root.value else 0, addition
        )
    indent = root.start_mark.column
    lines = [" " * indent + f"{key}:", *_dashed(items, indent + _STEP)]
    # The end of the file, after its last comments; but before the mark that ends the document.
    ends_before = _end(root) < len(text) and re.search(r"(?m)^\.\.\.\s*$", text[_end(root) :])
    return _append_lines(text, _content_end(text, root) if ends_before else len(text), lines)


def _fill_blank(
    text: str, root: yaml.MappingNode, entry: tuple[yaml.Node, yaml.Node], items: Sequence[Item]
) -> str:
    """Write a list where nothing was written: `key:` or `key: ~`."""
    name, node = entry
    brackets = f"[{', '.join(item.flow for item in items)}]"
    if _start(node) != _end(node):
        return text[: _start(node)] + brackets + text[_end(node) :]
    if root.flow_style:
        colon = text.find(":", _end(name)) + 1 or _end(name)
        return f"{text[:colon]} {brackets}{text[colon:]}"
    return _append_lines(text, _end(name), _dashed(items, root.start_mark.column + _STEP))


def _append_in_brackets(text: str, node: yaml.SequenceNode, items: Sequence[Item]) -> str:
    last = _end(node.value[-1]) if node.value else 0
    return _insert_in_brackets(text, node, last, ", ".join(item.flow for item in items))


def _insert_in_brackets(text: str, node: yaml.Node, last: int, addition: str) -> str:
    """Insert behind the last item, or behind the bracket where there is none."""
    at, comma = (last, ", ") if last else (_start(node) + 1, "")
    return f"{text[:at]}{comma}{addition}{text[at:]}"


def _dashed(items: Sequence[Item], indent: int) -> list[str]:
    lines = []
    for item in items:
        first, *others = item.lines
        lines.append(f"{' ' * indent}- {first}")
        lines += [f"{' ' * (indent + _STEP)}{line}" if line else "" for line in others]
    return lines


def _append_lines(text: str, at: int, lines: Sequence[str]) -> str:
    """Insert lines after the one in which a place is, with the file's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    if at and text[at - 1] != "\n":
        at = _line_end(text, at)
    missing = newline if at and text[at - 1] != "\n" else ""
    added = missing + "".join(line + newline for line in lines)
    return text[:at] + added + text[at:]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins, or the end of the text."""
    return text.find("\n", at) + 1 or len(text)


def _line_cuts(
    text: str, node: yaml.SequenceNode, numbers: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield from where to where items with their dashes stand, in whole lines."""
    dash = re.compile(rf"(?m)^ {{{node.start_mark.column}}}-(?=\s|$)")
    for number in numbers:
        before = _content_end(text, node.value[number - 1]) if number else 0
        found = list(dash.finditer(text, before, _start(node.value[number]) + 1))
        end = _content_end(text, node.value[number])
        if found:
            yield found[-1].start(), end if text[end - 1] == "\n" else _line_end(text, end)


def _bracket_cuts(
    text: str, node: yaml.SequenceNode, numbers: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield from where to where items stand, each with one of the commas beside it."""
    kept = [number for number in range(len(node.value)) if number not in numbers]
    last_kept = kept[-1] if kept else -1
    for number in numbers:
        if number < last_kept:
            yield _start(node.value[number]), _start(node.value[number + 1])
    if last_kept + 1 == len(node.value):
        return
    start, end = _start(node.value[last_kept + 1]), _end(node.value[-1])
    previous = _end(node.value[last_kept]) if kept else start
    if kept and "#" not in text[previous:start]:
        yield previous, end
    else:
        # The comma before them, if any, is kept with the comment behind it.
        comma = _COMMA.match(text, end)
        yield start, comma.end() if comma else end

"""Telegram's HTML, parsed as its servers parse it, and the entities it finds by itself."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

Entity = dict[str, Any]

_NAMES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);")
_HREF = re.compile(r"""href=(?:"([^"]*)"|'([^']*)')""")
_COMMAND = re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?!\w)", re.ASCII)
_MENTION = re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)", re.ASCII)


class MarkupError(Exception):
    """The text is refused; the message is that of Telegram."""


def units(text: str) -> int:
    """Count UTF-16 code units, as Telegram does."""
    return len(text.encode("utf-16-le")) // 2


def find_entities(text: str) -> list[Entity]:
    """Find the commands and mentions that Telegram marks in what people type."""
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    found += [("mention", match) for match in _MENTION.finditer(text)]
    return [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]


@dataclass
class _Parser:
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    """Of what was said so far, in UTF-16 units."""
    entities: list[Entity] = field(default_factory=list)
    stack: list[tuple[str, int, Entity]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.pieces.append(text)
        self.length += units(text)

    def open(self, tag: str, rest: str) -> None:
        name = _NAMES.get(tag)
        if name is None:
            raise MarkupError(f'Unsupported start tag "{tag}"')
        entity: Entity = {"type": name}
        if name == "text_link":
            href = _HREF.search(rest)
            entity["url"] = html.unescape(href[1] or href[2] or "") if href else ""
        if name == "blockquote":
            if any(kind == "blockquote" for kind, _, _ in self.stack):
                raise MarkupError("Nested blockquote entities are not allowed")
            if rest.strip() == "expandable":
                entity["type"] = "expandable_blockquote"
        self.stack.append((tag, self.length, entity))

    def close(self, tag: str) -> None:
        if not self.stack:
            raise MarkupError(f'Unexpected end tag "{tag}"')
        opened, start, entity = self.stack.pop()
        if opened != tag:
            raise MarkupError(f'Unmatched end tag, expected "</{opened}>", found "</{tag}>"')
        if length := self.length - start:
            self.entities.append({**entity, "offset": start, "length": length})


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Part a text in HTML into its plain text and its entities.

    Raises:
        MarkupError: where Telegram would refuse it.
    """
    parser = _Parser()
    done = 0
    for match in _TAG.finditer(source):
        parser.say(source[done : match.start()])
        done = match.end()
        piece = match.group()
        if piece.startswith("&"):
            parser.say(html.unescape(piece))
        elif piece == "<":
            raise MarkupError("Unexpected character after '<'")
        elif match[1]:
            parser.close(match[2].lower())
        else:
            parser.open(match[2].lower(), match[3])
    if parser.stack:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{parser.stack[-1][0]}"')
    parser.say(source[done:])
    return "".join(parser.pieces), sorted(
        parser.entities, key=lambda e: (e["offset"], -e["length"])
    )

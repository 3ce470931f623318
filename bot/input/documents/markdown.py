"""Markdown, with tables and with the front matter of static site generators."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from markdown_it import MarkdownIt

from bot.input.documents.blocks import Document
from bot.input.documents.dates import find_date
from bot.input.documents.markup import blocks_in, parse_html
from bot.input.report import Report
from bot.input.tree import List, Map, Scalar, parse

_FRONT_MATTER: Final = re.compile(
    r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE
)
_DATES: Final = ("date", "published", "pubdate")
_SOURCES: Final = ("source", "来源")
_LINKS: Final = ("url", "link", "canonical", "canonical_url")


def read_markdown(text: str) -> Document:
    """Read Markdown (CommonMark with tables)."""
    matter = _FRONT_MATTER.match(text)
    head = _front_matter(matter[1]) if matter else None
    body = text[matter.end() :] if matter and head else text
    rendered = MarkdownIt("commonmark").enable("table").render(body)
    root = parse_html(rendered)
    blocks = () if root is None else blocks_in(root)
    return replace(head or Document(()), blocks=blocks)


def _front_matter(text: str) -> Document | None:
    """Read the metadata in front of a text; None where what stands there is none."""
    report = Report("", text)
    root = parse(text, report)
    if report.problems or not isinstance(root, Map):
        return None
    tags = root.get("tags")
    return Document(
        blocks=(),
        title=_first(root, ("title",)),
        published=find_date(_first(root, _DATES) or ""),
        source=_first(root, _SOURCES),
        url=_first(root, _LINKS),
        tags=tuple(
            tag.value
            for tag in (tags.items if isinstance(tags, List) else ())
            if isinstance(tag, Scalar)
        ),
    )


def _first(root: Map, keys: tuple[str, ...]) -> str | None:
    nodes = (root.get(key) for key in keys)
    return next((node.value for node in nodes if isinstance(node, Scalar) and node.value), None)

"""HTML pages: the text of the article without what stands around it, and what the page says of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import trafilatura
from trafilatura.settings import use_config

from bot.input.addresses import is_url
from bot.input.documents.blocks import Block, Document, join, tidy
from bot.input.documents.dates import find_date
from bot.input.documents.markup import blocks_in, parse_html, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

_DATES: Final = (
    "article:published_time",
    "datepublished",
    "firstpublishedtime",
    "publishdate",
    "publish_date",
    "pubdate",
    "dc.date.issued",
    "date",
)
_SOURCES: Final = ("source", "mediaid", "og:site_name")
_LABEL: Final = re.compile(r"^\s*(?:来\s*源|稿源|出处)\s*[:：]\s*")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Between two characters of text, not at a tag: trafilatura makes blanks of them.
_LINE_BREAK: Final = re.compile(r"([^\s<>])[ \t]*\r?\n\s*(?=([^\s<>]))")
_HEAD: Final = 4096
"""Bytes in which browsers look for the declared encoding, and a little more."""


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page says it is in."""
    match = _CHARSET.search(data[:_HEAD])
    name = match[1].decode("ascii").lower() if match else None
    # As browsers do: pages that say GB2312 use characters beyond it.
    return {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(name or "", name)


def read_html(text: str) -> Document:
    """Read a page."""
    text = _LINE_BREAK.sub(lambda match: join(match.groups())[:-1], text)
    root = parse_html(text)
    if root is None:
        return Document(())
    metas = dict(_metas(root))
    published = _first(find_date(value) for value in (*_values(metas, _DATES), *_dates_in(root)))
    source = _first(_LABEL.sub("", tidy(value)) for value in _values(metas, _SOURCES))
    return Document(
        blocks=_main_text(text) or blocks_in(_body(root)),
        title=_title(root, metas),
        published=published,
        source=source,
        url=_address(root, metas),
    )


def _main_text(text: str) -> tuple[Block, ...]:
    """Return what trafilatura takes for the article."""
    found: Any = trafilatura.bare_extraction(
        text, include_comments=False, with_metadata=False, config=_config()
    )
    return () if found is None or found.body is None else blocks_in(found.body)


def _config() -> Any:  # noqa: ANN401 - a ConfigParser by another name
    config = use_config()
    # A short notice is an article too.
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", name, "1")
    return config


def _body(root: etree._Element) -> etree._Element:
    body = root.find("body")
    return root if body is None else body


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield names and contents of a page's metadata, the last first: so the first one counts."""
    for meta in reversed(list(root.iter("meta"))):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            yield name.strip().lower(), content


def _values(metas: dict[str, str], names: Iterable[str]) -> Iterator[str]:
    return (metas[name] for name in names if name in metas)


def _dates_in(root: etree._Element) -> Iterator[str]:
    """Yield what a page's structured data call the date of publication."""
    for script in root.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _published_in(script.text or "")
    for element in root.iter("time"):
        if "pubdate" in element.attrib or element.get("itemprop") == "datePublished":
            yield element.get("datetime") or ""


def _published_in(text: str) -> Iterator[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    things = found if isinstance(found, list) else [found]
    for thing in things:
        if isinstance(thing, dict):
            graph = thing.get("@graph")
            for one in (thing, *(graph if isinstance(graph, list) else ())):
                if isinstance(one, dict) and isinstance(one.get("datePublished"), str):
                    yield one["datePublished"]


def _title(root: etree._Element, metas: dict[str, str]) -> str | None:
    """Return what a page calls itself: its own title may have the site's name behind it."""
    if "og:title" in metas:
        return tidy(metas["og:title"])
    headings = [text for text in map(text_of, root.iter("h1")) if text]
    if len(headings) == 1:
        return headings[0]
    named = root.find(".//title")
    return tidy(named.text or "") if named is not None else None


def _address(root: etree._Element, metas: dict[str, str]) -> str | None:
    links = (link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical")
    return next((link for link in (*links, metas.get("og:url", "")) if is_url(link)), None)


def _first(found: Iterable[str | None]) -> str | None:
    return next(filter(None, found), None)

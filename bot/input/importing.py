"""An article on its way into the base: under which id, and what it collides with there."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.input.editing import add_article
from bot.input.names import id_problem, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.base.model import Article, Knowledge
    from bot.input.changes import Change

_NOT_IN_IDS: Final = re.compile(r"[^\w.-]+")
_LONGEST_ID: Final = 60
"""Characters: 180 bytes in Chinese, and file systems stop at 255."""
_SAYS_NOTHING: Final = re.compile(
    r"(?:file|document|doc|untitled|download|scan|img|文档|文件|未命名|无标题|新建.*文档)?[\d_.-]*",
    re.IGNORECASE,
)
_FALLBACK: Final = "article"
_PROBES: Final = 60
_PROBE: Final = 12
"""Characters in a row that two texts rarely share by chance."""
_NEAR: Final = 0.5
"""Share of the probes of which so much is the same text, edited."""


class Clash(enum.Enum):
    """What an article has in common with one that is there."""

    ID = "id"
    TITLE = "title"
    TEXT = "text"
    """More than half of the text."""


@dataclass(frozen=True, slots=True)
class Collision:
    """An article of the base that is, or may be, the one to be imported."""

    kind: Clash
    article_id: str
    title: str
    """Empty where the article's file has problems."""


@dataclass(frozen=True, slots=True)
class Import:
    """An article to be imported, before anything is written."""

    article: Article
    change: Change
    """Writes the article's file; where `replaces` says so, in place of the one there."""
    collisions: tuple[Collision, ...]
    """That of the id, if any, comes first."""

    @property
    def replaces(self) -> bool:
        """Whether an article of the same id would be overwritten."""
        return self.change.before is not None


def plan_import(folder: Path, knowledge: Knowledge, article: Article) -> Import:
    """Find out what importing an article would do; nothing is written.

    In place of an article of the same id, it keeps that one's tags, aliases and taught answers
    unless it has some of its own.

    Args:
        folder: The knowledge folder.
        knowledge: What is in it, for finding collisions.
        article: With its id: see `choose_id`.

    Raises:
        KnowledgeError: The id is not allowed, or the article breaks the format's rules.
    """
    old = next((one for one in knowledge.articles if one.id == article.id), None)
    if old is not None:
        article = replace(
            article,
            tags=article.tags or old.tags,
            aliases=article.aliases or old.aliases,
            faq=article.faq or old.faq,
        )
    change = add_article(folder, article, replacing=True)
    collisions = list(_collisions(article, knowledge))
    if change.before is not None and old is None:
        collisions.insert(0, Collision(Clash.ID, article.id, ""))
    return Import(article, change, tuple(collisions))


def choose_id(article: Article, name: str) -> str:
    """Choose an id for an article: from its file's name, or from the title if that says nothing.

    The same file gives the same id again, so that importing it twice is noticed.

    Args:
        article: The draft.
        name: The file's.
    """
    stem = Path(name.replace("\\", "/")).stem
    for text in ("" if _SAYS_NOTHING.fullmatch(stem) else stem, article.title):
        found = safe_id(text)
        if found is not None:
            return found
    return _FALLBACK


def safe_id(text: str) -> str | None:
    """Turn a text into what may be an article's id; None where nothing is left of it."""
    joined = _NOT_IN_IDS.sub("-", unicodedata.normalize("NFKC", text).strip())
    found = re.sub("-{2,}", "-", joined).strip("-_.")[:_LONGEST_ID].rstrip("-_.")
    return found if id_problem(found) is None else None


def _collisions(article: Article, knowledge: Knowledge) -> Iterator[Collision]:
    found: dict[str, Collision] = {}
    title, probes = _bare(article.title), _probes(article)
    for other in knowledge.articles:
        kind = _clash(article, other, title, probes)
        if kind is not None:
            found[other.id] = Collision(kind, other.id, other.title)
    yield from sorted(found.values(), key=lambda one: list(Clash).index(one.kind))


def _clash(article: Article, other: Article, title: str, probes: list[str]) -> Clash | None:
    if key(other.id) == key(article.id):
        return Clash.ID
    if _bare(other.title) == title:
        return Clash.TITLE
    text = _text(other)
    same = sum(probe in text for probe in probes)
    return Clash.TEXT if probes and same >= _NEAR * len(probes) else None


def _probes(article: Article) -> list[str]:
    """Take short pieces from all over a text: those of a near copy are nearly all in the other."""
    text = _text(article)
    step = max(_PROBE, len(text) // _PROBES)
    return [text[at : at + _PROBE] for at in range(0, len(text) - _PROBE + 1, step)]


def _text(article: Article) -> str:
    return _bare(article.text or "".join(article.sentences))


def _bare(text: str) -> str:
    return "".join(text.split())

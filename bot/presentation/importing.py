"""What an admin sees of an article before it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.input.importing import Clash
from bot.presentation.markup import clip
from bot.search.retrieval.building import text_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.input.importing import Collision, Import
    from bot.presentation.texts import Texts
    from bot.presentation.texts.admin_simplified import AdminTexts

_FIRST: Final = 3
"""Sentences that are shown."""
_LONGEST_LINE: Final = 80
_LONGEST_TITLE: Final = 120
_NAMED: Final = 3
"""Collisions that are named."""


def preview(texts: Texts, plan: Import) -> str:
    """Show an article that is about to be imported: plain text, some ten lines."""
    return "\n".join(_lines(texts.admin, plan))


def _lines(words: AdminTexts, plan: Import) -> Iterator[str]:
    article = plan.article
    yield f"《{clip(article.title, _LONGEST_TITLE)}》"
    yield words.article_id(article.id, plan.change.path)
    fields = (article.published, article.source, article.url)
    if any(fields):
        yield words.beside(*(clip(field or "", _LONGEST_TITLE) for field in fields))
    sentences = [sentence.text for sentence in text_sentences(article)]
    characters = sum(map(len, (article.text, *article.sentences)))
    yield words.amount(len(sentences), characters, len(article.faq))
    yield from (f"  {_one_line(sentence)}" for sentence in sentences[:_FIRST])
    if len(sentences) > _FIRST:
        yield "  ……"
    yield from (_collision(words, one) for one in plan.collisions[:_NAMED])
    if len(plan.collisions) > _NAMED:
        yield words.more_alike(len(plan.collisions))


def _one_line(text: str) -> str:
    return clip(" ".join(text.split()), _LONGEST_LINE)


def _collision(words: AdminTexts, collision: Collision) -> str:
    title = clip(collision.title, _LONGEST_TITLE)
    match collision.kind:
        case Clash.ID if not title:
            return words.broken_id(collision.article_id)
        case Clash.ID:
            return words.same_id(collision.article_id, title)
        case Clash.TITLE:
            return words.same_title(collision.article_id, title)
        case Clash.TEXT:
            return words.same_text(collision.article_id, title)

"""What an admin sees of an article before it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.input.importing import Clash
from bot.presentation.markup import clip
from bot.search.retrieval.index import text_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.base.model import Article
    from bot.input.importing import Collision, Import

_FIRST: Final = 3
"""Sentences that are shown."""
_LONGEST_LINE: Final = 80
_LONGEST_TITLE: Final = 120
_NAMED: Final = 3
"""Collisions that are named."""


def preview(plan: Import) -> str:
    """Show an article that is about to be imported: plain text, some ten lines."""
    return "\n".join(_lines(plan))


def _lines(plan: Import) -> Iterator[str]:
    article = plan.article
    yield f"《{clip(article.title, _LONGEST_TITLE)}》"
    yield f"编号：{article.id}（文件 {plan.change.path}）"
    if beside := _beside(article):
        yield beside
    sentences = [sentence.text for sentence in text_sentences(article)]
    yield _amount(article, len(sentences))
    yield from (f"  {_one_line(sentence)}" for sentence in sentences[:_FIRST])
    if len(sentences) > _FIRST:
        yield "  ……"
    yield from (f"注意：{_collision(one)}" for one in plan.collisions[:_NAMED])
    if len(plan.collisions) > _NAMED:
        yield f"注意：相近的文章一共 {len(plan.collisions)} 篇"


def _beside(article: Article) -> str:
    fields = (("日期", article.published), ("来源", article.source), ("网址", article.url))
    return "　".join(f"{name}：{clip(value, _LONGEST_TITLE)}" for name, value in fields if value)


def _amount(article: Article, sentences: int) -> str:
    characters = sum(map(len, (article.text, *article.sentences)))
    taught = f"，{len(article.faq)} 条教过的回答" if article.faq else ""
    return f"{sentences} 句，{characters} 字{taught}"


def _one_line(text: str) -> str:
    return clip(" ".join(text.split()), _LONGEST_LINE)


def _collision(collision: Collision) -> str:
    name = f"{collision.article_id}《{clip(collision.title, _LONGEST_TITLE)}》"
    match collision.kind:
        case Clash.ID if not collision.title:
            return f"已经有编号为 {collision.article_id} 的文件，它有问题、没有用上；写入会替换它"
        case Clash.ID:
            return f"已经有编号相同的文章 {name}；写入会替换它"
        case Clash.TITLE:
            return f"已经有标题相同的文章 {name}"
        case Clash.TEXT:
            return f"正文与 {name} 大半相同"

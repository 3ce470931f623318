"""Example questions that a base answers, made from its own sentences."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.base.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Article
    from bot.search.engine import Engine

_POST = r"总统|总理|首相|主席|部长|秘书长|主任|校长|院长|会长|局长|馆长|董事长|总经理|创始人|作者"
# A clause and the question it answers; what stands for the short answer is left out of it.
_TEMPLATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:^|，)([^，。；、由]{2,12})由[^，。；由]{2,24}?(主持|主办|承办|设计)(?=[，。；])"), "{0}由谁{1}？"),
    (re.compile(r"由[^，。；由]{2,20}?(主持|主办|承办|接任|担任)([^，。；、]{2,20})"), "谁{0}{1}？"),
    (re.compile(r"在[^，。；在]{2,8}?(举行|举办|召开)([^，。；、的]{2,24})"), "{1}在哪里{0}？"),
    (re.compile(rf"(?:^|[，、。和])([^，。；、和的有说是了在]{{0,6}}?(?:{_POST}))(?![国团会们])(?=[\u4e00-\u9fff·]{{2,6}})"), "{0}是谁？"),
    (re.compile(r"^([^，。；、]{2,12})是(?:一|指|由)"), "{0}是什么？"),
    (re.compile(r"(?:^|，)([^，。；、]{2,12})(成立|创立|创建|建立|建成|出生|始建|创办)于"), "{0}什么时候{1}？"),
    (re.compile(r"(?:^|，)([^，。；、]{2,12})(位于)"), "{0}在哪里？"),
)  # fmt: skip
_SENTENCES = 400
"""How many sentences of a base are looked at: enough for a handful of examples."""
_TRIED = 60
"""So many questions are asked at most: a base that answers none of them keeps nobody waiting."""


def example_questions(engine: Engine, count: int) -> tuple[str, ...]:
    """Return at most `count` questions that the engine does answer, and by what they are from."""
    proposals: dict[str, list[str | None]] = {}
    for question, told in islice(_proposals(engine), _TRIED):
        proposals.setdefault(question, []).append(told)
    answered = (one for one, told in proposals.items() if _is_answered(engine, one, told))
    return tuple(islice(answered, count))


def _is_answered(engine: Engine, question: str, told: Sequence[str | None]) -> bool:
    outcome = engine.ask(question, limit=1)
    return isinstance(outcome, Answer) and (None in told or outcome.best.sentence.text in told)


def _proposals(engine: Engine) -> Iterator[tuple[str, str | None]]:
    """Yield questions, with the sentence that each is made from."""
    articles = engine.knowledge.articles
    for article in articles:
        yield from ((entry.ask[0], None) for entry in article.faq)
    for pattern, question in _TEMPLATES:
        for sentence in engine.sentences[:_SENTENCES]:
            if match := pattern.search(sentence.text):
                yield question.format(*match.groups()), sentence.text
    for article in articles:
        if article.published:
            yield _when_published(article, alone=len(articles) == 1), None


def _when_published(article: Article, *, alone: bool) -> str:
    name = "这篇文章" if alone else f"《{article.title}》这篇文章"
    return f"{name}是什么时候发布的？"

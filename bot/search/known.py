"""What a base already says to questions that somebody is about to teach it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.model import Answer, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.base.model import Article, Faq, Hit, Sentence
    from bot.search.engine import Engine


@dataclass(frozen=True, slots=True)
class KnownFaq:
    """A taught answer whose questions are like a new one."""

    article: Article
    """Where it stands."""
    faq: Faq


@dataclass(frozen=True, slots=True)
class Known:
    """What a base says to some questions."""

    taught: tuple[KnownFaq, ...] = ()
    """Taught answers to the same or to similar questions, most similar first."""
    answered: tuple[tuple[str, Hit], ...] = ()
    """Questions that an article's text or head answers, each with the best sentence."""


def known(engine: Engine, questions: Iterable[str]) -> Known:
    """Ask a base every question, and tell what comes of them."""
    taught: dict[int, KnownFaq] = {}
    answered: list[tuple[str, Hit]] = []
    for question in questions:
        outcome = engine.ask(question)
        for hit in outcome.candidates:
            if hit.sentence.part is Part.FAQ:
                for found in _entries(hit.sentence):
                    taught.setdefault(id(found.faq), found)
        if isinstance(outcome, Answer) and outcome.best.sentence.part is not Part.FAQ:
            answered.append((question, outcome.best))
    return Known(tuple(taught.values()), tuple(answered))


def _entries(sentence: Sentence) -> Iterator[KnownFaq]:
    """Yield the entries that a taught answer stands in: the same words may stand in several."""
    for faq in sentence.article.faq:
        if faq.answer == sentence.text:
            yield KnownFaq(sentence.article, faq)

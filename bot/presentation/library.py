"""From what a button says back to the sentences of the base, and the sentences around them."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.base.model import Hit, Part, Sentence
from bot.presentation.callbacks import Origin, ShowSentence, answer_key, article_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.base.model import Article, Knowledge
    from bot.search.engine import Engine

_NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that answers, and the sentences shown with it."""

    hit: Hit
    shown: ShowSentence
    before: tuple[Sentence, ...] = ()
    after: tuple[Sentence, ...] = ()
    has_earlier: bool = False
    """Whether the article has a sentence before those shown."""
    has_later: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """An engine, and its articles by their keys: what is swapped, as one, by a reload."""

    engine: Engine
    articles: Mapping[str, Article]
    """By key."""
    keys: Mapping[str, str]
    """By the article's id."""
    taught: Mapping[str, Sentence]
    """Taught answers by their own keys: teaching another leaves them as they are."""
    examples: tuple[str, ...] = ()
    """Questions that the engine answers."""
    content: str = ""
    """What `content_hash` gives for its knowledge."""
    loaded_at: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.now(datetime.UTC)
    )

    @classmethod
    def of(cls, engine: Engine, examples: int = 0) -> Library:
        """Take in an engine's articles, and find up to a number of example questions."""
        # A key takes reading the whole article: it is made once.
        every = (*engine.knowledge.articles, engine.knowledge.taught)
        articles = {article_key(article): article for article in every}
        keys = {article.id: key for key, article in articles.items()}
        taught = {
            answer_key(article, faq.answer): Sentence(article, 0, faq.answer, Part.FAQ)
            for article in every
            for faq in article.faq
        }
        content = content_hash(engine.knowledge)
        return cls(engine, articles, keys, taught, engine.examples(examples), content)

    @property
    def example(self) -> str | None:
        """One example question, where there is any."""
        return next(iter(self.examples), None)

    def passage(self, shown: ShowSentence) -> Passage | None:
        """Find what a button shows; None where the base no longer holds it."""
        sentence = self._sentence(shown)
        if sentence is None:
            return None
        span = shown.span
        if span is not None and not span.start < span.end <= len(sentence.text):
            return None
        return self._around(Hit(sentence, shown.confidence, span), shown)

    def found(self, hit: Hit, origin: Origin = _NOWHERE) -> Passage:
        """Give a hit as it is shown at first, and what a button has to say to show it again."""
        sentence = hit.sentence
        is_taught = sentence.part is Part.FAQ
        article = sentence.article
        key = answer_key(article, sentence.text) if is_taught else self.keys[article.id]
        shown = ShowSentence(
            key, sentence.part, sentence.position, hit.span, hit.confidence, origin=origin
        )
        return self._around(hit, shown)

    def _around(self, hit: Hit, shown: ShowSentence) -> Passage:
        if hit.sentence.part is not Part.TEXT:
            return Passage(hit, shown)
        article, at = hit.sentence.article.id, hit.sentence.position
        first = max(at - shown.before, 1)
        before = [self.engine.sentence(article, number) for number in range(first, at)]
        after = [
            self.engine.sentence(article, number) for number in range(at + 1, at + shown.after + 2)
        ]
        later = [sentence for sentence in after if sentence is not None]
        return Passage(
            hit,
            shown,
            before=tuple(sentence for sentence in before if sentence is not None),
            after=tuple(later[: shown.after]),
            has_earlier=first > 1,
            has_later=len(later) > shown.after,
        )

    def _sentence(self, shown: ShowSentence) -> Sentence | None:
        if shown.part is Part.FAQ:
            return self.taught.get(shown.article)
        article = self.articles.get(shown.article)
        if article is None:
            return None
        if shown.part is Part.TEXT:
            return self.engine.sentence(article.id, shown.position) if shown.position else None
        text = {
            Part.TITLE: article.title,
            Part.PUBLISHED: article.published,
            Part.SOURCE: article.source,
        }[shown.part]
        return None if text is None else Sentence(article, 0, text, shown.part)


def content_hash(knowledge: Knowledge) -> str:
    """Name a state of the knowledge by all that is in it, in twelve characters."""
    said = repr(knowledge).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=6).hexdigest()

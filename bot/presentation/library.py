"""From what a button says back to the sentences of the base, and the sentences around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.model import Hit, Part, Sentence
from bot.presentation.callbacks import ShowSentence, article_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.base.model import Article
    from bot.search.engine import Engine


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
    examples: tuple[str, ...] = ()
    """Questions that the engine answers."""

    @classmethod
    def of(cls, engine: Engine, examples: int = 0) -> Library:
        """Take in an engine's articles, and find up to a number of example questions."""
        # A key takes reading the whole article: it is made once.
        articles = {article_key(article): article for article in engine.knowledge.articles}
        keys = {article.id: key for key, article in articles.items()}
        return cls(engine, articles, keys, engine.examples(examples))

    @property
    def example(self) -> str | None:
        """One example question, where there is any."""
        return next(iter(self.examples), None)

    def passage(self, shown: ShowSentence) -> Passage | None:
        """Find what a button shows; None where the base no longer holds it."""
        article = self.articles.get(shown.article)
        sentence = None if article is None else self._sentence(article, shown)
        if sentence is None:
            return None
        span = shown.span
        if span is not None and not span.start < span.end <= len(sentence.text):
            return None
        return self._around(Hit(sentence, shown.confidence, span), shown)

    def found(self, hit: Hit) -> Passage:
        """Give a hit as it is shown at first, and what a button has to say to show it again."""
        sentence = hit.sentence
        position = sentence.position
        if sentence.part is Part.FAQ:
            position = [faq.answer for faq in sentence.article.faq].index(sentence.text)
        key = self.keys[sentence.article.id]
        return self._around(
            hit, ShowSentence(key, sentence.part, position, hit.span, hit.confidence)
        )

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

    def _sentence(self, article: Article, shown: ShowSentence) -> Sentence | None:
        if shown.part is Part.TEXT:
            return self.engine.sentence(article.id, shown.position) if shown.position else None
        text = _beside_the_text(article, shown.part, shown.position)
        return None if text is None else Sentence(article, 0, text, shown.part)


def _beside_the_text(article: Article, part: Part, number: int) -> str | None:
    if part is Part.FAQ:
        return article.faq[number].answer if number < len(article.faq) else None
    return {
        Part.TITLE: article.title,
        Part.PUBLISHED: article.published,
        Part.SOURCE: article.source,
    }.get(part)

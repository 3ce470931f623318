"""Sentences that say in so many words what a question asks, so that no comparing is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.search.spans.filling import pattern_of
from bot.search.spans.holders import asked_holder, holder
from bot.search.spans.identity import asked_person, description

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser
    from bot.search.posts import Post
    from bot.search.retrieval.query import Query


class Said(NamedTuple):
    """What one sentence says in so many words."""

    beside: Span | None
    """What stands beside the post or the name that is all the question asks about."""
    is_filled: bool
    """Whether it has the question's own words around something else in place of the asking ones."""

    @property
    def anything(self) -> bool:
        """Whether the sentence is one of those."""
        return self.beside is not None or self.is_filled


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence would say, for one question."""

    understanding: Understanding
    post: Post | None
    """Whose holder is asked for: 印度总理是谁."""
    person: str | None
    """Who is asked about: 莫迪是谁."""
    pattern: re.Pattern[str] | None
    """The question's words, with a gap for what is asked."""

    @classmethod
    def of(cls, query: Query, tokeniser: Tokeniser) -> Saying:
        """Find out what a question asks for."""
        understanding = query.understanding
        post = asked_holder(understanding, tokeniser)
        person = None if post else asked_person(query)
        return cls(understanding, post, person, pattern_of(understanding))

    def said(self, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Said:
        """Return what a normalised sentence, of which the words are given, says of it."""
        is_filled = self.pattern is not None and self.pattern.search(text) is not None
        if self.post is not None:
            return Said(holder(self.post, text, tokens, tokeniser), is_filled)
        if self.person is not None:
            return Said(description(self.person, text, tokens, tokeniser), is_filled)
        return Said(None, is_filled)

    def asks_for_all(self, text: str) -> bool:
        """Tell whether all of a normalised sentence is the answer, and nothing in it.

        So it is where only a name is asked about and nothing stands beside it (谁是张伟), and where
        a question is no more than words that the sentence has: 普京.
        """
        if self.understanding.asked is not None:
            return self.person is not None
        first, last = self.understanding.content[0], self.understanding.content[-1]
        return self.understanding.text[first.start : last.end] in text

"""Sentences that say in so many words what a question asks, so that no comparing is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.search.spans.filling import pattern_of
from bot.search.spans.holders import asked_holder, holder
from bot.search.spans.identity import asked_person, description
from bot.search.spans.measures import asked_sort
from bot.search.spans.points import asked_point, point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser
    from bot.search.posts import Post
    from bot.search.retrieval.query import Query
    from bot.search.spans.measures import Sort

# The least chances are measured on CMRC trial, DRCD dev and XQuAD zh together.
_BESIDE: Final = 0.9
"""All of the few sentences of that kind are right: 印度总理莫迪."""
_FILLED: Final = 0.75
"""24 of 29 are right."""
_POINT: Final = 0.6
"""A guess, these sets ask no such question: another text may count its points as well."""
_ALL_WORDS: Final = {2: 0.68, 3: 0.8}
"""By how many words the question has: on small bases too, and with questions shortened, the first
sentence with all of two words is right 75 times in 100, with all of more 87 to 93 times.
"""
_ONE_WORD: Final = 0.6
"""The same of a single word, where the short answer is of the sort that is asked for: 门票多少钱. It is
right 65 times in 100 with a word that chance has left over; readers choose better.
"""


class Said(NamedTuple):
    """What one sentence says in so many words."""

    beside: Span | None
    """What stands beside the post, the name or the number that is all the question asks about."""
    is_filled: bool
    """Whether it has the question's own words around something else in place of the asking ones."""
    certain: float
    """The least chance that it answers."""

    @property
    def anything(self) -> bool:
        """Whether the sentence goes before others."""
        return self.beside is not None or self.is_filled


@dataclass(frozen=True, slots=True)
class Saying:
    """What a sentence would say, for one question."""

    understanding: Understanding
    post: Post | None
    """Whose holder is asked for: 印度总理是谁."""
    person: str | None
    """Who is asked about: 莫迪是谁."""
    point: str | None
    """Under which number something is asked for: 第三点是什么."""
    pattern: re.Pattern[str] | None
    """The question's words, with a gap for what is asked."""
    sort: Sort | None
    """The sort of short answer that is asked for: 门票多少钱."""

    @classmethod
    def of(cls, query: Query, tokeniser: Tokeniser) -> Saying:
        """Find out what a question asks for."""
        understanding = query.understanding
        post = asked_holder(understanding, tokeniser)
        person = None if post else asked_person(query)
        number, sort = asked_point(understanding), asked_sort(understanding)
        return cls(understanding, post, person, number, pattern_of(understanding), sort)

    def said(self, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Said:
        """Return what a normalised sentence, of which the words are given, says of it."""
        beside = self._beside(text, tokens, tokeniser)
        is_filled = self.pattern is not None and self.pattern.search(text) is not None
        certain = _FILLED if is_filled else 0.0
        if beside and all(word.text in text for word in self.understanding.content):
            certain = _BESIDE
        elif beside and self.point is not None:
            certain = _POINT
        return Said(beside, is_filled, certain)

    def likely(self, text: str, tokens: Sequence[Token], answer: str) -> float:
        """Return how likely a sentence answers at least, by the words that it has.

        Args:
            text: the sentence, normalised.
            tokens: its words.
            answer: the short answer that it would give.
        """
        words = self.understanding.content
        least = _ALL_WORDS.get(min(len(words), max(_ALL_WORDS)), 0.0)
        if len(words) == 1 and self.sort is not None and self.sort.tells.search(answer):
            least = _ONE_WORD * self.sort.weight
        return least if least and _has_all(words, text, tokens) else 0.0

    def asks_for_all(self, text: str) -> bool:
        """Tell whether all of a normalised sentence is the answer, and nothing in it.

        So it is where only a name is asked about and nothing stands beside it (谁是张伟), and where
        a question is no more than words that the sentence has: 普京.
        """
        if self.understanding.asked is not None:
            return self.person is not None
        first, last = self.understanding.content[0], self.understanding.content[-1]
        return self.understanding.text[first.start : last.end] in text

    def _beside(self, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Span | None:
        if self.post is not None:
            return holder(self.post, text, tokens, tokeniser)
        if self.person is not None:
            return description(self.person, text, tokens, tokeniser)
        return None if self.point is None else point(self.point, text)


def _has_all(words: Sequence[Token], text: str, tokens: Sequence[Token]) -> bool:
    starts, ends = {one.start for one in tokens}, {one.end for one in tokens}
    return all(
        # 组织 in 上海合作组织 is another word.
        any(found.start() in starts and found.end() in ends for found in _places(word, text))
        for word in words
    )


def _places(word: Token, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(word.text), text)

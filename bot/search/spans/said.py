"""Sentences that say in so many words what a question asks, so that no comparing is needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind
from bot.language.doers import asks_photographer
from bot.search.matching import occurrences
from bot.search.posts import is_office
from bot.search.spans.alternatives import asked_alternatives, chosen
from bot.search.spans.attendance import asked_guest, mention
from bot.search.spans.byline import photographer
from bot.search.spans.filling import pattern_of
from bot.search.spans.holders import asked_holder, holder
from bot.search.spans.identity import asked_person, description
from bot.search.spans.measures import asked_sort, may_be_place
from bot.search.spans.mending import Mending
from bot.search.spans.points import asked_point, point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser
    from bot.search.posts import Post
    from bot.search.retrieval.query import Query
    from bot.search.spans.alternatives import Alternatives
    from bot.search.spans.attendance import Guest
    from bot.search.spans.identity import AskedPerson
    from bot.search.spans.measures import Sort

# The least chances are measured on CMRC trial, DRCD dev and XQuAD zh together.
_BESIDE: Final = 0.9
"""All of the few sentences of that kind are right: 印度总理莫迪."""
_FILLED: Final = 0.75
"""24 of 29 are right."""
_POINT: Final = 0.6
"""A guess, these sets ask no such question: another text may count its points as well."""
_TOLD: Final = 0.68
"""A guess too: of these sets only 4 questions are told so, all of them rightly."""
_NAMED: Final = 0.75
"""A guess as well."""
_ALL_WORDS: Final = {2: 0.68, 3: 0.8}
"""By how many words the question has: on small bases too, and with questions shortened, the first
sentence with all of two words is right 75 times in 100, with all of more 87 to 93 times.
"""
_ONE_WORD: Final = 0.6
"""The same of a single word, where the short answer is of the sort that is asked for: 门票多少钱. It is
right 65 times in 100 with a word that chance has left over; readers choose better.
"""

_SAID_OF: Final = re.compile(r"(?:\([^)]{0,40}\))?[,:]?[是为系]?(?:一[名位个])?")
"""What may stand between a name and what is said of it."""
_LEFT_OPEN: Final = re.compile(r"[是为叫有]\W*$")
"""长江的第一大支流是? asks without asking words."""


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
    person: AskedPerson | None
    """Who is asked about: 莫迪是谁."""
    point: str | None
    """Under which number something is asked for: 第三点是什么."""
    pattern: re.Pattern[str] | None
    """The question's words, with a gap for what is asked."""
    guest: Guest | None
    """Of whom is asked whether they came: 伊朗总统出席了吗."""
    asks_photographer: bool
    """Whether it asks who took the pictures."""
    alternatives: Alternatives | None
    """Between which two is asked: 公办还是民办."""
    sort: Sort | None
    """The sort of short answer that is asked for: 门票多少钱."""
    mending: Mending
    """What short answers have to agree with."""

    @classmethod
    def of(cls, query: Query, tokeniser: Tokeniser) -> Saying:
        """Find out what a question asks for."""
        understanding = query.understanding
        post = asked_holder(understanding, tokeniser)
        sort = asked_sort(understanding)
        return cls(
            understanding=understanding,
            post=post,
            person=None if post else asked_person(query),
            point=asked_point(understanding),
            pattern=pattern_of(understanding),
            guest=asked_guest(understanding),
            asks_photographer=asks_photographer(understanding.text),
            alternatives=asked_alternatives(understanding),
            sort=sort,
            mending=Mending.of(understanding, sort, tokeniser),
        )

    def said(self, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Said:
        """Return what a normalised sentence, of which the words are given, says of it."""
        beside = self.beside(text, tokens, tokeniser)
        is_filled = self.pattern is not None and self.pattern.search(text) is not None
        is_told = is_filled or self.mending.tells(text)
        certain = _FILLED if is_filled else _TOLD if is_told else 0.0
        if beside is not None:
            certain = self._certain(text)
        return Said(beside, is_told, certain)

    def _certain(self, text: str) -> float:
        """Return the least chance of a sentence that has what is asked beside something."""
        content = self.understanding.content
        if self.post is not None and not self.post.whose:
            # 开会时的轮值主席国: when that was needs not be said again.
            start = self.understanding.text.rfind(self.post.text)
            content = tuple(word for word in content if word.start >= start)
        if self.person or all(word.text in text for word in content):
            return _BESIDE
        if self.point is not None:
            return _POINT
        return _NAMED if self.guest is not None or self.asks_photographer else 0.0

    def likely(
        self, text: str, tokens: Sequence[Token], answer: str, tokeniser: Tokeniser
    ) -> float:
        """Return how likely a sentence answers at least, by the words that it has.

        Args:
            text: the sentence, normalised.
            tokens: its words.
            answer: the short answer that it would give.
            tokeniser: what knows the words' parts of speech.
        """
        if self.understanding.kind is Kind.WHERE and not may_be_place(answer, tokeniser):
            return 0.0
        words = self.understanding.content
        least = _ALL_WORDS.get(min(len(words), max(_ALL_WORDS)), 0.0)
        if len(words) == 1 and self.sort is not None and self.sort.tells.search(answer):
            least = _ONE_WORD * self.sort.weight
        return least if least and _has_all(words, text, tokens) else 0.0

    def seeks(self) -> bool:
        """Tell whether the question asks for what stands beside a post, a name or a number."""
        sought = (self.post, self.person, self.point, self.guest)
        return self.asks_photographer or any(one is not None for one in sought)

    def is_on_another(self, text: str) -> bool:
        """Tell whether a normalised sentence does not name the person or the post asked about."""
        if self.person is not None:
            return self.person.name not in text
        return self.post is not None and is_office(self.post.text) and self.post.text not in text

    def asks_for_all(self, text: str, span: Span) -> bool:
        """Tell whether all of a normalised sentence is the answer, and not its short answer so far.

        So it is where only a name is asked about, 谁是张伟, and not whence, unless the short answer is
        said of it: 张伟，著名画家. And where a question is but words that the sentence has: 普京.
        """
        if self.person is not None:
            at = text.find(self.person.name)
            end = at + len(self.person.name)
            is_said_of = at >= 0 and end < span.start and _SAID_OF.fullmatch(text, end, span.start)
            return not (is_said_of or self.person.origin)
        if self.understanding.asked is not None or _LEFT_OPEN.search(self.understanding.text):
            return False
        first, last = self.understanding.content[0], self.understanding.content[-1]
        return self.understanding.text[first.start : last.end] in text

    def beside(self, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Span | None:
        """Return what a normalised sentence has beside what the question names; or None."""
        if self.asks_photographer:
            return photographer(text)
        if self.post is not None:
            return holder(self.post, text, tokens, tokeniser)
        if self.person is not None:
            return description(self.person, text, tokens, tokeniser)
        if self.guest is not None:
            return mention(self.guest, text, tokens, tokeniser)
        if self.alternatives is not None:
            words = tuple(word.text for word in self.understanding.content)
            return chosen(self.alternatives, words, text)
        return None if self.point is None else point(self.point, text)


def _has_all(words: Sequence[Token], text: str, tokens: Sequence[Token]) -> bool:
    starts, ends = {one.start for one in tokens}, {one.end for one in tokens}
    return all(
        # 组织 in 上海合作组织 is another word.
        any(place.start in starts and place.end in ends for place in occurrences(word.text, text))
        for word in words
    )

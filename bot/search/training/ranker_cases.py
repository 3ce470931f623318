"""Questions asked of bases that question-answering sets make, to learn from.

Answerable ones, of large and small bases, in full, shortened and as brief as readers are; and ones
that the base does not answer: those of another subject, the base's own without the passage that
answers, its own with a name exchanged, and some that ask for what it does not tell of what it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Article
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.sentences import split_sentences
from bot.language.tokens import Tokeniser
from bot.search.ranking.features import features
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.index import Index
from bot.search.retrieval.query import make_query
from bot.search.training.near_misses import NearMisses
from bot.search.training.span_examples import group_of

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.input.squad import GoldQuestion, Passage
    from bot.language.question import Understanding
    from bot.language.tokens import Token

_SMALL: Final = (1, 1, 2, 5, 20)
"""Sizes of the small bases, in passages: the judge has to hold on a single article."""
_FOREIGN_SHARE: Final = 0.35
"""Questions of other sets asked of a base, as a share of its own."""
_ABSENT_SHARE: Final = 0.25
"""Questions asked of their base without the passage that answers, as a share of all."""
_SWAPPED_SHARE: Final = 0.4
"""Questions asked with one of their names exchanged, as a share of all."""
_SHORTENED_SHARE: Final = 0.5
"""Questions asked once more, without some of their words, as a share of all."""
_LEFT_OUT: Final = 0.3
"""The share of their words that those go without."""
_FEWEST_WORDS: Final = (1, 2, 2, 3)
"""Of so many words, one or the other, are the briefest questions."""
_NEAR_MISSES: Final = 4
"""So many times a question is tried on each passage that asks for what it does not tell."""


@dataclass(frozen=True, slots=True)
class Base:
    """Passages as a knowledge base."""

    passages: Sequence[Passage]
    index: Index
    tokeniser: Tokeniser

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Base:
        """Index passages, each as an article."""
        tokeniser = Tokeniser()
        articles = [Article(one.id, one.title or one.id, one.text) for one in passages]
        return cls(passages, Index.build(articles, tokeniser), tokeniser)

    @property
    def is_single(self) -> bool:
        """Whether it has one passage only."""
        return len(self.passages) == 1

    def right_rows(self, passage: int, question: GoldQuestion) -> frozenset[int]:
        """Return the sentences in which an answer begins."""
        first = int(np.searchsorted(self.index.articles, passage))
        ends = [span.end for span in split_sentences(self.passages[passage].text)]
        starts = [answer.start for answer in question.answers]
        return frozenset((first + np.searchsorted(ends, starts, side="right")).tolist())


def bases_of(passages: Sequence[Passage]) -> list[Base]:
    """Make bases of a question-answering set: one of all its passages.

    Of a set with questions that nothing answers each passage is one of its own: that is true of the
    passage that they are asked of, and nobody has looked at the others.
    """
    if all(question.answers for passage in passages for question in passage.questions):
        return [Base.of(passages)]
    return [Base.of([passage]) for passage in passages]


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a base: its candidates and which of them are right."""

    base: Base
    group: str
    """What the question is about: cases of one group stay in one fold."""
    understanding: Understanding
    rows: NDArray[np.int64]
    matrix: NDArray[np.float32]
    right: NDArray[np.bool_]


def ask(
    base: Base,
    text: str,
    group: str,
    right: frozenset[int] = frozenset(),
    without: int | None = None,
) -> Case | None:
    """Ask a question of a base; None where nothing is found.

    Args:
        base: what to ask.
        text: the question.
        group: what it is about.
        right: the sentences that answer.
        without: the number of a passage to do as if it were not there.
    """
    understanding = understand(normalise(text).text, base.tokeniser)
    if not understanding.text:
        return None
    query = make_query(understanding, base.index, base.tokeniser)
    found = retrieve(base.index, query)
    if without is not None:
        found = found.take(np.flatnonzero(base.index.articles[found.rows] != without))
    if not len(found.rows):
        return None
    matrix = features(base.index, query, found)
    return Case(base, group, understanding, found.rows, matrix, np.isin(found.rows, list(right)))


def own_cases(base: Base) -> Iterator[Case]:
    """Yield the questions of a base, asked of it."""
    for passage, question in _questions(base):
        right = base.right_rows(passage, question)
        yield from _found(ask(base, question.text, group_of(base.passages[passage]), right))


def small_cases(bases: Sequence[Base], chance: random.Random) -> Iterator[Case]:
    """Yield the questions again, each asked of a base of a few passages, and a stranger's."""
    of_single = _names([base for base in bases if base.is_single])
    for number, base in enumerate(bases):
        passages = list(base.passages)
        chance.shuffle(passages)
        names = of_single if base.is_single else _names([base])
        while passages:
            size = chance.choice(_SMALL)
            small = Base.of(passages[:size])
            passages = passages[size:]
            yield from own_cases(small)
            yield from _shortened_cases(small, chance)
            yield from _brief_cases(small, chance)
            yield from _near_misses(small, chance)
            yield from _foreign_cases(small, bases, number, chance)
            yield from _swapped_cases(small, names, chance)


def _shortened_cases(base: Base, chance: random.Random) -> Iterator[Case]:
    """Yield questions of a base without some of their words: readers are brief."""

    def left_out(content: Sequence[Token]) -> Sequence[Token]:
        some = [one for one in content if chance.random() < _LEFT_OUT]
        return some[1:] if len(some) == len(content) else some

    for passage, question in _questions(base):
        if chance.random() < _SHORTENED_SHARE:
            yield from _asked_without(base, passage, question, left_out)


def _brief_cases(base: Base, chance: random.Random) -> Iterator[Case]:
    """Yield questions of a base with but a few of their words: 门票多少钱."""

    def left_out(content: Sequence[Token]) -> Sequence[Token] | None:
        count = chance.choice(_FEWEST_WORDS)
        if count >= len(content):
            return None
        kept = chance.sample(content, count)
        return [one for one in content if one not in kept]

    for passage, question in _questions(base):
        yield from _asked_without(base, passage, question, left_out)


def _questions(base: Base) -> Iterator[tuple[int, GoldQuestion]]:
    """Yield every question of a base, with the number of its passage."""
    for number, passage in enumerate(base.passages):
        for question in passage.questions:
            yield number, question


def _asked_without(
    base: Base,
    passage: int,
    question: GoldQuestion,
    left_out: Callable[[Sequence[Token]], Sequence[Token] | None],
) -> Iterator[Case]:
    """Ask a question without some of its content words; not at all where None are chosen."""
    text = normalise(question.text).text
    words = left_out(understand(text, base.tokeniser).content)
    if words is None:
        return
    for word in reversed(words):
        text = text[: word.start] + text[word.end :]
    right = base.right_rows(passage, question)
    yield from _found(ask(base, text, group_of(base.passages[passage]), right))


def _near_misses(base: Base, chance: random.Random) -> Iterator[Case]:
    """Yield questions on what a base tells of, asking for what it does not tell."""
    makes = NearMisses(base.tokeniser)
    texts = [normalise(f"{passage.title}\n{passage.text}").text for passage in base.passages]
    for passage, text in zip(base.passages, texts, strict=True):
        for _ in range(_NEAR_MISSES):
            if (question := makes.make(texts, text, chance)) is not None:
                yield from _found(ask(base, question, group_of(passage)))


def hopeless_cases(bases: Sequence[Base], chance: random.Random) -> Iterator[Case]:
    """Yield questions that the base does not answer."""
    for number, base in enumerate(bases):
        if base.is_single:
            continue
        yield from _foreign_cases(base, bases, number, chance)
        yield from _swapped_cases(base, _names([base]), chance)
        for place, question in _questions(base):
            if chance.random() < _ABSENT_SHARE:
                group = group_of(base.passages[place])
                yield from _found(ask(base, question.text, group, without=place))


def _swapped_cases(base: Base, names: Sequence[str], chance: random.Random) -> Iterator[Case]:
    """Yield questions of a base with one of their names exchanged."""
    for passage in base.passages:
        for question in passage.questions:
            if chance.random() >= _SWAPPED_SHARE:
                continue
            if (other := _swap(base, question.text, names, chance)) is not None:
                yield from _found(ask(base, other, group_of(passage)))


def _foreign_cases(
    base: Base, bases: Sequence[Base], own: int, chance: random.Random
) -> Iterator[Case]:
    others = [
        passage
        for number, other in enumerate(bases)
        for passage in other.passages
        if number != own and passage.questions
    ]
    count = sum(len(passage.questions) for passage in base.passages) * _FOREIGN_SHARE
    for _ in range(max(1, round(count)) if others else 0):
        passage = chance.choice(others)
        question = chance.choice(passage.questions)
        yield from _found(ask(base, question.text, group_of(passage)))


def _found(case: Case | None) -> Iterator[Case]:
    if case is not None:
        yield case


def _names(bases: Sequence[Base]) -> list[str]:
    """Return words of the bases' questions that name something."""
    return sorted(
        {
            token.text
            for base in bases
            for passage in base.passages
            for question in passage.questions
            for token in understand(normalise(question.text).text, base.tokeniser).content
            if _is_name(token.text, base.tokeniser)
        }
    )


def _is_name(word: str, tokeniser: Tokeniser) -> bool:
    return len(word) > 1 and tokeniser.tag(word)[:2] in {"", "nr", "ns", "nt", "nz", "n"}


def _swap(base: Base, text: str, names: Sequence[str], chance: random.Random) -> str | None:
    """Exchange one of the question's names for another; None where it has none."""
    normal = normalise(text).text
    content = understand(normal, base.tokeniser).content
    own = [token for token in content if _is_name(token.text, base.tokeniser)]
    if not own or not names:
        return None
    one = chance.choice(own)
    return normal[: one.start] + chance.choice(names) + normal[one.end :]

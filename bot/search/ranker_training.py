"""Fit the ranker and its judge to question-answering sets.

The ranker learns from each set as one base: its questions, with every candidate sentence that is
right or not. The judge learns what the ranker's first choices are worth, on questions that the
ranker has not seen, asked of large and small bases, and of bases that hold no answer: those of
another subject, the own one without the passage that answers, and the own one with a name of the
question exchanged.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.base.model import Article
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.sentences import split_sentences
from bot.language.tokens import Tokeniser
from bot.search import span_training
from bot.search.boosting import grow, logistic, softmax
from bot.search.features import FEATURES, features
from bot.search.index import Index
from bot.search.query import make_query
from bot.search.ranking import FORMAT, JUDGED, JUDGED_CANDIDATES, judged_rows
from bot.search.retrieval import retrieve
from bot.search.spans import SpanFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.input.squad import GoldQuestion, Passage
    from bot.language.question import Understanding
    from bot.search.trees import Trees

FOLDS: Final = 2
"""The judge learns from what the ranker says of passages that it has not seen."""

_ROUNDS: Final = 300
_RANKER = {
    "eta": 0.08,
    "max_depth": 5,
    "min_child_weight": 3,
    "subsample": 0.7,
    "colsample_bynode": 0.3,
    "lambda": 5.0,
}
_JUDGE_ROUNDS: Final = 250
_JUDGE = {
    "eta": 0.05,
    "max_depth": 4,
    "min_child_weight": 5,
    "subsample": 0.7,
    "colsample_bynode": 0.3,
    "lambda": 5.0,
}
_SMALL: Final = (1, 1, 2, 5, 20)
"""Sizes of the small bases, in passages: the judge has to hold on a single article."""
_FOREIGN_SHARE: Final = 0.35
"""Questions of other sets asked of a base, as a share of its own."""
_ABSENT_SHARE: Final = 0.25
_SWAPPED_SHARE: Final = 0.4


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

    def right_rows(self, passage: int, question: GoldQuestion) -> frozenset[int]:
        """Return the sentences in which an answer begins."""
        first = int(np.searchsorted(self.index.articles, passage))
        ends = [span.end for span in split_sentences(self.passages[passage].text)]
        starts = [answer.start for answer in question.answers]
        return frozenset((first + np.searchsorted(ends, starts, side="right")).tolist())


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
    for number, passage in enumerate(base.passages):
        for question in passage.questions:
            right = base.right_rows(number, question)
            case = ask(base, question.text, _group(passage), right)
            if case is not None:
                yield case


def train(
    sets: Sequence[Sequence[Passage]],
    *,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, NDArray[Any]]:
    """Fit the ranker and its judge.

    Args:
        sets: question-answering sets, each made a base of its own.
        seed: the same sets and seed give the same model.
        progress: is told what goes on.

    Returns:
        What `Ranker.of` takes, to be stored with `numpy.savez_compressed`.
    """
    chance = random.Random(seed)  # noqa: S311  (not for secrets)
    progress("建立索引，计算特征")
    bases = [Base.of(passages) for passages in sets]
    own = [case for base in bases for case in own_cases(base)]
    progress("排序树")
    ranker = fit_ranker([case for case in own if case.right.any()], seed)
    progress("出题：小知识库、答不了的问题")
    cases = [*own, *_small_cases(bases, chance), *_hopeless_cases(bases, chance)]
    folds = _folds(cases, chance)
    rows: list[NDArray[np.float32]] = []
    worth: list[NDArray[np.bool_]] = []
    for held in range(FOLDS):
        progress(f"校准 {held + 1}/{FOLDS}")
        seen = [case for case in own if folds[case.group] != held]
        ranker_held = fit_ranker([case for case in seen if case.right.any()], seed)
        finder = _span_finder(sets, folds, held, seed)
        for case in cases:
            if folds[case.group] == held:
                scores = ranker_held.predict(case.matrix)
                chosen = np.argsort(-scores, kind="stable")[:JUDGED_CANDIDATES]
                spans = span_worth(finder, case.base.index, case.understanding, case.rows[chosen])
                rows.append(judged_rows(case.matrix, scores, chosen, spans))
                worth.append(case.right[chosen])
    progress("校准树")
    judge = grow(
        np.concatenate(rows),
        logistic(np.concatenate(worth).astype(np.float32)),
        JUDGED,
        rounds=_JUDGE_ROUNDS,
        settings=_JUDGE,
        seed=seed,
    )
    return {
        "format": np.array(FORMAT),
        **{f"ranker.{name}": array for name, array in ranker.arrays().items()},
        **{f"judge.{name}": array for name, array in judge.arrays().items()},
    }


def fit_ranker(cases: Sequence[Case], seed: int) -> Trees:
    """Grow the trees that put candidates in order: softmax, the right ones to win."""
    sizes = np.array([len(case.rows) for case in cases])
    targets = [case.right / case.right.sum() for case in cases]
    return grow(
        np.concatenate([case.matrix for case in cases]),
        softmax(
            np.concatenate(targets).astype(np.float32),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            np.ones(int(sizes.sum()), dtype=np.float32),
        ),
        tuple(FEATURES),
        rounds=_ROUNDS,
        settings=_RANKER,
        seed=seed,
    )


def span_worth(
    finder: SpanFinder, index: Index, understanding: Understanding, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return what the best short answer is worth in each of these sentences."""
    hits = finder.best(understanding, [index.span_texts[row] for row in rows])
    return np.array([hit.score for hit in hits], dtype=np.float32)


def _group(passage: Passage) -> str:
    return passage.title or passage.text[:20]


def _folds(cases: Iterable[Case], chance: random.Random) -> dict[str, int]:
    groups = sorted({case.group for case in cases})
    chance.shuffle(groups)
    return {group: number % FOLDS for number, group in enumerate(groups)}


def _span_finder(
    sets: Sequence[Sequence[Passage]], folds: dict[str, int], held: int, seed: int
) -> SpanFinder:
    """Fit short answers to the passages outside a fold."""
    seen = [[one for one in passages if folds.get(_group(one)) != held] for passages in sets]
    return SpanFinder.of(span_training.train(seen, Tokeniser(), seed=seed))


def _small_cases(bases: Sequence[Base], chance: random.Random) -> Iterator[Case]:
    """Yield the questions again, each asked of a base of a few passages, and a stranger's."""
    for number, base in enumerate(bases):
        passages = list(base.passages)
        chance.shuffle(passages)
        names = _names(base)
        while passages:
            size = chance.choice(_SMALL)
            small = Base.of(passages[:size])
            passages = passages[size:]
            yield from own_cases(small)
            yield from _foreign_cases(small, bases, number, chance)
            yield from _swapped_cases(small, names, chance)


def _hopeless_cases(bases: Sequence[Base], chance: random.Random) -> Iterator[Case]:
    """Yield questions that the base does not answer."""
    for number, base in enumerate(bases):
        yield from _foreign_cases(base, bases, number, chance)
        yield from _swapped_cases(base, _names(base), chance)
        for place, passage in enumerate(base.passages):
            for question in passage.questions:
                if chance.random() < _ABSENT_SHARE:
                    yield from _found(ask(base, question.text, _group(passage), without=place))


def _swapped_cases(base: Base, names: Sequence[str], chance: random.Random) -> Iterator[Case]:
    """Yield questions of a base with one of their names exchanged."""
    for passage in base.passages:
        for question in passage.questions:
            if chance.random() >= _SWAPPED_SHARE:
                continue
            if (other := _swap(base, question.text, names, chance)) is not None:
                yield from _found(ask(base, other, _group(passage)))


def _foreign_cases(
    base: Base, bases: Sequence[Base], own: int, chance: random.Random
) -> Iterator[Case]:
    others = [other for number, other in enumerate(bases) if number != own]
    count = sum(len(passage.questions) for passage in base.passages) * _FOREIGN_SHARE
    for _ in range(max(1, round(count)) if others else 0):
        passage = chance.choice(chance.choice(others).passages)
        question = chance.choice(passage.questions)
        yield from _found(ask(base, question.text, _group(passage)))


def _found(case: Case | None) -> Iterator[Case]:
    if case is not None:
        yield case


def _names(base: Base) -> list[str]:
    """Return words of the base's questions that name something."""
    return sorted(
        {
            token.text
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

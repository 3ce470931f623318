"""Fit the models of short answers to question-answering sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bot.search.spans.choice import choose
from bot.search.spans.feature_names import NAMES
from bot.search.spans.finder import FORMAT, JUDGED, Shortlist, SpanFinder, shortlist
from bot.search.spans.fit import fitting
from bot.search.spans.grid import Grid
from bot.search.spans.hashing import SIZE, Weights, spread
from bot.search.spans.match import SpanQuestion, match
from bot.search.spans.templates import piece_indexes, piece_scores, shifts, span_indexes
from bot.search.training.boosting import grow, logistic, softmax
from bot.search.training.span_examples import (
    Example,
    examples,
    group_of,
    overlaps,
    restatement,
    span_f1,
    without_marks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.base.model import Span
    from bot.input.squad import Passage
    from bot.language.tokens import Tokeniser
    from bot.search.trees import Trees

FOLDS: Final = 4
"""The trees learn from what a linear model says of passages that it has not seen."""

# What says more of the question again than this is left out.
_RESTATES: Final = 0.2
# The same question over a sentence without some of its marks.
_STRIPPED_WEIGHT: Final = 0.5
# The linear model: stochastic gradient descent over so many examples at once.
_EPOCHS: Final = 2
_BATCH: Final = 16
_RATE: Final = 0.02
_DECAY: Final = 0.01
# So much of the ranker's target goes to candidates that are nearly right.
_SOFTNESS: Final = 0.2
_SHARPNESS: Final = 8.0
_ROUNDS: Final = 100
_RANKER = {
    "eta": 0.15,
    "max_depth": 4,
    "min_child_weight": 3,
    "subsample": 0.7,
    "colsample_bytree": 0.4,
    "lambda": 2.0,
}
_JUDGE_ROUNDS: Final = 60
_JUDGE = {"eta": 0.1, "max_depth": 4, "min_child_weight": 5, "subsample": 0.7, "lambda": 5.0}


@dataclass(frozen=True, slots=True)
class Fitted:
    """The models of short answers, and what they would be without a part of the articles."""

    arrays: dict[str, NDArray[Any]]
    """What `SpanFinder.of` takes, to be stored with `numpy.savez_compressed`."""
    held_out: tuple[SpanFinder, ...]
    """For each fold a finder that has not seen its articles."""
    folds: Mapping[str, int]
    """The fold of each article: see `group_of`."""

    def unseen(self, group: str) -> SpanFinder:
        """Return a finder that has not seen an article."""
        return self.held_out[self.folds.get(group, 0)]


@dataclass(frozen=True, slots=True)
class _Listed:
    """An example's right sentence and a wrong one, and the right one's targets."""

    right: Shortlist
    golds: tuple[Span, ...]
    overlaps: NDArray[np.float64]
    """For each candidate of the right sentence its F1."""
    reachable: bool
    """Whether the best of all candidates is in the list."""
    wrong: Shortlist | None


class _Judged(NamedTuple):
    """The chosen spans of some sentences."""

    rows: NDArray[np.float32]
    """What there is to judge them by."""
    worth: NDArray[np.float32]
    """Their F1."""


def train(
    sets: Iterable[Sequence[Passage]],
    tokeniser: Tokeniser,
    *,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> Fitted:
    """Fit every model of short answers.

    Args:
        sets: question-answering sets.
        tokeniser: cuts them into words.
        seed: the same sets and seed give the same model.
        progress: is told what goes on.
    """
    passages = [passage for one in sets for passage in one]
    progress("读取问答集")
    data = list(examples(passages, tokeniser))
    whole = len(data)
    stripped = (without_marks(example, tokeniser) for example in data)
    data += [example for example in stripped if example is not None and example.golds]
    folds = _folds(passages, seed)
    fold = np.array([folds[group_of(passages[example.passage])] for example in data])
    # A gold answer that says the question again is a clause, where we look for its part.
    telling = np.array([restatement(example) <= _RESTATES for example in data])
    linear: list[Weights] = []
    listed: dict[int, _Listed] = {}
    for held in range(FOLDS):
        progress(f"线性模型 {held + 1}/{FOLDS + 1}")
        seen = np.flatnonzero((fold != held) & telling)
        linear.append(Weights(fit_linear([data[row] for row in seen], seed)))
        for row in np.flatnonzero(fold == held).tolist():
            listed[row] = _list(data[row], linear[held])
    progress(f"线性模型 {FOLDS + 1}/{FOLDS + 1}")
    weights = fit_linear([data[row] for row in np.flatnonzero(telling)], seed)
    importance = np.where(np.arange(len(data)) < whole, 1.0, _STRIPPED_WEIGHT)
    rankers: list[Trees] = []
    judged: list[_Judged] = []
    for held in range(FOLDS):
        progress(f"排序树 {held + 1}/{FOLDS + 1}")
        seen = np.flatnonzero((fold != held) & telling)
        rankers.append(_rank([listed[row] for row in seen.tolist()], importance[seen], seed))
        rows = np.flatnonzero(fold == held).tolist()
        judged.append(_judge([listed[row] for row in rows], rankers[held]))
    progress(f"排序树 {FOLDS + 1}/{FOLDS + 1}")
    seen = np.flatnonzero(telling)
    ranker = _rank([listed[row] for row in seen.tolist()], importance[seen], seed)
    progress("校准")
    judges = [_fit_judge(judged[:held] + judged[held + 1 :], seed) for held in range(FOLDS)]
    judge = _fit_judge(judged, seed)
    return Fitted(
        arrays={
            "format": np.array(FORMAT),
            "weights": weights.astype(np.float16),
            **{f"ranker.{name}": array for name, array in ranker.arrays().items()},
            **{f"judge.{name}": array for name, array in judge.arrays().items()},
        },
        held_out=tuple(map(SpanFinder, linear, rankers, judges)),
        folds=folds,
    )


def _folds(passages: Sequence[Passage], seed: int) -> dict[str, int]:
    """Deal articles out to folds."""
    groups = sorted({group_of(passage) for passage in passages})
    order = np.random.default_rng(seed).permutation(len(groups)).tolist()
    return {group: number % FOLDS for group, number in zip(groups, order, strict=True)}


def fit_linear(data: Sequence[Example], seed: int) -> NDArray[np.float32]:
    """Fit the linear model: softmax over all candidates of a sentence, the gold one to win."""
    weights = np.zeros(SIZE, dtype=np.float32)
    random = np.random.default_rng(seed)
    steps = _EPOCHS * -(-len(data) // _BATCH)
    step = 0
    for _ in range(_EPOCHS):
        order = random.permutation(len(data))
        for begin in range(0, len(data), _BATCH):
            batch = [_gradient(data[row], weights) for row in order[begin : begin + _BATCH]]
            indexes = np.concatenate([part for one in batch for part in one[0]])
            slopes = np.concatenate([part for one in batch for part in one[1]])
            rate = _RATE * (1 - 0.95 * step / steps)
            step += 1
            weights *= 1 - rate * _DECAY
            weights -= rate * np.bincount(indexes, slopes, len(weights)).astype(np.float32)
    # As they are stored, so that the trees learn from what they will be given.
    return weights.astype(np.float16).astype(np.float32)


def _gradient(
    example: Example, weights: NDArray[np.float32]
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.float64]]]:
    """Return which weights an example moves, and how much."""
    grid = Grid.join([example.text])
    question = SpanQuestion.of(example.understanding)
    matched = match(grid, question)
    spans = fitting(grid, question, matched)
    if not len(spans.first):
        return [], []
    together = shifts(question)
    begins, ends = piece_indexes(grid, matched, question)
    pieces = spread(begins, together), spread(ends, together)
    span = spread(span_indexes(grid, matched, question, spans), together)
    start, end = piece_scores(pieces, grid, weights)
    scores = start[spans.first] + end[spans.last] + weights.take(span).sum(axis=0)
    chance = np.exp(scores.astype(np.float64) - scores.max())
    slope = chance / chance.sum() - _best(overlaps(example, grid, spans))
    size = len(grid.tags)
    # Hardly any weight moves for candidates that are out of the question already.
    moved = np.abs(slope) > 1e-3
    indexes = [*pieces, span[:, moved]]
    slopes = [
        np.bincount(spans.first, slope, size)[grid.opens],
        np.bincount(spans.last, slope, size)[grid.closes],
        slope[moved],
    ]
    return (
        [one.ravel() for one in indexes],
        [np.tile(one, len(index)) for one, index in zip(slopes, indexes, strict=True)],
    )


def _best(overlap: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a distribution over the best candidates."""
    best = (overlap >= overlap.max() - 1e-6).astype(np.float64)
    return np.asarray(best / best.sum())


def _list(example: Example, weights: Weights) -> _Listed:
    right = shortlist(example.understanding, [example.text], weights)
    grid = Grid.join([example.text])
    question = SpanQuestion.of(example.understanding)
    spans = fitting(grid, question, match(grid, question))
    everything = overlaps(example, grid, spans)
    listed = overlaps(example, right.grid, right.spans)
    return _Listed(
        right=right,
        golds=example.golds,
        overlaps=listed,
        reachable=bool(len(listed)) and listed.max() >= everything.max() - 1e-6,
        wrong=shortlist(example.understanding, [example.wrong], weights) if example.wrong else None,
    )


def _rank(data: Sequence[_Listed], importance: NDArray[np.float64], seed: int) -> Trees:
    """Grow the trees that rank the candidates of a sentence."""
    used = [(one, weight) for one, weight in zip(data, importance, strict=True) if one.reachable]
    sizes = [len(one.overlaps) for one, _ in used]
    near = [np.exp(_SHARPNESS * one.overlaps) for one, _ in used]
    targets = [
        (1 - _SOFTNESS) * _best(one.overlaps) + _SOFTNESS * share / share.sum()
        for (one, _), share in zip(used, near, strict=True)
    ]
    return grow(
        np.concatenate([one.right.rows for one, _ in used]),
        softmax(
            np.concatenate(targets).astype(np.float32),
            np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
            np.repeat([weight for _, weight in used], sizes).astype(np.float32),
        ),
        NAMES,
        rounds=_ROUNDS,
        settings=_RANKER,
        seed=seed,
    )


def _judge(data: Sequence[_Listed], ranker: Trees) -> _Judged:
    """Return what there is to judge chosen spans by, in right and wrong sentences."""
    rows = [np.empty((0, len(JUDGED)), dtype=np.float32)]
    worth: list[float] = []
    for one in data:
        for short, golds in ((one.right, one.golds), (one.wrong, ())):
            if short is None or not len(short.owners):
                continue
            chosen = choose(short, short.scores(ranker))
            rows.append(chosen.judged)
            worth.extend(span_f1(golds, chosen.starts, chosen.ends).tolist())
    return _Judged(np.concatenate(rows), np.array(worth, dtype=np.float32))


def _fit_judge(judged: Sequence[_Judged], seed: int) -> Trees:
    return grow(
        np.concatenate([one.rows for one in judged]),
        logistic(np.concatenate([one.worth for one in judged])),
        JUDGED,
        rounds=_JUDGE_ROUNDS,
        settings=_JUDGE,
        seed=seed,
    )

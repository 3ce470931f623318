"""Fit the ranker and its judge to question-answering sets.

The ranker learns from each set as one base: its questions, with every candidate sentence that is
right or not. The judge learns what the ranker's first choices are worth, on questions that the
ranker has not seen, asked of large and small bases, and of bases that hold no answer: those of
another subject, the own one without the passage that answers, and the own one with a name of the
question exchanged.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.search.ranking.features import FEATURES
from bot.search.ranking.ranker import FORMAT, JUDGED, JUDGED_CANDIDATES, judged_rows
from bot.search.training.boosting import grow, logistic, softmax
from bot.search.training.ranker_cases import (
    Case,
    bases_of,
    hopeless_cases,
    own_cases,
    small_cases,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from bot.input.squad import Passage
    from bot.search.training.spans import Fitted
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


def train(
    sets: Sequence[Sequence[Passage]],
    spans: Fitted,
    *,
    seed: int = 0,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, NDArray[Any]]:
    """Fit the ranker and its judge.

    Args:
        sets: question-answering sets, each made a base of its own.
        spans: short answers, fitted to the same sets.
        seed: the same sets and seed give the same model.
        progress: is told what goes on.

    Returns:
        What `Ranker.of` takes, to be stored with `numpy.savez_compressed`.
    """
    chance = random.Random(seed)  # noqa: S311  (not for secrets)
    progress("建立索引，计算特征")
    bases = [base for passages in sets for base in bases_of(passages)]
    own = [case for base in bases for case in own_cases(base)]
    progress("排序树")
    answered = [case for case in own if case.right.any()]
    ranker = fit_ranker(answered, seed)
    progress("出题：小知识库、答不了的问题")
    cases = [*own, *small_cases(bases, chance), *hopeless_cases(bases, chance)]
    folds = _folds(cases, chance)
    rows: list[NDArray[np.float32]] = []
    worth: list[NDArray[np.bool_]] = []
    for held in range(FOLDS):
        progress(f"校准 {held + 1}/{FOLDS}")
        ranker_held = fit_ranker([case for case in answered if folds[case.group] != held], seed)
        for case in cases:
            if folds[case.group] == held:
                scores = ranker_held.predict(case.matrix)
                chosen = np.argsort(-scores, kind="stable")[:JUDGED_CANDIDATES]
                finder = spans.unseen(case.group)
                found = finder.best(
                    case.understanding,
                    case.base.index.span_texts.several(case.rows[chosen].tolist()),
                )
                rows.append(judged_rows(case.matrix, scores, chosen, found))
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


def _folds(cases: Iterable[Case], chance: random.Random) -> dict[str, int]:
    groups = sorted({case.group for case in cases})
    chance.shuffle(groups)
    return {group: number % FOLDS for number, group in enumerate(groups)}

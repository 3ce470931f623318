"""The second stage: candidates in order, and how far each can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.base.errors import ModelError
from bot.search.ranking.features import FEATURES
from bot.search.trees import Trees, read_arrays, within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

FORMAT: Final = "wenju-ranker-1"
JUDGED: Final = (
    "chance",  # the ranker's probability among the candidates
    "lead_over_best",  # the ranker's score less that of the best other candidate
    "span",  # what the best short answer in the sentence is worth
    "span_lead",  # the same, less that of the best other sentence looked at
    *FEATURES,
)
"""What the judge looks at."""
JUDGED_CANDIDATES: Final = 5
"""So many of the ranker's first choices are searched for a short answer and judged."""

_NAME_ARTICLE = list(FEATURES).index("name_article")
# 美国总统 is not answered by an article on eleven other presidents. Of answerable questions only 2
# to 4 in 100 have no name in their article (CMRC trial, DRCD dev, XQuAD zh), of near misses most;
# what the judge learns of them is too little where all other words fit.
_NAMES_MISSING: Final = 0.65
# 中国总理 is not answered by a sentence on two other prime ministers: see `rivals`.
_HELD_BY_OTHERS: Final = 0.8


class Ranker:
    """Puts candidates in order, and says how likely each is to answer."""

    def __init__(self, ranker: Trees, judge: Trees) -> None:
        """Take over the two models."""
        self._ranker = ranker
        self._judge = judge

    @classmethod
    def load(cls, file: Traversable) -> Ranker:
        """Read a model.

        Raises:
            ModelError: the file is missing, foreign or damaged.
        """
        return cls.of(read_arrays(file))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Ranker:
        """Make a ranker of stored arrays.

        Raises:
            ModelError: they are not a ranker, or damaged.
        """
        if "format" not in arrays or str(arrays["format"]) != FORMAT:
            raise ModelError("不是排序模型，或版本不合")
        return cls(
            Trees.of(within(arrays, "ranker"), tuple(FEATURES)),
            Trees.of(within(arrays, "judge"), JUDGED),
        )

    def scores(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a score for each row of features: higher is better."""
        return self._ranker.predict(matrix)

    def chances(
        self,
        matrix: NDArray[np.float32],
        scores: NDArray[np.float32],
        chosen: NDArray[np.int64],
        spans: NDArray[np.float32],
        others: NDArray[np.bool_],
    ) -> NDArray[np.float64]:
        """Return the calibrated probability that each of the chosen candidates answers.

        Args:
            matrix: the features of all candidates.
            scores: what the ranker says of all candidates.
            chosen: the rows to judge.
            spans: what the best short answer is worth in each of the chosen.
            others: whether each of the chosen tells of others than the question asks for.
        """
        logits = self._judge.predict(judged_rows(matrix, scores, chosen, spans))
        chances = 1 / (1 + np.exp(-logits.astype(np.float64)))
        held = matrix[chosen, _NAME_ARTICLE].astype(np.float64)
        missing = np.where(held < 0, 0.0, 1 - held)
        chances *= 1 - _NAMES_MISSING * missing**2
        return np.asarray(np.where(others, chances * (1 - _HELD_BY_OTHERS), chances))


def judged_rows(
    matrix: NDArray[np.float32],
    scores: NDArray[np.float32],
    chosen: NDArray[np.int64],
    spans: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return what the judge looks at, a row for each of the chosen candidates."""
    return np.column_stack(
        [
            softmax(scores)[chosen],
            _lead(scores)[chosen],
            spans,
            _lead(spans),
            matrix[chosen],
        ]
    ).astype(np.float32)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn scores into probabilities that sum to 1."""
    chance = np.exp(scores - scores.max())
    return np.asarray(chance / chance.sum(), dtype=np.float32)


def _lead(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far each value is ahead of the best of the others; 0 for one alone."""
    if len(values) < 2:
        return np.zeros_like(values)
    best, second = np.sort(values)[[-1, -2]]
    return np.asarray(values - np.where(values == best, second, best), dtype=np.float32)

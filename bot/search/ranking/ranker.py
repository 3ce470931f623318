"""The second stage: candidates in order, and how far each can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.base.errors import ModelError
from bot.search.ranking.features import FEATURES
from bot.search.spans.finder import LOOKS
from bot.search.trees import Trees, read_arrays, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from bot.search.spans.finder import SpanHit

FORMAT: Final = "wenju-ranker-3"
_NOT_JUDGED: Final = frozenset({"question_length", "length_ratio"})
"""Most near misses to learn from are short, and so are readers: shortness must not speak against a
question.
"""
_COLUMNS: Final = [at for at, name in enumerate(FEATURES) if name not in _NOT_JUDGED]
JUDGED: Final = (
    "chance",  # the ranker's probability among the candidates
    "lead_over_best",  # the ranker's score less that of the best other candidate
    "span",  # what the best short answer in the sentence is worth
    "span_lead",  # the same, less that of the best other sentence looked at
    *(f"span_{name}" for name in LOOKS),
    *(name for name in FEATURES if name not in _NOT_JUDGED),
)
"""What the judge looks at."""
JUDGED_CANDIDATES: Final = 5
"""So many of the ranker's first choices are searched for a short answer and judged."""


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
        spans: Sequence[SpanHit],
    ) -> NDArray[np.float64]:
        """Return the calibrated probability that each of the chosen candidates answers.

        Args:
            matrix: the features of all candidates.
            scores: what the ranker says of all candidates.
            chosen: the rows to judge.
            spans: the best short answer in each of the chosen.
        """
        logits = self._judge.predict(judged_rows(matrix, scores, chosen, spans))
        return np.asarray(1 / (1 + np.exp(-logits.astype(np.float64))))


def judged_rows(
    matrix: NDArray[np.float32],
    scores: NDArray[np.float32],
    chosen: NDArray[np.int64],
    spans: Sequence[SpanHit],
) -> NDArray[np.float32]:
    """Return what the judge looks at, a row for each of the chosen candidates."""
    worth = np.array([span.score for span in spans], dtype=np.float32)
    return np.column_stack(
        [
            softmax(scores)[chosen],
            _lead(scores)[chosen],
            worth,
            _lead(worth),
            np.stack([span.looks for span in spans]),
            matrix[chosen][:, _COLUMNS],
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

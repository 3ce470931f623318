"""Find the short answer in a sentence.

In three steps: a linear model over hashed templates looks at every candidate; boosted trees
over named features rank the best of them; and of those the one is chosen whose F1 against the
right answer, as the trees see it, is the highest to be expected. A last, small model says what
that expectation is worth, so that answers in different sentences can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bot.base.errors import ModelError
from bot.base.model import Span
from bot.search.spans.feature_names import NAMES
from bot.search.spans.features import Scores, features
from bot.search.spans.fit import fitting
from bot.search.spans.grid import Candidates, Grid, candidates, expected_f1, runs
from bot.search.spans.match import SpanQuestion, match
from bot.search.spans.templates import BITS, end_indexes, span_indexes, start_indexes
from bot.search.trees import Trees, read_arrays, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.search.spans.text import SpanText

FORMAT: Final = "wenju-spans-2"
_SEEN: Final = 72
KEPT: Final = 20
"""So many candidates of a sentence go on from the linear model to the trees."""
JUDGED: Final = ("expected", "chance", *NAMES)
"""What the last model looks at: F1 to be expected, the trees' probability, and the features."""

# Being right altogether counts for so much beside the F1 to be expected.
_EXACTNESS: Final = 0.5


class SpanHit(NamedTuple):
    """The best short answer in a sentence."""

    span: Span
    """In the sentence's normalised text; never empty unless the text is."""
    score: float
    """F1 to be expected, from 0 to 1, when every second sentence asked about is a wrong one."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The candidates that the linear model leaves over, those of one sentence together."""

    grid: Grid
    spans: Candidates
    owners: NDArray[np.int64]
    """For each candidate its sentence."""
    rows: NDArray[np.float32]
    """For each candidate its features."""


class SpanFinder:
    """Ranks the spans of sentences as answers to a question."""

    def __init__(self, weights: NDArray[np.float32], ranker: Trees, judge: Trees) -> None:
        """Take over the three models."""
        self._weights = weights
        self._ranker = ranker
        self._judge = judge

    @classmethod
    def load(cls, file: Traversable | None = None) -> SpanFinder:
        """Read a model, the one that comes along unless another is named.

        Raises:
            ModelError: the file is missing, foreign or damaged.
        """
        return cls.of(read_arrays(file or resources.files("bot.search") / "models" / "spans.npz"))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> SpanFinder:
        """Make a finder of stored arrays.

        Raises:
            ModelError: they are not a model of spans, or damaged.
        """
        if "format" not in arrays or str(arrays["format"]) != FORMAT:
            raise ModelError("不是短答案模型，或版本不合")
        weights = arrays.get("weights")
        if weights is None or weights.shape != (1 << BITS,) or weights.dtype.kind != "f":
            raise ModelError("短答案模型损坏：权重表的大小不对")
        if not np.isfinite(weights).all():
            raise ModelError("短答案模型损坏：权重表里有不是数的值")
        return cls(
            weights.astype(np.float32),
            Trees.of(within(arrays, "ranker"), NAMES),
            Trees.of(within(arrays, "judge"), JUDGED),
        )

    def best(self, understanding: Understanding, sentences: Sequence[SpanText]) -> list[SpanHit]:
        """Return the best short answer of each sentence, in their order."""
        if not sentences:
            return []
        hits = [SpanHit(Span(0, sentence.size), 0.0) for sentence in sentences]
        short = shortlist(understanding, sentences, self._weights)
        if not len(short.owners):
            return hits
        chosen, judged = choose(short, self._ranker.predict(short.rows))
        scores = 1 / (1 + np.exp(-self._judge.predict(judged).astype(np.float64)))
        grid = short.grid
        owners = short.owners[chosen]
        offsets = grid.offsets[owners]
        starts = grid.starts[short.spans.first[chosen]] - offsets
        ends = grid.ends[short.spans.last[chosen]] - offsets
        columns = (owners, starts, ends, scores)
        for owner, start, end, score in zip(*(column.tolist() for column in columns), strict=True):
            hits[owner] = SpanHit(Span(start, end), score)
        return hits


def shortlist(
    understanding: Understanding, sentences: Sequence[SpanText], weights: NDArray[np.float32]
) -> Shortlist:
    """Return the candidates of each sentence that the linear model thinks most of."""
    grid = Grid.join(sentences)
    question = SpanQuestion.of(understanding)
    matched = match(grid, question)
    spans = fitting(grid, question, matched, candidates(grid))
    start = weights[start_indexes(grid, matched, question)].sum(axis=1)
    end = weights[end_indexes(grid, matched, question)].sum(axis=1)
    # First those with the best ends, then those that are best as a whole.
    ends = start[spans.first] + end[spans.last]
    kept = _top(grid.sentences[spans.first], ends, _SEEN)
    spans, ends = spans.take(kept), ends[kept]
    span = weights[span_indexes(grid, matched, question, spans)].sum(axis=1)
    kept = _top(grid.sentences[spans.first], ends + span, KEPT)
    spans = spans.take(kept)
    scores = Scores(start, end, span[kept], (ends + span)[kept])
    owners = grid.sentences[spans.first]
    if not len(owners):
        return Shortlist(grid, spans, owners, np.empty((0, len(NAMES)), dtype=np.float32))
    return Shortlist(grid, spans, owners, features(grid, matched, question, spans, scores))


def choose(
    short: Shortlist, scores: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the row of each sentence's best candidate, and what there is to judge it by."""
    owners = short.owners
    groups, group = runs(owners)
    chance = np.exp(scores - np.maximum.reduceat(scores, groups)[group])
    chance /= np.add.reduceat(chance, groups)[group]
    expected = expected_f1(short.grid, short.spans, chance)
    order = np.lexsort((-(expected + _EXACTNESS * chance), owners))
    chosen = order[groups]
    judged = np.column_stack([expected[chosen], chance[chosen], short.rows[chosen]])
    return chosen, judged.astype(np.float32)


def _top(owners: NDArray[np.int64], scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Return the rows of each sentence's best candidates, sentence by sentence, best first."""
    order = np.lexsort((-scores, owners))
    if not len(order):
        return order
    groups, group = runs(owners[order])
    return order[np.arange(len(order)) - groups[group] < most]

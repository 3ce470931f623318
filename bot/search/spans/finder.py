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
from bot.search.spans.choice import choose
from bot.search.spans.feature_names import NAMES
from bot.search.spans.features import Scores, features
from bot.search.spans.fit import fitting
from bot.search.spans.grid import Grid, runs
from bot.search.spans.hashing import SIZE, Weights
from bot.search.spans.match import SpanQuestion, match
from bot.search.spans.measures import asked_sort
from bot.search.spans.tags import tag_table
from bot.search.spans.templates import piece_indexes, piece_scores, shifts, span_indexes
from bot.search.trees import Trees, read_arrays, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.search.spans.grid import Candidates
    from bot.search.spans.measures import Sort
    from bot.search.spans.text import SpanText

FORMAT: Final = "wenju-spans-3"
_SEEN: Final = 48
# Beyond any difference between scores of the linear model.
_SCORE_RANGE: Final = 1e6
_IS_VERB: Final = tag_table("v", "vd", "vn", "vi", "vq", "vg")
_OF_SORT: Final = 2.0
"""What candidates of the sort that is asked for are given beside the trees' score. From 1 to 6 little
differs; see docs/quality.md.
"""
_OF_SORT_FIRST: Final = 4.0
"""The same beside the linear model's, of which the scores differ more."""
KEPT: Final = 12
"""So many candidates of a sentence go on from the linear model to the trees."""
JUDGED: Final = ("expected", "chance", *NAMES)
"""What the last model looks at: F1 to be expected, the trees' probability, and the features."""


LOOKS: Final = (
    "names", "places", "proper", "times", "numbers", "measures", "nouns", "verbs", "unknown",
    "characters", "covered", "shared", "novelty", "near_left", "near_right", "question_covered",
)  # fmt: skip
"""Features of the best short answer that tell whether it is one at all: 哪天 asks for a time."""
_LOOKS: Final = [JUDGED.index(name) for name in LOOKS]


class SpanHit(NamedTuple):
    """The best short answer in a sentence."""

    span: Span
    """In the sentence's normalised text; never empty unless the text is."""
    score: float
    """F1 to be expected, from 0 to 1, when every second sentence asked about is a wrong one."""
    looks: NDArray[np.float32]
    """What LOOKS names of it; zeros where nothing in the sentence can be one."""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The candidates that the linear model leaves over, those of one sentence together."""

    grid: Grid
    spans: Candidates
    is_telling: bool
    """Whether the question takes a clause to answer."""
    owners: NDArray[np.int64]
    """For each candidate its sentence."""
    rows: NDArray[np.float32]
    """For each candidate its features."""
    of_sort: NDArray[np.float32]
    """How surely a candidate is of the sort that the question asks for, from 0 to 1."""

    def scores(self, ranker: Trees) -> NDArray[np.float32]:
        """Return the trees' scores, in favour of what is of that sort."""
        return ranker.predict(self.rows) + np.float32(_OF_SORT) * self.of_sort


class SpanFinder:
    """Ranks the spans of sentences as answers to a question."""

    def __init__(self, weights: Weights, ranker: Trees, judge: Trees) -> None:
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
        if weights is None or weights.shape != (SIZE,) or weights.dtype.kind != "f":
            raise ModelError("短答案模型损坏：权重表的大小不对")
        if not np.isfinite(weights).all():
            raise ModelError("短答案模型损坏：权重表里有不是数的值")
        return cls(
            Weights(weights.astype(np.float32)),
            Trees.of(within(arrays, "ranker"), NAMES),
            Trees.of(within(arrays, "judge"), JUDGED),
        )

    def best(self, understanding: Understanding, sentences: Sequence[SpanText]) -> list[SpanHit]:
        """Return the best short answer of each sentence, in their order."""
        if not sentences:
            return []
        nothing = np.zeros(len(LOOKS), dtype=np.float32)
        hits = [SpanHit(Span(0, sentence.size), 0.0, nothing) for sentence in sentences]
        short = shortlist(understanding, sentences, self._weights)
        if not len(short.owners):
            return hits
        chosen = choose(short, short.scores(self._ranker))
        scores = 1 / (1 + np.exp(-self._judge.predict(chosen.judged).astype(np.float64)))
        offsets = short.grid.offsets[chosen.owners]
        columns = (chosen.owners, chosen.starts - offsets, chosen.ends - offsets, scores)
        found = zip(*(column.tolist() for column in columns), strict=True)
        for (owner, start, end, score), looks in zip(found, chosen.judged[:, _LOOKS], strict=True):
            hits[owner] = SpanHit(Span(start, end), score, looks)
        return hits


def shortlist(
    understanding: Understanding, sentences: Sequence[SpanText], weights: Weights
) -> Shortlist:
    """Return the candidates of each sentence that the linear model thinks most of."""
    grid = Grid.join(sentences)
    question = SpanQuestion.of(understanding)
    matched = match(grid, question)
    spans = fitting(grid, question, matched)
    table = weights.together(*shifts(question))
    start, end = piece_scores(piece_indexes(grid, matched, question), grid, table)
    # First those with the best ends, then those that are best as a whole.
    ends = start[spans.first] + end[spans.last]
    kept = _top(grid.sentences[spans.first], ends, _SEEN)
    spans, ends = spans.take(kept), ends[kept]
    indexes = span_indexes(grid, matched, question, spans)
    span = table.take(indexes, mode="clip").sum(axis=0)
    of_sort = _of_sort(grid, spans, asked_sort(understanding))
    kept = _top(grid.sentences[spans.first], ends + span + _OF_SORT_FIRST * of_sort, KEPT)
    spans = spans.take(kept)
    scores = Scores(start, end, span[kept], (ends + span)[kept])
    owners = grid.sentences[spans.first]
    rows = np.empty((0, len(NAMES)), dtype=np.float32)
    if len(owners):
        rows = features(grid, matched, question, spans, scores)
    return Shortlist(grid, spans, question.is_telling, owners, rows, of_sort[kept])


def _of_sort(grid: Grid, spans: Candidates, sort: Sort | None) -> NDArray[np.float32]:
    """Return how surely candidates are of the sort that a question asks for, from 0 to 1."""
    if sort is None:
        return np.zeros(len(spans.first), dtype=np.float32)
    # No character is less than 0 but those between sentences.
    text = "".join(map(chr, np.maximum(grid.codes, 0).tolist()))
    starts, ends = grid.starts.take(spans.first), grid.ends.take(spans.last)
    bounds = zip(starts.tolist(), ends.tolist(), strict=True)
    found = np.array([sort.tells.search(text, start, end) is not None for start, end in bounds])
    if sort.weight < 1:
        # 重庆举行中国 ends like a place as well.
        verbs = np.append(0, _IS_VERB.take(grid.tags).cumsum())
        found &= verbs.take(spans.last + 1) == verbs.take(spans.first)
    return found.astype(np.float32) * np.float32(sort.weight)


def _top(owners: NDArray[np.int64], scores: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Return the rows of each sentence's best candidates, sentence by sentence, best first."""
    if not len(owners):
        return owners
    order = np.argsort(owners * _SCORE_RANGE - scores, kind="stable")
    groups, group = runs(owners.take(order))
    return order[np.arange(len(order)) - groups[group] < most]

"""What postings give to sentences and their paragraphs, and who has the most of it.

Only what is in the postings is looked at: nothing here takes longer in a larger base, but for
getting memory that is all zeros.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.retrieval.field import saturated
from bot.search.retrieval.ragged import starts_of, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.search.retrieval.field import Entries, Field
    from bot.search.retrieval.index import Index

PASSAGE_WEIGHT: Final = np.float32(0.6)
"""What a paragraph's score counts beside its sentence's; .3 to 1 differ little in recall."""
_STEPS: Final = 4096
"""Scores are counted in so many steps to find the largest: NumPy's partition takes a hundred times
as long where many scores are equal."""

_NOTHING: Final = 1e-9
"""A score below this is none."""


class Weighed(NamedTuple):
    """Parts of a question of one kind: who has them, and what that is worth."""

    field: Field
    entries: Sequence[Entries]
    """For each part the sentences that have it."""
    weights: NDArray[np.float64]
    """What each part is worth in a sentence."""
    passage_weights: NDArray[np.float64]
    """What it is worth in a paragraph."""


class Gathered(NamedTuple):
    """What a question's parts give to sentences and paragraphs, each of which may stand often."""

    parts: int
    """How many parts there are: no sentence stands here more often."""
    rows: NDArray[np.int64]
    passages: NDArray[np.int64]
    """The paragraph of each of `rows`."""
    scores: NDArray[np.float32]
    borders: NDArray[np.int64]
    """Where in `rows` what is of each kind begins; one more than kinds."""
    around: NDArray[np.int64]
    """Paragraphs; what gives something to several sentences of one gives to it once."""
    around_scores: NDArray[np.float32]
    around_borders: NDArray[np.int64]


class Found(NamedTuple):
    """Sentences, each once, and their scores so far."""

    rows: NDArray[np.int64]
    own: NDArray[np.float32]
    """What the sentences themselves have."""
    around: NDArray[np.float32]
    """What their paragraphs have."""

    @property
    def total(self) -> NDArray[np.float32]:
        """The sum that counts."""
        return self.own + PASSAGE_WEIGHT * self.around

    def take(self, chosen: NDArray[np.int64]) -> Found:
        """Return some of the sentences."""
        return Found(self.rows[chosen], self.own[chosen], self.around[chosen])


def gather(index: Index, kinds: Sequence[Weighed]) -> Gathered:
    """Score sentences and paragraphs by each part of a question."""
    parts = [one for kind in kinds for one in kind.entries]
    starts = starts_of([len(one.rows) for one in parts])
    rows = np.concatenate([_NO_ROWS, *(one.rows for one in parts)]).astype(np.int64)
    often = np.concatenate([_NO_COUNTS, *(one.frequencies for one in parts)])
    records = index.records.take(rows)
    passages = records["passage"].astype(np.int64)
    # A paragraph's sentences follow each other: what a part has in one of them is one run.
    is_new = np.ones(len(rows), dtype=bool)
    np.not_equal(passages[1:], passages[:-1], out=is_new[1:])
    is_new[starts[:-1][starts[:-1] < len(rows)]] = True
    runs = np.flatnonzero(is_new)
    around = passages.take(runs)
    until = np.zeros(len(rows) + 1, dtype=np.int32)
    often.cumsum(dtype=np.int32, out=until[1:])
    together = np.diff(until.take(np.append(runs, len(rows))))
    borders = starts[starts_of([len(kind.entries) for kind in kinds])]
    around_starts, around_borders = runs.searchsorted(starts), runs.searchsorted(borders)
    columns = zip(kinds, pairwise(borders.tolist()), strict=True)
    norms = [records[kind.field.name][slice(*bounds)] for kind, bounds in columns]
    scores = saturated(often, np.concatenate([_NO_NORMS, *norms]))
    scores *= _repeated([kind.weights for kind in kinds], starts)
    around_scores = saturated(
        together, _norms([kind.field.passage_norms for kind in kinds], around, around_borders)
    )
    around_scores *= _repeated([kind.passage_weights for kind in kinds], around_starts)
    return Gathered(
        len(parts), rows, passages, scores, borders, around, around_scores, around_borders
    )


_NO_ROWS: Final = np.zeros(0, dtype=np.int32)
_NO_COUNTS: Final = np.zeros(0, dtype=np.uint8)
_NO_NORMS: Final = np.zeros(0, dtype=np.float32)


def _norms(
    norms: Sequence[NDArray[np.float32]], numbers: NDArray[np.int64], borders: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return each number's norm, by the kind that it is of."""
    bounds = pairwise(borders.tolist())
    cut = [own.take(numbers[slice(*own_bounds)]) for own, own_bounds in zip(norms, bounds)]  # noqa: B905 - one more
    return np.concatenate([_NO_NORMS, *cut])


def _repeated(
    weights: Sequence[NDArray[np.float64]], starts: NDArray[np.int64]
) -> NDArray[np.float32]:
    joined = np.concatenate([_NO_NORMS, *weights]).astype(np.float32)
    return joined.repeat(np.diff(starts))


def most_promising(index: Index, gathered: Gathered, limit: int) -> Found:
    """Return all sentences that may be among the `limit` best, and maybe others.

    Of sentences that have nothing in common with a question themselves, those of the best
    paragraphs are enough, and of each paragraph the first.
    """
    own = np.zeros(len(index.passages), dtype=np.float32)
    np.add.at(own, gathered.rows, gathered.scores)
    around = np.zeros(index.passage_count, dtype=np.float32)
    np.add.at(around, gathered.around, gathered.around_scores)
    around *= PASSAGE_WEIGHT
    total = around.take(gathered.passages)
    total += own.take(gathered.rows)
    # Each sentence stands once for each part that it has, at most.
    rows = _each_once(gathered.rows[_near_top(total, limit * gathered.parts)], len(own))
    total = own[rows] + around[index.passages[rows]]
    best = largest(total, limit)
    rows, total = rows[best], total[best]
    least = total.min() if len(rows) >= limit else 0
    is_good = around.take(gathered.around) >= max(least, _NOTHING)
    best = _each_once(gathered.around[is_good], len(around))
    begins = index.passage_firsts[best]
    sizes = np.minimum(index.passage_firsts[best + 1] - begins, limit)
    rows = _each_once(np.concatenate([rows, stretches(begins, sizes)]), len(own))
    return Found(rows, own[rows], around[index.passages[rows]] / PASSAGE_WEIGHT)


def sums_at(gathered: Gathered, index: Index, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return [kind, sentence]: what the parts of each kind give to sentences.

    Args:
        gathered: what they give.
        index: what has the sentences.
        rows: some sentences, each once.
    """
    return _sums(rows, len(index.passages), gathered.rows, gathered.scores, gathered.borders)


def around_at(
    gathered: Gathered, index: Index, passages: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return [kind, paragraph]: what the parts of each kind give to paragraphs, each once."""
    return _sums(
        passages,
        index.passage_count,
        gathered.around,
        gathered.around_scores,
        gathered.around_borders,
    )


def _sums(
    chosen: NDArray[np.integer],
    size: int,
    numbers: NDArray[np.int64],
    scores: NDArray[np.float32],
    borders: NDArray[np.int64],
) -> NDArray[np.float64]:
    # Zero for those that were not chosen: memory that is all zeros costs little to get.
    places = np.zeros(size, dtype=np.uint16)
    places[chosen] = np.arange(1, len(chosen) + 1)
    beside = places.take(numbers)
    # NumPy finds what is true several times as fast as what is not zero.
    entries = np.flatnonzero(beside > 0)
    kinds = len(borders) - 1
    cells = borders[1:].searchsorted(entries, side="right") * len(chosen) + beside[entries] - 1
    sums = np.bincount(cells, weights=scores[entries], minlength=kinds * len(chosen))
    return sums.reshape(kinds, len(chosen)).astype(np.float64, copy=False)


def _each_once(numbers: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return numbers below `size` without repetition."""
    # Faster than sorting them: of equal numbers the one that was written last finds itself.
    places = np.arange(len(numbers), dtype=np.int32)
    claims = np.empty(size, dtype=np.int32)
    claims[numbers] = places
    kept: NDArray[np.bool_] = claims.take(numbers) == places
    return numbers[kept]


def largest(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return where the largest scores above 0 stand, and all that equal the least of them."""
    some = _near_top(scores, limit)
    if len(some) <= limit:
        return some
    near = scores[some]
    chosen: NDArray[np.bool_] = near >= np.sort(near)[-limit]
    return some[chosen]


def _near_top(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return where the largest scores above 0 stand, and some that are hardly less."""
    top = float(scores.max(initial=0))
    if limit >= len(scores) or top < _NOTHING:
        return np.flatnonzero(scores >= _NOTHING)
    steps = (scores * (_STEPS / top)).astype(np.int32)
    from_above = np.bincount(steps, minlength=_STEPS + 1)[::-1].cumsum()
    some = np.flatnonzero(steps >= _STEPS - from_above.searchsorted(limit))
    is_something: NDArray[np.bool_] = scores[some] >= _NOTHING
    return some[is_something]


def best_of(index: Index, found: Found, limit: int) -> Found:
    """Return the best of sentences, best first; equals as they stand in the base."""
    total = found.total
    some = largest(total, limit)
    rows = found.rows[some]
    ranks = index.ranks[index.articles[rows]]
    order = np.lexsort((index.positions[rows], ranks, -total[some]))
    return found.take(some[order[:limit]])

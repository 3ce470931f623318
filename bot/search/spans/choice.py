"""Choose among the candidates that the trees have ranked.

Of each sentence that one whose F1 against the right answer, as the trees see it, is the highest to
be expected. Where a clause answers, clauses and the sentence as a whole stand beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.spans.grid import PADDING, expected_f1, runs
from bot.search.spans.tags import tag_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.finder import Shortlist
    from bot.search.spans.grid import Grid

# Being right altogether counts for so much beside the F1 to be expected.
_EXACTNESS: Final = 1.0
# Where it takes a clause to answer, so much of the chance goes to clauses: to that of a candidate,
# or to the whole sentence. What the sets mark for 为什么 lies between a phrase and a sentence.
_CLAUSE_SHARE: Final = 0.5
_SENTENCE_SHARE: Final = 0.5
_OUTSIDE = ("padding", "clause", "mark", "list")
_BEGINS = ~tag_table(*_OUTSIDE, "closer")
_ENDS = ~tag_table(*_OUTSIDE, "opener")


class Chosen(NamedTuple):
    """The best span of each sentence that has candidates."""

    owners: NDArray[np.int64]
    """The sentences."""
    starts: NDArray[np.int64]
    """Where the spans begin, in characters of the grid."""
    ends: NDArray[np.int64]
    judged: NDArray[np.float32]
    """What there is to judge each by: a row of JUDGED."""


def choose(short: Shortlist, scores: NDArray[np.float32]) -> Chosen:
    """Choose the span of each sentence whose F1 is the highest to be expected.

    Args:
        short: the candidates.
        scores: the trees', for each of them.
    """
    owners = short.owners
    groups, group = runs(owners)
    chance = np.exp(scores - np.maximum.reduceat(scores, groups).take(group))
    chance /= np.add.reduceat(chance, groups).take(group)
    starts = short.grid.starts.take(short.spans.first)
    ends = short.grid.ends.take(short.spans.last)
    expected = expected_f1(starts, ends, chance)
    best = _best(owners, expected + _EXACTNESS * chance)
    judged = np.empty((len(best), 2 + short.rows.shape[1]), dtype=np.float32)
    judged[:, 0], judged[:, 1], judged[:, 2:] = expected[best], chance[best], short.rows[best]
    if not short.is_telling:
        return Chosen(owners[best], starts[best], ends[best], judged)
    starts, ends, chance, owners = _with_clauses(short, starts, ends, chance)
    order = np.argsort(owners, kind="stable")
    starts, ends, chance, owners = starts[order], ends[order], chance[order], owners[order]
    expected = expected_f1(starts, ends, chance)
    alike = (starts[:, None] == starts) & (ends[:, None] == ends)
    best = _best(owners, expected + _EXACTNESS * (alike @ chance))
    judged[:, 0] = expected[best]
    return Chosen(owners[best], starts[best], ends[best], judged)


def _with_clauses(
    short: Shortlist,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    chance: NDArray[np.floating],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.floating], NDArray[np.int64]]:
    """Add the clauses around the candidates and the sentences, and share the chances out anew.

    Returns:
        Where the spans begin and end, their chances and their sentences.
    """
    grid = short.grid
    left, right = grid.clause_bounds()
    groups, _ = runs(short.owners)
    asked = short.owners[groups]
    shares = (1 - _CLAUSE_SHARE, _CLAUSE_SHARE * (1 - _SENTENCE_SHARE))
    whole = np.full(len(asked), _CLAUSE_SHARE * _SENTENCE_SHARE)
    before, after = left.take(short.spans.first), right.take(short.spans.last)
    begins, stops = _inner(grid)
    # The padding next to a sentence.
    first = grid.offsets_of_pieces[asked] + PADDING - 1
    last = grid.offsets_of_pieces[asked + 1] - PADDING
    return (
        np.concatenate([starts, begins.take(np.append(before, first))]),
        np.concatenate([ends, stops.take(np.append(after, last))]),
        np.concatenate([shares[0] * chance, shares[1] * chance, whole]),
        np.concatenate([short.owners, short.owners, asked]),
    )


def _inner(grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each mark where the clause after it begins, and where the one before it ends.

    A clause begins with a word or what opens a quote, and ends with a word or what closes one.
    """
    size = len(grid.tags)
    places = np.arange(size)
    opens = np.where(_BEGINS.take(grid.tags), places, size - 1)
    closes = np.where(_ENDS.take(grid.tags), places, 0)
    begins = grid.starts.take(np.minimum.accumulate(opens[::-1])[::-1])
    return begins, grid.ends.take(np.maximum.accumulate(closes))


def _best(owners: NDArray[np.int64], values: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the row of each sentence's highest value, the first of equal ones."""
    groups, group = runs(owners)
    rows = (values == np.maximum.reduceat(values, groups).take(group)).nonzero()[0]
    first, _ = runs(group.take(rows))
    return np.asarray(rows.take(first))

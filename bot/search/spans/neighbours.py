"""What stands around a span: what hangs on the place where it begins, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bot.search.spans.tags import shifted, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match

    Columns = dict[str, NDArray[Any]]

_JOINS = tag_table("list", "c", "p").astype(np.int64)
_OF: Final = text_key("的")
# A match counts for half at about three pieces' distance.
_REACH: Final = 4.0
# The weight of a matched piece beyond its rarity: the commonest words count a little.
_LEAST: Final = 0.15
_FAR: Final = 30


def weights(grid: Grid) -> NDArray[np.float32]:
    """Return how much it counts that a piece is matched."""
    return np.asarray(grid.is_word * (grid.weights + np.float32(_LEAST)))


def surroundings(grid: Grid, match: Match, spans: Candidates) -> Columns:
    """Return what hangs on the place where a span begins, and on the place where it ends."""
    tags, covered = grid.tags, match.covered
    weight = weights(grid)
    left, right = _near(
        grid,
        weight * np.stack([covered, match.covered_left, match.covered_right, match.nearness]),
    )
    run_left, run_right = _runs(match, covered * weight)
    left_bound, right_bound = grid.clause_bounds()
    places = np.arange(len(tags))
    joins = _JOINS.take(tags)
    is_of = grid.words == _OF
    at_first = {
        "near_left": left[0],
        "near_left_before": left[1],
        "near_left_after": left[2],
        "near_left_asked": left[3],
        "run_left": run_left,
        "left_nearness": match.left_nearness,
        "left_sibling": shifted(joins * shifted(covered, 1), 1),
        "left_distance": np.minimum(match.left_distance, _FAR),
        "left_side": match.left_side,
        "left_aligned": match.left_aligned,
        "clause_left": places - 1 - left_bound,
        "before_tag": shifted(tags, 1),
        "first_tag": tags,
        "first_weight": grid.weights,
        "after_of": shifted(is_of, 1),
    }
    at_last = {
        "near_right": right[0],
        "near_right_before": right[1],
        "near_right_after": right[2],
        "near_right_asked": right[3],
        "run_right": shifted(run_right, -1),
        "right_nearness": match.right_nearness,
        "right_sibling": shifted(joins * shifted(covered, -1), -1),
        "right_distance": np.minimum(match.right_distance, _FAR),
        "right_side": match.right_side,
        "right_aligned": match.right_aligned,
        "clause_right": right_bound - 1 - places,
        "after_tag": shifted(tags, -1),
        "last_tag": tags,
        "last_weight": grid.weights,
        "before_of": shifted(is_of, -1),
    }
    return {**_gathered(at_first, spans.first), **_gathered(at_last, spans.last)}


def _gathered(columns: Columns, places: NDArray[np.int64]) -> Columns:
    """Return columns at these places: taken together they take a fraction of the time."""
    table = np.empty((len(columns), len(next(iter(columns.values())))))
    for row, column in zip(table, columns.values(), strict=True):
        row[:] = column
    return dict(zip(columns, table.take(places, axis=1), strict=True))


def _near(
    grid: Grid, weight: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weight before each piece, and that after it, less with the distance.

    Args:
        grid: the sentences.
        weight: rows of weights, one a piece.
    """
    bounds = grid.offsets_of_pieces
    # Counted from the sentence's middle piece on, so that no exponent grows large.
    middle = (bounds[:-1] + bounds[1:]) // 2
    place = (np.arange(weight.shape[1]) - middle.take(grid.sentences)) / _REACH
    grow, shrink = np.exp(np.clip([place, -place], -300, 300))
    rising, falling = np.zeros((2, len(weight), weight.shape[1] + 1))
    (weight * grow).cumsum(axis=1, out=rising[:, 1:])
    (weight * shrink).cumsum(axis=1, out=falling[:, 1:])
    start, end = bounds.take(grid.sentences), bounds.take(grid.sentences + 1)
    left = (rising[:, :-1] - rising.take(start, axis=1)) * shrink
    right = (falling.take(end, axis=1) - falling[:, 1:]) * grow
    return left, right


def _runs(
    match: Match, weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the matched weight of the run that ends before each piece, and that begins at it."""
    size = len(weight)
    matched = np.zeros(size + 1)
    weight.cumsum(out=matched[1:])
    places = np.arange(size)
    gap = match.level != 2
    opened = np.zeros(size, dtype=np.int64)
    np.maximum.accumulate(np.where(gap, places + 1, 0)[:-1], out=opened[1:])
    closed = np.minimum.accumulate(np.where(gap, places, size)[::-1])[::-1]
    return matched[:-1] - matched.take(opened), matched.take(closed) - matched[:-1]

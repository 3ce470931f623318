"""What the ranker of spans looks at: named numbers for each candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.base.model import Kind
from bot.search.spans.feature_names import NAMES
from bot.search.spans.grid import expected_f1, runs
from bot.search.spans.text import tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion

    Columns = dict[str, NDArray[np.generic]]

_COUNTED = {
    "names": ("nr", "nrfg", "nrt"),
    "places": ("ns",),
    "proper": ("nt", "nz", "j"),
    "nouns": ("n", "ng", "an", "vn", "l", "i"),
    "times": ("t", "tg"),
    "numbers": ("m", "mq", "digits", "mg"),
    "measures": ("q", "mq"),
    "verbs": ("v", "vd", "vg", "vi", "vq"),
    "functions": ("p", "c", "d", "uj", "ul", "r", "u", "f", "ud", "ug", "uv", "uz", "rr", "rz", "rg", "df", "y", "o"),
    "unknown": ("unknown", "latin", "mixed"),
    "adjectives": ("a", "ad", "ag", "b", "z"),
    "lists": ("list",),
    "clauses": ("clause",),
    "marks": ("mark",),
}  # fmt: skip
_COUNT_TABLE = np.stack([tag_table(*tags) for tags in _COUNTED.values()])
_OPENER, _CLOSER, _LIST = map(tag_table, ("opener", "closer", "list"))
_JOINS = tag_table("list", "c", "p").astype(np.int64)
_BOUND = tag_table("clause", "padding")
_OF = np.uint64(text_key("的"))
_LINKS = np.array(
    [text_key(word) for word in "是 为 即 叫 称 称为 名为 叫做 包括 有 分别 例如 如".split()],
    dtype=np.uint64,
)
_KINDS = tuple(Kind)
# A match counts for half at about three pieces' distance.
_REACH: Final = 4.0
# The weight of a matched piece beyond its rarity: the commonest words count a little.
_LEAST: Final = 0.15
_FAR: Final = 30


class Scores(NamedTuple):
    """What the linear model says of the candidates of some sentences."""

    start: NDArray[np.float32]
    """Of each piece, as a beginning."""
    end: NDArray[np.float32]
    """Of each piece, as an end."""
    span: NDArray[np.float32]
    """Of each candidate, as a whole."""
    total: NDArray[np.float32]
    """Of each candidate: the sum of the three."""


def features(
    grid: Grid, match: Match, question: SpanQuestion, spans: Candidates, scores: Scores
) -> NDArray[np.float32]:
    """Return a row of features for each candidate.

    Args:
        grid: the sentences.
        match: where the question's words stand in them.
        question: the question.
        spans: the candidates, those of one sentence together.
        scores: the linear model's, one a candidate in `span` and `total`.
    """
    groups, group = runs(grid.sentences[spans.first])
    columns: Columns = {
        **_linear(grid, spans, scores, groups, group),
        **_contents(grid, spans),
        **_matches(grid, match, spans, groups, group),
        **_surroundings(grid, spans),
        **_asked(grid, match, question, spans),
    }
    table = np.empty((len(NAMES), len(spans.first)), dtype=np.float32)
    for number, name in enumerate(NAMES):
        table[number] = columns[name]
    return table.T


def _linear(
    grid: Grid,
    spans: Candidates,
    scores: Scores,
    groups: NDArray[np.int64],
    group: NDArray[np.int64],
) -> Columns:
    first, last, total = spans.first, spans.last, scores.total
    best = np.maximum.reduceat(total, groups)[group]
    share = np.exp(total - best)
    mass = np.add.reduceat(share, groups)[group]
    share /= mass
    size = len(grid.tags)
    return {
        "linear": total - best - np.log(mass),
        "linear_gap": total - best,
        "linear_score": total,
        "linear_start": _below(scores.start[first], groups, group),
        "linear_end": _below(scores.end[last], groups, group),
        "linear_span": scores.span,
        "start_share": np.bincount(first, share, size)[first],
        "end_share": np.bincount(last, share, size)[last],
        "overlap_share": expected_f1(grid, spans, share),
    }


def _contents(grid: Grid, spans: Candidates) -> Columns:
    first, last = spans.first, spans.last
    running = np.zeros((len(_COUNTED) + 1, len(grid.tags) + 1), dtype=np.int64)
    np.cumsum(_COUNT_TABLE[:, grid.tags], axis=1, out=running[:-1, 1:])
    np.cumsum(_OPENER[grid.tags].astype(np.int64) - _CLOSER[grid.tags], out=running[-1, 1:])
    counts = running[:, last + 1] - running[:, first]
    return {
        **dict(zip(_COUNTED, counts, strict=False)),
        "brackets": counts[-1],
        "characters": grid.ends[last] - grid.starts[first],
        "pieces": last - first + 1,
    }


def _matches(
    grid: Grid,
    match: Match,
    spans: Candidates,
    groups: NDArray[np.int64],
    group: NDArray[np.int64],
) -> Columns:
    first, last = spans.first, spans.last
    start, end = grid.starts[first], grid.ends[last]
    size = end - start
    weight = np.where(grid.is_word, grid.weights + _LEAST, 0)
    matched = _running(match.covered * weight)
    inside = matched[last + 1] - matched[first]
    bounds = grid.offsets_of_pieces
    owner = grid.sentences[first]
    whole = np.maximum(matched[bounds[owner + 1]] - matched[bounds[owner]], 1e-6)
    fresh = _running(np.where(match.level == 2, 0, grid.weights))
    left_bound, right_bound = _clause_bounds(grid)
    clause = (matched[right_bound[last]] - matched[left_bound[first]] - inside) / whole
    near = [
        _near(grid, weight * share)
        for share in (match.covered, match.covered_left, match.covered_right)
    ]
    near_asked = _near(grid, weight * match.nearness)
    asked = near_asked[0][first] + near_asked[1][last]
    (left, right), (left_before, right_before), (left_after, right_after) = near
    run_left, run_right = _runs(match, matched)
    runs = run_left[first] + run_right[last + 1]
    covered = match.characters[end] - match.characters[start]
    return {
        "covered": covered / size,
        "shared": (match.shared[end] - match.shared[start]) / size,
        "covered_size": covered,
        "covered_weight": inside / whole,
        "novelty": fresh[last + 1] - fresh[first],
        "near_left": left[first],
        "near_right": right[last],
        "near_left_before": left_before[first],
        "near_right_before": right_before[last],
        "near_left_after": left_after[first],
        "near_right_after": right_after[last],
        "near_gap": _below(left[first] + right[last], groups, group),
        "run_left": run_left[first],
        "run_right": run_right[last + 1],
        "run_gap": _below(runs, groups, group),
        "clause_weight": clause,
        "clause_gap": _below(clause, groups, group),
        "near_left_asked": near_asked[0][first],
        "near_right_asked": near_asked[1][last],
        "near_asked_gap": _below(asked, groups, group),
        "rival_gap": asked - _best_alike(asked, owner * 256 + grid.tags[last]),
        "left_nearness": match.left_nearness[first],
        "right_nearness": match.right_nearness[last],
        "left_sibling": _JOINS[grid.tags[first - 1]] * match.covered[first - 2],
        "right_sibling": _JOINS[grid.tags[last + 1]] * match.covered[last + 2],
        "left_distance": np.minimum(match.left_distance[first], _FAR),
        "right_distance": np.minimum(match.right_distance[last], _FAR),
        "left_side": match.left_side[first],
        "right_side": match.right_side[last],
        "left_aligned": match.left_aligned[first],
        "right_aligned": match.right_aligned[last],
        "clause_left": first - 1 - left_bound[first],
        "clause_right": right_bound[last] - 1 - last,
    }


def _surroundings(grid: Grid, spans: Candidates) -> Columns:
    first, last = spans.first, spans.last
    before, after = grid.tags[first - 1], grid.tags[last + 1]
    owner = grid.sentences[first]
    length = np.diff(grid.offsets)[owner] - 1
    start = grid.starts[first] - grid.offsets[owner]
    return {
        "part": (grid.ends[last] - grid.starts[first]) / length,
        "place": start / length,
        "sentence_size": length,
        "before_tag": before,
        "after_tag": after,
        "first_tag": grid.tags[first],
        "last_tag": grid.tags[last],
        "first_weight": grid.weights[first],
        "last_weight": grid.weights[last],
        "quoted": _OPENER[before].astype(np.int64) + _CLOSER[after],
        "listed": _LIST[before].astype(np.int64) + _LIST[after],
        "after_of": grid.words[first - 1] == _OF,
        "before_of": grid.words[last + 1] == _OF,
        "after_link": np.isin(grid.words[first - 1], _LINKS),
    }


def _asked(grid: Grid, match: Match, question: SpanQuestion, spans: Candidates) -> Columns:
    focus = question.focus
    last = spans.last
    rows = np.ones(len(last), dtype=np.int64)
    opening, closing = (ord(focus[0]), ord(focus[-1])) if focus else (-1, -1)
    owner = grid.sentences[spans.first]
    covered = match.characters[grid.offsets[owner + 1]] - match.characters[grid.offsets[owner]]
    end = grid.ends[last]
    tail = [grid.codes[np.maximum(end - back, 0)] for back in (1, 2, 3)]
    codes = np.array([*map(ord, focus)], dtype=np.int64)
    inside = (grid.codes[:, None] == codes).any(axis=1)
    wanted = codes[::-1][:3]
    return {
        "focus_end": np.logical_and.reduce(
            [a == b for a, b in zip(tail, wanted, strict=False)] or [rows < 0]
        ),
        "focus_part": sum(inside[np.maximum(end - back, 0)].astype(np.int64) for back in (1, 2, 3)),
        "focus_last": grid.lasts[last] == closing,
        "focus_next": grid.firsts[last + 1] == opening,
        "focus_word": grid.words[last] == np.uint64(text_key(focus)),
        "focus_size": rows * len(focus),
        "kind": rows * _KINDS.index(question.kind),
        "asked_place": rows * question.place,
        "question_size": rows * len(question.text),
        "question_covered": covered / max(len(question.text), 1),
        "several": rows * ("些" in question.text or "几" in question.asked),
    }


def _running(values: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])


def _below(
    values: NDArray[np.floating], groups: NDArray[np.int64], group: NDArray[np.int64]
) -> NDArray[np.floating]:
    """Return how far each value is below the best of its sentence."""
    return values - np.maximum.reduceat(values, groups)[group]


def _best_alike(values: NDArray[np.floating], keys: NDArray[np.int64]) -> NDArray[np.floating]:
    """Return the best value of those with the same key."""
    kinds, inverse = np.unique(keys, return_inverse=True)
    best = np.full(len(kinds), -np.inf)
    np.maximum.at(best, inverse, values)
    return best[inverse]


def _clause_bounds(grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each piece the mark that its clause follows, and the one that it ends at."""
    places = np.arange(len(grid.tags))
    bound = _BOUND[grid.tags]
    left = np.maximum.accumulate(np.where(bound, places, 0))
    right = np.minimum.accumulate(np.where(bound, places, len(places) - 1)[::-1])[::-1]
    return left, right


def _near(
    grid: Grid, weight: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weight before each piece, and that after it, less with the distance."""
    bounds = grid.offsets_of_pieces
    # Counted from the sentence's middle piece on, so that no exponent grows large.
    middle = (bounds[:-1] + bounds[1:]) // 2
    place = (np.arange(len(weight)) - middle[grid.sentences]) / _REACH
    grow, shrink = np.exp(np.clip(place, -300, 300)), np.exp(np.clip(-place, -300, 300))
    rising, falling = _running(weight * grow), _running(weight * shrink)
    start, end = bounds[grid.sentences], bounds[grid.sentences + 1]
    left = (rising[:-1] - rising[start]) * shrink
    right = (falling[end] - falling[1:]) * grow
    return left, right


def _runs(
    match: Match, matched: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the matched weight of the run that ends before each piece, and that begins at it."""
    size = len(match.level)
    places = np.arange(size)
    gap = match.level != 2
    opened = np.maximum.accumulate(np.where(gap, places + 1, 0))
    closed = np.minimum.accumulate(np.where(gap, places, size)[::-1])[::-1]
    before = matched[places] - matched[np.r_[0, opened[:-1]]]
    return before, matched[closed] - matched[places]

"""What the ranker of spans looks at: named numbers for each candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.base.model import Kind
from bot.search.spans.feature_names import NAMES
from bot.search.spans.grid import expected_f1, runs
from bot.search.spans.neighbours import surroundings, weights
from bot.search.spans.tags import TAGS, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion
    from bot.search.spans.neighbours import Columns

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
_OPENER, _CLOSER, _LIST = (tag_table(tag).astype(np.int64) for tag in ("opener", "closer", "list"))
_COUNT_TABLE = np.stack([*(tag_table(*tags) for tags in _COUNTED.values()), _OPENER - _CLOSER])
_BACK = np.array([[1], [2], [3]])
_LINKS = np.array(
    [[text_key(word)] for word in "是 为 即 叫 称 称为 名为 题为 叫做 包括 有 分别 例如 如".split()]
)
_KINDS = tuple(Kind)


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
    groups, group = runs(grid.sentences.take(spans.first))
    columns: Columns = {
        **_linear(grid, spans, scores, groups, group),
        **_contents(grid, spans),
        **surroundings(grid, match, spans),
        **_matches(grid, match, spans),
        **_surroundings(grid, spans),
        **_asked(grid, match, question, spans),
    }
    _compare(columns, grid, spans, groups, group)
    table = np.empty((len(NAMES), len(spans.first)), dtype=np.float32)
    for row, name in zip(table, NAMES, strict=True):
        row[:] = columns[name]
    return table.T


def _linear(
    grid: Grid,
    spans: Candidates,
    scores: Scores,
    groups: NDArray[np.int64],
    group: NDArray[np.int64],
) -> Columns:
    first, last, total = spans.first, spans.last, scores.total
    gap = total - np.maximum.reduceat(total, groups).take(group)
    share = np.exp(gap)
    mass = np.add.reduceat(share, groups).take(group)
    share /= mass
    size = len(grid.tags)
    return {
        "linear": gap - np.log(mass),
        "linear_gap": gap,
        "linear_score": total,
        "linear_start": scores.start.take(first),
        "linear_end": scores.end.take(last),
        "linear_span": scores.span,
        "start_share": np.bincount(first, share, size).take(first),
        "end_share": np.bincount(last, share, size).take(last),
        "overlap_share": expected_f1(grid.starts.take(first), grid.ends.take(last), share),
    }


def _contents(grid: Grid, spans: Candidates) -> Columns:
    first, last = spans.first, spans.last
    running = np.zeros((len(_COUNT_TABLE), len(grid.tags) + 1), dtype=np.int64)
    _COUNT_TABLE.take(grid.tags, axis=1).cumsum(axis=1, out=running[:, 1:])
    counts = running.take(last + 1, axis=1) - running.take(first, axis=1)
    return {
        **dict(zip((*_COUNTED, "brackets"), counts, strict=True)),
        "characters": grid.ends.take(last) - grid.starts.take(first),
        "pieces": last - first + 1,
    }


def _matches(grid: Grid, match: Match, spans: Candidates) -> Columns:
    first, last = spans.first, spans.last
    after = last + 1
    start, end = grid.starts.take(first), grid.ends.take(last)
    size = end - start
    weight = weights(grid)
    running = np.zeros((2, len(weight) + 1))
    np.cumsum(
        np.stack([match.covered * weight, grid.weights * (match.level != 2)]),
        axis=1,
        out=running[:, 1:],
    )
    matched = running[0]
    inside, novelty = running.take(after, axis=1) - running.take(first, axis=1)
    bounds = grid.offsets_of_pieces
    owner = grid.sentences.take(first)
    whole = np.maximum(np.diff(matched.take(bounds)), 1e-6).take(owner)
    left_bound, right_bound = grid.clause_bounds()
    around = matched.take(right_bound.take(last)) - matched.take(left_bound.take(first))
    covered = match.characters.take(end) - match.characters.take(start)
    return {
        "covered": covered / size,
        "shared": (match.shared.take(end) - match.shared.take(start)) / size,
        "covered_size": covered,
        "covered_weight": inside / whole,
        "novelty": novelty,
        "clause_weight": (around - inside) / whole,
    }


def _compare(
    columns: Columns,
    grid: Grid,
    spans: Candidates,
    groups: NDArray[np.int64],
    group: NDArray[np.int64],
) -> None:
    """Add how far candidates are below the best of their sentence."""
    asked = columns["near_left_asked"] + columns["near_right_asked"]
    compared = {
        "linear_start": columns["linear_start"],
        "linear_end": columns["linear_end"],
        "near_gap": columns["near_left"] + columns["near_right"],
        "run_gap": columns["run_left"] + columns["run_right"],
        "clause_gap": columns["clause_weight"],
        "near_asked_gap": asked,
    }
    table = np.stack(list(compared.values()))
    table -= np.maximum.reduceat(table, groups, axis=1).take(group, axis=1)
    columns.update(zip(compared, table, strict=True))
    keys = grid.sentences.take(spans.first) * len(TAGS) + grid.tags.take(spans.last)
    best = np.full(len(TAGS) * (len(grid.offsets) - 1), -np.inf)
    np.maximum.at(best, keys, asked)
    columns["rival_gap"] = asked - best.take(keys)


def _surroundings(grid: Grid, spans: Candidates) -> Columns:
    first, last = spans.first, spans.last
    before, after = grid.tags.take(first - 1), grid.tags.take(last + 1)
    owner = grid.sentences.take(first)
    length = (np.diff(grid.offsets) - 1).take(owner)
    start = grid.starts.take(first)
    return {
        "part": (grid.ends.take(last) - start) / length,
        "place": (start - grid.offsets.take(owner)) / length,
        "sentence_size": length,
        "quoted": _OPENER.take(before) + _CLOSER.take(after),
        "after_link": (grid.words.take(first - 1) == _LINKS).any(axis=0),
        "listed": _LIST.take(before) + _LIST.take(after),
    }


def _asked(grid: Grid, match: Match, question: SpanQuestion, spans: Candidates) -> Columns:
    focus = question.focus
    last = spans.last
    opening, closing = (ord(focus[0]), ord(focus[-1])) if focus else (-1, -1)
    end = grid.ends.take(last)
    codes = np.array([*map(ord, focus)], dtype=np.int32)
    # The span's last three characters, the last one first.
    tail = grid.codes.take(np.maximum(end - _BACK, 0))
    wanted = codes[:-4:-1]
    covered = np.diff(match.characters.take(grid.offsets)) / max(len(question.text), 1)
    rows: Columns = {
        "focus_end": (tail[: len(wanted)] == wanted[:, None]).all(axis=0) & bool(focus),
        "focus_part": (tail[:, :, None] == codes).any(axis=2).sum(axis=0),
        "focus_last": tail[0] == closing,
        "focus_next": grid.firsts.take(last + 1) == opening,
        "focus_word": grid.words.take(last) == text_key(focus),
        "question_covered": covered.take(grid.sentences.take(last)),
    }
    whole = {
        "focus_size": len(focus),
        "kind": _KINDS.index(question.kind),
        "asked_place": question.place,
        "question_size": len(question.text),
        "several": "些" in question.text or "几" in question.asked,
    }
    return {**rows, **{name: np.array(value) for name, value in whole.items()}}

"""What the linear model of spans looks at: templates, hashed into one table of weights.

A template is a few properties taken together, such as the word before the span and the part of
speech it begins with. Each is looked up as it is, together with the kind of the question, and
together with the words that ask; so the model learns what follows 由 when somebody asks 谁.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.spans.hashing import look_up, shift_of
from bot.search.spans.tags import tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion

# Distances in pieces and lengths in characters fall into classes, finer where they are small.
_DISTANCE = np.array([0, 0, 1, 2, 3, 4, 4, 5, 5, 5] + [6] * 60 + [7] * 30)
_NONE: Final = 7
_LENGTH = np.array(
    [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10, 10]
    + [11] * 4 + [12] * 6 + [13] * 8 + [14] * 12 + [15] * 20 + [16]
)  # fmt: skip
_KINDS = tuple(Kind)
_OPENER, _CLOSER = tag_table("opener"), tag_table("closer")
# What a span is made of, and how far it is counted.
_COUNTED = np.stack(
    [
        tag_table("clause"),
        tag_table("list"),
        tag_table("v", "vn"),
        tag_table("p", "c", "d", "uj", "ul", "r", "u", "f"),
    ]
)
_MOST = np.array([[3], [3], [3], [4], [3]])
_OF: Final = text_key("的")

# The properties that follow are of a piece, and of its neighbours: before2, before, after, after2.
_START_TEMPLATES: Final = """
    before.word
    before.tag
    before2.tag before.tag
    before.last
    tag
    word
    first
    before.tag tag
    before.word tag
    tag after.tag
    before2.word before.word
    before.word first
    before.level level
    distance side
    aligned
    before.level level before.tag tag
    distance side before.tag
    aligned3 before.tag tag
    focus_last tag before.tag
    focus_last word
    before2.level before.level level after.level
    unmatched_before unmatched_after before.tag
"""
_END_TEMPLATES: Final = """
    after.word
    after.tag
    after.tag after2.tag
    after.first
    tag
    word
    last
    tag after.tag
    after.word tag
    before.tag tag
    after.word after2.word
    after.word last
    level after.level
    distance side
    aligned
    after.level level after.tag tag
    distance side after.tag
    aligned3 after.tag tag
    focus_last tag after.tag
    focus_last last
    focus_word word
    focus_last after.first
    is_focus after.is_focus no_focus
    level after.level after2.level before.level
"""
# Of the span as a whole: its first and last piece, what it holds, and what stands around it.
_SPAN_TEMPLATES: Final = """
    length
    pieces first.tag last.tag
    first.tag last.tag
    pieces opens closes
    clauses opens closes
    lists long
    covered length
    shared covered
    left right
    left left_side right right_side
    word_before word_after
    tag_before tag_after
    first.tag middle.tag last.tag pieces
    only_word
    opener closer twins
    focus_last first.tag last.tag pieces
    verbs ofs functions
    focus_last length
    verbs functions pieces
    left_aligned right_aligned
"""


def piece_indexes(
    grid: Grid, match: Match, question: SpanQuestion
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the weights that speak for a span beginning with a piece, and for one ending there.

    Both have a row for each template; the columns are the pieces with which a span can begin, or
    end.
    """
    focus = text_key(question.focus)
    last_focus = text_key(question.focus[-1:])
    left, right = _DISTANCE[match.left_distance], _DISTANCE[match.right_distance]
    known: dict[str, NDArray[np.generic]] = {
        "word": grid.words,
        "tag": grid.tags,
        "level": match.level,
        "first": grid.firsts,
        "last": grid.lasts,
        "focus_last": np.array(last_focus),
    }
    starts = {
        **known,
        "distance": left,
        "side": match.left_side,
        "aligned": np.minimum(match.left_aligned, 4),
        "aligned3": np.minimum(match.left_aligned, 3),
        "unmatched_before": left == _NONE,
        "unmatched_after": right == _NONE,
    }
    ends = {
        **known,
        "distance": right,
        "side": match.right_side,
        "aligned": np.minimum(match.right_aligned, 4),
        "aligned3": np.minimum(match.right_aligned, 3),
        "focus_word": np.array(focus),
        "is_focus": grid.words == focus,
        "no_focus": np.array(not question.focus),
    }
    size = len(grid.tags)
    return (
        look_up(_START_TEMPLATES, starts, size, grid.opens.nonzero()[0]),
        look_up(_END_TEMPLATES, ends, size, grid.closes.nonzero()[0]),
    )


def span_indexes(
    grid: Grid, match: Match, question: SpanQuestion, spans: Candidates
) -> NDArray[np.int64]:
    """Return the weights that speak for each candidate as a whole.

    There is a row for each template, and a column for each candidate.
    """
    first, last = spans.first, spans.last
    before, after = first - 1, last + 1
    word, tag, edge = grid.words, grid.tags, grid.is_edge
    start, end = grid.starts.take(first), grid.ends.take(last)
    size = end - start
    pieces = np.minimum(last - first, 12)
    before_tag, after_tag = tag.take(before), tag.take(after)
    counts = np.zeros((len(_MOST), len(tag) + 1), dtype=np.int64)
    _COUNTED.take(tag, axis=1).cumsum(axis=1, out=counts[:-1, 1:])
    (word == _OF).cumsum(out=counts[-1, 1:])
    held = np.minimum(counts.take(after, axis=1) - counts.take(first, axis=1), _MOST)
    clauses, lists, verbs, functions, ofs = held
    first_word = word.take(first)
    properties: dict[str, NDArray[np.generic]] = {
        "length": _LENGTH.take(size, mode="clip"),
        "pieces": pieces,
        "long": pieces > 3,
        "first.tag": tag.take(first),
        "middle.tag": tag.take(first + 1) * (pieces > 1),
        "last.tag": tag.take(last),
        "only_word": first_word * (pieces == 0),
        "word_before": word.take(before),
        "word_after": word.take(after),
        "tag_before": before_tag,
        "tag_after": after_tag,
        "opens": edge.take(before),
        "closes": edge.take(after),
        "opener": _OPENER.take(before_tag),
        "closer": _CLOSER.take(after_tag),
        "twins": before_tag == after_tag,
        "clauses": clauses,
        "lists": lists,
        "verbs": verbs,
        "functions": functions,
        "ofs": ofs,
        "covered": (match.characters.take(end) - match.characters.take(start)) * 4 // size,
        "shared": (match.shared.take(end) - match.shared.take(start)) * 4 // size,
        "left": _DISTANCE.take(match.left_distance.take(first)),
        "right": _DISTANCE.take(match.right_distance.take(last)),
        "left_side": match.left_side.take(first),
        "right_side": match.right_side.take(last),
        "left_aligned": np.minimum(match.left_aligned.take(first), 2),
        "right_aligned": np.minimum(match.right_aligned.take(last), 2),
        "focus_last": np.array(text_key(question.focus[-1:])),
    }
    return look_up(_SPAN_TEMPLATES, properties, len(first))


def shifts(question: SpanQuestion) -> tuple[int, ...]:
    """Return what every template is taken together with: nothing, the kind, the asking words."""
    return _shifts(question.kind, question.asked)


@functools.lru_cache(maxsize=1024)
def _shifts(kind: Kind, asked: str) -> tuple[int, ...]:
    return tuple(map(shift_of, ("any", f"kind {kind}", f"asked {asked}")))


def piece_scores(
    indexes: tuple[NDArray[np.int64], NDArray[np.int64]],
    grid: Grid,
    weights: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return each piece's score as a beginning, and as an end; 0 for those that can be neither.

    Args:
        indexes: what `piece_indexes` returns.
        grid: the sentences.
        weights: a weight for each index.
    """
    # Indexes are within the table; clipping saves a look at each.
    start, end = np.zeros((2, len(grid.tags)), dtype=np.float32)
    start[grid.opens] = weights.take(indexes[0], mode="clip").sum(axis=0)
    end[grid.closes] = weights.take(indexes[1], mode="clip").sum(axis=0)
    return start, end

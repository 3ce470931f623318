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
from bot.search.spans.text import shifted, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion

BITS: Final = 18
"""The table of weights has two to the power of this many entries."""

# Distances in pieces and lengths in characters fall into classes, finer where they are small.
_DISTANCE = np.array([0, 0, 1, 2, 3, 4, 4, 5, 5, 5] + [6] * 60 + [7] * 30)
_NONE: Final = 7
_LENGTH = np.array(
    [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10, 10]
    + [11] * 4 + [12] * 6 + [13] * 8 + [14] * 12 + [15] * 20 + [16]
)  # fmt: skip
_KINDS = tuple(Kind)
_LEADS = frozenset("是为由叫在以有被于")
_OPENER, _CLOSER, _CLAUSE, _LIST = map(tag_table, ("opener", "closer", "clause", "list"))
_VERB = tag_table("v", "vn")
_FUNCTION = tag_table("p", "c", "d", "uj", "ul", "r", "u", "f")
_OF = np.uint64(text_key("的"))

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
    is_focus after_is_focus no_focus
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
    before.word after.word
    before.tag after.tag
    first.tag middle.tag last.tag pieces
    only_word
    opener closer twins
    focus_last first.tag last.tag pieces
    verbs ofs functions
    focus_last length
    verbs functions pieces
    left_aligned right_aligned
"""


def start_indexes(grid: Grid, match: Match, question: SpanQuestion) -> NDArray[np.int64]:
    """Return for each piece the weights that speak for a span beginning there."""
    distance = _DISTANCE[match.left_distance]
    properties: dict[str, ArrayLike] = {
        **_piece_properties(grid, match, question),
        "before.last": shifted(grid.lasts, 1),
        "distance": distance,
        "side": match.left_side,
        "aligned": np.minimum(match.left_aligned, 4),
        "aligned3": np.minimum(match.left_aligned, 3),
        "unmatched_before": distance == _NONE,
        "unmatched_after": _DISTANCE[match.right_distance] == _NONE,
    }
    return _look_up(_START_TEMPLATES, properties, _askings(question)[:3], len(grid.tags))


def end_indexes(grid: Grid, match: Match, question: SpanQuestion) -> NDArray[np.int64]:
    """Return for each piece the weights that speak for a span ending there."""
    focus = text_key(question.focus)
    is_focus = grid.words == np.uint64(focus)
    properties: dict[str, ArrayLike] = {
        **_piece_properties(grid, match, question),
        "last": grid.lasts,
        "after.first": shifted(grid.firsts, -1),
        "distance": _DISTANCE[match.right_distance],
        "side": match.right_side,
        "aligned": np.minimum(match.right_aligned, 4),
        "aligned3": np.minimum(match.right_aligned, 3),
        "focus_word": focus,
        "is_focus": is_focus,
        "after_is_focus": shifted(is_focus, -1),
        "no_focus": not question.focus,
    }
    return _look_up(_END_TEMPLATES, properties, _askings(question)[:3], len(grid.tags))


def span_indexes(
    grid: Grid, match: Match, question: SpanQuestion, spans: Candidates
) -> NDArray[np.int64]:
    """Return for each candidate the weights that speak for it as a whole."""
    first, last = spans.first, spans.last
    word, tag = grid.words, grid.tags
    start, end = grid.starts[first], grid.ends[last]
    size = end - start
    pieces = np.minimum(last - first, 12)
    before, after = tag[first - 1], tag[last + 1]
    properties: dict[str, ArrayLike] = {
        "length": _LENGTH[np.minimum(size, len(_LENGTH) - 1)],
        "pieces": pieces,
        "long": pieces > 3,
        "first.tag": tag[first],
        "middle.tag": np.where(pieces > 1, tag[first + 1], 0),
        "last.tag": tag[last],
        "only_word": np.where(pieces == 0, word[first], 0),
        "before.word": word[first - 1],
        "after.word": word[last + 1],
        "before.tag": before,
        "after.tag": after,
        "opens": grid.at_clause_edge(first - 1),
        "closes": grid.at_clause_edge(last + 1),
        "opener": _OPENER[before],
        "closer": _CLOSER[after],
        "twins": before == after,
        "clauses": _count(_CLAUSE[tag], spans, 3),
        "lists": _count(_LIST[tag], spans, 3),
        "verbs": _count(_VERB[tag], spans, 3),
        "functions": _count(_FUNCTION[tag], spans, 4),
        "ofs": _count(word == _OF, spans, 3),
        "covered": (match.characters[end] - match.characters[start]) * 4 // size,
        "shared": (match.shared[end] - match.shared[start]) * 4 // size,
        "left": _DISTANCE[match.left_distance[first]],
        "right": _DISTANCE[match.right_distance[last]],
        "left_side": match.left_side[first],
        "right_side": match.right_side[last],
        "left_aligned": np.minimum(match.left_aligned[first], 2),
        "right_aligned": np.minimum(match.right_aligned[last], 2),
        "focus_last": text_key(question.focus[-1:]),
    }
    return _look_up(_SPAN_TEMPLATES, properties, _askings(question), len(first))


def _piece_properties(grid: Grid, match: Match, question: SpanQuestion) -> dict[str, ArrayLike]:
    columns = {"word": grid.words, "tag": grid.tags, "level": match.level}
    moved = {
        f"{place}.{name}": shifted(column, shift)
        for name, column in columns.items()
        for place, shift in (("before2", 2), ("before", 1), ("after", -1), ("after2", -2))
    }
    return {
        **columns,
        **moved,
        "first": grid.firsts,
        "last": grid.lasts,
        "focus_last": text_key(question.focus[-1:]),
    }


def _count(marked: NDArray[np.bool_], spans: Candidates, most: int) -> NDArray[np.int64]:
    running = np.concatenate([[0], np.cumsum(marked)])
    return np.asarray(np.minimum(running[spans.last + 1] - running[spans.first], most))


def _askings(question: SpanQuestion) -> NDArray[np.uint64]:
    """Return what a template is taken together with: nothing, the kind, the asking words, more."""
    lead = question.before if question.before in _LEADS else ""
    return np.array(
        [
            text_key(key)
            for key in (
                "any",
                f"kind {question.kind}",
                f"asked {question.asked}",
                f"form {question.asked} {question.place} {lead}",
            )
        ],
        dtype=np.uint64,
    )


# Hashing: a template's properties are multiplied by random odd numbers and added up (universal
# hashing after Dietzfelbinger et al., 1997); the asking words are mixed in, and the topmost bits
# of a last product are the index.
_FOLD = np.uint64(29)
_DROP = np.uint64(64 - BITS)
_PRIME = np.uint64(0xC2B2AE3D27D4EB4F)


@functools.lru_cache(maxsize=3)
def _compile(
    templates: str, names: tuple[str, ...]
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return for each template the columns it takes, their factors, and those of the askings.

    A template that takes fewer columns than another is filled up with factors of 0.
    """
    rows = [line.split() for line in templates.strip().splitlines()]
    width = max(map(len, rows))
    columns = np.zeros((len(rows), width), dtype=np.int64)
    factors = np.zeros((len(rows), width), dtype=np.uint64)
    random = np.random.Generator(np.random.PCG64(text_key(templates)))
    numbers = random.integers(0, 1 << 63, size=(len(rows), width + 1), dtype=np.uint64) * 2 + 1
    for number, row in enumerate(rows):
        columns[number, : len(row)] = [names.index(name) for name in row]
        factors[number, : len(row)] = numbers[number, : len(row)]
    return columns, factors, numbers[:, width]


def _look_up(
    templates: str,
    properties: dict[str, ArrayLike],
    askings: NDArray[np.uint64],
    size: int,
) -> NDArray[np.int64]:
    """Return the indexes of each row's weights: one a template and asking."""
    columns, factors, salts = _compile(templates, tuple(properties))
    table = np.empty((len(properties), size), dtype=np.uint64)
    for number, values in enumerate(properties.values()):
        table[number] = values
    table += np.uint64(1)
    mixed = (table[columns] * factors[:, :, None]).sum(axis=1)
    mixed ^= mixed >> _FOLD
    keys = (askings[None, :] + np.uint64(1)) * salts[:, None]
    keys ^= keys >> _FOLD
    mixed = (mixed[:, None, :] ^ keys[:, :, None]) * _PRIME
    return np.asarray((mixed >> _DROP).reshape(keys.size, size).T, dtype=np.int64)

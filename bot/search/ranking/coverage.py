"""How much of the question a sentence covers, alone and together with what stands around it.

Most questions name what they are about and ask for something else of it; an article names its
subject once and then tells about it. So the sentence that answers often shares little with the
question, but what it shares is what its surroundings lack: the attribute, not the subject.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.search.ranking.alignment import align
from bot.search.retrieval.keys import bigrams
from bot.search.retrieval.query import relative_idf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bot.search.ranking.alignment import Alignment
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query

REACH = 8
"""How many sentences before and after belong to a sentence's surroundings."""
LONGEST_WORD = 4
"""A longer word counts as found where its last characters are."""
_NEAR = 3.0
"""Characters over which nearness to the asking words falls to 1/e."""

_PLACES = {
    "covered": "found in the sentence",
    "before": "found in the sentence before",
    "after": "found in the sentence after",
    "with_before": "found in the sentence or the one before",
    "with_after": "found in the sentence or the one after",
    "around": "found in the sentence or one of its neighbours",
    "first": "found in the first sentence of its surroundings",
    "with_first": "found in the sentence or the first of its surroundings",
    "with_earlier": "found in the sentence or before it in its surroundings",
    "context": "found in the sentence or anywhere in its surroundings",
    "alone": "found in the sentence and nowhere else in its surroundings",
    "beyond": "found in the sentence, of what the first of its surroundings lacks; -1 for nothing",
    "local": "found in the sentence, weighing what few of its surroundings have",
    "uncommon": "found in the sentence, less what is common in its surroundings",
    "near": "found in the sentence, weighing what stands near the asking words",
    "near_local": "the same, weighing also what few of its surroundings have",
    "telling": "found in the sentence, weighing what few candidates have",
    "telling_rare": "found in the sentence, weighing what few candidates and sentences have",
}
COVERAGE = {
    f"{unit}_{name}": f"share of the question's {unit}, by rarity, {what}"
    for unit in ("characters", "bigrams", "words")
    for name, what in _PLACES.items()
}
"""The features' names and what they measure."""


@dataclass(frozen=True, slots=True)
class _Units:
    """The parts of a question that may be found: characters, bigrams or words."""

    context: NDArray[np.bool_]
    """[candidate, place around it, unit]: found there."""
    weights: NDArray[np.float64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def coverage(index: Index, query: Query, rows: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return the columns of COVERAGE for the sentences with these numbers."""
    around = _surroundings(index, rows)
    unique, places = np.unique(around, return_inverse=True)
    alignment = align(index, unique, query, LONGEST_WORD)
    columns = {}
    for unit, units in (
        ("characters", _characters(index, query, alignment, places.reshape(around.shape))),
        ("bigrams", _bigrams(index, query, alignment, places.reshape(around.shape))),
        ("words", _words(query, alignment, places.reshape(around.shape))),
    ):
        nearness = _nearness(query, units)
        for name, column in _columns(units, around >= 0, nearness):
            columns[f"{unit}_{name}"] = column
    return columns


def words_found(query: Query, alignment: Alignment) -> NDArray[np.bool_]:
    """Tell [sentence, content word] which words stand in which sentence."""
    ends = {size: alignment.run_ends(size) for size in range(1, LONGEST_WORD + 1)}
    columns = [
        ends[min(word.end - word.start, LONGEST_WORD)][:, word.end - 1] for word in query.words
    ]
    if not columns:
        return np.zeros((len(alignment.starts), 0), dtype=bool)
    return np.stack(columns, axis=1)


def weighted(
    found: NDArray[np.bool_] | NDArray[np.integer],
    weights: NDArray[np.float64],
    default: float = 0,
) -> NDArray[np.float64]:
    """Return each row's weighted mean; `default` where nothing has weight."""
    whole = weights.sum()
    return found @ weights / whole if whole > 0 else np.full(len(found), float(default))


def telling(found: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weigh each column by how few rows have it; 0 where none has."""
    holders = found.sum(axis=0)
    return np.where(holders > 0, np.log((len(found) + 1) / (holders + 0.5)), 0.0)


def _characters(
    index: Index, query: Query, alignment: Alignment, places: NDArray[np.int64]
) -> _Units:
    at = np.flatnonzero(query.is_content)
    weights = relative_idf(index.characters, query.codes[at])
    return _Units(alignment.run_ends(1)[:, at][places], weights, at, at + 1)


def _bigrams(index: Index, query: Query, alignment: Alignment, places: NDArray[np.int64]) -> _Units:
    at = np.flatnonzero(query.is_content[:-1] & query.is_content[1:])
    weights = relative_idf(index.bigrams, bigrams(query.codes)[at])
    return _Units(alignment.run_ends(2)[:, at + 1][places], weights, at, at + 2)


def _words(query: Query, alignment: Alignment, places: NDArray[np.int64]) -> _Units:
    return _Units(
        words_found(query, alignment)[places],
        query.word_weights,
        np.array([word.start for word in query.words], dtype=np.int64),
        np.array([word.end for word in query.words], dtype=np.int64),
    )


def _nearness(query: Query, units: _Units) -> NDArray[np.float64]:
    """Weigh units by how near they stand to the asking words, or to the end without any."""
    end = len(query.codes)
    start, stop = query.understanding.asked or (end, end)
    distance = np.maximum(np.maximum(start - units.ends, units.starts - stop), 0)
    return np.exp(-distance / _NEAR)


def _columns(
    units: _Units, exists: NDArray[np.bool_], nearness: NDArray[np.float64]
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    context, weights = units.context, units.weights
    own, before, after = (context[:, REACH + step] for step in (0, -1, 1))
    first = context[np.arange(len(context)), exists.argmax(axis=1)]
    holders, sizes = context.sum(axis=1), exists.sum(axis=1)[:, None]
    scarcity = np.log((sizes + 1) / (holders + 0.5)) * (holders > 0)
    among = telling(own)
    near = weights * nearness
    for name, found in {
        "covered": own,
        "before": before,
        "after": after,
        "with_before": own | before,
        "with_after": own | after,
        "around": own | before | after,
        "first": first,
        "with_first": own | first,
        "with_earlier": context[:, : REACH + 1].any(axis=1),
        "context": holders > 0,
        "alone": own & (holders == 1),
        "uncommon": own * (1 - holders / sizes),
    }.items():
        yield name, weighted(found, weights)
    yield "beyond", _share(own, ~first * weights, default=-1)
    yield "local", _share(own, scarcity * weights)
    yield "near", weighted(own, near)
    yield "near_local", _share(own, scarcity * near)
    yield "telling", weighted(own, among)
    yield "telling_rare", weighted(own, weights * among)


def _share(
    found: NDArray[np.bool_], weights: NDArray[np.float64], default: float = 0
) -> NDArray[np.float64]:
    """Return what is found of each row's own weights; `default` where a row has none."""
    whole = weights.sum(axis=1)
    return np.where(whole > 0, (found * weights).sum(axis=1) / np.maximum(whole, 1e-9), default)


def _surroundings(index: Index, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return [sentence, place]: the sentences around each in its paragraph; -1 beyond it."""
    around = rows[:, None] + np.arange(-REACH, REACH + 1)
    within = (around >= 0) & (around < len(index.passages))
    around = np.where(within, around, 0)
    return np.where(within & (index.passages[around] == index.passages[rows][:, None]), around, -1)

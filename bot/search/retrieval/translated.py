"""The first stage for a question in another language: each word counts as all its translations.

A word's translations are one term: what a sentence has of them adds up, each by its share, and the
term is as rare as they are together. So no translation has to be chosen before the base was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.retrieval.candidates import CANDIDATES, PASSAGE_WEIGHT, Candidates
from bot.search.retrieval.field import inverse_frequency, saturated
from bot.search.retrieval.keys import bigrams, codes, word_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.english import Term
    from bot.search.retrieval.field import Field
    from bot.search.retrieval.index import Index

_PARTS: Final = np.float32(3)


def retrieve_terms(index: Index, terms: Sequence[Term], limit: int = CANDIDATES) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph.

    The scores of characters, bigrams and words are a third of the terms' each.
    """
    own = np.zeros(len(index.passages), dtype=np.float32)
    around = np.zeros(index.passage_count, dtype=np.float32)
    for term in terms:
        found = [(share, _held(index, text)) for text, share in term.translations]
        frequency = max(0.5, sum(share * len(held.rows) for share, held in found))
        idf = float(inverse_frequency(index.words.size, np.array(frequency))) * term.weight
        for share, held in found:
            weight = np.float32(idf * share)
            own[held.rows] += weight * saturated(held.frequencies, held.field.norms[held.rows])
            places, first = np.unique(index.passages[held.rows], return_index=True)
            often = np.add.reduceat(held.frequencies, first) if len(first) else held.frequencies
            around[places] += weight * saturated(often, held.field.passage_norms[places])
    total = own + PASSAGE_WEIGHT * around[index.passages]
    rows = np.flatnonzero(total > 0)
    if len(rows) > limit:
        rows = rows[total[rows] >= np.partition(total[rows], -limit)[-limit]]
    rows = rows[np.argsort(-total[rows], kind="stable")[:limit]]
    part, around_part = own[rows] / _PARTS, around[index.passages[rows]] / _PARTS
    return Candidates(rows, total[rows], part, part, part, around_part, around_part, around_part)


class _Held(NamedTuple):
    """The sentences that hold a string, in order, and how often."""

    field: Field
    rows: NDArray[np.int32]
    frequencies: NDArray[np.int64]


def _held(index: Index, text: str) -> _Held:
    """Return the sentences that hold a string, be it a word of theirs or not."""
    if len(text) == 1:
        return _of_key(index.characters, ord(text))
    if len(text) > 2:
        whole = _of_key(index.words, word_key(text))
        if len(whole.rows):
            return whole
    first, *others = bigrams(codes(text)).tolist()
    found = _of_key(index.bigrams, first)
    for key in others:
        more = _of_key(index.bigrams, key)
        rows, here, there = np.intersect1d(
            found.rows, more.rows, assume_unique=True, return_indices=True
        )
        often = np.minimum(found.frequencies[here], more.frequencies[there])
        found = _Held(index.bigrams, rows, often)
    return found


def _of_key(field: Field, key: int) -> _Held:
    rows, often = next(field.entries(np.array([key], dtype=np.int64)))
    kept = np.isfinite(field.norms[rows])
    return _Held(field, rows[kept], often[kept].astype(np.int64))

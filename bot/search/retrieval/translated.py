"""The first stage for a question in another language: each word counts as all its translations.

A word's translations are one term: what a sentence has of them adds up, each by its share, and the
term is as rare as they are together. So no translation has to be chosen before the base was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.retrieval.candidates import CANDIDATES, Candidates
from bot.search.retrieval.field import Entries, inverse_frequency
from bot.search.retrieval.keys import bigrams, codes, word_key
from bot.search.retrieval.scoring import Weighed, best_of, gather, most_promising

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.english import Term
    from bot.search.retrieval.field import Field
    from bot.search.retrieval.index import Index

_PARTS: Final = np.float32(3)


def retrieve_terms(index: Index, terms: Sequence[Term], limit: int = CANDIDATES) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph.

    The scores of characters, bigrams and words are a third of the terms' each.
    """
    fields = index.characters, index.bigrams, index.words
    kinds: list[list[tuple[Entries, float]]] = [[] for _ in fields]
    for term in terms:
        found = [(share, _held(index, text)) for text, share in term.translations]
        frequency = max(0.5, sum(share * len(held.entries.rows) for share, held in found))
        idf = float(inverse_frequency(index.words.size, np.array(frequency))) * term.weight
        for share, held in found:
            kinds[held.kind].append((held.entries, idf * share))
    gathered = gather(index, list(map(_weighed, fields, kinds)))
    best = best_of(index, most_promising(index, gathered, limit), limit)
    part, around = best.own / _PARTS, best.around / _PARTS
    return Candidates(best.rows, best.total, part, part, part, around, around, around)


def _weighed(field: Field, found: Sequence[tuple[Entries, float]]) -> Weighed:
    weights = np.array([weight for _, weight in found])
    return Weighed(field, [entries for entries, _ in found], weights, weights)


class _Held(NamedTuple):
    """The sentences that hold a string, and how often."""

    kind: int
    """Whether it was found as a character, by bigrams or as a word."""
    entries: Entries


def _held(index: Index, text: str) -> _Held:
    """Return the sentences that hold a string, be it a word of theirs or not."""
    if len(text) == 1:
        return _Held(0, _of_key(index.characters, ord(text)))
    if len(text) > 2:
        whole = _of_key(index.words, word_key(text))
        if len(whole.rows):
            return _Held(2, whole)
    first, *others = bigrams(codes(text)).tolist()
    found = _of_key(index.bigrams, first)
    for key in others:
        found = _in_both(found, _of_key(index.bigrams, key))
    return _Held(1, found)


def _of_key(field: Field, key: int) -> Entries:
    ((rows, often),) = field.look_up(np.array([key], dtype=np.int64)).entries()
    kept = np.isfinite(field.norms[rows])
    return Entries(rows[kept], often[kept])


def _in_both(one: Entries, other: Entries) -> Entries:
    if len(one.rows) > len(other.rows):
        one, other = other, one
    places = np.minimum(other.rows.searchsorted(one.rows), len(other.rows) - 1)
    is_shared = other.rows[places] == one.rows
    often = np.minimum(one.frequencies, other.frequencies[places])
    return Entries(one.rows[is_shared], often[is_shared])

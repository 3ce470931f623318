"""The first stage for a question in another language: each word counts as all its translations.

A word's translations are one term: what a sentence has of them adds up, each by its share, and the
term is as rare as they are together. So no translation has to be chosen before the base was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.retrieval.candidates import CANDIDATES, PASSAGE_WEIGHT, Candidates
from bot.search.retrieval.index import bigrams, codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.english import Term
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.postings import Postings

    Entries = tuple[NDArray[np.int32], NDArray[np.float32]]
    """Documents, in order, and their impacts."""

_PARTS: Final = np.float32(3)


def retrieve_terms(index: Index, terms: Sequence[Term], limit: int = CANDIDATES) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph.

    The scores of characters, bigrams and words are a third of the terms' each.
    """
    own = np.zeros(index.words.size, dtype=np.float32)
    around = np.zeros(index.passage_words.size, dtype=np.float32)
    for term in terms:
        found = [
            (share, *_entries(index, text, index.characters, index.bigrams, index.words))
            for text, share in term.translations
        ]
        frequency = max(0.5, sum(share * len(documents) for share, documents, _ in found))
        idf = np.log1p((len(own) - frequency + 0.5) / (frequency + 0.5)) * term.weight
        for share, documents, impacts in found:
            own[documents] += np.float32(idf * share) * impacts
        for text, share in term.translations:
            documents, impacts = _entries(
                index, text, index.passage_characters, index.passage_bigrams, index.passage_words
            )
            around[documents] += np.float32(idf * share) * impacts
    total = own + PASSAGE_WEIGHT * around[index.passages]
    rows = np.flatnonzero(total > 0)
    if len(rows) > limit:
        rows = rows[total[rows] >= np.partition(total[rows], -limit)[-limit]]
    rows = rows[np.argsort(-total[rows], kind="stable")[:limit]]
    part, around_part = own[rows] / _PARTS, around[index.passages[rows]] / _PARTS
    return Candidates(rows, total[rows], part, part, part, around_part, around_part, around_part)


def _entries(
    index: Index, text: str, characters: Postings, pairs: Postings, words: Postings
) -> Entries:
    """Return the documents that hold a string, be it a word of theirs or not."""
    if len(text) == 1:
        return _of_key(characters, ord(text))
    if len(text) > 2 and text in index.word_keys:
        return _of_key(words, index.word_keys[text])
    first, *others = bigrams(codes(text)).tolist()
    documents, impacts = _of_key(pairs, first)
    for key in others:
        more, more_impacts = _of_key(pairs, key)
        documents, here, there = np.intersect1d(
            documents, more, assume_unique=True, return_indices=True
        )
        impacts = np.minimum(impacts[here], more_impacts[there])
    return documents, impacts


def _of_key(postings: Postings, key: int) -> Entries:
    row = int(postings.find(np.array([key], dtype=np.int64))[0])
    entries = slice(postings.starts[row], postings.starts[row + 1]) if row >= 0 else slice(0)
    return postings.documents[entries], postings.impacts[entries]

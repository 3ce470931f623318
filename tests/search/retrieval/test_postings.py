from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.postings import K1, B, Postings

if TYPE_CHECKING:
    from random import Random

Corpus = list[list[int]]

# Documents of few different keys, some of them empty; keys as large as bigrams of code points.
KEYS = st.sampled_from([0, 1, 2, 3, 5, 8, (0x10FFFF << 21) | 0x10FFFF])
CORPORA: st.SearchStrategy[Corpus] = st.lists(st.lists(KEYS, max_size=12), max_size=8)
QUERIES = st.lists(KEYS | st.sampled_from([-1, 4, 99]), unique=True, max_size=6)


def _build(corpus: Corpus) -> Postings:
    pairs = [(key, number) for number, document in enumerate(corpus) for key in document]
    keys = np.array([key for key, _ in pairs], dtype=np.int64)
    documents = np.array([number for _, number in pairs], dtype=np.int32)
    return Postings.build(keys, documents, len(corpus))


def _keys(keys: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(keys, dtype=np.int64)


def _frequency(corpus: Corpus, key: int) -> int:
    return sum(key in document for document in corpus)


def _idf(corpus: Corpus, key: int) -> float:
    found = _frequency(corpus, key)
    return math.log(1 + (len(corpus) - found + 0.5) / (found + 0.5))


def _score(corpus: Corpus, number: int, query: list[int]) -> float:
    """Return the BM25 score of a document, as the formula is written down."""
    counts = Counter(corpus[number])
    mean = sum(map(len, corpus)) / len(corpus)
    norm = K1 * (1 - B + B * len(corpus[number]) / mean) if mean else 0.0
    return sum(
        _idf(corpus, key) * counts[key] * (K1 + 1) / (counts[key] + norm)
        for key in query
        if counts[key]
    )


@given(CORPORA, QUERIES)
def test_scores_are_those_of_bm25(corpus: Corpus, query: list[int]) -> None:
    postings = _build(corpus)
    keys = _keys(query)
    scores = postings.scores(keys, postings.idf(keys))
    expected = [_score(corpus, number, query) for number in range(len(corpus))]
    assert scores.tolist() == pytest.approx(expected, rel=1e-5)


@given(CORPORA, QUERIES)
def test_frequencies_and_holders_count_documents(corpus: Corpus, query: list[int]) -> None:
    postings = _build(corpus)
    keys = _keys(query)
    assert postings.document_frequency(keys).tolist() == [_frequency(corpus, key) for key in query]
    assert postings.idf(keys).tolist() == pytest.approx([_idf(corpus, key) for key in query])
    for key in query:
        holders = [number for number, document in enumerate(corpus) if key in document]
        assert postings.holders(key).tolist() == holders


@given(CORPORA, QUERIES)
def test_keys_that_no_document_holds_have_no_row(corpus: Corpus, query: list[int]) -> None:
    postings = _build(corpus)
    known = {key for document in corpus for key in document}
    for key, row in zip(query, postings.find(_keys(query)).tolist(), strict=True):
        assert (row >= 0) == (key in known)
        assert row < 0 or postings.keys[row] == key


@given(CORPORA, st.randoms())
def test_the_order_of_occurrences_makes_no_difference(corpus: Corpus, random: Random) -> None:
    shuffled = [sorted(document, key=lambda _: random.random()) for document in corpus]
    one, other = _build(corpus), _build(shuffled)
    assert one.documents.tolist() == other.documents.tolist()
    assert one.impacts.tolist() == other.impacts.tolist()


def test_a_heavier_key_counts_for_more() -> None:
    postings = _build([[1], [2]])
    scores = postings.scores(_keys([1, 2]), np.array([2.0, 1.0]))
    assert scores.tolist() == pytest.approx([2.0, 1.0])


def test_a_key_without_weight_counts_for_nothing() -> None:
    assert _build([[1], [2]]).scores(_keys([1]), np.zeros(1)).tolist() == [0, 0]


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_nothing_indexed_means_nothing_found(corpus: Corpus) -> None:
    postings = _build(corpus)
    keys = _keys([1, 2])
    assert postings.find(keys).tolist() == [-1, -1]
    assert postings.document_frequency(keys).tolist() == [0, 0]
    assert postings.holders(1).tolist() == []
    assert postings.scores(keys, postings.idf(keys)).tolist() == [0.0] * len(corpus)
    assert postings.find(_keys([])).tolist() == []

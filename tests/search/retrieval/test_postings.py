from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.postings import Postings
from tests.search.bases import columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Few different keys, some negative as those of words are, some as large as bigrams of code points.
KEYS = st.sampled_from([0, 1, 2, 3, 5, -1, -(1 << 63), 1 << 16, (0x10FFFF << 21) | 0x10FFFF])
QUERIES = st.lists(KEYS | st.sampled_from([-2, 4, 99, (1 << 63) - 1]), unique=True, max_size=6)


class Corpus(NamedTuple):
    """Sentences as lists of keys."""

    sentences: list[list[int]]
    passages: list[int]
    """For each sentence its paragraph."""

    def part(self, begin: int, end: int) -> Corpus:
        """Return some of the sentences, which do not part a paragraph."""
        first = self.passages[begin] if begin < end else 0
        return Corpus(self.sentences[begin:end], [one - first for one in self.passages[begin:end]])


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    sentences = draw(st.lists(st.lists(KEYS, max_size=8), max_size=10))
    passages, last = [], 0
    for number in range(len(sentences)):
        last += bool(number) and draw(st.booleans())
        passages.append(last)
    return Corpus(sentences, passages)


def _build(corpus: Corpus) -> Postings:
    pairs = [(key, row) for row, sentence in enumerate(corpus.sentences) for key in sentence]
    return Postings.build(
        _numbers([key for key, _ in pairs]),
        np.array([row for _, row in pairs], dtype=np.int32),
        np.array(corpus.passages, dtype=np.int32),
    )


def _numbers(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def _held(postings: Postings) -> dict[int, dict[int, int]]:
    found = {}
    slices = postings.slices(np.arange(len(postings.keys)))
    for key, own in zip(postings.keys.tolist(), slices, strict=True):
        rows, often = postings.rows[own].tolist(), postings.frequencies[own].tolist()
        found[key] = dict(zip(rows, often, strict=True))
        assert len(found[key]) == len(rows)
        assert rows == sorted(rows)
    return found


@given(corpora())
def test_each_key_has_the_sentences_that_hold_it_and_how_often(corpus: Corpus) -> None:
    postings = _build(corpus)
    assert postings.keys.tolist() == sorted({key for one in corpus.sentences for key in one})
    assert _held(postings) == {
        key: {row: one.count(key) for row, one in enumerate(corpus.sentences) if key in one}
        for key in postings.keys.tolist()
    }


@given(corpora(), QUERIES)
def test_keys_are_found_and_counted_in_sentences_and_paragraphs(
    corpus: Corpus, query: list[int]
) -> None:
    postings = _build(corpus)
    known = sorted({key for sentence in corpus.sentences for key in sentence})
    rows = [[row for row, one in enumerate(corpus.sentences) if key in one] for key in query]
    places = postings.find(_numbers(query))
    assert places.tolist() == [known.index(key) if key in known else -1 for key in query]
    assert [postings.rows[own].tolist() for own in postings.slices(places)] == rows
    sentences, passages = postings.counts(places)
    assert sentences.tolist() == list(map(len, rows))
    assert passages.tolist() == [len({corpus.passages[row] for row in own}) for own in rows]


@given(corpora(), st.data())
def test_parts_put_together_are_the_whole(corpus: Corpus, data: st.DataObject) -> None:
    size = len(corpus.sentences)
    borders = [0, *(at for at, pair in enumerate(pairwise(corpus.passages), 1) if len({*pair}) > 1)]
    cuts = sorted([0, size, *data.draw(st.lists(st.sampled_from([*borders, size]), max_size=3))])
    parts = [_build(corpus.part(*bounds)) for bounds in pairwise(cuts)]
    assert columns(Postings.merge(parts, cuts[:-1])) == columns(_build(corpus))


@given(corpora(), st.data())
def test_some_sentences_are_indexed_as_if_they_were_all(
    corpus: Corpus, data: st.DataObject
) -> None:
    kept = [row for row in range(len(corpus.sentences)) if data.draw(st.booleans())]
    places = np.full(len(corpus.sentences), -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    rest = Corpus([corpus.sentences[row] for row in kept], [corpus.passages[row] for row in kept])
    taken = _build(corpus).take(places, np.array(rest.passages, dtype=np.int32))
    assert columns(taken) == columns(_build(rest))


def test_what_is_there_very_often_counts_255_times() -> None:
    postings = _build(Corpus([[1] * 254, [1] * 255, [1] * 256, [1] * 600, [2]], [0, 0, 1, 1, 1]))
    assert _held(postings) == {1: {0: 254, 1: 255, 2: 255, 3: 255}, 2: {4: 1}}


def test_nothing_indexed_means_nothing_found() -> None:
    for corpus in (Corpus([], []), Corpus([[]], [0]), Corpus([[], []], [0, 1])):
        postings = _build(corpus)
        assert postings.find(_numbers([1, -2])).tolist() == [-1, -1]
        assert [found.tolist() for found in postings.counts(postings.find(_numbers([1, -2])))] == [
            [0, 0]
        ] * 2
        assert postings.find(_numbers([])).tolist() == []
        assert postings.slices(_numbers([-1])) == [slice(0, 0)]

"""The first stage: a few dozen candidate sentences out of all, by BM25.

What few sentences hold decides, and is looked at everywhere. What many hold is looked at only in
the sentences that are ahead without it, once there is more of it than a budget allows; so the work
of a question is bounded, and the scores are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.retrieval.field import inverse_frequency, saturated
from bot.search.retrieval.ragged import starts_of, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.search.retrieval.field import Field
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query

CANDIDATES: Final = 32
PASSAGE_WEIGHT: Final = 0.6
"""What a paragraph's score counts beside its sentence's; .3 to 1 differ little in recall."""
BUDGET: Final = 100_000
"""So many entries of postings are gone through for a question, those of rare keys first."""
_NEXT_TO_NOTHING: Final = np.float32(1e-30)
"""Too little to change a score, but not nothing."""
_POOL: Final = 4
"""So many times as many sentences as are wanted are looked at for what is common."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The sentences worth a closer look, best first, with the scores that chose them."""

    rows: NDArray[np.int64]
    """Numbers of sentences in the index."""
    total: NDArray[np.float32]
    characters: NDArray[np.float32]
    bigrams: NDArray[np.float32]
    words: NDArray[np.float32]
    passage_characters: NDArray[np.float32]
    passage_bigrams: NDArray[np.float32]
    passage_words: NDArray[np.float32]

    @property
    def sentence(self) -> NDArray[np.float32]:
        """The sentence's own part of the total."""
        return self.characters + self.bigrams + self.words

    def take(self, chosen: NDArray[np.int64]) -> Candidates:
        """Return some of the candidates."""
        return Candidates(*(getattr(self, field.name)[chosen] for field in fields(self)))


def retrieve(
    index: Index, query: Query, limit: int = CANDIDATES, budget: int = BUDGET
) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph.

    Args:
        index: what to search.
        query: what to look up.
        limit: how many to return at most.
        budget: how many entries of postings to go through.
    """
    kinds = [
        _Kind.of(index.characters, query.character_keys),
        _Kind.of(index.bigrams, query.bigram_keys),
        _Kind.of(index.words, query.word_keys),
    ]
    rare = _rare(kinds, budget)
    found = [_Found.of(kind, some, index.passages) for kind, some in zip(kinds, rare, strict=True)]
    rows, total = _pool(index, found, limit)
    exact = all(some.all() for some in rare)
    rows = np.sort(rows[_best(index, rows, total, limit if exact else _POOL * limit)])
    scores = _scores(index, rows, kinds, rare, found)
    total = scores[:3].sum(axis=0) + PASSAGE_WEIGHT * scores[3:].sum(axis=0)
    order = _best(index, rows, total, limit)
    return Candidates(rows[order], total[order], *scores[:, order])


class _Kind(NamedTuple):
    """What is looked up of one kind: characters, bigrams or words."""

    field: Field
    keys: NDArray[np.int64]
    counts: NDArray[np.int64]
    """In how many sentences each key stands."""
    weights: NDArray[np.float64]
    """Each key's idf among sentences."""
    passage_weights: NDArray[np.float64]
    """Each key's idf among paragraphs."""

    @classmethod
    def of(cls, field: Field, keys: NDArray[np.int64]) -> _Kind:
        sentences, passages = field.counts(keys)
        return cls(
            field,
            keys,
            sentences,
            inverse_frequency(field.size, sentences),
            inverse_frequency(field.passages, passages),
        )

    def scores_at(self, some: NDArray[np.bool_], rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what some of the keys give to these sentences, which are in order."""
        often = self.field.frequencies_at(self.keys[some], rows)
        return self.weights[some] @ saturated(often, self.field.norms[rows])

    def passage_scores_at(
        self, some: NDArray[np.bool_], firsts: NDArray[np.int64], passages: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return what some of the keys give to these paragraphs."""
        often = self.field.frequencies_between(
            self.keys[some], firsts[passages], firsts[passages + 1]
        )
        return self.passage_weights[some] @ saturated(often, self.field.passage_norms[passages])


class _Found(NamedTuple):
    """What keys of one kind give, entry by entry."""

    rows: NDArray[np.int32]
    scores: NDArray[np.float32]
    passages: NDArray[np.int32]
    passage_scores: NDArray[np.float32]

    @classmethod
    def of(cls, kind: _Kind, some: NDArray[np.bool_], passages: NDArray[np.int32]) -> _Found:
        entries = list(kind.field.entries(kind.keys[some]))
        bounds = starts_of([len(one.rows) for one in entries])
        rows = np.concatenate([_NO_ROWS, *(one.rows for one in entries)])
        often = np.concatenate([_NO_COUNTS, *(one.frequencies for one in entries)])
        weights = np.repeat(kind.weights[some].astype(np.float32), np.diff(bounds))
        # A paragraph's sentences follow each other: what a key has in one of them is one run.
        places = passages[rows]
        new = np.ones(len(rows), dtype=bool)
        np.not_equal(places[1:], places[:-1], out=new[1:])
        new[bounds[:-1][bounds[:-1] < len(rows)]] = True
        runs = np.flatnonzero(new)
        runs_a_key = np.diff(np.searchsorted(runs, bounds))
        passage_weights = np.repeat(kind.passage_weights[some].astype(np.float32), runs_a_key)
        around = places[runs]
        counts = often.astype(np.float32)
        together = np.add.reduceat(counts, runs) if len(runs) else counts
        return cls(
            rows,
            weights * saturated(counts, kind.field.norms[rows]),
            around,
            passage_weights * saturated(together, kind.field.passage_norms[around]),
        )


_NO_ROWS: Final = np.zeros(0, dtype=np.int32)
_NO_COUNTS: Final = np.zeros(0, dtype=np.uint8)


def _rare(kinds: Sequence[_Kind], budget: int) -> list[NDArray[np.bool_]]:
    """Tell which keys are looked up everywhere: the rarest, as far as the budget goes."""
    counts = np.concatenate([kind.counts for kind in kinds])
    order = np.argsort(counts, kind="stable")
    within = np.cumsum(counts[order]) <= budget
    # Where a single key goes beyond the budget, it is all there is to search by.
    within[: np.count_nonzero(counts == 0) + 1] = True
    rare = np.empty(len(counts), dtype=bool)
    rare[order] = within
    return np.split(rare, np.cumsum([len(kind.keys) for kind in kinds])[:-1])


def _pool(
    index: Index, found: Sequence[_Found], limit: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return every sentence that may be among the best, and what is known of its score.

    Of sentences that have nothing in common with a question themselves, those of the best
    paragraphs are enough, and of each paragraph the first.
    """
    own = np.zeros(len(index.passages), dtype=np.float32)
    around = np.zeros(index.characters.passage_norms.size, dtype=np.float32)
    for one in found:
        np.add.at(own, one.rows, one.scores)
        np.add.at(around, one.passages, one.passage_scores)
    best = _largest(around, limit)
    begins = index.passage_firsts[best]
    sizes = np.minimum(index.passage_firsts[best + 1] - begins, limit)
    own[stretches(begins, sizes)] += _NEXT_TO_NOTHING
    rows = np.flatnonzero(own > 0)
    total = own[rows] + PASSAGE_WEIGHT * around[index.passages[rows]]
    return rows[total > 0], total[total > 0]


def _largest(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return where the largest scores above 0 stand, and all that equal the least of them."""
    if limit >= len(scores):
        return np.flatnonzero(scores > 0)
    return np.flatnonzero(scores >= max(np.partition(scores, -limit)[-limit], 1e-9))


def _best(
    index: Index, rows: NDArray[np.int64], total: NDArray[np.float32], limit: int
) -> NDArray[np.int64]:
    """Return which of the sentences are the best, best first; equals as they stand in the base."""
    some = _largest(total, limit)
    rows = rows[some]
    ranks = index.ranks[index.articles[rows]]
    order = np.lexsort((index.positions[rows], ranks, -total[some]))
    return some[order[:limit]]


def _scores(
    index: Index,
    rows: NDArray[np.int64],
    kinds: Sequence[_Kind],
    rare: Sequence[NDArray[np.bool_]],
    found: Sequence[_Found],
) -> NDArray[np.float32]:
    """Return [kind, sentence], then [kind, paragraph of the sentence]; `rows` are in order."""
    passages, places = np.unique(index.passages[rows], return_inverse=True)
    scores = np.zeros((len(kinds), len(rows)))
    around = np.zeros((len(kinds), len(passages)))
    is_row, is_passage = _Chosen(rows, len(index.passages)), _Chosen(passages, index.passage_count)
    for at, (kind, some, one) in enumerate(zip(kinds, rare, found, strict=True)):
        scores[at] = is_row.sums(one.rows, one.scores)
        around[at] = is_passage.sums(one.passages, one.passage_scores)
        if not some.all():
            scores[at] += kind.scores_at(~some, rows)
            around[at] += kind.passage_scores_at(~some, index.passage_firsts, passages)
    return np.concatenate([scores, around[:, places]]).astype(np.float32)


class _Chosen:
    """A few numbers out of many."""

    def __init__(self, numbers: NDArray[np.integer], size: int) -> None:
        self._count = len(numbers)
        # Zero for those that were not chosen: memory that is all zeros costs nothing to get.
        self._places = np.zeros(size, dtype=np.min_scalar_type(self._count))
        self._places[numbers] = np.arange(1, self._count + 1)

    def sums(
        self, numbers: NDArray[np.integer], values: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Return for each of the chosen the sum of the values that stand beside it."""
        places = self._places[numbers]
        sums = np.bincount(places, weights=values, minlength=self._count + 1)[1:]
        return sums.astype(np.float64)

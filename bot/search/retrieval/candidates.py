"""The first stage: a few dozen candidate sentences out of all, by BM25.

What few sentences hold decides, and is looked at everywhere. What many hold is looked at only in
the sentences that are ahead without it, once there is more of it than a budget allows; so the work
of a question is bounded, and the scores are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.retrieval.field import saturated
from bot.search.retrieval.scoring import (
    Found,
    Weighed,
    around_at,
    best_of,
    gather,
    most_promising,
    sums_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.search.retrieval.field import Lookup
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
    from bot.search.retrieval.scoring import Gathered

CANDIDATES: Final = 32
BUDGET: Final = (20_000, 100_000)
"""So many entries of postings are gone through for a question, those of rare keys first: at least,
and at most. Of the 30 best of a million sentences 3 in 10,000 are lost by it, with half 6 in 1,000."""
_BUDGET_A_SENTENCE: Final = 0.25
_POOL: Final = 8
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
    index: Index, query: Query, limit: int = CANDIDATES, budget: int | None = None
) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph.

    Args:
        index: what to search.
        query: what to look up.
        limit: how many to return at most.
        budget: how many entries of postings to go through, unless the size of the base says it.
    """
    kinds = (query.character_keys, query.bigram_keys, query.word_keys)
    rare = _rare(kinds, budget_for(index) if budget is None else budget)
    gathered = gather(
        index, [_weighed(kind.take(some)) for kind, some in zip(kinds, rare, strict=True)]
    )
    common = [kind.take(~some) for kind, some in zip(kinds, rare, strict=True)]
    pool = _POOL * limit if any(map(len, common)) else limit
    rows = np.sort(best_of(index, most_promising(index, gathered, pool), pool).rows)
    scores = _scores(index, rows, gathered, common)
    best = best_of(index, Found(rows, scores[:3].sum(axis=0), scores[3:].sum(axis=0)), limit)
    return Candidates(best.rows, best.total, *scores[:, rows.searchsorted(best.rows)])


def budget_for(index: Index) -> int:
    """Return how many entries of postings are gone through in a base of this size."""
    least, most = BUDGET
    return min(max(least, int(index.characters.size * _BUDGET_A_SENTENCE)), most)


def _rare(kinds: Sequence[Lookup], budget: int) -> list[NDArray[np.bool_]]:
    """Tell which keys are looked up everywhere: the rarest, as far as the budget goes."""
    counts = np.concatenate([kind.sentences for kind in kinds])
    order = np.argsort(counts, kind="stable")
    within = np.cumsum(counts[order]) <= budget
    # Where a single key goes beyond the budget, it is all there is to search by.
    within[: np.count_nonzero(counts == 0) + 1] = True
    rare = np.empty(len(counts), dtype=bool)
    rare[order] = within
    return np.split(rare, np.cumsum([len(kind) for kind in kinds])[:-1])


def _weighed(keys: Lookup) -> Weighed:
    return Weighed(keys.field, keys.entries(), keys.idf, keys.passage_idf)


def _scores(
    index: Index, rows: NDArray[np.int64], gathered: Gathered, common: Sequence[Lookup]
) -> NDArray[np.float32]:
    """Return [kind, sentence], then [kind, paragraph of the sentence]; `rows` are in order."""
    of_rows = index.passages[rows]
    is_new = np.ones(len(rows), dtype=bool)
    np.not_equal(of_rows[1:], of_rows[:-1], out=is_new[1:])
    passages, places = of_rows[is_new], is_new.cumsum() - 1
    own, around = sums_at(gathered, index, rows), around_at(gathered, index, passages)
    begins, ends = index.passage_firsts[passages], index.passage_firsts[passages + 1]
    for at, keys in enumerate(common):
        if not len(keys):
            continue
        found = keys.between(begins, ends)
        counts = saturated(found.counts(), keys.field.passage_norms[passages])
        # Not by a matrix product, where rounding depends on the column: equals stay equal.
        around[at] += (keys.passage_idf[:, None] * counts).sum(axis=0)
        # Of what stands in the paragraphs, what the sentences themselves have.
        beside = rows.searchsorted(found.rows)
        chosen = np.flatnonzero(rows.take(beside, mode="clip") == found.rows)
        beside = beside[chosen]
        worth = saturated(found.frequencies[chosen], keys.field.norms[rows[beside]])
        weights = keys.idf[found.cells[chosen] // len(passages)]
        own[at] += np.bincount(beside, weights=worth * weights, minlength=len(rows))
    return np.concatenate([own, around[:, places]]).astype(np.float32)

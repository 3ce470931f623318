"""The first stage: a few dozen candidate sentences out of all, by BM25."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.index import Index
    from bot.search.retrieval.postings import Postings
    from bot.search.retrieval.query import Query

CANDIDATES = 40
PASSAGE_WEIGHT = 0.6
"""What a paragraph's score counts beside its sentence's; .3 to 1 differ little in recall."""


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


def retrieve(index: Index, query: Query, limit: int = CANDIDATES) -> Candidates:
    """Return the sentences with the highest sum of BM25 scores of sentence and paragraph."""

    def score(postings: Postings, keys: NDArray[np.int64]) -> NDArray[np.float32]:
        return postings.scores(keys, postings.idf(keys))

    own = [
        score(index.characters, query.character_keys),
        score(index.bigrams, query.bigram_keys),
        score(index.words, query.word_keys),
    ]
    around = [
        score(index.passage_characters, query.character_keys),
        score(index.passage_bigrams, query.bigram_keys),
        score(index.passage_words, query.word_keys),
    ]
    total = own[0] + own[1] + own[2]
    total += PASSAGE_WEIGHT * (around[0] + around[1] + around[2])[index.passages]
    rows = _largest(total, limit)
    rows = rows[total[rows] > 0]
    passages = index.passages[rows]
    return Candidates(
        rows,
        total[rows],
        *(scores[rows] for scores in own),
        *(scores[passages] for scores in around),
    )


def _largest(scores: NDArray[np.float32], limit: int) -> NDArray[np.int64]:
    """Return where the largest scores stand, largest first, equals in their order."""
    rows = np.arange(len(scores))
    if limit < len(scores):
        floor = np.partition(scores, -limit)[-limit]
        above = np.flatnonzero(scores > floor)
        level = np.flatnonzero(scores == floor)[: limit - len(above)]
        rows = np.concatenate([above, level])
    return rows[np.argsort(-scores[rows], kind="stable")]

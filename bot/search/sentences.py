"""From a question to the sentences that may answer it, each with its short answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.base.model import Hit
from bot.search.matching import matched_spans
from bot.search.ranking.features import features
from bot.search.ranking.ranker import JUDGED_CANDIDATES, softmax
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.query import make_query

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
    from bot.search.spans.finder import SpanHit
    from bot.search.trained import Trained

_CERTAIN: Final = 99
"""Nothing found by comparing words is beyond doubt."""


class Ranked(NamedTuple):
    """The candidates of a question, and what every stage said of them."""

    query: Query
    rows: NDArray[np.int64]
    """Numbers of sentences in the index, as retrieved."""
    matrix: NDArray[np.float32]
    """[candidate, feature]."""
    scores: NDArray[np.float32]
    """The ranker's, for each candidate."""
    order: NDArray[np.int64]
    """Places among the candidates, best first."""
    spans: list[SpanHit]
    """The short answers of the first few in that order."""
    chances: NDArray[np.float64]
    """Of each candidate in that order, the probability that it answers; never rises."""


class SentenceSearch:
    """The stages from retrieval to confidence, over one index."""

    def __init__(self, index: Index, tokeniser: Tokeniser, trained: Trained) -> None:
        """Take over the index and the models."""
        self._index = index
        self._tokeniser = tokeniser
        self._trained = trained

    def find(self, understanding: Understanding, limit: int) -> list[Hit]:
        """Return at most `limit` sentences, best first."""
        ranked = self.rank(understanding)
        return [] if ranked is None else self.hits(ranked, limit)

    def rank(self, understanding: Understanding) -> Ranked | None:
        """Retrieve candidates and judge them; None where no sentence has a word in common."""
        if not understanding.content or not self._index.sentences:
            return None
        query = make_query(understanding, self._index, self._tokeniser)
        candidates = retrieve(self._index, query)
        rows = candidates.rows
        if not len(rows):
            return None
        matrix = features(self._index, query, candidates)
        scores = self._trained.ranker.scores(matrix)
        order = np.argsort(-scores, kind="stable")
        judged = order[:JUDGED_CANDIDATES]
        texts = [self._index.span_texts[row] for row in rows[judged].tolist()]
        spans = self._trained.spans.best(understanding, texts)
        worth = np.array([span.score for span in spans], dtype=np.float32)
        chances = softmax(scores)[order].astype(np.float64)
        chances[:JUDGED_CANDIDATES] = self._trained.ranker.chances(matrix, scores, judged, worth)
        return Ranked(query, rows, matrix, scores, order, spans, np.minimum.accumulate(chances))

    def hits(self, ranked: Ranked, limit: int) -> list[Hit]:
        """Return the first of the candidates as hits."""
        rows = ranked.rows[ranked.order[:limit]].tolist()
        return [
            Hit(
                sentence=self._index.sentences[row],
                confidence=min(round(100 * chance), _CERTAIN),
                span=self._span(ranked, place),
                matched=matched_spans(ranked.query, self._index.texts[row]),
            )
            for place, (row, chance) in enumerate(zip(rows, ranked.chances.tolist(), strict=False))
        ]

    def _span(self, ranked: Ranked, place: int) -> Span | None:
        if place >= len(ranked.spans):
            return None
        row = int(ranked.rows[ranked.order[place]])
        return self._index.texts[row].to_original(ranked.spans[place].span)

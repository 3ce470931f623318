"""From a question to the sentences that may answer it, each with its short answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.base.model import Hit
from bot.search.matching import matched_spans
from bot.search.ranking.features import features
from bot.search.ranking.ranker import JUDGED_CANDIDATES, softmax
from bot.search.ranking.rivals import asked_post, is_held_by_others
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.query import make_query
from bot.search.spans.identity import asked_person, description

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
    from bot.search.spans.finder import SpanHit
    from bot.search.trained import Trained

_TRUST: Final = np.float32(6)
"""What the first stage's word is worth beside the ranker's, for a question in translation: that
knows all translations, and the ranker, which learned from questions as people put them, only one.
"""
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

    def rank(
        self, understanding: Understanding, candidates: Candidates | None = None
    ) -> Ranked | None:
        """Judge candidates; None where no sentence has a word in common.

        Args:
            understanding: the question.
            candidates: what was retrieved for it in other words, unless that is to be done yet.
        """
        if not understanding.content or not self._index.sentences:
            return None
        query = make_query(understanding, self._index, self._tokeniser)
        found = retrieve(self._index, query) if candidates is None else candidates
        rows = found.rows
        if not len(rows):
            return None
        matrix = features(self._index, query, found)
        scores = self._trained.ranker.scores(matrix)
        if candidates is not None:
            scores += _TRUST * found.total / found.total.max()
        order = np.argsort(-scores, kind="stable")
        judged = order[:JUDGED_CANDIDATES]
        judged_rows = rows[judged].tolist()
        spans = self._trained.spans.best(understanding, self._index.span_texts.several(judged_rows))
        worth = np.array([span.score for span in spans], dtype=np.float32)
        others = self._others(understanding, judged_rows)
        chances = softmax(scores)[order].astype(np.float64)
        chances[:JUDGED_CANDIDATES] = self._trained.ranker.chances(
            matrix, scores, judged, worth, others
        )
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

    def _others(self, understanding: Understanding, rows: list[int]) -> NDArray[np.bool_]:
        """Tell which sentences have a post that is asked for, but others hold it."""
        post = asked_post(understanding)
        if post is None:
            return np.zeros(len(rows), dtype=bool)
        return np.array([is_held_by_others(post, self._index.texts[row].text) for row in rows])

    def _span(self, ranked: Ranked, place: int) -> Span | None:
        if place >= len(ranked.spans):
            return None
        row = int(ranked.rows[ranked.order[place]])
        text = self._index.texts[row]
        if _only_names(ranked.query.understanding, text.text):
            return None
        person = asked_person(ranked.query)
        if person is None:
            return text.to_original(ranked.spans[place].span)
        span = description(person, text.text, self._index.tokens[row], self._tokeniser)
        return None if span is None else text.to_original(span)


def _only_names(understanding: Understanding, sentence: str) -> bool:
    """Tell whether a question asks nothing, but gives words that stand so in the sentence.

    What the sentence says of them is then all of it.
    """
    if understanding.asked is not None or not understanding.content:
        return False
    first, last = understanding.content[0], understanding.content[-1]
    return understanding.text[first.start : last.end] in sentence

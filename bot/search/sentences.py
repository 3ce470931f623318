"""From a question to the sentences that may answer it, each with its short answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from bot.base.model import Hit
from bot.search.matching import matched_spans
from bot.search.ranking.features import features
from bot.search.ranking.guards import trust
from bot.search.ranking.ranker import JUDGED_CANDIDATES, softmax
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.query import make_query
from bot.search.spans.said import Saying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
    from bot.search.spans.said import Said
    from bot.search.trained import Trained

_TRUST: Final = np.float32(6)
"""What the first stage's word is worth beside the ranker's, for a question in translation: that
knows all translations, and the ranker, which learned from questions as people put them, only one.
"""
_SAID: Final = 0.9
"""The least chance of a sentence that says in so many words what is asked: 印度总理莫迪. On CMRC trial,
DRCD dev and XQuAD zh together, all of the few sentences of that kind are right.
"""
_PUT_SO: Final = 0.75
"""The same of one that has the question's own words around what is asked: see `filling`. Of these,
24 of 29 are right in those three sets together.
"""
_SAME: Final = 95
"""The least similarity, of 100, of a sentence to the one that it repeats, or to a part of it."""
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
    spans: list[Span | None]
    """The short answers of the first few in that order; None where the whole sentence is one."""
    chances: NDArray[np.float64]
    """Of each candidate in that order, the probability that it answers; never rises."""


class _Read(NamedTuple):
    """One of the first sentences, and what it says in so many words."""

    row: int
    text: str
    """Normalised."""
    tokens: Sequence[Token]
    said: Said

    def least_chance(self, understanding: Understanding) -> float:
        """Return how likely the sentence answers, whatever the judge thinks of it."""
        if self.said.beside and all(token.text in self.text for token in understanding.content):
            return _SAID
        return _PUT_SO if self.said.is_filled else 0.0


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
        saying = Saying.of(query, self._tokeniser)
        first = self._put_first(saying, rows, order)
        spans, judged = self._judge(saying, first, matrix, scores, order[: len(first)])
        chances = softmax(scores)[order].astype(np.float64)
        chances[: len(first)] = judged
        return Ranked(query, rows, matrix, scores, order, spans, np.minimum.accumulate(chances))

    def _put_first(
        self, saying: Saying, rows: NDArray[np.int64], order: NDArray[np.int64]
    ) -> list[_Read]:
        """Put those of the first sentences first that say in so many words what is asked.

        Returns:
            The first sentences in their new order.
        """
        judged = order[:JUDGED_CANDIDATES]
        read = [self._read(saying, row) for row in rows[judged].tolist()]
        places = sorted(range(len(read)), key=lambda place: not read[place].said.anything)
        judged[:] = judged[places]
        return [read[place] for place in places]

    def _read(self, saying: Saying, row: int) -> _Read:
        text, tokens = self._index.texts[row].text, self._index.tokens[row]
        return _Read(row, text, tokens, saying.said(text, tokens, self._tokeniser))

    def _judge(
        self,
        saying: Saying,
        first: Sequence[_Read],
        matrix: NDArray[np.float32],
        scores: NDArray[np.float32],
        places: NDArray[np.int64],
    ) -> tuple[list[Span | None], NDArray[np.float64]]:
        """Return the short answers of the first sentences, and how likely each of them answers.

        Args:
            saying: what a sentence would say in so many words.
            first: the sentences.
            matrix: the features of all candidates.
            scores: what the ranker says of all candidates.
            places: where the sentences stand among the candidates.
        """
        understanding = saying.understanding
        best = self._trained.spans.best(
            understanding, self._index.span_texts.several([one.row for one in first])
        )
        found = [one.text[slice(*hit.span)] for one, hit in zip(first, best, strict=True)]
        chances = self._trained.ranker.chances(matrix, scores, places, best)
        chances *= trust(
            understanding, matrix[places], [(one.text, one.tokens) for one in first], found
        )
        chances = np.maximum(chances, [one.least_chance(understanding) for one in first])
        spans = [
            None
            if one.said.beside is None and saying.asks_for_all(one.text)
            else one.said.beside or hit.span
            for one, hit in zip(first, best, strict=True)
        ]
        chances[0] = min(1.0, chances[0] + chances[_repeats(first, spans)].sum())
        return spans, chances

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
        span = ranked.spans[place] if place < len(ranked.spans) else None
        if span is None:
            return None
        return self._index.texts[int(ranked.rows[ranked.order[place]])].to_original(span)


def _repeats(first: Sequence[_Read], spans: Sequence[Span | None]) -> list[int]:
    """Return which of some sentences say the first one again, as captions do under pictures.

    The judge looks for one right sentence: the chances of those that say the same add up.
    """
    texts = [one.text for one in first]
    answers = [text[slice(*span)] if span else "" for text, span in zip(texts, spans, strict=True)]
    return [
        place
        for place in range(1, len(texts))
        if answers[place] == answers[0] != ""
        and fuzz.partial_ratio(texts[0], texts[place]) >= _SAME
    ]

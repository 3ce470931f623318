"""From a question to the sentences that may answer it, each with its short answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from bot.base.model import Hit, Span
from bot.search.matching import matched_spans
from bot.search.ranking.features import features
from bot.search.ranking.guards import trust
from bot.search.ranking.ranker import JUDGED_CANDIDATES, softmax
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.query import make_query
from bot.search.spans.said import Saying

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
    from bot.search.spans.said import Said
    from bot.search.trained import Trained

_TRUST: Final = np.float32(6)
"""What the first stage's word is worth beside the ranker's, for a question in translation: that
knows all translations, and the ranker, which learned from questions as people put them, only one.
"""
_SAME: Final = 95
"""The least similarity, of 100, of a sentence to the one that it repeats, or to a part of it."""
_LONGEST_REPEAT: Final = 500
"""Characters: longer sentences are not compared, which would take the square of their length."""
_ON_ANOTHER: Final = 0.3
"""The share of its chance that is left to a sentence which names not the person or post asked about."""
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


class _Judged(NamedTuple):
    """One of the ranker's first choices, looked at closely."""

    place: int
    """Among the candidates."""
    text: str
    """Normalised."""
    said: Said
    span: Span | None
    """The short answer; None where the whole sentence is one."""
    judged: float
    """How likely the sentence answers, as the judge and the guards think."""
    least: float
    """How likely it does at least, by what it says."""

    @property
    def chance(self) -> float:
        return max(self.judged, self.least)

    @property
    def answer(self) -> str:
        return self.text[slice(*self.span)] if self.span else ""


class SentenceSearch:
    """The stages from retrieval to confidence, over one index."""

    def __init__(self, index: Index, tokeniser: Tokeniser, trained: Trained) -> None:
        """Take over the index and the models."""
        self._index = index
        self._tokeniser = tokeniser
        self._trained = trained

    # Products of small matrices now and then raise the flag on some processors, of finite numbers
    # and with finite results (property tests hold both to that); rarely, and under load.
    @np.errstate(invalid="ignore")
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
        judged = self._judge(saying, matrix, scores, rows, self._first(saying, rows, order))
        first = [one.place for one in judged]
        order = np.concatenate([first, order[~np.isin(order, first)]])
        chances = softmax(scores)[order].astype(np.float64)
        chances[: len(judged)] = [one.chance for one in judged]
        chances[0] = max(chances[0], judged[0].judged + sum(o.judged for o in _repeats(judged)))
        spans = [one.span for one in judged]
        return Ranked(query, rows, matrix, scores, order, spans, np.minimum.accumulate(chances))

    def _first(
        self, saying: Saying, rows: NDArray[np.int64], order: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the places of the ranker's first choices, and of what says in so many words more."""
        first = order[:JUDGED_CANDIDATES]
        if not saying.seeks():
            return first
        for place in order[JUDGED_CANDIDATES:].tolist():
            row = int(rows[place])
            text, tokens = self._index.texts[row].text, self._index.tokens[row]
            if saying.beside(text, tokens, self._tokeniser) is not None:
                return np.append(first, place)
        return first

    def _judge(
        self,
        saying: Saying,
        matrix: NDArray[np.float32],
        scores: NDArray[np.float32],
        rows: NDArray[np.int64],
        places: NDArray[np.int64],
    ) -> list[_Judged]:
        """Look closely at some candidates.

        Args:
            saying: what sentences would say of the question.
            matrix: the features of all candidates.
            scores: what the ranker says of all candidates.
            rows: the sentences that are candidates.
            places: which candidates to look at.

        Returns:
            These, the likeliest first; before all others what says in so many words what is asked.
        """
        chosen = rows[places].tolist()
        sentences = [(self._index.texts[row].text, self._index.tokens[row]) for row in chosen]
        understanding = saying.understanding
        found = self._trained.spans.best(understanding, self._index.span_texts.several(chosen))
        spans = [
            saying.mending.mended(text, tokens, one.span, self._tokeniser)
            for (text, tokens), one in zip(sentences, found, strict=True)
        ]
        answers = [text[slice(*span)] for (text, _), span in zip(sentences, spans, strict=True)]
        chances = self._trained.ranker.chances(matrix, scores, places, found)
        shares = trust(understanding, matrix[places], sentences, answers)
        judged = []
        for at, (text, tokens) in enumerate(sentences):
            said = saying.said(text, tokens, self._tokeniser)
            is_whole = said.beside is None and saying.asks_for_all(text, spans[at])
            span = None if is_whole else said.beside or spans[at]
            share = float(shares[at]) * (_ON_ANOTHER if saying.is_on_another(text) else 1.0)
            likely = saying.likely(text, tokens, answers[at], self._tokeniser) * share
            chance = float(chances[at]) * share
            judged.append(
                _Judged(int(places[at]), text, said, span, chance, max(said.certain, likely))
            )
        return sorted(judged, key=lambda one: (not one.said.anything, -one.chance))

    def short_answer(self, understanding: Understanding, row: int) -> Span:
        """Return the short answer that a sentence, by its number in the index, gives; or all of it."""
        text, tokens = self._index.texts[row].text, self._index.tokens[row]
        (found,) = self._trained.spans.best(understanding, [self._index.span_texts[row]])
        if not understanding.content:
            return found.span
        query = make_query(understanding, self._index, self._tokeniser)
        saying = Saying.of(query, self._tokeniser)
        beside = saying.beside(text, tokens, self._tokeniser)
        if beside is not None:
            return beside
        span = saying.mending.mended(text, tokens, found.span, self._tokeniser)
        is_whole = saying.asks_for_all(text, span)
        return Span(0, len(text)) if is_whole else span

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


def _repeats(judged: Sequence[_Judged]) -> Iterator[_Judged]:
    """Yield those that say the first one again, as captions do under pictures.

    The judge looks for one right sentence: the chances of those that say the same add up.
    """
    first, *others = judged
    for one in others:
        is_same = one.answer == first.answer != ""
        is_brief = max(len(first.text), len(one.text)) <= _LONGEST_REPEAT
        if is_same and is_brief and fuzz.partial_ratio(first.text, one.text) >= _SAME:
            yield one

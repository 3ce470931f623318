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
from bot.search.spans.filling import is_filled
from bot.search.spans.holders import asked_holder, holder
from bot.search.spans.identity import asked_person, description

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.base.model import Span
    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.candidates import Candidates
    from bot.search.retrieval.index import Index
    from bot.search.retrieval.query import Query
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
        beside = self._put_first(query, rows, order)
        judged = order[:JUDGED_CANDIDATES]
        chosen = rows[judged].tolist()
        texts = [self._index.texts[row].text for row in chosen]
        found_spans = self._trained.spans.best(
            understanding, self._index.span_texts.several(chosen)
        )
        chances = softmax(scores)[order].astype(np.float64)
        chances[: len(judged)] = self._trained.ranker.chances(
            matrix, scores, judged, found_spans
        ) * trust(
            understanding,
            matrix[judged],
            [(text, self._index.tokens[row]) for text, row in zip(texts, chosen, strict=True)],
            [text[slice(*found.span)] for text, found in zip(texts, found_spans, strict=True)],
        )
        spans: list[Span | None] = []
        for place, (text, span) in enumerate(zip(texts, beside, strict=True)):
            if span is not None and all(token.text in text for token in understanding.content):
                chances[place] = max(chances[place], _SAID)
            elif is_filled(understanding, text):
                chances[place] = max(chances[place], _PUT_SO)
            is_whole = span is None and self._asks_of_name(query, text)
            spans.append(None if is_whole else span or found_spans[place].span)
        answers = [
            text[slice(*span)] if span else "" for text, span in zip(texts, spans, strict=True)
        ]
        repeated = sum(chances[place] for place in _repeats(texts, answers))
        chances[0] = min(1.0, chances[0] + repeated)
        return Ranked(query, rows, matrix, scores, order, spans, np.minimum.accumulate(chances))

    def _put_first(
        self, query: Query, rows: NDArray[np.int64], order: NDArray[np.int64]
    ) -> list[Span | None]:
        """Put those of the first sentences first that say in so many words what is asked.

        Returns:
            For each of the first sentences what stands beside the name or the post.
        """
        judged = order[:JUDGED_CANDIDATES]
        chosen = rows[judged].tolist()
        spans = [self._beside_name(query, row) for row in chosen]
        says = [
            span is not None or is_filled(query.understanding, self._index.texts[row].text)
            for span, row in zip(spans, chosen, strict=True)
        ]
        places = sorted(range(len(spans)), key=lambda place: not says[place])
        judged[:] = judged[places]
        return [spans[place] for place in places]

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

    def _beside_name(self, query: Query, row: int) -> Span | None:
        """Return what stands beside a name or a post where that is all a question asks for."""
        post = asked_holder(query.understanding, self._tokeniser)
        person = None if post else asked_person(query)
        if post is None and person is None:
            return None
        text, tokens = self._index.texts[row].text, self._index.tokens[row]
        if post is not None:
            return holder(post, text, tokens, self._tokeniser)
        return None if person is None else description(person, text, tokens, self._tokeniser)

    def _asks_of_name(self, query: Query, sentence: str) -> bool:
        """Tell whether a question asks nothing but what a sentence says of some words.

        All of the sentence is then the answer: 普京, or 谁是张伟 where nothing stands beside the name.
        """
        understanding = query.understanding
        if understanding.asked is not None:
            is_post = asked_holder(understanding, self._tokeniser) is not None
            return not is_post and asked_person(query) is not None
        first, last = understanding.content[0], understanding.content[-1]
        return understanding.text[first.start : last.end] in sentence

    def _span(self, ranked: Ranked, place: int) -> Span | None:
        span = ranked.spans[place] if place < len(ranked.spans) else None
        if span is None:
            return None
        return self._index.texts[int(ranked.rows[ranked.order[place]])].to_original(span)


def _repeats(texts: Sequence[str], answers: Sequence[str]) -> Iterator[int]:
    """Yield which of some sentences say the first one again, as captions do under pictures.

    The judge looks for one right sentence: the chances of those that say the same add up.
    """
    for place in range(1, len(texts)):
        is_same = answers[place] == answers[0] != ""
        if is_same and fuzz.partial_ratio(texts[0], texts[place]) >= _SAME:
            yield place

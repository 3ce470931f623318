"""The engine: one door to everything that answers a question."""

from __future__ import annotations

import functools
import time
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.base.model import Answer, Outcome, Part, Question, Refusal, Suggestions
from bot.base.text import normalise
from bot.language.abbreviations import names_of
from bot.language.padding import strip_padding
from bot.language.question import STOPWORDS, understand
from bot.language.readings import read
from bot.language.slips import How
from bot.language.tokens import Tokeniser
from bot.language.vocabulary import Vocabulary
from bot.search.examples import example_questions
from bot.search.explanation import Explanation, feature_effects, word_matches
from bot.search.retrieval.index import Index
from bot.search.retrieval.rows import Rows
from bot.search.retrieval.store import open_segments
from bot.search.sentences import SentenceSearch
from bot.search.taught import Taught
from bot.search.trained import Trained, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from bot.base.model import Hit, Kind, Knowledge, Sentence
    from bot.input.settings import Thresholds
    from bot.language.abbreviations import Names
    from bot.language.question import Understanding
    from bot.language.readings import Reading

_LONGEST_QUESTION = 1000
"""Of longer texts only the beginning is read: bounds the work of one question."""
_LONGEST_TITLE = 12
"""Longer titles are sentences: as words of the dictionary they would hide the words within."""


class Engine:
    """Answers questions from one knowledge base. Safe to share between threads."""

    def __init__(
        self,
        knowledge: Knowledge,
        thresholds: Thresholds,
        tokeniser: Tokeniser,
        index: Index,
        trained: Trained,
    ) -> None:
        """Put an engine together; `build` does all of it."""
        self.knowledge = knowledge
        self._thresholds = thresholds
        self._tokeniser = tokeniser
        self._index = index
        self._search = SentenceSearch(index, tokeniser, trained)
        self._trained = trained
        self._taught = Taught.build(knowledge.articles)
        own = {normalise(word).text for word in knowledge.lexicon.stopwords}
        self._stopwords = STOPWORDS | own

    @classmethod
    def build(
        cls,
        knowledge: Knowledge,
        thresholds: Thresholds,
        trained: Trained | None = None,
        progress: Callable[[int, int], None] | None = None,
        cache: Path | None = None,
    ) -> Engine:
        """Index a knowledge base.

        Args:
            knowledge: what to answer from.
            thresholds: when a hit is an answer, when a suggestion.
            trained: the models, those that come along unless others are given.
            progress: is told how many articles are indexed, and how many have to be.
            cache: the folder that keeps what was indexed for the next time; None for nowhere.

        Raises:
            ModelError: the installation is damaged.
        """
        tokeniser = Tokeniser(_own_words(knowledge))
        selections = open_segments(knowledge.articles, tokeniser, cache, progress)
        index = Index.of(selections, knowledge.articles, tokeniser)
        return cls(knowledge, thresholds, tokeniser, index, trained or shipped())

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of all texts, in order."""
        rows = self._in_order
        return Rows(len(rows), lambda at: self._index.sentences[int(rows[at])])

    def ask(self, text: str, *, limit: int = 10) -> Outcome:
        """Answer a question.

        Args:
            text: the question as typed.
            limit: how many candidates to return at most.
        """
        started = time.perf_counter()
        found = self._find(self._asked(text), limit)
        question = Question(text, found.kind, found.reading)
        elapsed = (time.perf_counter() - started) * 1000
        best = found.confidence
        if not found.hits:
            return Refusal(question, (), elapsed)
        if best >= self._thresholds.answer:
            return Answer(question, found.hits, elapsed)
        if best >= self._thresholds.suggest:
            return Suggestions(question, found.hits, elapsed)
        return Refusal(question, found.hits, elapsed)

    def explain(self, text: str) -> Explanation:
        """Answer a question, and tell what the answer rests on."""
        outcome = self.ask(text)
        explanation = Explanation(outcome, self._thresholds)
        if not outcome.candidates or outcome.candidates[0].sentence.part is not Part.TEXT:
            return explanation
        asked = self._asked(text)
        reading = next(
            (one for one in self._readings(asked) if one.text == outcome.question.reading), None
        )
        ranked = self._search.rank(self._understand(reading.text if reading else asked))
        if ranked is None:
            return explanation
        hits = self._search.hits(ranked, 2)
        return replace(
            explanation,
            replacements=reading.replaced if reading else (),
            words=word_matches(self._index, ranked),
            runner_up=hits[1].sentence if len(hits) > 1 else None,
            effects=feature_effects(self._trained.ranker, ranked),
        )

    def sentence(self, article_id: str, position: int) -> Sentence | None:
        """Return a sentence of a text by where it stands, counted from 1."""
        row = self._row(article_id, position)
        return None if row is None else self._index.sentences[row]

    def examples(self, count: int) -> tuple[str, ...]:
        """Return questions that this base answers, for showing how to ask."""
        return example_questions(self, count)

    def first_stage(self, text: str) -> tuple[Sentence, ...]:
        """Return what is found for a question before it is ranked, best first: for measuring."""
        ranked = self._search.rank(self._understand(self._asked(text)))
        rows = [] if ranked is None else ranked.rows.tolist()
        return tuple(self._index.sentences[row] for row in rows)

    def short_answer(self, text: str, sentence: Sentence) -> str:
        """Return the short answer that a sentence of a text would give: for measuring."""
        row = self._row(sentence.article.id, sentence.position)
        if row is None:
            return ""
        understanding = self._understand(self._asked(text))
        (found,) = self._trained.spans.best(understanding, [self._index.span_texts[row]])
        span = self._index.texts[row].to_original(found.span)
        return sentence.text[span.start : span.end]

    def _row(self, article_id: str, position: int) -> int | None:
        rank = self._ranks.get(article_id)
        if rank is None:
            return None
        rows = self._index.rows_of(rank)
        return rows[position - 1] if 0 < position <= len(rows) else None

    @functools.cached_property
    def _in_order(self) -> NDArray[np.int64]:
        return self._index.in_order()

    @functools.cached_property
    def _ranks(self) -> dict[str, int]:
        return {article.id: rank for rank, article in enumerate(self.knowledge.articles)}

    def _find(self, asked: str, limit: int) -> _Found:
        """Search for a question as it stands and, where that is no answer, as it may be meant."""
        best = self._find_exactly(asked, limit)
        is_answer = best.confidence >= self._thresholds.answer
        # Another name for the same is no correction: it may always be the better question.
        if is_answer and not self._names.find(asked):
            return best
        for reading in self._readings(asked):
            if is_answer and reading.how is not How.ALIAS:
                continue
            found = self._find_exactly(reading.text, limit).trusted(1 - reading.cost / 2)
            # What English shares with Chinese text is names and numbers: too little to compare.
            is_english = reading.how is How.ENGLISH and asked.isascii()
            if is_english or found.confidence > best.confidence:
                best = found._replace(reading=reading.text)
        return best

    def _find_exactly(self, asked: str, limit: int) -> _Found:
        understanding = self._understand(asked)
        hits = self._taught.find(asked, limit) + self._search.find(understanding, limit)
        # Sorting is stable: at equal confidence what was taught goes first.
        hits.sort(key=lambda hit: -hit.confidence)
        return _Found(understanding.kind, tuple(hits[:limit]))

    def _asked(self, text: str) -> str:
        """Return what a text asks: normalised, without greetings and politeness."""
        normal = normalise(text[:_LONGEST_QUESTION]).text
        return normal[slice(*strip_padding(normal))]

    def _understand(self, asked: str) -> Understanding:
        return understand(asked, self._tokeniser, self._stopwords)

    def _readings(self, asked: str) -> tuple[Reading, ...]:
        return read(asked, self._vocabulary)

    @functools.cached_property
    def _names(self) -> Names:
        return names_of(self.knowledge)

    @functools.cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            self._index.word_frequencies(),
            list(self._index.normal_texts()),
            self._tokeniser,
            self._names,
        )


class _Found(NamedTuple):
    """What one reading of a question leads to."""

    kind: Kind
    hits: tuple[Hit, ...]
    reading: str | None = None

    @property
    def confidence(self) -> int:
        return self.hits[0].confidence if self.hits else 0

    def trusted(self, share: float) -> _Found:
        """Return the same with less confidence."""
        return self._replace(
            hits=tuple(replace(hit, confidence=int(hit.confidence * share)) for hit in self.hits)
        )


def _own_words(knowledge: Knowledge) -> Iterator[str]:
    """Yield the words that a base knows of itself, normalised."""
    words = list(knowledge.lexicon.words)
    words.extend(word for group in knowledge.lexicon.synonyms for word in group)
    for article in knowledge.articles:
        words.extend(name for alias in article.aliases for name in (alias.name, *alias.others))
        words.extend(article.tags)
        if len(article.title) <= _LONGEST_TITLE:
            words.append(article.title)
    for word in words:
        yield normalise(word).text

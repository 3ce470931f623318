"""The engine: one door to everything that answers a question."""

from __future__ import annotations

import functools
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.base.model import Answer, Outcome, Part, Question, Refusal, Sentence, Span, Suggestions
from bot.base.text import normalise
from bot.language.abbreviations import names_of, wordings
from bot.language.asking import in_common_words, mend_asking
from bot.language.corpus import SmallCorpus
from bot.language.doers import asked_doer
from bot.language.followup import complete
from bot.language.padding import strip_padding
from bot.language.question import STOPWORDS, find_kind, understand
from bot.language.readings import read
from bot.language.slips import How
from bot.language.tokens import Tokeniser
from bot.language.vocabulary import Vocabulary, is_chinese
from bot.search.examples import example_questions
from bot.search.explanation import Explanation, feature_effects, word_matches
from bot.search.retrieval.building import length_of
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.corpus import IndexCorpus
from bot.search.retrieval.index import Index
from bot.search.retrieval.kept_targets import open_targets
from bot.search.retrieval.query import make_query
from bot.search.retrieval.rows import Rows
from bot.search.retrieval.store import open_segments
from bot.search.retrieval.translated import retrieve_terms
from bot.search.sentences import SentenceSearch
from bot.search.taught import ABOUT_QUESTIONS, Taught
from bot.search.trained import Trained, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from bot.base.model import Hit, Kind, Knowledge
    from bot.input.settings import Thresholds
    from bot.language.abbreviations import Names
    from bot.language.followup import Turn
    from bot.language.question import Understanding
    from bot.language.readings import Reading
    from bot.search.retrieval.candidates import Candidates
    from bot.search.sentences import Ranked

_LONGEST_QUESTION = 1000
"""Of longer texts only the beginning is read: bounds the work of one question."""
_WORTH_KEEPING = 20_000
"""Characters: less text is indexed about as fast as its index is read."""
_LONGEST_TITLE = 12
"""Longer titles are sentences: as words of the dictionary they would hide the words within."""
_WITH_A_HOLE = 0.8
"""What an answer is worth where the base lacks a word of the question, beside a correction of it."""
_SELDOM_ASKED = frozenset("但而且或此")
"""Function words that are rather what a slip left: 塔吉克斯但."""
_NO_CORRECTION = (How.ALIAS, How.WORDING)
_EXPLAINED = 10
"""As many candidates as a question has unless more are asked for."""


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
        self._taught = Taught.build(knowledge.articles, knowledge.taught)
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
        if sum(map(length_of, knowledge.articles)) < _WORTH_KEEPING:
            cache = None
        opened = open_segments(knowledge.articles, tokeniser, cache, progress)
        index = Index.of(opened.selections, knowledge.articles, tokeniser, opened.digests)
        engine = cls(knowledge, thresholds, tokeniser, index, trained or shipped())
        if cache is not None:
            # Kept with the rest now, rather than made when somebody first mistypes a word.
            engine.keep_words(cache)
        return engine

    def keep_words(self, cache: Path) -> None:
        """Keep in a folder what the base's words sound and look like, or read it there."""
        segments = self._index.segments
        self._corpus = IndexCorpus(self._index, open_targets(segments, cache))

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
        outcome, _ = self._answer(text, limit)
        return outcome

    def explain(self, text: str) -> Explanation:
        """Answer a question, and tell what the answer rests on."""
        outcome, found = self._answer(text, _EXPLAINED)
        explanation = Explanation(outcome, self._thresholds)
        ranked = found.ranked
        if ranked is None or outcome.candidates[0].sentence.part is not Part.TEXT:
            return explanation
        hits = self._search.hits(ranked, 2)
        return replace(
            explanation,
            replacements=found.reading.replaced if found.reading else (),
            words=word_matches(self._index, ranked),
            runner_up=hits[1].sentence if len(hits) > 1 else None,
            effects=feature_effects(self._trained.ranker, ranked),
        )

    def completions(self, text: str, last: Turn) -> tuple[str, ...]:
        """Return what a text may ask in full as a follow-up; nothing where it stands alone."""
        # In a follow-up itself 那 points back.
        meant = replace(last, question=mend_asking(last.question))
        return complete(normalise(text[:_LONGEST_QUESTION]).text, meant, self._tokeniser)

    def sentence(self, article_id: str, position: int) -> Sentence | None:
        """Return a sentence of an article by where it stands: counted from 1; 0 is the title."""
        if position == 0:
            return self._titles.get(article_id)
        row = self._row(article_id, position)
        return None if row is None else self._index.sentences[row]

    def examples(self, count: int) -> tuple[str, ...]:
        """Return questions that this base answers, for showing how to ask."""
        return example_questions(self, count)

    def first_stage(self, text: str) -> tuple[Sentence, ...]:
        """Return what is found for a question before it is ranked, best first: for measuring."""
        ranked = self._find(self._asked(text), limit=1).ranked
        rows = [] if ranked is None else ranked.rows.tolist()
        return tuple(self._index.sentences[row] for row in rows)

    def retrieve(self, text: str) -> tuple[Sentence, ...]:
        """Return the candidates of a question as it stands, before any other work: for measuring."""
        query = make_query(self._understand(self._asked(text)), self._index, self._tokeniser)
        rows = retrieve(self._index, query).rows.tolist()
        return tuple(self._index.sentences[row] for row in rows)

    def readings(self, text: str) -> tuple[Reading, ...]:
        """Return what a text may have meant beside what it says: for measuring."""
        return self._readings(self._asked(text))

    def short_answer(self, text: str, sentence: Sentence) -> str:
        """Return the short answer that a sentence of a text would give: for measuring."""
        row = self._row(sentence.article.id, sentence.position)
        if row is None:
            return ""
        found = self._search.short_answer(self._understand(self._asked(text)), row)
        span = self._index.texts[row].to_original(found)
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

    def _answer(self, text: str, limit: int) -> tuple[Outcome, _Found]:
        started = time.perf_counter()
        asked = self._asked(text)
        mended = mend_asking(asked)
        found = self._find(mended, limit)
        told = self._told(found.reading) or (mended if mended != asked else None)
        question = Question(text, found.kind, told)
        elapsed = (time.perf_counter() - started) * 1000
        if found.hits and found.confidence >= self._thresholds.answer:
            return Answer(question, found.hits, elapsed), found
        if found.hits and found.confidence >= self._thresholds.suggest:
            return Suggestions(question, found.hits, elapsed), found
        return Refusal(question, found.hits, elapsed), found

    def _told(self, reading: Reading | None) -> str | None:
        """Return a reading's text where something was corrected, or a nickname understood.

        Other words for the same go without, and so does another name for one that the base itself
        has: the reader made no mistake.
        """
        if reading is None or reading.how is How.WORDING:
            return None
        return None if self._only_renames(reading) else reading.text

    def _only_renames(self, reading: Reading) -> bool:
        """Tell whether a reading puts other names for what the base has as it was typed."""
        holds = self._vocabulary.holds
        return reading.how in _NO_CORRECTION and all(map(holds, _typed(reading)))

    def _find(self, asked: str, limit: int) -> _Found:
        """Search for a question as it stands and, where that is no answer, as it may be meant."""
        best = self._find_exactly(asked, limit)
        is_answer = best.confidence >= self._thresholds.answer
        is_sure = is_answer and self._holds_words(asked)
        if is_sure and not self._names.find(asked) and asked_doer(asked) is None:
            return best
        for reading in self._readings(asked):
            if is_answer and not self._is_better(reading, sure=is_sure):
                continue
            found = self._find_meant(reading, limit).trusted(1 - reading.cost / 2)
            # What English shares with Chinese text is names and numbers: too little to compare.
            is_english = reading.how is How.ENGLISH and asked.isascii()
            least = best.confidence * (_WITH_A_HOLE if self._mends(reading) else 1.0)
            if is_english or found.confidence > least:
                best = found
        return best

    def _is_better(self, reading: Reading, *, sure: bool) -> bool:
        """Tell whether a reading may be the better question although there is an answer as typed.

        Another name or word is no correction: where the base lacks the one that was typed, it is the
        better question, whatever was found. So it is with slips, where the base lacks a word.
        """
        if reading.how in _NO_CORRECTION:
            return not self._only_renames(reading)
        return not sure and self._mends(reading)

    def _mends(self, reading: Reading) -> bool:
        """Tell whether a reading corrects slips only, and only what the base lacks."""
        is_slip = reading.how in {How.TYPO, How.HOMOPHONE}
        return is_slip and not any(map(self._vocabulary.holds, _typed(reading)))

    def _holds_words(self, asked: str) -> bool:
        """Tell whether the base has each word of a question somewhere, the asking words apart.

        A character by itself it has to have beside one that stands beside it in the question: of
        反恐机构执委会主住 neither 主住 nor 住是.
        """
        asking = find_kind(asked)[1] or Span(0, 0)
        holds = self._vocabulary.holds
        for word in self._tokeniser.cut(asked):
            if asking.meets(word.start, word.end) or (
                word.text in self._stopwords and word.text not in _SELDOM_ASKED
            ):
                continue
            if len(word.text) > 1 and not holds(word.text):
                return False
            if len(word.text) == 1 and is_chinese(word.text):
                beside = (
                    asked[max(word.start - 1, 0) : word.end],
                    asked[word.start : word.end + 1],
                )
                if not any(len(pair) > 1 and holds(pair) for pair in beside):
                    return False
        return True

    def _find_meant(self, reading: Reading, limit: int) -> _Found:
        candidates = retrieve_terms(self._index, reading.terms) if reading.terms else None
        return self._find_exactly(reading.text, limit, candidates)._replace(reading=reading)

    def _find_exactly(self, asked: str, limit: int, candidates: Candidates | None = None) -> _Found:
        understanding = self._understand(asked)
        ranked = self._search.rank(understanding, candidates)
        hits = self._taught.find(asked, limit)
        if ranked is not None:
            hits += self._search.hits(ranked, limit)
        # Sorting is stable: at equal confidence what was taught goes first.
        hits.sort(key=lambda hit: -hit.confidence)
        return _Found(understanding.kind, tuple(hits[:limit]), ranked)

    def _asked(self, text: str) -> str:
        """Return what a text asks: normalised, without greetings and politeness."""
        normal = normalise(text[:_LONGEST_QUESTION]).text
        return in_common_words(normal[slice(*strip_padding(normal))])

    def _understand(self, asked: str) -> Understanding:
        return understand(asked, self._tokeniser, self._stopwords)

    def _readings(self, asked: str) -> tuple[Reading, ...]:
        return read(asked, self._vocabulary)

    @functools.cached_property
    def _names(self) -> Names:
        return names_of(self.knowledge)

    @functools.cached_property
    def _titles(self) -> dict[str, Sentence]:
        return {
            article.id: Sentence(article, 0, article.title, Part.TITLE)
            for article in self.knowledge.articles
        }

    @functools.cached_property
    def _corpus(self) -> IndexCorpus:
        return IndexCorpus(self._index, open_targets(self._index.segments))

    @functools.cached_property
    def _vocabulary(self) -> Vocabulary:
        # What was taught and what articles are called is asked for too, and mistyped as easily.
        beside = [*_beside_the_text(self.knowledge), *ABOUT_QUESTIONS]
        cut_up = self._tokeniser.words_of_much(sum(map(len, beside)))
        words = Counter(word for text in beside for word in set(cut_up(text)))
        corpora = (self._corpus, SmallCorpus(words, beside))
        return Vocabulary(corpora, self._tokeniser, self._names, wordings())


class _Found(NamedTuple):
    """What one reading of a question leads to."""

    kind: Kind
    hits: tuple[Hit, ...]
    ranked: Ranked | None
    reading: Reading | None = None

    @property
    def confidence(self) -> int:
        return self.hits[0].confidence if self.hits else 0

    def trusted(self, share: float) -> _Found:
        """Return the same with less confidence."""
        return self._replace(
            hits=tuple(replace(hit, confidence=int(hit.confidence * share)) for hit in self.hits)
        )


def _typed(reading: Reading) -> Iterator[str]:
    return (one.typed for one in reading.replaced)


def _beside_the_text(knowledge: Knowledge) -> Iterator[str]:
    """Yield the titles and taught questions of a base, normalised."""
    for article in (*knowledge.articles, knowledge.taught):
        yield normalise(article.title).text
        for entry in article.faq:
            yield from (normalise(ask).text for ask in entry.ask)


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

"""Full-text search as others do it: each indexes words, saves them, and finds the best sentences."""

from __future__ import annotations

import functools
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bot.base.model import Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.base.model import Article, Sentence

LIMIT: Final = 30


class Asked(NamedTuple):
    """A real question."""

    text: str
    words: tuple[str, ...]
    right: tuple[int, ...]
    """The sentences that answer."""


class Corpus:
    """A base and its questions, in files of which each process reads what it needs, once."""

    def __init__(self, folder: Path) -> None:
        """Take over the folder."""
        self._folder = folder

    def write(self, **parts: object) -> None:
        """Write `articles`, `firsts`, `texts`, `words` and `questions`."""
        for name, part in parts.items():
            (self._folder / f"{name}.pickle").write_bytes(pickle.dumps(part))

    @functools.cached_property
    def articles(self) -> tuple[Article, ...]:
        """The base as Wenju knows it."""
        return tuple(self._read("articles"))

    @functools.cached_property
    def firsts(self) -> dict[str, int]:
        """For each article's id the number of its first sentence."""
        return dict(self._read("firsts"))

    @functools.cached_property
    def texts(self) -> list[str]:
        """Its sentences, normalised."""
        return list(self._read("texts"))

    @functools.cached_property
    def words(self) -> list[list[str]]:
        """The words of each sentence."""
        return list(self._read("words"))

    @functools.cached_property
    def questions(self) -> list[Asked]:
        """What to ask."""
        return list(self._read("questions"))

    def _read(self, name: str) -> Any:  # noqa: ANN401 - whatever was written a moment ago
        return _unpickled(self._folder / f"{name}.pickle")


class Rival:
    """A way of finding sentences by their words."""

    builds_from: tuple[str, ...] = ("words",)
    """What of a corpus is read before the time of building is taken."""
    asks_with: tuple[str, ...] = ()
    """And before that of loading."""
    built_by: str | None = None
    """Another one that builds the same."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index the sentences, and save what is needed into a folder."""
        raise NotImplementedError

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Read what was saved."""
        raise NotImplementedError

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Return the numbers of at most LIMIT sentences, best first."""
        raise NotImplementedError

    def change(self) -> bool:
        """Take one article's new text in, and tell whether that is possible at all."""
        return False


class Ratio(Rival):
    """RapidFuzz's `process.extract` with WRatio over every sentence: what most bots do."""

    builds_from = ("texts",)

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Keep the sentences."""
        (folder / "texts.pickle").write_bytes(pickle.dumps(corpus.texts))

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Read the sentences."""
        del corpus
        self._texts: list[str] = _unpickled(folder / "texts.pickle")

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Compare the question with every sentence."""
        from rapidfuzz import fuzz, process

        del words
        found = process.extract(question, self._texts, scorer=fuzz.WRatio, limit=LIMIT)
        return [number for _, _, number in found]


class RankBM25(Rival):
    """rank_bm25's BM25Okapi: BM25 in a loop over Python dictionaries."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Count words."""
        from rank_bm25 import BM25Okapi

        (folder / "bm25.pickle").write_bytes(pickle.dumps(BM25Okapi(corpus.words)))

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Read the counts."""
        del corpus
        self._index: Any = _unpickled(folder / "bm25.pickle")

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Score every sentence."""
        del question
        return _largest(self._index.get_scores(list(words)))


class BM25S(Rival):
    """bm25s with the settings it comes with."""

    backend: str = "numpy"

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Score every word in every sentence beforehand."""
        import bm25s

        index = bm25s.BM25(backend=self.backend)
        index.index(corpus.words, show_progress=False)
        index.save(str(folder))

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Map the scores into memory."""
        import bm25s

        del corpus
        self._index: Any = bm25s.BM25.load(str(folder), mmap=True)
        if self.backend == "numba":
            self._index.backend = "numba"
            self._index.activate_numba_scorer()

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Add the scores up."""
        del question
        if not any(word in self._index.vocab_dict for word in words):
            return []
        found = self._index.retrieve(
            [list(words)], k=min(LIMIT, self._index.scores["num_docs"]), show_progress=False
        )
        return [int(number) for number in found.documents[0]]


class NumbaBM25S(BM25S):
    """bm25s with its numba back end."""

    backend = "numba"


class Tantivy(Rival):
    """Tantivy, the search engine in Rust, over words with blanks between them."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index the words."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("number", stored=True, indexed=False)
        schema.add_text_field("words", stored=False, tokenizer_name="whitespace")
        index = tantivy.Index(schema.build(), path=str(folder))
        writer = index.writer()
        for number, own in enumerate(corpus.words):
            writer.add_document(tantivy.Document(number=number, words=" ".join(own)))
        writer.commit()
        writer.wait_merging_threads()

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Open the index."""
        import tantivy

        del corpus
        self._index: Any = tantivy.Index.open(str(folder))
        self._searcher: Any = self._index.searcher()
        self._tantivy: Any = tantivy

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Ask for any of the words."""
        del question
        query, schema = self._tantivy.Query, self._index.schema
        should = self._tantivy.Occur.Should
        terms = [(should, query.term_query(schema, "words", word)) for word in words]
        found = self._searcher.search(query.boolean_query(terms), LIMIT).hits
        return [self._searcher.doc(place)["number"][0] for _, place in found]


class Wenju(Rival):
    """The whole engine: first stage, ranking, short answers, confidence."""

    builds_from = ("articles",)
    asks_with = ("articles", "firsts")

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index the articles."""
        _engine(corpus.articles, folder)

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Start from the cache."""
        self._engine = _engine(corpus.articles, folder)
        self._firsts = corpus.firsts
        self._folder = folder

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Answer the question."""
        del words
        return self._numbers([hit.sentence for hit in self._engine.ask(question).candidates])

    def change(self) -> bool:
        """Load the base again with one more sentence in an article in its middle."""
        articles = list(self._engine.knowledge.articles)
        middle = len(articles) // 2
        text = articles[middle].text + "这一句是新写的。"
        articles[middle] = replace(articles[middle], text=text)
        self._engine = _engine(tuple(articles), self._folder)
        return True

    def _numbers(self, sentences: Sequence[Sentence]) -> Sequence[int]:
        return [self._firsts.get(one.article.id, -1) + one.position - 1 for one in sentences]


class FirstStage(Wenju):
    """The first stage alone."""

    built_by = "Wenju"

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Retrieve candidates."""
        del words
        return self._numbers(self._engine.retrieve(question)[:LIMIT])


def _engine(articles: tuple[Article, ...], folder: Path) -> Engine:
    return Engine.build(Knowledge(articles), Thresholds(), cache=folder)


RIVALS: Final[dict[str, type[Rival]]] = {
    "Wenju": Wenju,
    "Wenju, first stage": FirstStage,
    "tantivy": Tantivy,
    "bm25s": BM25S,
    "bm25s, numba": NumbaBM25S,
    "rank_bm25": RankBM25,
    "RapidFuzz WRatio": Ratio,
}


def _largest(scores: np.ndarray[Any, np.dtype[np.floating]]) -> list[int]:
    first = np.argpartition(-scores, min(LIMIT, len(scores) - 1))[:LIMIT]
    return [int(number) for number in first[np.argsort(-scores[first], kind="stable")]]


def _unpickled(file: Path) -> Any:  # noqa: ANN401 - whatever was saved a moment ago
    return pickle.loads(file.read_bytes())  # noqa: S301 - written by this very run

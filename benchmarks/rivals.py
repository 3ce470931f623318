"""Full-text search as others do it: each indexes words, saves them, and finds the best sentences."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from bot.base.model import Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
    """A base and its questions, in files of which each process reads what it needs."""

    def __init__(self, folder: Path) -> None:
        """Take over the folder."""
        self._folder = folder

    def write(self, **parts: object) -> None:
        """Write `articles`, `texts`, `words` and `questions`."""
        for name, part in parts.items():
            (self._folder / f"{name}.pickle").write_bytes(pickle.dumps(part))

    @property
    def articles(self) -> list[Article]:
        """The base as Wenju knows it."""
        return list(self._read("articles"))

    @property
    def texts(self) -> list[str]:
        """Its sentences, normalised."""
        return list(self._read("texts"))

    @property
    def words(self) -> list[list[str]]:
        """The words of each sentence."""
        return list(self._read("words"))

    @property
    def questions(self) -> list[Asked]:
        """What to ask."""
        return list(self._read("questions"))

    def _read(self, name: str) -> Any:  # noqa: ANN401 - whatever was written a moment ago
        return _unpickled(self._folder / f"{name}.pickle")


class Rival(Protocol):
    """A way of finding sentences by their words."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index the sentences, and save what is needed into a folder."""

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Read what was saved."""

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Return the numbers of at most LIMIT sentences, best first."""


class Ratio:
    """RapidFuzz's `process.extract` with WRatio over every sentence: what most bots do."""

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


class RankBM25:
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


class BM25S:
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


class Tantivy:
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


class Wenju:
    """The whole engine: first stage, ranking, short answers, confidence."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index the articles."""
        self._open(corpus, folder)

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Start from the cache."""
        from bot.search.retrieval.building import text_sentences

        self._engine = self._open(corpus, folder)
        places = (one for article in corpus.articles for one in text_sentences(article))
        self._rows = {(one.article.id, one.position): row for row, one in enumerate(places)}

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Answer the question."""
        del words
        return self._numbers([hit.sentence for hit in self._engine.ask(question).candidates])

    def _numbers(self, sentences: Sequence[Sentence]) -> Sequence[int]:
        return [self._rows.get((one.article.id, one.position), -1) for one in sentences]

    def _open(self, corpus: Corpus, folder: Path) -> Engine:
        return Engine.build(Knowledge(tuple(corpus.articles)), Thresholds(), cache=folder)


class FirstStage(Wenju):
    """The first stage alone."""

    def find(self, question: str, words: Sequence[str]) -> Sequence[int]:
        """Retrieve candidates."""
        del words
        return self._numbers(self._engine.retrieve(question)[:LIMIT])


RIVALS: Final[dict[str, Callable[[], Rival]]] = {
    "Wenju": Wenju,
    "Wenju, first stage": FirstStage,
    "RapidFuzz WRatio": Ratio,
    "rank_bm25": RankBM25,
    "bm25s": BM25S,
    "bm25s, numba": NumbaBM25S,
    "tantivy": Tantivy,
}


def _largest(scores: np.ndarray[Any, np.dtype[np.floating]]) -> list[int]:
    first = np.argpartition(-scores, min(LIMIT, len(scores) - 1))[:LIMIT]
    return [int(number) for number in first[np.argsort(-scores[first], kind="stable")]]


def _unpickled(file: Path) -> Any:  # noqa: ANN401 - whatever was saved a moment ago
    return pickle.loads(file.read_bytes())  # noqa: S301 - written by this very run

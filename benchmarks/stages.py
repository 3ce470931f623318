"""Measure where a question's time goes, and what is lost because the first stage's work is bounded.

python -m benchmarks.stages FILE... [--sizes 10000,100000] [--questions 200]

Bases and questions are those of `benchmarks.speed`, times the processor's. What is lost is counted
against a first stage that goes through all postings: of its 30 best sentences, and of the
questions with a right sentence among these.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import numpy as np

from benchmarks.corpora import recombined
from benchmarks.speed import asked_of, numbers, passages_of
from bot.base.model import Knowledge
from bot.base.text import normalise
from bot.edge.cli.streams import prepare_output
from bot.input.settings import Thresholds
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.presentation.table import table
from bot.search.engine import Engine
from bot.search.ranking.features import features
from bot.search.retrieval.candidates import Candidates, budget_for, retrieve
from bot.search.retrieval.index import Index
from bot.search.retrieval.query import make_query
from bot.search.retrieval.segment import Selection
from bot.search.retrieval.workers import build_segments
from bot.search.trained import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.base.model import Article
    from bot.search.retrieval.query import Query

T = TypeVar("T")

_FIRST: Final = 30
_REPEATED: Final = 3
_SHARES: Final = (1.0, 0.5, 0.25, 0.1)
"""Of the budget that a base of this size gets."""


class Loss(NamedTuple):
    """What a budget costs."""

    budget: int
    of_best: float
    """Share of the 30 best sentences that are not found."""
    of_right: float
    """Share of the questions that have a right sentence among the 30 best, and lose all."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the measurement and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    passages = passages_of(options.files)
    for size in options.sizes:
        articles = list(recombined(passages, size))
        tokeniser = Tokeniser()
        selection = Selection.whole(build_segments(articles, tokeniser))
        index = Index.of([selection], articles, tokeniser)
        asked = [
            (text, _rows(index, articles, right))
            for text, right in asked_of(passages, articles, options.questions)
        ]
        queries = [
            make_query(understand(normalise(text).text, tokeniser), index, tokeniser)
            for text, _ in asked
        ]
        print(f"\n{size} sentences, {len(asked)} questions")
        texts = [text for text, _ in asked]
        # The whole engine first, so that nothing is at hand that a stage has asked for.
        found = [
            *whole(index, articles, tokeniser, texts),
            *stages(index, tokeniser, texts, queries),
        ]
        cells = [(name, f"{seconds * 1000:.2f}") for name, seconds in found]
        print("\n".join(table([("stage", "median ms"), *cells])))
        lost = losses(index, queries, [right for _, right in asked])
        rows = [(str(one.budget), f"{one.of_best:.4f}", f"{one.of_right:.4f}") for one in lost]
        print("\n".join(table([("entries gone through", "best lost", "right lost"), *rows])))
    return 0


def whole(
    index: Index, articles: Sequence[Article], tokeniser: Tokeniser, texts: Sequence[str]
) -> list[tuple[str, float]]:
    """Return the median seconds of the whole engine: when first asked, and asked again."""
    engine = Engine(Knowledge(tuple(articles)), Thresholds(), tokeniser, index, shipped())
    first = float(np.median([_seconds(engine.ask, text) for text in texts]))
    return [("engine, first asked", first), ("engine, asked again", _median(engine.ask, texts))]


def stages(
    index: Index, tokeniser: Tokeniser, texts: Sequence[str], queries: Sequence[Query]
) -> list[tuple[str, float]]:
    """Return the stages of a question as it stands, and the median seconds of each."""
    trained = shipped()
    found = [retrieve(index, query) for query in queries]
    both = [
        (query, one, one.rows[:5].tolist())
        for query, one in zip(queries, found, strict=True)
        if len(one.rows)
    ]
    matrices = [features(index, query, one) for query, one, _ in both]
    spans = [[index.span_texts[row] for row in rows] for *_, rows in both]
    understood = [understand(normalise(text).text, tokeniser) for text in texts]
    return [
        ("understand", _median(lambda text: understand(normalise(text).text, tokeniser), texts)),
        ("look up", _median(lambda one: make_query(one, index, tokeniser), understood)),
        ("first stage", _median(lambda query: retrieve(index, query), queries)),
        ("features", _median(lambda one: features(index, one[0], one[1]), both)),
        ("ranker", _median(trained.ranker.scores, matrices)),
        (
            "short answers",
            _median(
                lambda one: trained.spans.best(one[0][0].understanding, one[1]),
                list(zip(both, spans, strict=True)),
            ),
        ),
    ]


def losses(index: Index, queries: Sequence[Query], right: Sequence[frozenset[int]]) -> list[Loss]:
    """Return what is lost with the usual budget and with shares of it."""
    best = [_first(retrieve(index, query, budget=1 << 40)) for query in queries]
    return [_loss(index, queries, right, best, int(share * budget_for(index))) for share in _SHARES]


def _loss(
    index: Index,
    queries: Sequence[Query],
    right: Sequence[frozenset[int]],
    best: Sequence[frozenset[int]],
    budget: int,
) -> Loss:
    found = [_first(retrieve(index, query, budget=budget)) for query in queries]
    missed = [len(one - other) / max(len(one), 1) for one, other in zip(best, found, strict=True)]
    lost = [
        bool(one & wanted) and not other & wanted
        for one, other, wanted in zip(best, found, right, strict=True)
    ]
    return Loss(budget, float(np.mean(missed)), float(np.mean(lost)))


def _first(found: Candidates) -> frozenset[int]:
    return frozenset(found.rows[:_FIRST].tolist())


def _rows(
    index: Index, articles: Sequence[Article], right: Sequence[tuple[str, int]]
) -> frozenset[int]:
    ranks = {article.id: rank for rank, article in enumerate(articles)}
    return frozenset(index.rows_of(ranks[name])[position - 1] for name, position in right)


def _median(work: Callable[[T], object], items: Sequence[T]) -> float:
    return float(np.median([min(_seconds(work, one) for _ in range(_REPEATED)) for one in items]))


def _seconds(work: Callable[[T], object], item: T) -> float:
    started = time.process_time()
    work(item)
    return time.process_time() - started


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.stages", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--sizes", type=numbers, default=(10_000, 100_000), help="with commas")
    parser.add_argument("--questions", metavar="N", type=int, default=200)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

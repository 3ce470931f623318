"""Measure how well Wenju finds sentences beside what people reach for otherwise.

python -m benchmarks.quality FILE... [--first N] [--models DIR] [--json]

Each file, in SQuAD's format, is a base of its own: every passage an article, every sentence a
candidate, right when a gold answer begins in it. All systems get the same sentences and questions.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.baselines import BASELINES, LIMIT
from bot.edge.cli.progress import Progress
from bot.edge.cli.streams import prepare_output
from bot.input.settings import Thresholds
from bot.input.squad import load_squad
from bot.presentation.table import table
from bot.search.engine import Engine
from bot.search.evaluation.figures import reciprocal, within
from bot.search.evaluation.results import Place, answerable, knowledge_of, tasks_of
from bot.search.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.baselines import Rank
    from bot.search.evaluation.results import Task


class Row(NamedTuple):
    """What a system reaches on one base."""

    file: str
    system: str
    sentences: int
    questions: int
    hit_at_1: float
    hit_at_3: float
    mrr_at_10: float
    milliseconds: float
    """The median time a question takes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    trained = None if options.models is None else Trained.load(options.models)
    with Progress() as progress:
        rows = [
            row
            for file in options.files
            for row in compare(file, trained, progress, first=options.first)
        ]
    print(json.dumps([row._asdict() for row in rows]) if options.json else render(rows))
    return 0


@dataclass(frozen=True, slots=True)
class Contest:
    """A base and its questions, the same for all who compete."""

    file: str
    places: tuple[Place, ...]
    """Where each sentence stands."""
    tasks: tuple[Task, ...]

    def measure(self, system: str, rank: Rank, progress: Callable[[int, int], None]) -> Row:
        """Put every question to a system."""
        ranks: list[int | None] = []
        seconds: list[float] = []
        for number, task in enumerate(self.tasks):
            progress(number, len(self.tasks))
            started = time.perf_counter()
            found = rank(task.text)
            seconds.append(time.perf_counter() - started)
            ranks.append(self._rank(found, task))
        return Row(
            file=self.file,
            system=system,
            sentences=len(self.places),
            questions=len(self.tasks),
            hit_at_1=statistics.fmean(within(one, 1) for one in ranks),
            hit_at_3=statistics.fmean(within(one, 3) for one in ranks),
            mrr_at_10=statistics.fmean(map(reciprocal, ranks)),
            milliseconds=1000 * statistics.median(seconds),
        )

    def _rank(self, found: Sequence[int | None], task: Task) -> int | None:
        for rank, row in enumerate(found, start=1):
            if row is not None and self.places[row] in task.right:
                return rank
        return None


def compare(
    file: Path, trained: Trained | None, progress: Progress, *, first: int | None = None
) -> list[Row]:
    """Put the questions of a file to every system.

    Args:
        file: a set in SQuAD's format.
        trained: Wenju's models, those that come along unless others are given.
        progress: is told what goes on.
        first: so many of the questions; None for all.
    """
    progress.stage(f"{file.name}：建立索引")
    passages = load_squad(file)
    engine = Engine.build(knowledge_of(passages), Thresholds(), trained)
    texts = [sentence.text for sentence in engine.sentences]
    contest = Contest(
        file=file.name,
        places=tuple(Place(one.article.id, one.position) for one in engine.sentences),
        tasks=tuple(answerable(tasks_of(passages))[:first]),
    )
    ways = [(system.name, system.prepare(texts)) for system in BASELINES]
    ways.append(("Wenju", wenju(engine, contest.places)))
    return [
        contest.measure(name, rank, progress.counter(f"{file.name}：{name}")) for name, rank in ways
    ]


def wenju(engine: Engine, places: Sequence[Place]) -> Rank:
    """Let the engine compete; what it finds beside the sentences, a title, is nobody's number."""
    numbers = {place: number for number, place in enumerate(places)}

    def rank(question: str) -> list[int | None]:
        found = [hit.sentence for hit in engine.ask(question, limit=LIMIT).candidates]
        return [numbers.get(Place(one.article.id, one.position)) for one in found]

    return rank


def render(rows: Sequence[Row]) -> str:
    """Return a table for people."""
    head = ("system", "file", "sentences", "questions", "Hit@1", "Hit@3", "MRR@10", "ms")
    cells = [
        (
            row.system,
            row.file,
            str(row.sentences),
            str(row.questions),
            *(f"{share:.3f}" for share in (row.hit_at_1, row.hit_at_3, row.mrr_at_10)),
            f"{row.milliseconds:.1f}",
        )
        for row in rows
    ]
    return "\n".join(table([head, *cells]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.quality", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument(
        "--first", metavar="N", type=int, help="only the first questions of each file"
    )
    parser.add_argument("--models", metavar="DIR", type=Path, help="Wenju's models, if not its own")
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

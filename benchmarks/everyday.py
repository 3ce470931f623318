"""Measure short texts and the brief questions that people ask of them.

python -m benchmarks.everyday [FILE...] [--models DIR] [--json] [--failures]

Each passage of a file, in SQuAD's format, is a base of its own, and questions without an answer
are to be refused. Without a file: those beside this one from which nothing was learned, notices and
reports of all sorts, summits and the like, and some whose questions nobody has looked at yet.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.base.model import Answer
from bot.base.text import normalise
from bot.edge.cli.progress import Progress
from bot.edge.cli.streams import prepare_output
from bot.input.settings import Thresholds
from bot.input.squad import load_squad
from bot.presentation.table import table
from bot.search.engine import Engine
from bot.search.evaluation.results import Place, knowledge_of, tasks_of
from bot.search.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.search.evaluation.results import Task

HELD_OUT = [
    Path(__file__).parent / f"everyday-{name}.json" for name in ("test", "summits", "fresh")
]


class Asked(NamedTuple):
    """What became of one question."""

    question: str
    meant: str
    """The answer that was marked; nothing where the text has none."""
    found: str
    """The short answer of the first sentence."""
    confidence: int
    is_first: bool
    """Whether a right sentence stands first."""
    is_answered: bool
    """Whether it was answered, rather than suggested or refused."""
    is_met: bool
    """Whether the short answer is the marked one, a part of it, or more."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    trained = None if options.models is None else Trained.load(options.models)
    with Progress() as progress:
        found = {
            file.name: list(measure(file, trained, progress)) for file in options.files or HELD_OUT
        }
    if options.json:
        print(json.dumps({name: figures(asked) for name, asked in found.items()}))
        return 0
    print(render(found))
    if options.failures:
        print(
            *(_told(one) for asked in found.values() for one in asked if not is_right(one)),
            sep="\n",
        )
    return 0


def measure(file: Path, trained: Trained | None, progress: Progress) -> Iterator[Asked]:
    """Ask the questions of a file, each of its own passage.

    Args:
        file: a set in SQuAD's format.
        trained: the models, those that come along unless others are given.
        progress: is told what goes on.
    """
    passages = load_squad(file)
    told = progress.counter(file.name)
    for number, passage in enumerate(passages):
        told(number, len(passages))
        engine = Engine.build(knowledge_of([passage]), Thresholds(), trained)
        for task in tasks_of([passage]):
            yield _ask(engine, task)


def _ask(engine: Engine, task: Task) -> Asked:
    outcome = engine.ask(task.text)
    best = outcome.candidates[0] if outcome.candidates else None
    place = None if best is None else Place(best.sentence.article.id, best.sentence.position)
    found = normalise(best.answer or best.sentence.text).text if best else ""
    golds = [normalise(answer).text for answer in task.answers]
    return Asked(
        question=task.text,
        meant=golds[0] if golds else "",
        found=found,
        confidence=best.confidence if best else 0,
        is_first=place in task.right,
        is_answered=isinstance(outcome, Answer),
        is_met=any(found and (found in gold or gold in found) for gold in golds),
    )


def is_right(asked: Asked) -> bool:
    """Tell whether a question was answered as it should be, or refused as it should be."""
    if not asked.meant:
        return not asked.is_answered
    return asked.is_answered and asked.is_first and asked.is_met


def figures(asked: Sequence[Asked]) -> dict[str, int]:
    """Return how many questions had which outcome."""
    own = [one for one in asked if one.meant]
    foreign = [one for one in asked if not one.meant]
    return {
        "answerable": len(own),
        "right_sentence_first": sum(one.is_first for one in own),
        "answered": sum(one.is_answered for one in own),
        "answered_with_right_sentence": sum(one.is_answered and one.is_first for one in own),
        "and_right_short_answer": sum(map(is_right, own)),
        "unanswerable": len(foreign),
        "answered_all_the_same": sum(one.is_answered for one in foreign),
    }


def render(found: dict[str, list[Asked]]) -> str:
    """Return a table for people."""
    rows = {name: figures(asked) for name, asked in found.items()}
    labels = next(iter(rows.values()))
    cells = [
        (label.replace("_", " "), *(str(row[label]) for row in rows.values())) for label in labels
    ]
    return "\n".join(table([("", *rows), *cells]))


def _told(asked: Asked) -> str:
    mark = "answered" if asked.is_answered else "refused"
    return f"{asked.question}\t{asked.meant or '—'}\t{mark} {asked.confidence}\t{asked.found}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="衡量短文和人们随口问的问题")
    parser.add_argument("files", nargs="*", type=Path, help="SQuAD 格式的问答集")
    parser.add_argument("--models", type=Path, help="模型所在的文件夹，默认用自带的")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--failures", action="store_true", help="列出没答好的问题")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

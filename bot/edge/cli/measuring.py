"""`wenju eval`: from question-answering sets to figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.errors import ProblemsError
from bot.base.model import Problem
from bot.edge.cli.progress import Progress
from bot.input.squad import load_squad
from bot.search.engine import Engine
from bot.search.evaluation.figures import evaluation
from bot.search.evaluation.results import (
    answerable,
    knowledge_of,
    put,
    put_in_vain,
    reworded,
    tasks_of,
    unanswerable,
)
from bot.search.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.input.settings import Thresholds
    from bot.input.squad import Passage
    from bot.search.evaluation.figures import Evaluation
    from bot.search.evaluation.results import Task


@dataclass(frozen=True, slots=True)
class Sets:
    """The files to measure with."""

    base: Path
    """Its passages are the base."""
    questions: Path | None = None
    """The same questions in other words; None for those of `base`."""
    refuse: tuple[Path, ...] = ()
    """Their questions have no answer in the base."""


def measure_sets(sets: Sets, thresholds: Thresholds, models: Path | None) -> Evaluation:
    """Ask the questions, and sum up.

    Raises:
        ProblemsError: one of the files cannot be used.
        ModelError: the models cannot be used.
    """
    with Progress() as progress:
        progress.stage("正在读取问答集")
        passages = load_squad(sets.base)
        tasks = _tasks(sets, passages)
        own, vain = answerable(tasks), unanswerable(tasks)
        vain += [task for file in sets.refuse for task in tasks_of(load_squad(file))]
        if not own:
            raise ProblemsError([Problem(str(sets.base), 0, 0, "没有带答案的问题，无从衡量")])
        trained = None if models is None else Trained.load(models)
        engine = Engine.build(
            knowledge_of(passages), thresholds, trained, progress.counter("正在建立索引")
        )
        results = put(engine, own, progress.counter("正在问有答案的问题"))
        replies = put_in_vain(engine, vain, progress.counter("正在问没有答案的问题"))
    return evaluation(len(passages), len(engine.sentences), thresholds, results, replies)


def _tasks(sets: Sets, passages: Sequence[Passage]) -> list[Task]:
    tasks = tasks_of(passages)
    if sets.questions is None:
        return tasks
    return reworded(tasks, load_squad(sets.questions), str(sets.questions))

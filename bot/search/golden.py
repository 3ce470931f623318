"""Run a base's golden questions, and find what a change of the base made worse or better.

A golden question is right where the engine answers it outright with a sentence that its author
named, or refuses it where he said that there is no answer. In between is what is only offered.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.model import Answer, Refusal, Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.base.model import Golden, Hit, Outcome
    from bot.search.engine import Engine

_OFFERED = 3
"""Suggestions that count: as many as a reader is shown unless the settings say otherwise."""


class Grade(enum.IntEnum):
    """How well a golden question is answered."""

    WRONG = 0
    OFFERED = 1
    """The answer is among the suggestions; or one that should be refused has suggestions."""
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Result:
    """A golden question and what became of it."""

    golden: Golden
    outcome: Outcome
    grade: Grade

    @property
    def right(self) -> bool:
        """Whether it is answered, or refused, as its author said."""
        return self.grade is Grade.RIGHT


@dataclass(frozen=True, slots=True)
class Shift:
    """A golden question that is answered better or worse than before."""

    before: Result
    after: Result


def run(
    engine: Engine, golden: Sequence[Golden], progress: Callable[[int, int], None] | None = None
) -> tuple[Result, ...]:
    """Ask the golden questions.

    Args:
        engine: Answers them.
        golden: Mostly `engine.knowledge.golden`; another base's to compare both by the same.
        progress: Called after each question with how many are done, and how many there are.
    """
    results = []
    for done, one in enumerate(golden, start=1):
        outcome = engine.ask(one.question, limit=_OFFERED)
        results.append(Result(one, outcome, _grade(one, outcome)))
        if progress is not None:
            progress(done, len(golden))
    return tuple(results)


def failing(results: Sequence[Result]) -> list[Result]:
    """Return those that are not right."""
    return [result for result in results if not result.right]


def worse(before: Sequence[Result], after: Sequence[Result]) -> list[Shift]:
    """Return the questions in both runs that are answered less well than before, worst first."""
    shifts = [shift for shift in _shared(before, after) if shift.after.grade < shift.before.grade]
    return sorted(shifts, key=lambda shift: shift.after.grade - shift.before.grade)


def better(before: Sequence[Result], after: Sequence[Result]) -> list[Shift]:
    """Return the questions in both runs that are answered better than before, best first."""
    shifts = [shift for shift in _shared(before, after) if shift.after.grade > shift.before.grade]
    return sorted(shifts, key=lambda shift: shift.before.grade - shift.after.grade)


def _shared(before: Sequence[Result], after: Sequence[Result]) -> list[Shift]:
    known = {result.golden: result for result in before}
    return [Shift(known[result.golden], result) for result in after if result.golden in known]


def _grade(golden: Golden, outcome: Outcome) -> Grade:
    if golden.article is None:
        return _grade_of_refusal(outcome)
    if isinstance(outcome, Refusal):
        return Grade.WRONG
    if isinstance(outcome, Answer) and _says(outcome.best, golden):
        return Grade.RIGHT
    offered = isinstance(outcome, Suggestions) and any(
        _says(hit, golden) for hit in outcome.candidates
    )
    return Grade.OFFERED if offered else Grade.WRONG


def _grade_of_refusal(outcome: Outcome) -> Grade:
    if isinstance(outcome, Refusal):
        return Grade.RIGHT
    return Grade.OFFERED if isinstance(outcome, Suggestions) else Grade.WRONG


def _says(hit: Hit, golden: Golden) -> bool:
    """Tell whether a sentence is the one meant; a text of several sentences means any of them."""
    sentence = hit.sentence
    if sentence.article.id != golden.article:
        return False
    if golden.text is None:
        return True
    # Where lines are broken makes no difference.
    said, meant = "".join(sentence.text.split()), "".join(golden.text.split())
    return meant in said or said in meant

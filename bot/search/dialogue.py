"""Questions in a conversation: a follow-up is asked in full, where that leads to something better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from bot.base.model import Answer, Part, Refusal
from bot.base.text import normalise
from bot.language.followup import Turn

if TYPE_CHECKING:
    from bot.base.model import Outcome

_LESS_LIKELY: Final = 20
"""Points of confidence by which a completion has to be better than the one before it."""
_IN_FAVOUR: Final = 30
"""Points by which it may be worse than the text alone, which lacks what it is about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a text in a conversation."""

    outcome: Outcome
    """Its question is what was typed; its reading says how a follow-up was understood."""
    question: str
    """What asks for the same without the conversation."""

    @property
    def turn(self) -> Turn:
        """What the next text may refer to."""
        answer = self.outcome.best.answer if isinstance(self.outcome, Answer) else None
        return Turn(
            normalise(self.question).text, None if answer is None else normalise(answer).text
        )


class Answering(Protocol):
    """What answers questions: an engine, or what stands before one."""

    def ask(self, text: str) -> Outcome:
        """Answer a question."""

    def completions(self, text: str, last: Turn) -> tuple[str, ...]:
        """Return what a text may ask in full as a follow-up."""


def say(engine: Answering, text: str, last: Turn | None) -> Said:
    """Answer a text, as a follow-up to the last question where it is one."""
    alone = Said(engine.ask(text), text)
    questions = () if last is None else engine.completions(text, last)
    if not questions:
        return alone
    outcomes = [engine.ask(question) for question in questions]
    ranks = [_rank(outcome, place) for place, outcome in enumerate(outcomes)]
    best = max(ranks)
    if best < _least(alone.outcome):
        return alone
    outcome, full = outcomes[ranks.index(best)], questions[ranks.index(best)]
    question = replace(outcome.question, text=text, reading=outcome.question.reading or full)
    return Said(replace(outcome, question=question), full)


def _rank(outcome: Outcome, place: int = 0) -> tuple[int, int]:
    """Say how good an outcome is: first of what kind it is, then how sure."""
    confidence = outcome.candidates[0].confidence if outcome.candidates else 0
    kind = 2 if isinstance(outcome, Answer) else 0 if isinstance(outcome, Refusal) else 1
    return kind, confidence - _LESS_LIKELY * place


def _least(alone: Outcome) -> tuple[int, int]:
    """Say how good a completion has to be to go before the text by itself."""
    kind, confidence = _rank(alone)
    taught = bool(alone.candidates) and alone.candidates[0].sentence.part is not Part.TEXT
    return kind, confidence if taught else confidence - _IN_FAVOUR

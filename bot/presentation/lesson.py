"""An answer that is being taught, step by step: a value that outlives a restart as plain JSON."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.base.text import normalise

MOST_WORDINGS: Final = 10
"""Questions of one answer: more are hardly read before they are saved."""

_ONE_LINE: Final = re.compile(r"(?P<ask>[^=＝]+)[=＝](?P<answer>.+)", re.DOTALL)


class Step(enum.StrEnum):
    """What a lesson waits for."""

    QUESTION = "question"
    WORDINGS = "wordings"
    ANSWER = "answer"
    PLACE = "place"
    CONFIRMATION = "confirm"

    @property
    def takes_text(self) -> bool:
        """Whether the admin is to type something."""
        return self in {Step.QUESTION, Step.WORDINGS, Step.ANSWER}


class Objection(enum.Enum):
    """Why a text is not taken; each has its words in `TeachingTexts`."""

    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOTHING_ASKED = "nothing_asked"


@dataclass(frozen=True, slots=True)
class Lesson:
    """Questions, their answer, and where it is to stand."""

    step: Step = Step.QUESTION
    asks: tuple[str, ...] = ()
    answer: str = ""
    article: str | None = None
    """The id of the article it belongs to; None where it belongs to none."""
    missed: tuple[str, ...] = field(default=())
    """Ids of the misses that it settles."""

    def to_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "step": self.step.value,
            "asks": list(self.asks),
            "answer": self.answer,
            "article": self.article,
            "missed": list(self.missed),
        }

    @classmethod
    def from_json(cls, payload: dict[str, Any]) -> Lesson:
        """Read what `to_json` gave."""
        return cls(
            Step(payload["step"]),
            tuple(payload["asks"]),
            payload["answer"],
            payload["article"],
            tuple(payload["missed"]),
        )

    def asked(self, text: str, longest: int) -> Lesson | Objection:
        """Take questions: one a line, none twice.

        Args:
            text: As typed.
            longest: How many characters a question may have.
        """
        lines = [line.strip() for line in text.splitlines()]
        fresh = list(self.asks)
        seen = {_same(ask) for ask in fresh}
        for line in lines:
            if (key := _same(line)) and key not in seen:
                seen.add(key)
                fresh.append(line)
        if not fresh:
            return Objection.NOTHING_ASKED
        if any(len(ask) > longest for ask in fresh):
            return Objection.TOO_LONG
        if len(fresh) > MOST_WORDINGS:
            return Objection.TOO_MANY
        after = Step.WORDINGS if self.step is Step.QUESTION else Step.ANSWER
        return replace(self, asks=tuple(fresh), step=after)

    def answered(self, text: str) -> Lesson:
        """Take the answer."""
        return replace(self, answer=text.strip(), step=Step.PLACE)

    def placed(self, article: str | None) -> Lesson:
        """Take where it stands; what remains is to confirm it."""
        return replace(self, article=article, step=Step.CONFIRMATION)

    def at(self, step: Step) -> Lesson:
        """Go to another step."""
        return replace(self, step=step)


def one_line(text: str, longest: int) -> Lesson | Objection | None:
    """Read `question = answer`; None where it is not of that form.

    More questions may stand before the sign, a line each.
    """
    found = _ONE_LINE.fullmatch(text.strip())
    if found is None or not found["answer"].strip():
        return None
    lesson = Lesson().asked(found["ask"], longest)
    return lesson if isinstance(lesson, Objection) else lesson.answered(found["answer"])


def _same(question: str) -> str:
    """Give what two wordings are compared by: letters and numbers, whatever their script."""
    return "".join(char for char in normalise(question).text if char.isalnum())

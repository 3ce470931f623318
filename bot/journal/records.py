"""What goes into the journal and what comes out of it: frozen values, no database in sight."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime

ChatKind = Literal["private", "group", "inline"]
OutcomeKind = Literal["answer", "suggestions", "refusal"]
Verdict = Literal[1, 0, -1]
"""👍, taken back, 👎."""
VersionState = Literal["pending", "done", "dropped", "undone"]
"""Recorded before the file is written, written, never written, taken back."""
Settlement = Literal["taught", "ignored"]


def new_id() -> str:
    """Make the id of a question or a draft: 8 characters that fit into a button's data."""
    return secrets.token_urlsafe(6)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, and what came of it."""

    id: str
    """From `new_id`."""
    at: datetime.datetime
    """With a time zone."""
    user_id: int
    chat_kind: ChatKind
    question: str
    """As typed."""
    outcome: OutcomeKind
    confidence: int
    """From 0 to 100; 0 where nothing was found."""
    latency_ms: float
    article_id: str | None = None
    """The article of the best sentence, where one was shown."""
    position: int | None = None
    """Where in the article it stands."""
    language: str | None = None
    """The language of the interface, as a tag."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question as the journal remembers it, for a button under its answer."""

    id: str
    at: datetime.datetime
    """In UTC."""
    question: str | None
    """None after the days for which texts are kept."""
    outcome: OutcomeKind
    article_id: str | None
    position: int | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that found nothing or displeased, with all askings that differ in nothing.

    Width, case, script, blanks and punctuation are no difference.
    """

    id: str
    """The last asking: it stands for all of them in `settle_miss`."""
    question: str
    """As typed by whoever asked last."""
    times: int
    last_at: datetime.datetime
    """In UTC."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A chat that wants to be told when there is an answer."""

    chat_id: int
    question: str
    """As it was asked there."""
    asked_ids: tuple[str, ...]
    """The askings of that chat that the wish stands for."""
    language: str | None = None
    """Of the interface it was asked in, as a tag, where that is known."""


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day, by this machine's clock."""

    date: datetime.date
    answers: int = 0
    suggestions: int = 0
    refusals: int = 0
    likes: int = 0
    dislikes: int = 0

    @property
    def questions(self) -> int:
        """All questions of the day."""
        return self.answers + self.suggestions + self.refusals


@dataclass(frozen=True, slots=True)
class Today:
    """How today goes so far."""

    questions: int
    median_ms: float | None
    """None where nothing was asked."""
    p99_ms: float | None
    """The time that 99 in 100 answers took at most."""


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question and how often it was asked."""

    question: str
    times: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The last days in figures."""

    days: tuple[Day, ...]
    """Every day, oldest first, today last."""
    confidence: tuple[int, ...]
    """How many questions had a confidence from 0 to 9, from 10 to 19, … from 90 to 100."""
    most_asked: tuple[AskedOften, ...]
    """Most often asked first."""
    today: Today


@dataclass(frozen=True, slots=True)
class Version:
    """A change to one file of the knowledge, about to be made."""

    action: str
    """What was done, as a word of the program: `teach`, `import`, `undo` …"""
    path: str
    """The file's name in the knowledge folder."""
    before: str | None
    """None: there was no file."""
    after: str | None
    """None: there will be no file."""
    admin_id: int
    note: str = ""
    """What people are told about it."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A recorded change, without the texts."""

    id: int
    at: datetime.datetime
    """In UTC."""
    action: str
    path: str
    admin: str | None
    """Compare it with `Journal.person_key` of an admin's id; None after that admin was forgotten."""
    note: str
    state: VersionState


@dataclass(frozen=True, slots=True)
class FullVersion:
    """A recorded change with the texts."""

    row: VersionRow
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A dialogue of an admin that is not finished."""

    id: str
    kind: str
    payload: dict[str, Any]

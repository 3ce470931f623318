"""What is recorded behind an answer's back, and how it is written."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, literal, select

from bot.journal.records import Asked
from bot.journal.tables import feedback, languages, questions
from bot.journal.upserts import insert_into

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Coroutine, Iterable, Sequence

    from sqlalchemy import Insert
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.journal.keys import Keys
    from bot.journal.records import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody thinks of an answer."""

    asked_id: str
    user_id: int
    verdict: Verdict
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """The language somebody chose."""

    user_id: int
    tag: str


Entry = Asked | Judged | Chosen


async def write_entries(connection: AsyncConnection, keys: Keys, entries: Iterable[Entry]) -> None:
    """Write entries in their order; writing some of them again changes nothing."""
    for kind, group in itertools.groupby(entries, type):
        await _WRITERS[kind](connection, keys, list(group))


async def _write_asked(connection: AsyncConnection, keys: Keys, entries: Sequence[Asked]) -> None:
    statement = insert_into(questions, connection).on_conflict_do_nothing()
    await connection.execute(statement, [_question(asked, keys) for asked in entries])


def _question(asked: Asked, keys: Keys) -> dict[str, object]:
    return {
        "id": asked.id,
        "at": asked.at,
        "day": local_day(asked.at),
        "person": keys.person(asked.user_id),
        "chat_kind": asked.chat_kind,
        "text": asked.question,
        "text_key": keys.text(asked.question),
        "language": asked.language,
        "outcome": asked.outcome,
        "confidence": asked.confidence,
        "latency_ms": asked.latency_ms,
        "article_id": asked.article_id,
        "position": asked.position,
    }


async def _write_judged(connection: AsyncConnection, keys: Keys, entries: Sequence[Judged]) -> None:
    for judged in entries:
        await connection.execute(
            delete(feedback).where(
                feedback.c.question_id == judged.asked_id,
                feedback.c.person.in_(keys.all_forms(judged.user_id)),
            )
        )
        if judged.verdict:
            await connection.execute(_judgement(connection, keys, judged))


def _judgement(connection: AsyncConnection, keys: Keys, judged: Judged) -> Insert:
    """Record a verdict, unless its question is not known: it may be deleted by now."""
    values = {
        "question_id": questions.c.id,
        "person": literal(keys.person(judged.user_id), feedback.c.person.type),
        "verdict": literal(judged.verdict, feedback.c.verdict.type),
        "day": literal(local_day(judged.at), feedback.c.day.type),
    }
    known = select(*values.values()).where(questions.c.id == judged.asked_id)
    return insert_into(feedback, connection).from_select(list(values), known)


async def _write_chosen(connection: AsyncConnection, keys: Keys, entries: Sequence[Chosen]) -> None:
    statement = insert_into(languages, connection)
    statement = statement.on_conflict_do_update(
        index_elements=[languages.c.person], set_={"tag": statement.excluded.tag}
    )
    for chosen in entries:
        await connection.execute(
            statement, {"person": keys.person(chosen.user_id), "tag": chosen.tag}
        )


def local_day(moment: datetime.datetime) -> datetime.date:
    """Give the date by this machine's clock."""
    return moment.astimezone().date()


_WRITERS: Final[dict[type, Callable[..., Coroutine[None, None, None]]]] = {
    Asked: _write_asked,
    Judged: _write_judged,
    Chosen: _write_chosen,
}

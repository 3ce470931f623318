"""Questions that found nothing or displeased, until an admin has dealt with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, literal, or_, select, update

from bot.journal.records import Miss
from bot.journal.tables import feedback, ignored, questions
from bot.journal.upserts import insert_into

if TYPE_CHECKING:
    import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.journal.records import Settlement


async def find_misses(
    connection: AsyncConnection, since: datetime.datetime, limit: int
) -> tuple[Miss, ...]:
    """Find what was missed, most asked first and then latest first."""
    relevant = (
        questions.c.at >= since,
        ~questions.c.settled,
        questions.c.text_key.is_not(None),
        # Inline questions arrive half typed.
        questions.c.chat_kind != "inline",
        questions.c.text_key.not_in(select(ignored.c.text_key)),
    )
    columns = (questions.c.id, questions.c.text_key, questions.c.at)
    refused = select(*columns).where(questions.c.outcome == _literal("refusal"), *relevant)
    disliked = (
        select(*columns)
        .join(feedback, feedback.c.question_id == questions.c.id)
        .where(feedback.c.verdict < _literal(0), *relevant)
    )
    # A union without ALL: what was refused and disliked, or disliked by two, counts once.
    missed = refused.union(disliked).subquery()
    ranked = select(
        missed.c.id,
        func.count().over(partition_by=missed.c.text_key).label("times"),
        func.row_number()
        .over(partition_by=missed.c.text_key, order_by=(missed.c.at.desc(), missed.c.id))
        .label("place"),
    ).subquery()
    found = await connection.execute(
        select(questions.c.id, questions.c.text, ranked.c.times, questions.c.at)
        .join(ranked, ranked.c.id == questions.c.id)
        .where(ranked.c.place == 1)
        .order_by(ranked.c.times.desc(), questions.c.at.desc(), questions.c.id)
        .limit(limit)
    )
    return tuple(Miss(*row) for row in found)


def _literal(value: str | int) -> ColumnElement[Any]:
    """Write a constant into the statement: SQLite takes a partial index for nothing else."""
    return literal(value, literal_execute=True)


async def settle(
    connection: AsyncConnection,
    condition: ColumnElement[bool],
    settlement: Settlement,
    now: datetime.datetime,
) -> int:
    """Take questions off the misses; what is ignored stays off when it is asked again."""
    text_keys = (
        await connection.scalars(
            select(questions.c.text_key)
            .where(condition, questions.c.text_key.is_not(None))
            .distinct()
        )
    ).all()
    disliked = select(feedback.c.question_id).where(feedback.c.verdict < _literal(0))
    missed = or_(questions.c.outcome == _literal("refusal"), questions.c.id.in_(disliked))
    done = await connection.execute(
        update(questions).where(condition, missed, ~questions.c.settled).values(settled=True)
    )
    if settlement == "taught":
        await connection.execute(delete(ignored).where(ignored.c.text_key.in_(text_keys)))
    elif text_keys:
        await connection.execute(
            insert_into(ignored, connection).on_conflict_do_nothing(),
            [{"text_key": text_key, "at": now} for text_key in text_keys],
        )
    return done.rowcount

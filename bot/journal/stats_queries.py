"""The last days in figures, counted by the database."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from bot.journal.records import AskedOften, Day, Stats, Today
from bot.journal.tables import feedback, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncConnection

_MOST_ASKED: Final = 10
_STEPS: Final = 10
"""Columns of the histogram of confidence."""
_FIELDS: Final = {"answer": "answers", "suggestions": "suggestions", "refusal": "refusals"}


async def count(connection: AsyncConnection, days: int, today: datetime.date) -> Stats:
    """Count what happened on the last days, today among them."""
    first = today - datetime.timedelta(days=days - 1)
    return Stats(
        days=tuple(await _days(connection, first, days)),
        confidence=await _confidence(connection, first),
        most_asked=await _most_asked(connection, first),
        today=await _today(connection, today),
    )


async def _days(connection: AsyncConnection, first: datetime.date, days: int) -> Iterator[Day]:
    figures: dict[datetime.date, dict[str, Any]] = {}
    outcomes = await connection.execute(
        select(questions.c.day, questions.c.outcome, func.count())
        .where(questions.c.day >= first)
        .group_by(questions.c.day, questions.c.outcome)
    )
    for day, outcome, number in outcomes:
        figures.setdefault(day, {})[_FIELDS[outcome]] = number
    verdicts = await connection.execute(
        select(feedback.c.day, feedback.c.verdict, func.count())
        .where(feedback.c.day >= first)
        .group_by(feedback.c.day, feedback.c.verdict)
    )
    for day, verdict, number in verdicts:
        figures.setdefault(day, {})["likes" if verdict > 0 else "dislikes"] = number
    dates = (first + datetime.timedelta(days=number) for number in range(days))
    return (Day(date, **figures.get(date, {})) for date in dates)


async def _confidence(connection: AsyncConnection, first: datetime.date) -> tuple[int, ...]:
    found = await connection.execute(
        select(questions.c.confidence, func.count())
        .where(questions.c.day >= first)
        .group_by(questions.c.confidence)
    )
    steps = [0] * _STEPS
    for confidence, number in found:
        steps[min(confidence // (100 // _STEPS), _STEPS - 1)] += number
    return tuple(steps)


async def _most_asked(connection: AsyncConnection, first: datetime.date) -> tuple[AskedOften, ...]:
    times = func.count()
    often = (
        select(questions.c.text_key, times.label("times"))
        .where(questions.c.day >= first, questions.c.text_key.is_not(None))
        .group_by(questions.c.text_key)
        .order_by(times.desc(), questions.c.text_key)
        .limit(_MOST_ASKED)
        .subquery()
    )
    # Any wording will do: looking for the last would read every asking.
    one_of_them = (
        select(questions.c.text)
        .where(questions.c.text_key == often.c.text_key)
        .limit(1)
        .scalar_subquery()
    )
    found = await connection.execute(
        select(one_of_them, often.c.times).order_by(often.c.times.desc(), often.c.text_key)
    )
    return tuple(AskedOften(*row) for row in found)


async def _today(connection: AsyncConnection, today: datetime.date) -> Today:
    is_today = questions.c.day == today
    number = await connection.scalar(select(func.count()).where(is_today)) or 0

    async def percentile(share: float) -> float | None:
        # The nearest rank: a time that was really measured.
        rank = max(math.ceil(share * number) - 1, 0)
        found: float | None = await connection.scalar(
            select(questions.c.latency_ms)
            .where(is_today)
            .order_by(questions.c.latency_ms)
            .limit(1)
            .offset(rank)
        )
        return found

    return Today(number, await percentile(0.5), await percentile(0.99))

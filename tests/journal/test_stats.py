"""The figures, beside a plain count of the same questions."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.journal.records import AskedOften, Day, Today
from tests.journal.conftest import NOON, asked

if TYPE_CHECKING:
    from bot.journal.journal import Journal

DAY = datetime.timedelta(days=1)


async def test_an_empty_journal_has_empty_days(journal: Journal) -> None:
    stats = await journal.stats(7)
    assert stats.days == tuple(Day(NOON.date() - ago * DAY) for ago in range(6, -1, -1))
    assert stats.confidence == (0,) * 10
    assert stats.most_asked == ()
    assert stats.today == Today(0, None, None)


async def test_each_day_by_outcome_and_verdict(journal: Journal) -> None:
    outcomes = {
        0: ["answer", "answer", "refusal"],
        1: ["suggestions"],
        6: ["refusal"],
        7: ["answer"],
    }
    for ago, kinds in outcomes.items():
        for outcome in kinds:
            question = asked(at=NOON - ago * DAY, outcome=outcome)
            journal.asked(question)
            journal.feedback(question.id, 1, 1 if outcome == "answer" else -1)
    stats = await journal.stats(7)
    today = NOON.date()
    # Verdicts count on the day they were given.
    assert stats.days == (
        Day(today - 6 * DAY, refusals=1),
        *(Day(today - ago * DAY) for ago in (5, 4, 3, 2)),
        Day(today - DAY, suggestions=1),
        Day(today, answers=2, refusals=1, likes=3, dislikes=3),
    )
    assert [day.questions for day in stats.days] == [1, 0, 0, 0, 0, 1, 3]


@pytest.mark.parametrize("hour", [0, 23])
async def test_days_are_those_of_this_machine(hour: int, journal: Journal) -> None:
    journal.asked(asked(at=(NOON.replace(hour=hour, minute=59)).astimezone(datetime.UTC)))
    assert (await journal.stats(1)).today.questions == 1


async def test_figures_of_many_questions(journal: Journal) -> None:
    chance = random.Random(4)  # noqa: S311 - test data
    questions = [
        asked(
            f"问题{int(chance.paretovariate(0.5)) % 50}",
            confidence=chance.randint(0, 100),
            latency_ms=chance.expovariate(0.1),
        )
        for _ in range(997)
    ]
    for question in questions:
        journal.asked(question)
    journal.asked(asked("昨天", at=NOON - DAY, latency_ms=1e6, confidence=100))
    stats = await journal.stats(2)

    steps = Counter(min(question.confidence // 10, 9) for question in questions) + Counter([9])
    assert stats.confidence == tuple(steps[step] for step in range(10))

    times = Counter(question.question for question in questions)
    assert len(stats.most_asked) == 10
    assert [often.times for often in stats.most_asked] == sorted(times.values())[:-11:-1]
    assert all(times[often.question] == often.times for often in stats.most_asked)

    latencies = sorted(question.latency_ms for question in questions)
    assert stats.today == Today(997, latencies[498], latencies[987])


async def test_one_question(journal: Journal) -> None:
    journal.asked(asked("问", latency_ms=2.5, confidence=100))
    stats = await journal.stats(1)
    assert stats.today == Today(1, 2.5, 2.5)
    assert stats.confidence[9] == 1
    assert stats.most_asked == (AskedOften("问", 1),)

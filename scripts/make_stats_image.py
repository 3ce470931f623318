"""Make the picture of /stats in `docs/images/stats.png` again, from made-up questions.

    python scripts/make_stats_image.py

The questions go through a real journal, and the chart is the one that the bot sends.
"""

from __future__ import annotations

import asyncio
import datetime
import random
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.input.credentials import Secrets
from bot.input.settings import JournalSettings, Thresholds
from bot.journal.journal import Journal
from bot.journal.records import Asked, new_id
from bot.presentation.charts.overview import draw
from bot.presentation.texts import Texts

if TYPE_CHECKING:
    from bot.journal.records import OutcomeKind, Stats

TARGET = Path(__file__).parent.parent / "docs" / "images" / "stats.png"
DAYS = 30
SEED = 2020

ANSWERED = (
    "谁主持了会议？",
    "会议什么时候开的？",
    "上合组织秘书长是谁？",
    "有哪些国家的领导人出席？",
    "习近平在哪里出席会议？",
    "会议发表了什么宣言？",
)
MISSED = ("火星探测器什么时候返回？", "明年的峰会在哪里开？")


def main() -> None:
    """Write the picture."""
    stats = asyncio.run(made_up())
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(draw(stats, Thresholds(), Texts().running.chart(DAYS)))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


async def made_up() -> Stats:
    """Fill a journal with the questions of some weeks, and count them."""
    dice = random.Random(SEED)  # noqa: S311 - nothing is to be kept secret
    with tempfile.TemporaryDirectory() as folder:
        settings = JournalSettings(file=Path(folder) / "journal.db")
        async with Journal(settings, Secrets()) as journal:
            for ago in range(DAYS):
                record_day(journal, dice, ago)
            stats = await journal.stats(DAYS)
    # A verdict is recorded as of now: those of the days before are made up here.
    days = (
        replace(day, likes=dice.randint(0, 6), dislikes=dice.randint(0, 2)) for day in stats.days
    )
    return replace(stats, days=tuple(days))


def record_day(journal: Journal, dice: random.Random, ago: int) -> None:
    """Record the questions of one day."""
    day = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=ago)
    # Fewer at weekends, and more and more altogether.
    usual = 34 - 0.6 * ago
    for _ in range(max(round(dice.gauss(usual * (0.5 if day.weekday() > 4 else 1), 4)), 3)):
        journal.asked(one_question(dice, day))


def one_question(dice: random.Random, at: datetime.datetime) -> Asked:
    """Make up a question and what came of it."""
    missed = dice.random() < 0.15
    confidence = dice.randint(2, 24) if missed else min(round(dice.triangular(26, 100, 92)), 99)
    outcome: OutcomeKind = "refusal" if missed else "answer" if confidence >= 50 else "suggestions"
    weights = range(len(ANSWERED), 0, -1)
    question = dice.choice(MISSED) if missed else dice.choices(ANSWERED, weights)[0]
    user, latency = dice.randint(1, 60), dice.lognormvariate(1.2, 0.5)
    return Asked(new_id(), at, user, "private", question, outcome, confidence, latency)


if __name__ == "__main__":
    main()

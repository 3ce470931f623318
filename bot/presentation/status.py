"""How the bot is: what /status tells, and the caption of the chart of /stats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.presentation.card import Button, Card, notice
from bot.presentation.charts.overview import share
from bot.presentation.markup import clip, escape, units
from bot.presentation.taps import Tap

if TYPE_CHECKING:
    import datetime

    from bot.input.settings import Settings
    from bot.journal.records import Stats, Today
    from bot.presentation.library import Library
    from bot.presentation.texts import Texts

STATS: Final = "stats"
"""The verb of the buttons under the chart; its argument is the number of days."""
PERIODS: Final = (7, 30, 90)
"""Days that can be chosen."""
CAPTION_LIMIT: Final = 1024
"""The longest caption, in UTF-16 units."""

_QUESTIONS_NAMED: Final = 3
_QUESTION_LIMIT: Final = 60


@dataclass(frozen=True, slots=True)
class Status:
    """How the bot is just now."""

    version: str
    started_at: datetime.datetime
    now: datetime.datetime
    library: Library
    settings: Settings
    memory: int
    """In bytes, as the system counts what is resident."""
    today: Today | None
    """None where the journal cannot say."""
    trouble: str | None
    """What is wrong with the journal."""
    waiting: int
    """Updates that wait to be served."""
    refused: int
    """Updates that were not served for being too many, since the start."""


def status(texts: Texts, found: Status) -> Card:
    """Tell an admin how the bot is."""
    words, settings, library = texts.running, found.settings, found.library
    limits = settings.limits
    engine = library.engine
    minutes = max(int((found.now - found.started_at).total_seconds()), 0) // 60
    webhook = settings.telegram.webhook.url
    lines = [
        words.status_version(found.version),
        words.uptime(minutes // 1440, minutes // 60 % 24, minutes % 60),
        words.holdings(len(engine.knowledge.articles), len(engine.sentences), len(library.taught)),
        words.loaded(f"{library.loaded_at.astimezone():%Y-%m-%d %H:%M:%S}", library.content),
        "",
        *_today(texts, found.today),
        words.memory(round(found.memory / 2**20)),
        words.journal_fine if found.trouble is None else words.journal_trouble(found.trouble),
        "",
        words.polling
        if settings.telegram.mode == "polling" or webhook is None
        else words.webhook(webhook),
        words.thresholds(settings.answers.thresholds.answer, settings.answers.thresholds.suggest),
        words.limits(
            limits.question_length,
            limits.upload_megabytes,
            settings.journal.keep_days,
        ),
        words.rates(
            limits.questions_a_minute,
            limits.group_questions_a_minute,
            limits.taps_a_minute,
            limits.inline_a_minute,
        ),
        words.backlog(found.waiting, limits.waiting_updates, found.refused),
    ]
    return notice("\n".join(lines))


def caption(texts: Texts, owner: int, stats: Stats) -> Card:
    """Tell the figures of a chart in words, with buttons for other periods."""
    words, days = texts.running, len(stats.days)
    asked = sum(day.questions for day in stats.days)
    answers, suggestions, refusals, likes, dislikes = (
        sum(getattr(day, name) for day in stats.days)
        for name in ("answers", "suggestions", "refusals", "likes", "dislikes")
    )
    shares = (f"{part} ({share(part, asked)})" for part in (answers, suggestions, refusals))
    lines = [
        words.figures(days, asked, f"{asked / days:.1f}"),
        words.outcomes(*shares),
        words.verdicts(likes, dislikes, share(likes, likes + dislikes)),
        *_today(texts, stats.today),
    ]
    if stats.most_asked:
        named = (
            f"{clip(' '.join(often.question.split()), _QUESTION_LIMIT)} ×{often.times}"
            for often in stats.most_asked[:_QUESTIONS_NAMED]
        )
        lines.append(words.most_asked(" · ".join(named)))
    while units("\n".join(lines)) > CAPTION_LIMIT:
        lines.pop()
    row = tuple(
        Button(
            words.last_days(period) + " ✓" * (period == days),
            str(Tap(STATS, owner, (str(period),))),
        )
        for period in PERIODS
    )
    return Card(escape("\n".join(lines)), (row,))


def _today(texts: Texts, today: Today | None) -> list[str]:
    words = texts.running
    if today is None:
        return [words.no_figures]
    lines = [words.today(today.questions)]
    if today.median_ms is not None and today.p99_ms is not None:
        lines.append(words.latency(_milliseconds(today.median_ms), _milliseconds(today.p99_ms)))
    return lines


def _milliseconds(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"

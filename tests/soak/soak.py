"""The whole of a soak: the bot in one process, Telegram with all its people in this one."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.e2e.harness import BotProcess
from tests.emulator import Telegram
from tests.soak.admin import Admin, keep_acting
from tests.soak.crowd import Crowd
from tests.soak.ledger import Ledger
from tests.soak.memory import Sample, Series, Trend, trend

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SAMPLES: Final = 200
_STEEPEST: Final = 5.0
"""Megabytes for every 100,000 updates that memory may grow: less than what its noise says."""
_BAD_LINE: Final = re.compile(r" (?:ERROR|CRITICAL) |^Traceback|Error: |Exception", re.MULTILINE)
_WARNING: Final = re.compile(r"^\S+ \S+ WARNING (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what."""

    updates: int
    seed: int = 0
    people: int = 5000
    groups: int = 300
    admin_every: int = 400
    """The admin does a thing for every so many updates."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a soak."""

    ledger: Ledger
    seconds: float
    lost: int
    exit_code: int
    bad_lines: tuple[str, ...]
    """Of the log: errors and tracebacks."""
    warnings: Counter[str]
    bot: tuple[Sample, ...]
    emulator: tuple[Sample, ...]

    @property
    def memory(self) -> Trend | None:
        """What became of the bot's memory; None where the soak was too short to tell."""
        return trend(self.bot)

    @property
    def is_fine(self) -> bool:
        """Whether the bot kept its word."""
        grown = self.memory is not None and self.memory.slope > _STEEPEST
        return not (self.ledger.wrong or self.bad_lines or self.exit_code or grown)


def soak(folder: Path, plan: Plan, report: Callable[[Ledger, Series], None]) -> Report:
    """Let the updates come in; `report` is called every now and then."""
    with Telegram() as telegram:
        user = telegram.person("管理员").user
        bot = BotProcess(telegram, folder, admins=[user["id"]], program="tests.soak.unthrottled")
        with bot:
            every = max(plan.updates // _SAMPLES, 1)
            watched = Series(bot.pid, every), Series(os.getpid(), every)
            started = time.monotonic()
            ledger = telegram._run(_live(telegram, bot, user, plan, watched, report))
            seconds = time.monotonic() - started
            lost = ledger.count_lost()
            code = bot.stop()
    log = bot.log
    bad = tuple(line for line in log.splitlines() if _BAD_LINE.search(line))
    own, emulator = (tuple(series.samples) for series in watched)
    warnings = Counter(_WARNING.findall(log))
    return Report(ledger, seconds, lost, code, bad[:20], warnings, own, emulator)


async def _live(  # noqa: PLR0913, PLR0917 - all that there is
    telegram: Telegram,
    bot: BotProcess,
    user: dict[str, object],
    plan: Plan,
    watched: tuple[Series, Series],
    report: Callable[[Ledger, Series], None],
) -> Ledger:
    world, ledger = telegram._server.world, Ledger()
    crowd = Crowd(world, ledger, plan.seed, plan.people, plan.groups)
    admin = Admin(world, ledger, bot.knowledge, user)

    def look() -> None:
        for series in watched:
            series.look(ledger.total)
        report(ledger, watched[0])

    ending = asyncio.Event()
    acting = asyncio.create_task(keep_acting(admin, ledger, plan.admin_every, ending))
    await crowd.act(plan.updates, look)
    # What the admin has begun is seen through, and what comes of it listened to.
    ending.set()
    while not acting.done():
        await crowd.listen()
    acting.result()
    await crowd.settle()
    return ledger

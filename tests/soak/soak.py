"""The whole of a soak: the bot in one process, Telegram with all its people in this one."""

from __future__ import annotations

import asyncio
import math
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
_BAD_LINES_SHOWN: Final = 20
_STEEPEST: Final = 5.0
"""Megabytes for every 100,000 updates that memory may grow: less than what its noise says."""
_BAD_LINE: Final = re.compile(r" (?:ERROR|CRITICAL) |^Traceback|Error: |Exception", re.MULTILINE)
_WARNING: Final = re.compile(r"^\S+ \S+ WARNING (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what."""

    updates: int
    seconds: float = math.inf
    """After which it ends, however many updates there were."""
    seed: int = 0
    people: int = 5000
    groups: int = 300
    admin_every: int = 400
    """The admin does a thing for every so many updates."""


class Watch:
    """Looks at the memory of both processes, and tells how far it has come."""

    def __init__(self, pid: int, every: int, tell: Callable[[Ledger, Series], None]) -> None:
        """Look once in so many updates at the bot's process and at this one."""
        self.bot, self.emulator = Series(pid, every), Series(os.getpid(), every)
        self._tell = tell

    def look(self, ledger: Ledger) -> None:
        """Look, if it is time."""
        for series in (self.bot, self.emulator):
            series.look(ledger.total)
        self._tell(ledger, self.bot)


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


def soak(folder: Path, plan: Plan, tell: Callable[[Ledger, Series], None]) -> Report:
    """Let the updates come in; `tell` is called every now and then."""
    with Telegram() as telegram:
        user = telegram.person("管理员").user
        bot = BotProcess(telegram, folder, admins=[user["id"]], program="tests.soak.unthrottled")
        world, ledger = telegram._server.world, Ledger()
        crowd = telegram.change(lambda: Crowd(world, ledger, plan.seed, plan.people, plan.groups))
        admin = Admin(world, ledger, bot.knowledge, user)
        with bot:
            watch = Watch(bot.pid, max(plan.updates // _SAMPLES, 1), tell)
            started = time.monotonic()
            telegram._run(_live(crowd, admin, ledger, plan, watch))
            seconds = time.monotonic() - started
            lost = ledger.count_lost()
            code = bot.stop()
    bad = [line for line in bot.log.splitlines() if _BAD_LINE.search(line)]
    return Report(
        ledger,
        seconds,
        lost,
        code,
        tuple(bad[:_BAD_LINES_SHOWN]),
        Counter(_WARNING.findall(bot.log)),
        tuple(watch.bot.samples),
        tuple(watch.emulator.samples),
    )


async def _live(crowd: Crowd, admin: Admin, ledger: Ledger, plan: Plan, watch: Watch) -> None:
    ending = asyncio.Event()
    acting = asyncio.create_task(keep_acting(admin, ledger, plan.admin_every, ending))
    await crowd.act(plan.updates, plan.seconds, lambda: watch.look(ledger))
    # What the admin has begun is seen through, and what comes of it listened to.
    ending.set()
    while not acting.done():
        await crowd.listen()
    acting.result()
    await crowd.settle()

"""Watch the knowledge folder, where the settings say so: what is edited is taken over.

The folder is looked at every second or so: that works on network drives and in containers, where
systems do not tell of changes. An edit is taken over once two looks in a row find the same, so
that nobody's half-written files are read.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError

from bot.base.errors import KnowledgeError
from bot.edge.telegram.admin.changing import BusyError, alone, reload
from bot.edge.telegram.admin.telling import PROBLEMS_FILE, send_file
from bot.edge.telegram.outbox import send
from bot.input.names import is_yaml
from bot.presentation.card import notice
from bot.presentation.changes import account, in_lines, refused
from bot.presentation.texts import texts_for

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from pathlib import Path

    from bot.base.model import Problem
    from bot.edge.telegram.admin.changing import Prepared
    from bot.edge.telegram.context import App
    from bot.presentation.card import Card
    from bot.presentation.texts import Texts

logger = logging.getLogger(__name__)

_PAUSE: Final = 1.0
"""Seconds between two looks, at least."""
_SHARE: Final = 0.02
"""Of the time that looking may take: at a large folder, or a slow one, it is looked less often."""

Look = frozenset[tuple[str, int, int, int]]
"""Of the folder: what tells each file from what it was, or will be."""


@contextlib.asynccontextmanager
async def watching(application: App) -> AsyncGenerator[None]:
    """Take over what is edited in the knowledge folder, meanwhile, if the settings say so."""
    if not application.bot_data.settings.knowledge.watch:
        yield
        return
    task = asyncio.create_task(_watch(application))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _watch(application: App) -> None:
    watcher = Watcher(application)
    while True:
        try:
            await watcher.look()
        except Exception:
            # Whatever it was, the next look may be luckier.
            logger.exception("没能检查知识文件夹")
        await asyncio.sleep(watcher.pause)


class Watcher:
    """Remembers what the folder looked like."""

    def __init__(self, application: App) -> None:
        self._application = application
        self._seen: Look | None = None
        self._taken: Look | None = None
        """What the knowledge was last loaded from: at first that is not known, so it is loaded."""
        self._problems: tuple[Problem, ...] = ()
        """What the admins were last told of."""
        self.pause = _PAUSE
        """Seconds until the next look."""

    async def look(self) -> None:
        """Look at the folder, and take it over if it was edited and has come to rest."""
        state = self._application.bot_data
        started = time.perf_counter()
        now = await asyncio.to_thread(look_at, state.settings.knowledge.folder)
        self.pause = max(_PAUSE, (time.perf_counter() - started) / _SHARE)
        at_rest, self._seen = now == self._seen, now
        if now == self._taken or not at_rest:
            return
        # While somebody else changes or loads the knowledge, the next look will do.
        with contextlib.suppress(BusyError):
            await self._take_over(now)

    async def _take_over(self, now: Look) -> None:
        state = self._application.bot_data
        try:
            # Not while the admins are told: that may take long.
            with alone(state):
                prepared = await reload(state)
        except KnowledgeError as error:
            self._taken = now
            await self._tell_problems(error.problems)
            return
        self._taken = now
        recovered, self._problems = bool(self._problems), ()
        # What was changed through the bot is taken over already, and told.
        if prepared.effect.changes or recovered:
            await self._tell_all(lambda texts: _done(texts, prepared))

    async def _tell_problems(self, problems: tuple[Problem, ...]) -> None:
        if problems == self._problems:
            return
        self._problems = problems
        logger.warning("知识文件夹里有改动，没有更新：有 %d 个问题", len(problems))
        _, file = refused("", problems)
        await self._tell_all(
            lambda texts: refused(texts.admin.watch_refused(len(problems)), problems)[0], file
        )

    async def _tell_all(self, say: Callable[[Texts], Card], file: str | None = None) -> None:
        bot, state = self._application.bot, self._application.bot_data
        for admin in state.settings.telegram.admins:
            texts = texts_for(state.journal.language(admin))
            try:
                sent = await send(bot, admin, say(texts))
                if file is not None:
                    await send_file(sent, PROBLEMS_FILE, file)
            except TelegramError as error:
                # He may never have written to the bot, or have blocked it.
                logger.info("没能告诉管理员 %s：%s", admin, error)


def look_at(folder: Path) -> Look:
    """Look at what tells a folder's files from what they were."""
    found = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(".") and is_yaml(folder / entry.name):
                    # A link tells of the file that it leads to.
                    with contextlib.suppress(OSError):
                        stat = entry.stat()
                        found.add((entry.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    except OSError as error:
        logger.debug("现在看不了知识文件夹：%s", error)
    return frozenset(found)


def _done(texts: Texts, prepared: Prepared) -> Card:
    words = texts.admin
    if not prepared.effect.changes:
        return notice(words.watch_recovered)
    return in_lines([words.watch_done(prepared.seconds), *account(texts, prepared.effect)])

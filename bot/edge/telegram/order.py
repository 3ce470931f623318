"""In which order updates are handled: one chat's one after the other, several chats' at once."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.edge.telegram.health.metrics import Metrics

# The library's own limit would count updates that only wait for their chat's turn.
_NO_LIMIT: Final = 1_000_000


class OrderByChat(BaseUpdateProcessor):
    """Handles a number of updates at once, but never two of one chat; some are not let in at all.

    A group that has used up what Telegram lets it have a minute so holds up itself alone.
    """

    def __init__(
        self, concurrent: int, lets_in: Callable[[object], bool], metrics: Metrics
    ) -> None:
        """Know how many at once, which ones at all, and what counts them."""
        super().__init__(_NO_LIMIT)
        self._lets_in = lets_in
        self._metrics = metrics
        self._slots = asyncio.Semaphore(concurrent)
        # A lock lives as long as somebody holds it or waits for it.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn and for a free place; both are given in order of arrival."""
        self._metrics.received(update)
        if not self._lets_in(update):
            if inspect.iscoroutine(coroutine):
                coroutine.close()
            return
        async with self._turn(update), self._slots:
            with self._metrics.handling.time():
                await coroutine

    def _turn(self, update: object) -> asyncio.Lock:
        return self._turns.setdefault(_whose(update), asyncio.Lock())

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Keep nothing."""


def _whose(update: object) -> int:
    """Tell whose turn it is: the chat's, or that of who asks from elsewhere."""
    if isinstance(update, Update):
        who = update.effective_chat or update.effective_user
        if who is not None:
            return who.id
    return 0

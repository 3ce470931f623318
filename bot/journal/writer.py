"""The one that writes behind: nobody waits for it, and it waits for the database."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from typing import TYPE_CHECKING, Final

from bot.base.errors import JournalError
from bot.journal.database import RefusedError, ping
from bot.journal.entries import Entry, write_entries
from bot.journal.records import Asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.journal.database import Database

logger = logging.getLogger(__name__)

CAPACITY: Final = 20_000
"""Entries kept in memory while the database is down: at most some ten megabytes."""
_BATCH: Final = 200
"""Entries written at once: few enough that hashing them is not felt."""
_GATHERING: Final = 0.1
"""Seconds between two writings, for entries to come together: a commit waits for the disk."""
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
"""Seconds between two attempts while the database is down."""
_OPENING: Final = 5.0
"""Seconds that a start waits for the database at most."""
_SETTLING: Final = 5.0
"""Seconds that a reader waits for what is not written yet."""
_CLOSING: Final = 5.0
"""Seconds that stopping waits for the last entries at most."""


class Writer:
    """A bounded queue and the task that empties it into the database.

    To be used from the event loop that it was started in.
    """

    def __init__(self, database: Database, on_open: Callable[[], Awaitable[None]]) -> None:
        """Make a writer; `on_open` is called whenever the database was opened."""
        self._database = database
        self._on_open = on_open
        self._queue: deque[Entry] = deque()
        self._batch: list[Entry] = []
        """Taken out of the queue, and not written yet."""
        self._put = 0
        self._done = 0
        self._lost = 0
        """Since the database went down."""
        self._reason: str | None = None
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._nudge = asyncio.Event()
        """Set to cut a pause short."""
        self._stopping = False
        self._progress = asyncio.Event()
        """Set, and replaced, whenever something was written or an attempt failed."""
        self._in_doubt = False

    @property
    def trouble(self) -> str | None:
        """What keeps entries from being written; None where all is well."""
        if self._reason is None:
            return None
        lost = f"，已丢弃 {self._lost} 条" if self._lost else ""
        return f"{self._reason}（{self._waiting} 条记录等着写入{lost}）"

    @property
    def _waiting(self) -> int:
        return len(self._batch) + len(self._queue)

    def put(self, entry: Entry) -> None:
        """Take an entry; where there are too many, the oldest goes."""
        if len(self._queue) >= CAPACITY:
            self._queue.popleft()
            self._done += 1
            if not self._lost:
                logger.error("等着写入记录库的已满 %d 条，从最早的开始丢弃", CAPACITY)
            self._lost += 1
        self._queue.append(entry)
        self._put += 1
        self._wake.set()

    def find(self, asked_id: str) -> Asked | None:
        """Look for a question among what is not written yet."""
        for entries in (self._queue, self._batch):
            for entry in reversed(entries):
                if isinstance(entry, Asked) and entry.id == asked_id:
                    return entry
        return None

    def doubt(self) -> None:
        """Have the database looked at: somebody could not use it."""
        self._in_doubt = True
        self._wake.set()

    async def start(self) -> None:
        """Open the database; where that fails or takes too long, it goes on in the background."""
        self._task = asyncio.create_task(self._run())
        progress = self._progress
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(progress.wait(), _OPENING)

    async def settle(self) -> None:
        """Wait until all that was put before is written.

        Raises:
            JournalError: The database is down, or too slow.
        """
        target = self._put
        try:
            async with asyncio.timeout(_SETTLING):
                if self._reason is not None:
                    # It may be back: that is seen now, not after the pause.
                    await self._attempt()
                while self._done < target or not self._database.is_open:
                    if self._reason is not None:
                        raise JournalError(f"记录库用不了：{self._reason}")
                    await self._attempt()
        except TimeoutError as error:
            raise JournalError("记录库用不了：没有回应") from error

    async def _attempt(self) -> None:
        """Wait for the outcome of the next attempt to write, without a pause before it."""
        self._nudge.set()
        await self._progress.wait()

    async def stop(self) -> None:
        """Write what is left, if that can be done in time, and let go of the database."""
        if self._task is None:
            return
        self._stopping = True
        self._wake.set()
        self._nudge.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._task, _CLOSING)
        if self._waiting:
            logger.error("停止前没能写进记录库，丢了 %d 条记录", self._waiting)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._database.close(), _CLOSING)

    async def _run(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._make_sure_of_database()
                await self._write_all()
            except Exception as error:  # noqa: BLE001 - whatever it is, entries are still to be written
                await self._is_down(error)
                if self._stopping:
                    return
                await self._rest(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            self._is_up()
            if self._stopping:
                return
            pause = _FIRST_PAUSE
            await self._wake.wait()
            self._wake.clear()
            await self._rest(_GATHERING)

    async def _make_sure_of_database(self) -> None:
        if not self._database.is_open:
            await self._database.open()
            await self._on_open()
        elif self._in_doubt:
            await ping(self._database)
        self._in_doubt = False

    async def _write_all(self) -> None:
        while self._waiting:
            while self._queue and len(self._batch) < _BATCH:
                self._batch.append(self._queue.popleft())
            try:
                await self._write(len(self._batch))
            except RefusedError:
                await self._write_one_by_one()

    async def _write_one_by_one(self) -> None:
        """Write what can be, and leave out what the database will never take."""
        while self._batch:
            try:
                await self._write(1)
            except RefusedError as error:
                entry = self._batch.pop(0)
                self._done += 1
                logger.error("一条记录写不进，略过（%s）：%s", type(entry).__name__, error)  # noqa: TRY400

    async def _write(self, number: int) -> None:
        entries = self._batch[:number]
        async with self._database.writing() as (connection, keys):
            await write_entries(connection, keys, entries)
        del self._batch[:number]
        self._done += number
        self._tell()

    async def _is_down(self, error: Exception) -> None:
        reason = str(error) if isinstance(error, JournalError) else type(error).__name__
        logger.debug("the database cannot be used", exc_info=error)
        if self._reason is None:
            logger.error("记录库 %s 用不了：%s。回答照常，记录稍后再写", self._database, reason)
        self._reason = reason
        self._tell()
        await self._database.close()

    def _is_up(self) -> None:
        if self._reason is not None:
            lost = f"；其间丢了 {self._lost} 条记录" if self._lost else ""
            logger.info("记录库 %s 恢复了%s", self._database, lost)
        self._reason = None
        self._lost = 0
        self._tell()

    def _tell(self) -> None:
        self._progress.set()
        self._progress = asyncio.Event()

    async def _rest(self, seconds: float) -> None:
        """Wait, unless somebody cannot."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudge.wait(), seconds)
        self._nudge.clear()

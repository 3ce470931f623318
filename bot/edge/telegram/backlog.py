"""Updates that were received and are not dealt with yet: never more than there is room for."""

from __future__ import annotations

import asyncio


class Backlog(asyncio.Queue[object]):
    """The application's queue; it counts what was taken from it, too, until it is dealt with.

    Under a flood the rest waits where it comes from, in order: at Telegram, which keeps it for a
    day, while whoever polls waits for `room`; or in the requests that bring it, where Telegram
    pushes.
    """

    def __init__(self, most: int, *, pushed: bool) -> None:
        """Hold at most a number of updates, and what one poll brings besides.

        Args:
            most: How many.
            pushed: Whether `put` waits for room. Whoever polls must not be held up in the middle
                of what a poll brought: stopped there, it would be given the same once more.
        """
        super().__init__()
        self._most = most
        self._pushed = pushed
        self._has_room = asyncio.Event()
        self._has_room.set()
        self.waiting = 0
        """How many updates are held."""

    async def room(self) -> None:
        """Wait until there is room for another update."""
        await self._has_room.wait()

    async def put(self, item: object) -> None:
        """Take an update."""
        if self._pushed:
            await self.room()
        self.waiting += 1
        if self.waiting >= self._most:
            self._has_room.clear()
        await super().put(item)

    def task_done(self) -> None:
        """Be told that an update was dealt with."""
        super().task_done()
        self.waiting -= 1
        if self.waiting < self._most:
            self._has_room.set()

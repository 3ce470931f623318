"""Long work beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Wait for work, but not for longer than some seconds; it goes on all the same.

    Raises:
        TimeoutError: it is not done by then.
    """
    doing = asyncio.create_task(work)
    done, _ = await asyncio.wait({doing}, timeout=seconds)
    if not done:
        _left.add(doing)
        doing.add_done_callback(_forget)
        raise TimeoutError("没有回应")
    return doing.result()


_left: Final[set[asyncio.Task[Any]]] = set()
"""Work that nobody waits for any more: the loop itself would lose it."""


def _forget(done: asyncio.Task[Any]) -> None:
    _left.discard(done)
    # Whoever gave up waiting does not want to know of errors either.
    if not done.cancelled():
        done.exception()


def aside(work: Callable[[], T]) -> asyncio.Future[T]:
    """Do work in a thread of its own, which the end of the process does not wait for.

    A pool's threads are waited for: stopping the bot would take as long as a reload does.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as raised:  # noqa: BLE001 - whoever awaits gets it
            error = raised
        # The loop may have ended meanwhile; then nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return future

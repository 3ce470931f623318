from __future__ import annotations

import asyncio

from bot.edge.telegram.backlog import Backlog


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_who_polls_waits_until_there_is_room() -> None:
    backlog = Backlog(2, pushed=False)
    # Never in the middle of what one poll brought.
    for update in "abc":
        await backlog.put(update)
    polling = asyncio.create_task(backlog.room())
    # What was taken counts until it is dealt with.
    assert [backlog.get_nowait() for _ in range(3)] == ["a", "b", "c"]
    backlog.task_done()
    await settle()
    assert backlog.waiting == 2
    assert not polling.done()
    backlog.task_done()
    await settle()
    assert polling.done()


async def test_what_is_pushed_waits_for_room_itself() -> None:
    backlog = Backlog(1, pushed=True)
    await backlog.put("a")
    pushing = asyncio.create_task(backlog.put("b"))
    await settle()
    assert backlog.qsize() == 1
    assert backlog.get_nowait() == "a"
    backlog.task_done()
    await pushing
    assert backlog.get_nowait() == "b"

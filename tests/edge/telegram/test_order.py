from __future__ import annotations

import asyncio

from telegram import Chat, InlineQuery, Message, Update, User

from bot.edge.telegram.health.metrics import Metrics
from bot.edge.telegram.order import OrderByChat


def an_update(number: int, chat: int) -> Update:
    message = Message(number, date=None, chat=Chat(chat, "private"))  # type: ignore[arg-type]
    return Update(number, message=message)


def an_inline_query(number: int, user: int) -> Update:
    person = User(user, "甲", is_bot=False)
    return Update(number, inline_query=InlineQuery(str(number), person, "", ""))


class Kitchen:
    """Handles updates, each until it is told to be done; keeps a list of what has begun."""

    def __init__(self, concurrent: int, turned_away: object = None) -> None:
        self.begun: list[int] = []
        self._processor = OrderByChat(concurrent, lambda update: update != turned_away, Metrics())
        self._done: dict[int, asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def take(self, *updates: object) -> None:
        for number, update in enumerate(updates, start=1):
            self._done[number] = asyncio.Event()
            handled = self._processor.process_update(update, self._handle(number))
            self._tasks.append(asyncio.create_task(handled))
        await self.settle()

    async def _handle(self, number: int) -> None:
        self.begun.append(number)
        await self._done[number].wait()

    async def finish(self, *numbers: int) -> None:
        for number in numbers:
            self._done[number].set()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def close(self) -> None:
        for done in self._done.values():
            done.set()
        await asyncio.gather(*self._tasks)


async def test_one_chat_is_served_in_order() -> None:
    kitchen = Kitchen(8)
    await kitchen.take(*(an_update(number, chat=1) for number in (1, 2, 3)))
    assert kitchen.begun == [1]
    await kitchen.finish(1)
    assert kitchen.begun == [1, 2]
    await kitchen.close()
    assert kitchen.begun == [1, 2, 3]


async def test_chats_do_not_wait_for_each_other() -> None:
    kitchen = Kitchen(8)
    await kitchen.take(an_update(1, chat=1), an_update(2, chat=1), an_update(3, chat=2))
    assert kitchen.begun == [1, 3]
    await kitchen.close()


async def test_no_more_than_so_many_are_served_at_once() -> None:
    kitchen = Kitchen(2)
    await kitchen.take(*(an_update(number, chat=number) for number in (1, 2, 3, 4)))
    assert kitchen.begun == [1, 2]
    await kitchen.finish(2)
    assert kitchen.begun == [1, 2, 3]
    await kitchen.close()


async def test_a_chat_that_waits_takes_one_place_alone() -> None:
    kitchen = Kitchen(2)
    await kitchen.take(*(an_update(number, chat=1) for number in range(1, 10)), an_update(10, 2))
    assert kitchen.begun == [1, 10]
    await kitchen.close()


async def test_inline_queries_wait_for_those_of_the_same_person() -> None:
    kitchen = Kitchen(8)
    await kitchen.take(an_inline_query(1, 7), an_inline_query(2, 7), an_inline_query(3, 8))
    assert kitchen.begun == [1, 3]
    await kitchen.close()


async def test_what_is_no_update_is_served_too() -> None:
    kitchen = Kitchen(8)
    await kitchen.take("something")
    assert kitchen.begun == [1]
    await kitchen.close()


async def test_what_is_not_let_in_neither_waits_nor_is_served() -> None:
    kitchen = Kitchen(8, turned_away="too much")
    await kitchen.take(an_update(1, chat=1), "too much", an_update(3, chat=1))
    assert kitchen.begun == [1]
    await kitchen.finish(1)
    assert kitchen.begun == [1, 3]
    await kitchen.close()

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, cast

from bot.base.model import Outcome, Question, Refusal
from bot.edge.telegram import thinking
from bot.edge.telegram.thinking import Thinking

if TYPE_CHECKING:
    from bot.search.engine import Engine


class Slow:
    """An engine that answers when it is let to, and knows what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def ask(self, text: str) -> Outcome:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.go_on.wait()
        with self._lock:
            self._now -= 1
        self.asked.append(text)
        return Refusal(Question(text), (), 1.0)

    def completions(self, text: str, last: object) -> tuple[str, ...]:
        del text, last
        return ()

    @property
    def engine(self) -> Engine:
        return cast("Engine", self)


async def test_the_loop_goes_on_while_many_ask() -> None:
    slow, own = Slow(), Thinking()
    slow.go_on.clear()
    asking = [asyncio.create_task(own.ask(slow.engine, f"问{at}")) for at in range(64)]

    # Somebody else's turn comes although none of them is answered.
    for _ in range(100):
        await asyncio.sleep(0)
    assert not any(task.done() for task in asking)

    slow.go_on.set()
    outcomes = await asyncio.gather(*asking)
    assert [outcome.question.text for outcome in outcomes] == [f"问{at}" for at in range(64)]
    assert slow.most == 1


async def test_what_was_just_answered_is_not_searched_again() -> None:
    slow, own = Slow(), Thinking()

    first = await own.ask(slow.engine, "谁")
    again = await own.ask(slow.engine, "谁")
    said = await own.say(slow.engine, "谁", None)

    assert again is first is said.outcome
    assert slow.asked == ["谁"]


async def test_another_engine_is_asked_anew() -> None:
    one, other, own = Slow(), Slow(), Thinking()

    for slow in (one, other, one):
        await own.ask(slow.engine, "谁")

    assert (one.asked, other.asked) == (["谁", "谁"], ["谁"])


async def test_so_much_is_remembered_and_no_more() -> None:
    slow, own = Slow(), Thinking()

    for at in range(thinking._REMEMBERED + 1):
        await own.ask(slow.engine, f"问{at}")
        # Asked again and again, it stays.
        await own.ask(slow.engine, "问0")
    slow.asked.clear()
    await own.ask(slow.engine, "问0")
    assert slow.asked == []
    await own.ask(slow.engine, "问1")
    assert slow.asked == ["问1"]

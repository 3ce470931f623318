"""Ask engines without holding up the event loop, and not twice for the same."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from bot.search.dialogue import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.base.model import Outcome
    from bot.language.followup import Turn
    from bot.search.dialogue import Said
    from bot.search.engine import Engine

P = ParamSpec("P")
T = TypeVar("T")

_REMEMBERED: Final = 256
"""Outcomes: buttons ask again what was just answered, and readers ask what others have asked."""


class Thinking:
    """A thread that engines are asked in, and what came of it last.

    One, since Python runs one thread at a time: two that search take half as long again for the
    same, handing over at every other call of NumPy, and the event loop waits for both.
    """

    def __init__(self) -> None:
        """Start no thread yet."""
        self._thread = ThreadPoolExecutor(1, "thinking")
        self._memory: Remembering | None = None

    async def ask(self, engine: Engine, question: str) -> Outcome:
        """Answer a question."""
        return await self.do(self._remembering(engine).ask, question)

    async def say(self, engine: Engine, text: str, last: Turn | None) -> Said:
        """Answer a text in a conversation."""
        return await self.do(say, self._remembering(engine), text, last)

    async def do(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Do whatever takes an engine's time."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **options))

    def _remembering(self, engine: Engine) -> Remembering:
        # Another engine has other answers.
        if self._memory is None or self._memory.engine is not engine:
            self._memory = Remembering(engine)
        return self._memory


class Remembering:
    """An engine that answers what it was asked last without thinking again."""

    def __init__(self, engine: Engine) -> None:
        """Take over an engine."""
        self.engine = engine
        self.completions = engine.completions
        self._outcomes: OrderedDict[str, Outcome] = OrderedDict()

    def ask(self, text: str) -> Outcome:
        """Answer a question."""
        outcome = self._outcomes.pop(text, None)
        if outcome is None:
            outcome = self.engine.ask(text)
        self._outcomes[text] = outcome
        while len(self._outcomes) > _REMEMBERED:
            self._outcomes.popitem(last=False)
        return outcome

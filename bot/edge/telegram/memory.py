"""What is remembered for a while: a bounded number of things, each for a limited time."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")

MOST_REMEMBERED: Final = 10_000
"""Of the conversations and messages that are remembered, those that came before are forgotten."""

_MINUTE: Final = 60.0
_TAPS_A_MINUTE: Final = 10
"""Half of the calls that Telegram allows in a group: the other half is left for answers."""


class Recent(Generic[K, V]):
    """Remembers values by key; the oldest give way to new ones."""

    def __init__(
        self,
        seconds: float,
        most: int = MOST_REMEMBERED,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Remember at most `most` values, each for a number of seconds."""
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._values: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Remember a value in place of the one before it."""
        self._values[key] = (self._clock(), value)
        self._values.move_to_end(key)
        if len(self._values) > self._most:
            self._values.popitem(last=False)

    def get(self, key: K) -> V | None:
        """Give what is remembered, while it is."""
        at, value = self._values.get(key, (None, None))
        if at is None or self._clock() - at >= self._seconds:
            self._values.pop(key, None)
            return None
        return value

    def take(self, key: K) -> V | None:
        """Give what is remembered, and forget it."""
        value = self.get(key)
        self._values.pop(key, None)
        return value

    def drop(self, wanted: Callable[[K, V], bool]) -> None:
        """Forget at once what is wanted forgotten."""
        for key in [key for key, (_, value) in self._values.items() if wanted(key, value)]:
            del self._values[key]


class TapBudget:
    """How often a group's messages may be edited by taps, so that answers are not held up."""

    def __init__(
        self, most: int = _TAPS_A_MINUTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow a number of taps in every minute."""
        self._most = most
        self._clock = clock
        self._taps: Recent[int, deque[float]] = Recent(_MINUTE, clock=clock)

    def allows(self, chat_id: int) -> bool:
        """Count a tap in a chat, if there is room for it."""
        now = self._clock()
        taps = self._taps.get(chat_id) or deque()
        while taps and now - taps[0] >= _MINUTE:
            taps.popleft()
        if len(taps) >= self._most:
            return False
        taps.append(now)
        self._taps.put(chat_id, taps)
        return True

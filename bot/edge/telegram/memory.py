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
        now = self._clock()
        self._values[key] = (now, value)
        self._values.move_to_end(key)
        while len(self._values) > self._most or now - self._oldest() > self._seconds:
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

    def __len__(self) -> int:
        return len(self._values)

    def _oldest(self) -> float:
        at, _ = next(iter(self._values.values()))
        return at

    def drop(self, wanted: Callable[[K, V], bool]) -> None:
        """Forget at once what is wanted forgotten."""
        for key in [key for key, (_, value) in self._values.items() if wanted(key, value)]:
            del self._values[key]


class Budget:
    """How often each chat or person may do something: so many times in any minute.

    Who has done nothing for a minute is forgotten.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow a number of times in every minute."""
        self._most = most
        self._clock = clock
        self._times: Recent[int, deque[float]] = Recent(_MINUTE, clock=clock)

    def allows(self, who: int) -> bool:
        """Count one time more for a chat or a person, if there is room for it."""
        now = self._clock()
        times = self._times.get(who) or deque()
        while times and now - times[0] >= _MINUTE:
            times.popleft()
        if len(times) >= self._most:
            return False
        times.append(now)
        self._times.put(who, times)
        return True

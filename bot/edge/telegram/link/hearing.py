"""Whether the bot hears Telegram: what its requests tell, for whoever asks, in whatever thread."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.edge.telegram.link.answers import RefusedError

_PATIENCE: Final = 60.0
"""Seconds of nothing but refusals after which they are believed: Telegram has had bad minutes."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    error: RefusedError
    first: float
    latest: float


class Hearing:
    """What is known of receiving; times are those of the monotonic clock, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know of nothing yet."""
        self._clock = clock
        self._since = clock()
        """When updates were last received or, before that, when receiving began."""
        self._asking = False
        self._holds_off = False
        self._asked_at = self._since
        """When a request for updates last began or ended."""
        self._quiet_until = 0.0
        self._excuse = ""
        self._refusal: _Refusal | None = None
        self.heard_at: float | None = None
        """When updates, or none, were last received, in seconds since 1970."""
        self.conflict_at: float | None = None
        """When another process was last seen that receives with our token."""

    def begin(self) -> None:
        """Take note that updates are asked for."""
        self._asking, self._asked_at = True, self._clock()

    def end(self) -> None:
        """Take note that they are not asked for any more."""
        self._asking, self._asked_at = False, self._clock()

    @contextlib.contextmanager
    def holding_off(self) -> Iterator[None]:
        """Take note that nothing is asked for meanwhile, on purpose."""
        self._holds_off = True
        try:
            yield
        finally:
            self._holds_off = False
            self._since = self._asked_at = self._clock()

    def heard(self) -> None:
        """Take note that Telegram gave the updates there were."""
        self._since = self._clock()
        self.heard_at = time.time()
        self._excuse = ""
        self.accepted()

    def missed(self, why: str) -> None:
        """Take note that it did not, and why."""
        self._excuse = why

    def accepted(self) -> None:
        """Take note that the token and the address are right."""
        self._refusal = None

    def refused(self, error: RefusedError) -> None:
        """Take note that one of them is said to be wrong."""
        now = self._clock()
        first = now if self._refusal is None else self._refusal.first
        self._refusal = _Refusal(error, first, now)

    def told_to_wait(self, seconds: float) -> None:
        """Take note that Telegram wants to be left alone."""
        self._quiet_until = self._clock() + seconds

    def met_another(self) -> None:
        """Take note of another process that receives with our token."""
        self.conflict_at = self._clock()

    def refusal(self) -> RefusedError | None:
        """Give what was refused for so long that it is no passing trouble."""
        found = self._refusal
        if found is None or found.latest - found.first < _PATIENCE:
            return None
        return found.error

    def idle(self) -> float:
        """Give the seconds since when nobody asks for updates, though nothing forbids it."""
        if self._asking or self._holds_off:
            return 0.0
        return self._clock() - max(self._asked_at, self._quiet_until)

    def stuck(self) -> float:
        """Give the seconds for which the request under way has been so."""
        return self._clock() - self._asked_at if self._asking else 0.0

    def deafness(self, seconds: float) -> str | None:
        """Say that nothing was received for more than some seconds, and why; None if it was."""
        deaf = self._clock() - self._since
        if deaf <= seconds or self._holds_off:
            return None
        why = f"：{self._excuse}" if self._excuse else ""
        return f"已有 {deaf:.0f} 秒没能从 Telegram 收消息{why}"

"""Troubles are said once, however often they come, and once more when they are over."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

_QUIET: Final = 5.0
"""Seconds without another failure after which a trouble is over: what comes and goes is one."""
_MOST_REASONS: Final = 5
"""Of one trouble; a server that says something else each time must not fill the log either."""
_MOST_TROUBLES: Final = 100
"""Kept at a time."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble."""

    name: str
    over: str
    """Said when it is over, of its number and its seconds: with `{times}` and `{seconds}`."""
    until_well: bool = True
    """Whether it lasts until something went well; else it is over once it is not seen again."""
    level: int = logging.WARNING
    quiet: float = _QUIET
    """Seconds."""


@dataclass(slots=True)
class _Open:
    trouble: Trouble
    since: float
    latest: float
    times: int = 0
    reasons: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    well_at: float | None = None
    """When something first went well since the latest."""


class Troubles:
    """Writes troubles to the log: the first of its kind, and their number when they are over."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know of no trouble yet."""
        self._clock = clock
        self._open: dict[str, _Open] = {}

    def happened(
        self, trouble: Trouble, line: str, error: BaseException | None = None, *, reason: str = ""
    ) -> None:
        """Take note of one.

        Args:
            trouble: Its kind.
            line: What to write, if it was not written since the trouble began.
            error: Whose traceback is to be written with it.
            reason: What tells one line from another, where lines differ in detail each time.
        """
        now = self._clock()
        found = self._open.get(trouble.name)
        if found is None:
            if len(self._open) >= _MOST_TROUBLES:
                self._end(next(iter(self._open)))
            found = self._open[trouble.name] = _Open(trouble, now, now)
        found.times += 1
        found.latest = now
        found.well_at = None
        key = reason or line
        if key in found.reasons or len(found.reasons) >= _MOST_REASONS:
            return
        # A connection that breaks, and then does not come about, is one trouble that unfolds.
        level = logging.INFO if found.reasons else trouble.level
        found.reasons.add(key)
        # What ails two things at once is said once.
        known = any(line in other.lines for other in self._open.values())
        found.lines.add(line)
        if not known:
            logger.log(level, "%s", line, exc_info=error)

    def well(self, trouble: Trouble) -> None:
        """Take note that what failed has gone well."""
        found = self._open.get(trouble.name)
        if found is not None and found.well_at is None:
            found.well_at = self._clock()

    def look(self) -> None:
        """Write of those that are over; to be called every now and then."""
        now = self._clock()
        for name, found in list(self._open.items()):
            over = found.well_at is not None or not found.trouble.until_well
            if over and now - found.latest >= found.trouble.quiet:
                self._end(name)

    def close(self) -> None:
        """Write of all that are over or were repeated: the bot is being stopped."""
        for name in list(self._open):
            self._end(name)

    def _end(self, name: str) -> None:
        found = self._open.pop(name)
        trouble = found.trouble
        if trouble.until_well and found.well_at is None:
            return
        if trouble.until_well or found.times > 1:
            seconds = (found.well_at or found.latest) - found.since
            level = logging.INFO if trouble.until_well else trouble.level
            logger.log(
                level, "%s", trouble.over.format(times=found.times, seconds=f"{seconds:.0f}")
            )

"""How much memory a process takes while the updates come in."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, linear_regression
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEGABYTE: Final = 1 << 20
_WARM_AFTER: Final = 0.4
"""Of all updates: by then everybody has come by, and what is remembered of them has its size."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident memory at a moment."""

    updates: int
    megabytes: float


class Series:
    """Resident memory of a process over the updates."""

    def __init__(self, pid: int, every: int) -> None:
        """Look at the process once in so many updates."""
        self._process = psutil.Process(pid)
        self._every = every
        self.samples: list[Sample] = []

    def look(self, updates: int) -> None:
        """Take a sample, if it is time."""
        if not self.samples or updates >= self.samples[-1].updates + self._every:
            size = self._process.memory_info().rss / _MEGABYTE
            self.samples.append(Sample(updates, size))


@dataclass(frozen=True, slots=True)
class Trend:
    """What became of a process's memory once it was warm."""

    first: float
    """Megabytes in the mean, over the first fifth of the time."""
    last: float
    """The same, over the last fifth."""
    slope: float
    """Megabytes for every 100,000 updates, by least squares."""


def trend(samples: Sequence[Sample]) -> Trend | None:
    """Say whether memory grew after everything was warm; None where there is too little to tell."""
    warm = [one for one in samples if one.updates >= _WARM_AFTER * samples[-1].updates]
    if len(warm) < 10:
        return None
    fifth = len(warm) // 5
    line = linear_regression([s.updates for s in warm], [s.megabytes for s in warm])
    return Trend(
        fmean(s.megabytes for s in warm[:fifth]),
        fmean(s.megabytes for s in warm[-fifth:]),
        line.slope * 100_000,
    )

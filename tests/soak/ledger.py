"""What the bot owes: an answer for each question, in the order of the questions, and no more."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

_REMEMBERED: Final = 50_000
"""Answers given of late, and messages that ask for none, by which a wrong answer is known."""
_FAULTS_SHOWN: Final = 20


@dataclass(slots=True)
class Debt:
    """Something that has to be answered once."""

    kind: str
    since: float
    queue: int | None
    """The chat in which answers keep the order; None where this one may come at any time."""


@dataclass(slots=True)
class Ledger:
    """Keeps account of what was asked and what was answered."""

    sent: Counter[str] = field(default_factory=Counter)
    """Updates by kind."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """What came of them."""
    faults: list[str] = field(default_factory=list)
    """The first of what went wrong."""
    wrong: int = 0
    slowest: float = 0.0
    """Seconds until a reader was answered, at most."""
    _open: dict[Hashable, Debt] = field(default_factory=dict)
    _queues: defaultdict[int, deque[Hashable]] = field(default_factory=lambda: defaultdict(deque))
    _settled: OrderedDict[Hashable, str] = field(default_factory=OrderedDict)

    @property
    def outstanding(self) -> int:
        """How many answers are still owed."""
        return len(self._open)

    @property
    def total(self) -> int:
        """How many updates were sent."""
        return self.sent.total()

    def owe(self, key: Hashable, kind: str, queue: int | None = None) -> None:
        """Expect one answer to something; in a queue, after those to what came before it."""
        self.sent[kind] += 1
        self._open[key] = Debt(kind, time.monotonic(), queue)
        if queue is not None:
            self._queues[queue].append(key)

    def expect_silence(self, key: Hashable, kind: str) -> None:
        """Expect no answer to something."""
        self.sent[kind] += 1
        self._remember(key, f"answered, although it is {kind}")

    def settle(self, key: Hashable, outcome: str) -> None:
        """Take down an answer."""
        debt = self._open.pop(key, None)
        if debt is None:
            self.blame(f"{self._settled.get(key, 'an answer to nothing known')}: {key}")
            return
        self.outcomes[outcome] += 1
        self._remember(key, f"answered twice ({debt.kind})")
        if debt.queue is None:
            return
        self.slowest = max(self.slowest, time.monotonic() - debt.since)
        queue = self._queues[debt.queue]
        if queue[0] != key:
            first = self._open[queue[0]]
            self.blame(f"out of order: {debt.kind} {key} came before {first.kind} {queue[0]}")
        queue.remove(key)
        if not queue:
            del self._queues[debt.queue]

    def count_lost(self) -> int:
        """Take down as lost what is still owed; gives its number."""
        for key, debt in self._open.items():
            self.blame(f"never answered: {debt.kind} {key}")
        return len(self._open)

    def blame(self, fault: str) -> None:
        """Take down that something went wrong."""
        self.wrong += 1
        if len(self.faults) < _FAULTS_SHOWN:
            self.faults.append(fault)

    def _remember(self, key: Hashable, why: str) -> None:
        self._settled[key] = why
        if len(self._settled) > _REMEMBERED:
            self._settled.popitem(last=False)

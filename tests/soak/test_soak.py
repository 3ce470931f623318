"""Some hundred updates of `make soak`: all kinds of them, and nothing lost, doubled or out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.soak.ledger import Ledger
from tests.soak.memory import Sample, trend
from tests.soak.soak import Plan, soak

if TYPE_CHECKING:
    from pathlib import Path

_UPDATES = 600


def test_nothing_is_lost(tmp_path: Path) -> None:
    plan = Plan(_UPDATES, people=50, groups=5, admin_every=60)
    report = soak(tmp_path / "bot", plan, lambda _ledger, _memory: None)
    assert report.ledger.faults == []
    assert report.bad_lines == ()
    assert report.exit_code == 0
    assert report.ledger.total >= _UPDATES
    assert {"answered", "refused", "suggested", "reloads"} <= set(report.ledger.outcomes)
    assert len(report.ledger.sent) >= 15


class TestLedger:
    def test_what_is_answered_once_and_in_order_is_no_fault(self) -> None:
        ledger = Ledger()
        for key in ("a", "b"):
            ledger.owe(key, "questions", 1)
        for key in ("a", "b"):
            ledger.settle(key, "answered")
        assert (ledger.wrong, ledger.count_lost()) == (0, 0)

    def test_what_is_lost_doubled_unordered_or_uncalled_for_is(self) -> None:
        ledger = Ledger()
        for key in ("a", "b", "c"):
            ledger.owe(key, "questions", 1)
        ledger.expect_silence("d", "chatter")
        for key in ("b", "a", "a", "d", "e"):
            ledger.settle(key, "answered")
        assert ledger.count_lost() == 1
        assert ledger.faults == [
            "out of order: questions b came before questions a",
            "answered twice (questions): a",
            "answered, although it is chatter: d",
            "an answer to nothing known: e",
            "never answered: questions c",
        ]


def test_memory_that_grows_is_told_from_memory_that_does_not() -> None:
    flat = trend([Sample(1000 * at, 200.0 + at % 2) for at in range(100)])
    grown = trend([Sample(1000 * at, 200.0 + at) for at in range(100)])
    assert flat is not None
    assert abs(flat.slope) < 1
    assert grown is not None
    assert round(grown.slope) == 100
    assert trend([Sample(1000, 200.0)]) is None

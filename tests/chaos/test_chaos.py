"""A few of the kills of `make chaos`: of each kind of change one at a step, and some at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.chaos.operations import OPERATIONS
from tests.chaos.rig import Rig

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator import Telegram

_RUNS = 2


def test_a_kill_leaves_the_old_or_the_new(own_telegram: Telegram, tmp_path: Path) -> None:
    rig = Rig(own_telegram, tmp_path / "bot", seed=1)
    rig.start()
    try:
        for step, operation in zip((3, 8, 6), ("import", "remove", "lexicon"), strict=True):
            rig.at_step(operation, step)
        for _ in rig.at_random(_RUNS, [operation.name for operation in OPERATIONS]):
            pass
    finally:
        rig.stop()
    assert rig.tally.faults == []
    assert rig.tally.runs.total() == _RUNS + 3
    assert rig.tally.killed["import"]
    assert rig.tally.fates["import"]["old"]

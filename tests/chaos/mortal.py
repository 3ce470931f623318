"""The bot, save that it dies at a step of its choosing: as a loss of power would have it.

While the file named by `WENJU_MORTAL` is there, every step that leaves a trace on the disk is
counted; at the one whose number stands in the file the process kills itself, before taking it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.edge.cli import main

VARIABLE: Final = "WENJU_MORTAL"

_STEPS: Final = {"os.rename", "os.link", "os.remove", "os.chmod", "os.mkdir", "os.rmdir"}
_WRITING: Final = os.O_WRONLY | os.O_RDWR


class _Fate:
    """Counts steps."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._taken = 0
        self._reading = False

    def step(self, *_: object) -> None:
        """Take a step, or die."""
        if self._reading:
            return
        self._reading = True
        try:
            last = int(self._file.read_text("ascii"))
        except (OSError, ValueError):
            self._taken = 0
            return
        finally:
            self._reading = False
        self._taken += 1
        if self._taken >= last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Take whatever Python does to files for a step."""
        if name in _STEPS or (name == "open" and (arguments[2] or 0) & _WRITING):
            self.step()


if __name__ == "__main__":
    _fate = _Fate(Path(os.environ[VARIABLE]))
    _really_sync = os.fsync

    def _sync(descriptor: int) -> None:
        _fate.step()
        _really_sync(descriptor)

    vars(os)["fsync"] = _sync
    # Before a transaction is committed; after it comes the next step.
    event.listen(Engine, "commit", _fate.step)
    sys.addaudithook(_fate.audit)
    sys.exit(main())

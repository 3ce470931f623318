"""How far long work has come: one line on a terminal's standard error, gone when it is done."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """Shows stages of work while it is entered; silent where nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def stage(self, name: str) -> None:
        """Begin a stage whose length is not known."""
        self._write(f"{name} ……")

    def counter(self, name: str) -> Callable[[int, int], None]:
        """Return what to call during a stage with how much is done, and how much there is."""
        return lambda done, total: self._write(f"{name} {done}/{total}")

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(f"{_CLEAR_LINE}{text}")
            sys.stderr.flush()

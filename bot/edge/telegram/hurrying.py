"""Settings of the process with which a bot answers sooner, and keeps to its memory."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from importlib.util import find_spec
from typing import Final

SWITCH_INTERVAL: Final = 0.001
"""Seconds after which a thread lets the event loop go on; Python's own choice is five times that,
and a message takes the loop a dozen turns."""
_LOOKED_FOR: Final = "sniffio"
"""What httpcore tries to import seven times a request. Where it is missing, as it may be, Python
looks for it in every folder each time: a fifth of what sending a message takes."""
_ARENA_MAX: Final = -8
"""What glibc calls M_ARENA_MAX (malloc.h)."""
_ARENAS: Final = 2
"""Heaps that all threads share. By itself glibc gives nearly every thread its own, and each keeps as
much as it ever needed at once."""


def hurry() -> None:
    """Set up this process."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    # Other C libraries have no such function, and Windows no library of that name.
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
    if find_spec(_LOOKED_FOR) is None:
        # To Python that is: missing, and no need to look again.
        sys.modules[_LOOKED_FOR] = None  # type: ignore[assignment]

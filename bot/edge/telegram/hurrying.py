"""Settings of the interpreter with which a bot's process answers sooner."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Final

SWITCH_INTERVAL: Final = 0.001
"""Seconds after which a thread lets the event loop go on; Python's own choice is five times that,
and a message takes the loop a dozen turns."""
_LOOKED_FOR: Final = "sniffio"
"""What httpcore tries to import seven times a request. Where it is missing, as it may be, Python
looks for it in every folder each time: a fifth of what sending a message takes."""


def hurry() -> None:
    """Set up this process."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    if find_spec(_LOOKED_FOR) is None:
        # To Python that is: missing, and no need to look again.
        sys.modules[_LOOKED_FOR] = None  # type: ignore[assignment]

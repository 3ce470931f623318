"""Whether the bot is well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.edge.telegram.context import State

_HANGING: Final = 15.0
"""Seconds without a heartbeat after which the event loop hangs; it has one every second."""


def trouble(state: State) -> str | None:
    """Say what is wrong, in one line; None where all is well. To be called from any thread."""
    found = [
        _hanging(time.monotonic() - state.beat_at),
        _deafness(state),
        f"知识文件夹里有 {state.load_problems} 个问题，没有加载" if state.load_problems else None,
    ]
    return "；".join(reason for reason in found if reason) or None


def _hanging(seconds: float) -> str | None:
    return f"程序已有 {seconds:.0f} 秒没有动静" if seconds > _HANGING else None


def _deafness(state: State) -> str | None:
    if state.settings.telegram.mode != "polling":
        return None
    return state.line.hearing.deafness(state.settings.health.deaf_seconds)

"""The bot, save that it may send as much as it can, and that everybody may ask as much as he can.

Telegram takes 30 messages a second in all, 20 a minute in a group, and the bot keeps to that by
itself, as it keeps to its own limits: 200,000 updates would take hours, most of them spent waiting.
And it remembers fewer messages: what is remembered is as much as it may be long before the end, and
from there on memory has no reason to grow.
"""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING, Any

from telegram.ext import AIORateLimiter

from bot.edge.cli import main
from bot.edge.telegram import context, wiring
from bot.edge.telegram.gate import Gate
from bot.edge.telegram.memory import Budget, Recent

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.input.settings import LimitSettings

_AT_WILL = 1_000_000
_REMEMBERED = 3_000


def eager(*_: object, max_retries: int) -> AIORateLimiter:
    """Make a limiter that still counts every call, and never has to wait."""
    return AIORateLimiter(_AT_WILL, group_max_rate=_AT_WILL, max_retries=max_retries)


def wide(limits: LimitSettings, admins: Collection[int]) -> Gate:
    """Make a gate that still counts everybody, and lets all of them in."""
    return Gate(
        dataclasses.replace(
            limits,
            questions_a_minute=_AT_WILL,
            group_questions_a_minute=_AT_WILL,
            taps_a_minute=_AT_WILL,
            inline_a_minute=_AT_WILL,
        ),
        admins,
    )


def brief(seconds: float) -> Recent[Any, Any]:
    """Remember for as long, and fewer things."""
    return Recent(seconds, _REMEMBERED)


if __name__ == "__main__":
    vars(wiring)["AIORateLimiter"] = eager
    vars(context)["Gate"] = wide
    vars(context)["Recent"] = brief
    vars(context)["Budget"] = lambda _: Budget(_AT_WILL)
    sys.exit(main())

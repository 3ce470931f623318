"""The bot, save that it may send as much as it can.

Telegram takes 30 messages a second in all, 20 a minute in a group, and the bot keeps to that by
itself: 200,000 updates would take hours, most of them spent waiting.
"""

from __future__ import annotations

import functools
import sys

from telegram.ext import AIORateLimiter

from bot.edge.cli import main
from bot.edge.telegram import wiring

_AT_WILL = 1_000_000.0

if __name__ == "__main__":
    # The limiter still counts every call; it only never has to wait.
    eager = functools.partial(AIORateLimiter, overall_max_rate=_AT_WILL, group_max_rate=_AT_WILL)
    vars(wiring)["AIORateLimiter"] = eager
    sys.exit(main())

"""Logging, set up in one place: nothing else attaches handlers or sets levels."""

from __future__ import annotations

import logging

# At INFO they log each request with its address, and Telegram's addresses hold the token.
# Alembic tells of each of its plugins, Matplotlib of each font of the machine.
_TALKATIVE = ("httpx", "httpcore", "alembic", "matplotlib")
# It tells of every single wait, with a traceback in the end; the bot itself says so, once.
_REPEATED = "telegram.ext.AIORateLimiter"


def set_up_logging(level: str) -> None:
    """Send the log to standard error, a line a record.

    Args:
        level: `debug`, `info`, `warning` or `error`.
    """
    logging.basicConfig(
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        level=level.upper(),
        force=True,
    )
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_REPEATED).setLevel(logging.CRITICAL)

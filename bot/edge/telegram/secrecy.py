"""Keep secrets out of all that the process writes: its log, its warnings, its last words."""

from __future__ import annotations

import logging
import re
import sys
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

logger = logging.getLogger(__name__)

_HIDDEN: Final = "[…]"
_NEVER: Final = r"(?!)"
"""A pattern that is found nowhere."""
_SHORTEST: Final = 4
"""Characters; a shorter secret keeps nobody out, and to hide it everywhere would garble the log."""


class _Redacting(logging.Formatter):
    """Formats as another formatter does, and takes secrets out of what it made."""

    def __init__(self, formatter: logging.Formatter, secrets: re.Pattern[str]) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Format a record; messages and tracebacks alike may quote an address with the token."""
        return self._secrets.sub(_HIDDEN, self._formatter.format(record))


def hide_in_log(secrets: Iterable[str]) -> None:
    """Let none of the root logger's handlers write a secret, and let nothing be written but there.

    An error that nobody expected, and a warning of a library, would else go to standard error as
    they are.
    """
    # The library writes what Telegram says of an error in small letters.
    known = re.compile("|".join(map(re.escape, _forms(secrets))) or _NEVER, re.IGNORECASE)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Redacting(handler.formatter or logging.Formatter(), known))
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_last_words
    threading.excepthook = _log_end_of_thread


def _forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Give what secrets may look like, the longest first: none is to hide a part of another."""
    known = {secret for secret in secrets if len(secret) >= _SHORTEST}
    # A token goes into addresses, where its colon may be written otherwise; the number in front of
    # it is no secret.
    known |= {secret.partition(":")[2] for secret in known if secret[0].isdecimal()}
    known |= {quote(secret, safe="") for secret in known}
    return tuple(sorted((form for form in known if len(form) >= _SHORTEST), key=lambda f: -len(f)))


def _log_last_words(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logger.critical("程序出错，停止运行", exc_info=(kind, error, traceback))


def _log_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        logger.error("线程出错", exc_info=ended.exc_value)

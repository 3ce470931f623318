"""Keep secrets out of the log, whatever logs them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_HIDDEN: Final = "[…]"


class _Redacting(logging.Formatter):
    """Formats as another formatter does, and takes secrets out of what it made."""

    def __init__(self, formatter: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Format a record; messages and tracebacks alike may quote an address with the token."""
        line = self._formatter.format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


def hide_in_log(secrets: Iterable[str | None]) -> None:
    """Let none of the root logger's handlers write a secret."""
    known = tuple(secret for secret in secrets if secret)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Redacting(handler.formatter or logging.Formatter(), known))

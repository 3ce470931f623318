from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest

from bot.edge.telegram.secrecy import hide_in_log

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "123:secret"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    root = logging.getLogger()
    kept = root.handlers[:]
    root.handlers[:] = [handler]
    yield written
    root.handlers[:] = kept


def test_a_secret_in_a_message_is_hidden(log: io.StringIO) -> None:
    hide_in_log([TOKEN, None])
    logging.getLogger("any").warning("GET %s", f"https://example.org/bot{TOKEN}/getMe")
    assert log.getvalue() == "WARNING GET https://example.org/bot[…]/getMe\n"


def test_a_secret_in_a_traceback_is_hidden(log: io.StringIO) -> None:
    hide_in_log([TOKEN])
    error = RuntimeError(TOKEN)
    logging.getLogger("any").error("oh", exc_info=error)
    assert "RuntimeError: […]\n" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_without_secrets_nothing_changes(log: io.StringIO) -> None:
    hide_in_log([None, ""])
    logging.getLogger("any").warning("abc")
    assert log.getvalue() == "WARNING abc\n"

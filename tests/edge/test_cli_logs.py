"""The log as `wenju run` sets it up."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from bot.edge.cli.logs import set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Give the test runner its own log back."""
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers.clear()
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_goes_to_standard_error_from_the_level_on(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("warning")
    logging.getLogger("bot.somewhere").info("quiet")
    logging.getLogger("bot.somewhere").warning("loud")
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.endswith(" WARNING bot.somewhere: loud\n")
    assert "quiet" not in output.err


@pytest.mark.parametrize("level", ["debug", "info"])
def test_never_holds_the_addresses_of_requests(
    level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(level)
    logging.getLogger("httpx").info("HTTP Request: POST https://example.org/bot1:secret/getMe")
    logging.getLogger("httpcore.http11").debug("send_request_headers.started")
    logging.getLogger("alembic.runtime.migration").info("Context impl SQLiteImpl.")
    assert capsys.readouterr().err == ""

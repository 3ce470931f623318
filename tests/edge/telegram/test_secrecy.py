from __future__ import annotations

import io
import logging
import sys
import threading
import warnings
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
    hooks = sys.excepthook, threading.excepthook
    yield written
    root.handlers[:] = kept
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)


def test_a_secret_in_a_message_is_hidden(log: io.StringIO) -> None:
    hide_in_log([TOKEN])
    logging.getLogger("any").warning("GET %s", f"https://example.org/bot{TOKEN}/getMe")
    assert log.getvalue() == "WARNING GET https://example.org/bot[…]/getMe\n"


def test_a_secret_in_a_traceback_is_hidden(log: io.StringIO) -> None:
    hide_in_log([TOKEN])
    error = RuntimeError(TOKEN)
    logging.getLogger("any").error("oh", exc_info=error)
    assert "RuntimeError: […]\n" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_without_secrets_nothing_changes(log: io.StringIO) -> None:
    hide_in_log([""])
    logging.getLogger("any").warning("abc")
    assert log.getvalue() == "WARNING abc\n"


@pytest.mark.parametrize(
    ("secret", "written", "shown"),
    [
        (TOKEN, "bot123%3Asecret/getMe", "bot[…]/getMe"),
        (TOKEN, "123 … secret", "123 … […]"),
        ("a/b+c=d", "x a%2Fb%2Bc%3Dd a/b+c=d", "x […] […]"),
        ("PaSs", "passport", "[…]port"),
        ("ab", "about", "about"),
    ],
)
def test_every_form_of_a_secret_is_hidden(
    log: io.StringIO, secret: str, written: str, shown: str
) -> None:
    hide_in_log([secret])
    logging.getLogger("any").warning(written)
    assert log.getvalue() == f"WARNING {shown}\n"


def test_of_two_secrets_none_hides_a_part_of_the_other(log: io.StringIO) -> None:
    hide_in_log(["word", "wordlessly"])
    logging.getLogger("any").warning("word wordlessly")
    assert log.getvalue() == "WARNING […] […]\n"


def test_a_secret_in_the_last_words_is_hidden(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    hide_in_log([TOKEN])
    sys.excepthook(RuntimeError, RuntimeError(TOKEN), None)
    assert "CRITICAL 程序出错" in log.getvalue()
    assert "RuntimeError: […]" in log.getvalue()
    assert TOKEN not in log.getvalue() + capsys.readouterr().err


def test_a_secret_in_a_thread_that_fails_is_hidden(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    hide_in_log([TOKEN])

    def fail() -> None:
        raise RuntimeError(TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "RuntimeError: […]" in log.getvalue()
    assert TOKEN not in log.getvalue() + capsys.readouterr().err


def test_a_secret_in_a_warning_is_hidden(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    hide_in_log([TOKEN])
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"bot{TOKEN}", stacklevel=1)
    assert "bot[…]" in log.getvalue()
    assert TOKEN not in log.getvalue() + capsys.readouterr().err

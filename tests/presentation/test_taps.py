from __future__ import annotations

import pytest

from bot.presentation.callbacks import parse_callback
from bot.presentation.taps import Tap, parse_tap

TAPS = [
    (Tap("ok", 42, ("Ab-_9xyz",)), "!ok:42:Ab-_9xyz"),
    (Tap("versions", 2**52), "!versions:4503599627370496"),
    (Tap("save-as", 7, ("-a", "12", "0")), "!save-as:7:-a:12:0"),
]


@pytest.mark.parametrize(("tap", "data"), TAPS)
def test_a_tap_is_read_back_as_it_was_written(tap: Tap, data: str) -> None:
    assert str(tap) == data
    assert parse_tap(data) == tap
    assert len(data) <= 64
    assert parse_callback(data) is None


FORGED = [
    "",
    "ok:1",
    "!",
    "!ok",
    "!ok:",
    "!OK:1",
    "!ok:-1",
    "!ok:１",
    "!ok:1:",
    "!ok:1:a:b:c:d",
    "!ok:1:字",
    "!ok:1\n",
    "!" + "a" * 13 + ":1",
]


@pytest.mark.parametrize("data", FORGED)
def test_whatever_else_is_no_tap(data: str) -> None:
    assert parse_tap(data) is None


@pytest.mark.parametrize(
    ("word", "number"), [("0", 0), ("12", 12), ("-1", None), ("a", None), ("9" * 10, None)]
)
def test_numbers_are_read_with_care(word: str, number: int | None) -> None:
    assert Tap("x", 1, (word,)).number(0) == number
    assert Tap("x", 1).number(0) is None

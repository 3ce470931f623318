from __future__ import annotations

import datetime

from bot.edge.telegram.admin.missing import grouped
from bot.journal.records import Miss
from bot.presentation.teaching import Group

NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
EARLIER = NOON - datetime.timedelta(days=3)


def test_misses_that_are_alike_are_one_entry() -> None:
    missed = (
        Miss("aaaaaaaa", "火星探测器什么时候返回？", 3, EARLIER),
        Miss("bbbbbbbb", "月球上有没有水？", 2, NOON),
        Miss("cccccccc", "请问火星探测器\n什么时候返回呢", 1, NOON),
    )
    assert grouped(missed) == (
        Group(
            "aaaaaaaa",
            ("火星探测器什么时候返回？", "请问火星探测器 什么时候返回呢"),
            4,
            NOON,
            ("aaaaaaaa", "cccccccc"),
        ),
        Group("bbbbbbbb", ("月球上有没有水？",), 2, NOON, ("bbbbbbbb",)),
    )


def test_without_misses_there_are_no_groups() -> None:
    assert grouped(()) == ()

from __future__ import annotations

import logging

import pytest

from bot.edge.telegram.link.troubles import Trouble, Troubles

LOST = Trouble("lost", "好了：{times} 次，{seconds} 秒")
ODD = Trouble("odd", "一共 {times} 次", until_well=False)


class Told:
    """Troubles by a clock that the test turns, and what the log says of them."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, "bot")
        self.now = 0.0
        self.troubles = Troubles(lambda: self.now)
        self._caplog = caplog

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.troubles.look()

    @property
    def levels(self) -> list[str]:
        return [record.levelname for record in self._caplog.records]

    @property
    def lines(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    return Told(caplog)


def test_a_trouble_is_said_once_and_counted_when_it_is_over(told: Told) -> None:
    for _ in range(100):
        told.troubles.happened(LOST, "断了")
        told.pass_by(3)
    assert told.lines == ["断了"]
    told.troubles.well(LOST)
    told.pass_by(10)
    assert told.lines == ["断了", "好了：100 次，300 秒"]
    told.troubles.happened(LOST, "断了")
    assert told.lines[2:] == ["断了"]


def test_what_comes_and_goes_is_one_trouble(told: Told) -> None:
    for _ in range(50):
        told.troubles.happened(LOST, "断了")
        told.pass_by(1)
        told.troubles.well(LOST)
        told.pass_by(1)
    assert told.lines == ["断了"]
    told.pass_by(5)
    assert told.lines == ["断了", "好了：50 次，99 秒"]


def test_each_reason_is_said_once_but_not_without_end(told: Told) -> None:
    for number in range(20):
        told.troubles.happened(LOST, f"断了 {number}")
        told.troubles.happened(LOST, f"断了 {number}")
    assert told.lines == [f"断了 {number}" for number in range(5)]
    assert told.levels == ["WARNING", *["INFO"] * 4]


def test_lines_that_differ_in_detail_have_the_same_reason(told: Told) -> None:
    for number in range(20):
        told.troubles.happened(LOST, f"断了 {number}", reason="断了")
    assert told.lines == ["断了 0"]


def test_what_ails_two_things_at_once_is_said_once(told: Told) -> None:
    told.troubles.happened(LOST, "断了")
    told.troubles.happened(ODD, "断了")
    assert told.lines == ["断了"]


def test_what_cannot_go_well_is_over_when_it_is_not_seen_again(told: Told) -> None:
    told.troubles.happened(ODD, "怪")
    told.pass_by(10)
    assert told.lines == ["怪"]
    told.troubles.happened(ODD, "怪")
    told.troubles.happened(ODD, "怪")
    told.pass_by(10)
    assert told.lines == ["怪", "怪", "一共 2 次"]


def test_stopping_counts_what_is_over_and_says_nothing_of_what_is_not(told: Told) -> None:
    told.troubles.happened(LOST, "断了")
    told.troubles.happened(ODD, "怪")
    told.troubles.happened(ODD, "怪")
    told.troubles.close()
    assert told.lines == ["断了", "怪", "一共 2 次"]

from __future__ import annotations

from bot.base.model import Problem
from bot.input.report import Report, brief


def test_places_are_counted_from_one() -> None:
    report = Report("a.yaml", "一\n\n二三\n")
    assert [report.place(offset) for offset in (0, 1, 2, 3, 4, 6)] == [
        (1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (4, 1),
    ]  # fmt: skip


def test_problems_come_in_the_order_of_the_file() -> None:
    report = Report("a.yaml", "一\n二")
    report.add(2, "乙")
    report.add(0, "甲")
    assert report.problems == (Problem("a.yaml", 1, 1, "甲"), Problem("a.yaml", 2, 1, "乙"))


def test_a_quotation_is_short_and_printable() -> None:
    assert brief("一\n\x1b\u202e二") == "“一\\n\\x1b\\u202e二”"
    assert brief("字" * 100) == "“" + "字" * 23 + "…”"

"""Tables whose columns stand straight whatever is in them."""

from __future__ import annotations

import pytest

from bot.presentation.table import table, width


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("问据", 4), ("（全角）", 8), ("召回@30", 7), ("e\u0301", 1), ("0–9", 3)],
)
def test_chinese_characters_take_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_first_column_stands_left_and_the_others_right() -> None:
    rows = [("问题", "题数", "Hit@1"), ("全部", "1002", ".7"), ("x", "8", "")]
    assert table(rows) == [
        "问题  题数  Hit@1",
        "全部  1002     .7",
        "x        8",
    ]

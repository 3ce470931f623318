from __future__ import annotations

import pytest

from bot.input.documents.dates import Byline, find_date, read_byline


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-06", "2024-05-06"),
        ("2024-5-6 9:03", "2024-05-06 09:03"),
        ("2024/05/06 09:03:54", "2024-05-06 09:03:54"),
        ("2024.05.06", "2024-05-06"),
        ("2024年5月6日", "2024-05-06"),
        ("2024 年 5 月 6 日 9时03分", "2024-05-06 09:03"),
        ("2024-05-06T09:03:54.123+0900", "2024-05-06 09:03:54+09:00"),
        ("发布时间：2024-05-06　09:03", "2024-05-06 09:03"),
        ("2024-02-30，2024-03-01", "2024-03-01"),
        ("2024-05-06 25:00", None),
        ("12024-05-06", None),
        ("5月6日", None),
        ("电话 0532-2024-0506", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("2020-11-11 09:03:54　来源：新华社", Byline("2020-11-11 09:03:54", "新华社")),
        ("来源：新华网 发布时间：2020年11月11日", Byline("2020-11-11", "新华网")),
        ("发布时间: 2020-11-11 | 来 源: 新华社 | 浏览次数：123", Byline("2020-11-11", "新华社")),
        ("（2020-11-11）", Byline("2020-11-11")),
        ("来源：新华社", Byline(None, "新华社")),
        ("2020-11-11 09:03 来源：新华社 作者：李学仁", None),
        ("2020-11-11，新港开港。", None),
        ("会议于2020年11月11日举行。", None),
        ("新港开港", None),
        ("来源：" + "新" * 200, None),
    ],
)
def test_a_byline_says_when_and_where_and_nothing_else(text: str, byline: Byline | None) -> None:
    assert read_byline(text) == byline

from __future__ import annotations

import datetime
import io

import pytest
from matplotlib.image import imread

from bot.input.settings import Thresholds
from bot.journal.records import AskedOften, Day, Stats, Today
from bot.presentation.charts.overview import draw, share
from bot.presentation.texts import LANGUAGES, Texts

TODAY = datetime.date(2026, 1, 2)
OFTEN = (
    AskedOften("谁主持了会议？", 41),
    AskedOften("上合组织" * 50, 23),
    AskedOften(r"<b>普京</b> & $x^2_3$ \alpha {%d}", 9),
    AskedOften("🎉 龘靐齉 \ud83d", 5),
    AskedOften("$", 1),
)


def made(days: int, *, often: tuple[AskedOften, ...] = OFTEN, scale: int = 1) -> Stats:
    dates = [TODAY - datetime.timedelta(days=ago) for ago in range(days - 1, -1, -1)]
    counted = (Day(date, 7 * scale, 2 * scale, scale, 3 * scale, scale) for date in dates)
    steps = tuple(number * scale for number in range(10))
    return Stats(tuple(counted), steps, often, Today(10, 1.0, 2.0))


def empty(days: int) -> Stats:
    return made(days, often=(), scale=0)


DRAWN = {
    "a week": made(7),
    "a month": made(30),
    "three months": made(90),
    "nothing at all": empty(30),
    "one day of many": Stats(
        (*empty(29).days, *made(1).days), (1,) * 10, OFTEN, Today(1, 1.0, 1.0)
    ),
    "a single day": made(1),
    "a million": made(7, scale=1_000_000),
}


@pytest.mark.parametrize("stats", DRAWN.values(), ids=DRAWN.keys())
def test_every_picture_fits_a_phone(stats: Stats) -> None:
    picture = draw(stats, Thresholds(), Texts().running.chart(30))
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert [int.from_bytes(picture[at : at + 4]) for at in (16, 20)] == [1080, 1280]
    assert len(picture) < 10 * 2**20


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_nothing_reaches_the_edges(texts: Texts) -> None:
    picture = draw(made(90, scale=1000), Thresholds(), texts.running.chart(90))
    pixels = imread(io.BytesIO(picture))
    edges = (pixels[:12], pixels[-12:], pixels[:, :12], pixels[:, -12:])
    assert all((edge == 1).all() for edge in edges)


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, "33%"), (2, 2, "100%"), (0, 5, "0%"), (0, 0, "–")]
)
def test_a_share_of_nothing_is_a_dash(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == expected

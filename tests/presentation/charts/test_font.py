from __future__ import annotations

import pytest

from bot.presentation.charts.font import FONT_FILE, clipped, drawable
from bot.presentation.table import width
from bot.presentation.texts import LANGUAGES, Texts

DRAWN = [
    ("谁主持了会议？", "谁主持了会议？"),
    ("誰主持了會議？「繁體」", "誰主持了會議？「繁體」"),
    ("WHO 2020 – 95% $x^2$ é ü", "WHO 2020 – 95% $x^2$ é ü"),
    ("カタカナ Ωμεγα Привет", "カタカナ Ωμεγα Привет"),
    ("一行\n\t 又一行", "一行 又一行"),
    ("😀", "□"),
    ("大桥🎉🎉通车", "大桥□通车"),
    ("👨\u200d👩\u200d👧 ❤\ufe0f", "□ □"),
    ("𠮷野家", "□野家"),
    ("\u202eevil\u0000\ud83d", "evil"),
    ("e\u0301", "é"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "drawn"), DRAWN)
def test_what_the_font_lacks_becomes_a_box(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


CLIPPED = [
    ("谁？", 10, "谁？"),
    ("谁主持会议", 10, "谁主持会议"),
    ("谁主持会议了", 10, "谁主持会…"),
    ("abcdefghijk", 10, "abcdefghi…"),
    ("😀😀😀😀 abc", 10, "□ abc"),
]


@pytest.mark.parametrize(("text", "columns", "expected"), CLIPPED)
def test_long_questions_are_clipped_by_their_width(text: str, columns: int, expected: str) -> None:
    assert clipped(text, columns) == expected
    assert width(expected) <= columns + 1


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_the_font_has_every_word_of_the_chart(texts: Texts) -> None:
    words = texts.running.chart(30)
    said = [getattr(words, name) for name in words.__slots__]
    assert [drawable(one) for one in said] == said


def test_the_font_is_small_and_its_licence_beside_it() -> None:
    assert FONT_FILE.stat().st_size < 4 * 2**20
    licence = FONT_FILE.with_name("OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence

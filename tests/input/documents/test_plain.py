from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.input.documents.encodings import decode
from bot.input.documents.plain import read_plain
from bot.input.documents.reading import read

LONG = "新港昨天在青岛开港，仪式由市长王芳主持，来宾共三百人，其中有各国船东和码头工人的代表，会场设在三号泊位。"


def wrapped(text: str, width: int, indent: str = "") -> str:
    whole = indent + text
    return "\n".join(whole[at : at + width] for at in range(0, len(whole), width))


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("一。\n二。\n", ["一。", "二。"]),
        ("一。\n\n\n二。", ["一。", "二。"]),
        ("　　一。\r\n　　二。\r\n", ["一。", "二。"]),
        (wrapped(LONG, 20), [LONG]),
        (f"{wrapped(LONG, 20)}\n\n{wrapped(LONG, 20)}", [LONG, LONG]),
        (f"{wrapped(LONG, 20, '　　')}\n{wrapped(LONG, 20, '　　')}", [LONG, LONG]),
        (
            "新港开港\n2024-05-06 09:03 来源：海港报\n新港昨天开港。\n",
            ["新港开港", "2024-05-06 09:03 来源：海港报", "新港昨天开港。"],
        ),
        ("甲\n乙\n丙\n丁", ["甲", "乙", "丙", "丁"]),
        (f"{LONG * 3}\n{LONG * 3}", [LONG * 3, LONG * 3]),
        (
            "The harbour of Qingdao was opened\nby the mayor in front of a hundred\nguests.",
            ["The harbour of Qingdao was opened by the mayor in front of a hundred guests."],
        ),
    ],
)
def test_paragraphs_are_lines_or_lines_that_were_broken(text: str, paragraphs: list[str]) -> None:
    assert [block.text for block in read_plain(text).blocks] == paragraphs


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("新港开港\n新港昨天开港。", "新港开港", "新港昨天开港。"),
        ("新港昨天开港。\n仪式由市长主持。", "港", "新港昨天开港。\n\n仪式由市长主持。"),
        ("新港开港", "港", "新港开港"),
        ("2024-05-06\n新港昨天开港。", "港", "新港昨天开港。"),
    ],
)
def test_the_first_line_is_the_title_where_it_looks_like_one(
    text: str, title: str, rest: str
) -> None:
    article = read("港.txt", text.encode())
    assert (article.title, article.text) == (title, rest)


def test_text_without_a_name_is_called_by_its_first_line() -> None:
    assert read("-.txt", "新港昨天开港。".encode()).title == "新港昨天开港。"


SIMPLIFIED, TRADITIONAL = "新港昨天在青岛开港。", "新港昨天在青島開港。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (text, encoding)
        for text, encodings in (
            (SIMPLIFIED, "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be gbk gb18030 utf-32"),
            (SIMPLIFIED * 9000, "utf-8 gbk utf-16"),
            (TRADITIONAL, "utf-8 big5 utf-16"),
            (TRADITIONAL * 9000, "big5"),
            ("Plain English.", "ascii"),
            ("𠮷田昨天在青岛说，港口今天开放。", "gb18030"),
        )
        for encoding in encodings.split()
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\xff" * 100, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff" * 9]
)
def test_what_is_no_text_is_not_decoded(data: bytes) -> None:
    assert decode(data) is None


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_text_or_not(data: bytes) -> None:
    text = decode(data)
    assert text is None or "\0" not in text

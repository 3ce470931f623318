from __future__ import annotations

import pytest

from bot.base.errors import DocumentError
from bot.input.documents.reading import read
from tests.input.documents.papers import LEFT, RIGHT, pdf, typeset

FIRST = (
    "新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人，其中有各国船东和码头工人的代表，会场设在三号泊位。"
    * 2
)
SECOND = "这座码头建于一九九八年，长三百米，可以停靠两艘大船；改建用了十四个月，花费三亿元，全部由市里支付，没有贷款。"
THIRD = "港口今后每天二十四小时开放。"


def test_lines_become_paragraphs_again() -> None:
    article = read("港.pdf", pdf([typeset([FIRST, SECOND, THIRD])]))
    assert article.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert article.title == "港"


def test_a_paragraph_goes_on_over_a_page_without_headers_footers_and_numbers() -> None:
    lines = typeset([FIRST, SECOND * 3])
    share = -(-len(lines) // 4)
    pages = []
    for number in range(4):
        part = lines[number * share : (number + 1) * share]
        moved = [
            (left, 700 - 20 * row, size, text) for row, (left, _, size, text) in enumerate(part)
        ]
        header = (LEFT, 800, 9, "海港报 内部资料")
        pages.append([header, *moved, (290, 30, 9, f"{number + 1}")])
    assert read("a.pdf", pdf(pages)).text == f"{FIRST}\n\n{SECOND * 3}"


@pytest.mark.parametrize("number", ["第 1 页", "第1页 共9页", "- 1 -", "1 / 9", "Page 1 of 9"])
def test_a_labelled_page_number_is_no_text(number: str) -> None:
    lines = [*typeset([FIRST, SECOND]), (290, 30, 9, number)]
    assert read("a.pdf", pdf([lines])).text == f"{FIRST}\n\n{SECOND}"


def test_bare_numbers_are_page_numbers_where_they_count_the_pages() -> None:
    pages = [[*typeset([SECOND]), (290, 30, 9, str(number))] for number in (7, 8)]
    assert read("a.pdf", pdf(pages)).text == f"{SECOND}\n\n{SECOND}"


def test_a_bare_number_on_the_only_page_may_be_text() -> None:
    assert "2020" in read("a.pdf", pdf([[*typeset([SECOND]), (290, 30, 9, "2020")]])).text


def test_the_title_is_what_is_set_larger_at_the_top() -> None:
    heading = [(150, 800, 20, "新港开港："), (150, 774, 20, "一座码头的新生")]
    byline = [(200, 745, 10, "2024年5月6日 09:00　来源：海港报")]
    subtitle = [(LEFT, 700, 14, "一、历史")]
    page = [*heading, *byline, *typeset([FIRST], 725)[:1], *subtitle, *typeset([SECOND], 670)]
    article = read("a.pdf", pdf([page], title="Microsoft Word - 稿子.doc"))
    assert article.title == "新港开港：一座码头的新生"
    assert (article.published, article.source) == ("2024-05-06 09:00", "海港报")
    assert article.text.split("\n\n")[1:] == ["一、历史", SECOND]


def test_a_title_in_the_metadata_counts_unless_a_program_made_it_up() -> None:
    page = typeset([FIRST])
    assert read("a.pdf", pdf([page], title="新港开港")).title == "新港开港"
    assert read("a.pdf", pdf([page], title="Microsoft Word - a.doc")).title == "a"
    assert read("a.pdf", pdf([page], title="untitled")).title == "a"


def test_columns_are_read_one_after_the_other() -> None:
    middle = (LEFT + RIGHT) / 2
    narrow = ["新港昨天在青岛开港。仪式由市长", "王芳主持，来宾共三百人，会场设", "在三号泊位。"]
    left = [(LEFT, 700 - 20 * row, 12, text) for row, text in enumerate(narrow)]
    right = [(middle + 12, 700 - 20 * row, 12, text) for row, text in enumerate(narrow)]
    text = "".join(narrow)
    assert read("a.pdf", pdf([[*left, *right]])).text == f"{text}\n\n{text}"


def test_western_words_are_joined_with_blanks() -> None:
    page = [(LEFT, 700, 12, "The harbour of Qingdao was opened yesterday by mayor Wang"),
            (LEFT, 680, 12, "Fang and three hundred guests from eleven other countries.")]  # fmt: skip
    assert "mayor Wang Fang and" in read("a.pdf", pdf([page])).text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (pdf([[]]), "里面没有文字，可能是扫描的图片；请先做文字识别（OCR）"),
        (pdf([typeset([FIRST])], password="秘密"), "有打开密码；请先去掉密码"),
        (pdf([typeset([FIRST])])[:400], "不是完好的 PDF 文件"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "不是完好的 PDF 文件"),
    ],
)
def test_what_cannot_be_read_is_a_problem(data: bytes, problem: str) -> None:
    with pytest.raises(DocumentError) as error:
        read("a.pdf", data)
    assert str(error.value) == f"a.pdf: {problem}"

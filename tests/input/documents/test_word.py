from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from bot.base.errors import DocumentError
from bot.input.documents.reading import read
from tests.input.documents.papers import word, word_with


def harbour(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    document.add_heading("新港开港", 0)
    document.add_paragraph("来源：海港报　2024-05-06 09:00")
    document.add_paragraph("　　新港昨天在青岛开港。")
    document.add_heading("历史", 1)
    document.add_paragraph("一号泊位", style="List Bullet")
    table = document.add_table(2, 2)
    for (row, column), text in {(0, 0): "年份", (0, 1): "吞吐量", (1, 0): "2020"}.items():
        table.cell(row, column).text = text
    document.add_paragraph("仪式由").add_run("市长王芳").bold = True


def test_paragraphs_headings_lists_and_tables_become_paragraphs() -> None:
    article = read("a.docx", word(harbour))
    assert article.title == "新港开港"
    assert (article.published, article.source) == ("2024-05-06 09:00", "海港报")
    assert article.text.split("\n\n") == [
        "新港昨天在青岛开港。",
        "历史",
        "一号泊位",
        "年份 | 吞吐量",
        "2020",
        "仪式由市长王芳",
    ]


@pytest.mark.parametrize(
    ("named", "title"),
    [("新港", "新港"), ("新建 Microsoft Word 文档", "文件名"), ("", "文件名")],
)
def test_without_a_heading_the_properties_or_the_file_name_the_title(
    named: str, title: str
) -> None:
    data = word(lambda document: document.add_paragraph("新港昨天在青岛开港。"), named)
    assert read("文件名.docx", data).title == title


def test_a_heading_below_a_paragraph_is_no_title() -> None:
    def write(document: Any) -> None:  # noqa: ANN401 - as above
        document.add_paragraph("新港昨天在青岛开港，仪式由市长王芳主持。")
        document.add_heading("历史", 1)

    article = read("港.docx", word(write))
    assert (article.title, article.text.split("\n\n")[1]) == ("港", "历史")


def test_a_document_that_is_nothing_but_a_title_keeps_it() -> None:
    article = read("港.docx", word(lambda document: document.add_heading("新港开港", 0)))
    assert (article.title, article.text) == ("港", "新港开港")


def test_the_day_a_file_was_made_is_no_day_of_publication() -> None:
    assert read("a.docx", word(lambda document: document.add_paragraph("文。"))).published is None


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "%s">%s]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>&b9;</w:t></w:r></w:p></w:body></w:document>""" % (
    b"ha" * 50,
    b"".join(
        b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&a;" * 10)
        for n in range(10)
    ),
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (word(harbour)[:2000], "不是完好的 Word 文档（.docx）"),
        (b"PK\x03\x04" + b"\0" * 500, "不是完好的 Word 文档（.docx）"),
        (archive({"a.txt": b"a"}), "压缩包里没有 Word 正文，不是 Word 文档（.docx）"),
        (word_with({"word/document.xml": b"<broken"}), "不是完好的 Word 文档（.docx）"),
        (
            word_with({"word/document.xml": b" " * (40 * 2**20)}),
            "解开后太大，不读取；请删去图片，或拆成几个文件",
        ),
        (
            word_with({"word/media/a.bmp": b"\0" * (270 * 2**20)}),
            "解开后太大，不读取；请删去图片，或拆成几个文件",
        ),
        (word(lambda _: None), "里面没有文字"),
        (
            word_with({"word/document.xml": ENTITIES}),
            "含有 DOCTYPE，不是完好的 Word 文档（.docx）",
        ),
    ],
    ids=["cut", "zeros", "no-word", "no-xml", "markup-bomb", "picture-bomb", "empty", "entities"],
)
def test_what_cannot_be_read_is_a_problem(data: bytes, problem: str) -> None:
    with pytest.raises(DocumentError) as error:
        read("a.docx", data)
    assert str(error.value) == f"a.docx: {problem}"

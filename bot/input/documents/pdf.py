"""PDF documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pypdfium2

from bot.base.errors import DocumentError
from bot.base.model import Problem
from bot.input.documents.blocks import Document, blocks_of, tidy
from bot.input.documents.layout import Line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES: Final = 3000
_LINE: Final = re.compile(r"[^\r\n]+")


def read_pdf(data: bytes, name: str) -> Document:
    """Read a PDF document.

    Raises:
        DocumentError: It is damaged, locked, or holds no text.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        message = "有打开密码；请先去掉密码" if locked else "不是完好的 PDF 文件"
        raise DocumentError([Problem(name, 0, 0, message)]) from error
    if len(document) > MAX_PAGES:
        raise DocumentError([Problem(name, 0, 0, f"超过 {MAX_PAGES} 页；请拆成几个文件")])
    lines = [line for number in range(len(document)) for line in _lines(document, number)]
    if not lines:
        message = "里面没有文字，可能是扫描的图片；请先做文字识别（OCR）"
        raise DocumentError([Problem(name, 0, 0, message)])
    title = tidy(document.get_metadata_dict().get("Title", ""))
    return Document(blocks_of(paragraphs(lines)), title=title or None)


def _lines(document: Any, number: int) -> Iterator[Line]:  # noqa: ANN401 - pypdfium2 has no types
    page = document[number]
    texts = page.get_textpage()
    content: str = texts.get_text_range()
    # Characters outside the basic plane count twice where the library counts as UTF-16 does.
    exact = texts.count_chars() == len(content)
    for match in _LINE.finditer(content):
        text = match.group()
        shown = text.strip()
        if not shown:
            continue
        first = match.start() + len(text) - len(text.lstrip())
        last = first + len(shown) - 1
        if not exact:
            first, last = (len(content[:at].encode("utf-16-le")) // 2 for at in (first, last))
        left, base, _, top = texts.get_charbox(first, loose=True)
        right = texts.get_charbox(last, loose=True)[2]
        # An indentation that is written counts as one that is set.
        indented = "\u3000" if text.startswith("\u3000") else ""
        yield Line(indented + shown, number, left, right, base, top - base)
    texts.close()
    page.close()

"""One file as a draft of an article, read in this process: for the one that is started for it."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.errors import DocumentError
from bot.base.model import Problem
from bot.input.article import read_article
from bot.input.documents.drafting import draft
from bot.input.documents.encodings import decode
from bot.input.files import decode_utf8
from bot.input.knowledge import MAX_BYTES
from bot.input.names import is_yaml
from bot.input.report import Report

if TYPE_CHECKING:
    from bot.base.model import Article
    from bot.input.documents.blocks import Document

_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_HEAD: Final = 1024
"""Bytes in which a PDF's mark may stand, as its readers have it."""


def read(name: str, data: bytes) -> Article:
    """Read a document; the article's id is empty, except in YAML, where it is the file's stem.

    Raises:
        DocumentError: No article can be made of it.
    """
    if is_yaml(Path(name)):
        return _read_yaml(name, data)
    document = _document(name, Path(name).suffix.lower(), data)
    article = draft(document, Path(name).stem)
    if article is None:
        raise _problem(name, "里面没有文字")
    if len(article.text.encode("utf-8")) > MAX_BYTES:
        raise _problem(name, f"文字超过 {MAX_BYTES // 2**20} MB；请拆成几个文件")
    return article


def _read_yaml(name: str, data: bytes) -> Article:
    text = decode_utf8(data, name)
    if isinstance(text, Problem):
        raise DocumentError([text])
    report = Report(name, text)
    article = read_article(text, Path(name).stem, report)
    if report.problems or article is None:
        raise DocumentError(report.problems)
    return article


def _document(name: str, suffix: str, data: bytes) -> Document:
    # The libraries are loaded for the one format that is read.
    if suffix == ".pdf":
        _expect(name, data, pdf=True)
        from bot.input.documents.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, name)
    if suffix == ".docx":
        _expect(name, data, archive=True)
        from bot.input.documents.word import read_docx  # noqa: PLC0415

        return read_docx(data, name)
    _expect(name, data)
    if suffix in {".html", ".htm"}:
        from bot.input.documents.web import declared_encoding, read_html  # noqa: PLC0415

        return read_html(_text(name, data, declared_encoding(data)))
    if suffix in {".md", ".markdown"}:
        from bot.input.documents.markdown import read_markdown  # noqa: PLC0415

        return read_markdown(_text(name, data).replace("\r\n", "\n"))
    from bot.input.documents.plain import read_plain  # noqa: PLC0415

    return read_plain(_text(name, data))


def _expect(name: str, data: bytes, *, pdf: bool = False, archive: bool = False) -> None:
    """Refuse content that is not what the name says."""
    is_pdf, is_archive = _PDF in data[:_PDF_HEAD], data.startswith(_ZIP)
    if data.startswith(_OLE):
        if archive:
            raise _problem(name, "有打开密码，或是旧版 Word 格式；请去掉密码，另存为 .docx")
        raise _problem(name, "内容是旧版 Office 文件，与扩展名不符；请另存为 .docx")
    if is_pdf and not pdf:
        raise _problem(name, "内容是 PDF，与扩展名不符；请把扩展名改成 .pdf")
    if is_archive and not archive:
        raise _problem(name, "内容是压缩包或 Office 文件，与扩展名不符")
    if pdf and not is_pdf:
        raise _problem(name, "内容不是 PDF，与扩展名不符")
    if archive and not is_archive:
        raise _problem(name, "内容不是 Word 文档（.docx），与扩展名不符")


def _text(name: str, data: bytes, encoding: str | None = None) -> str:
    text = _declared(data, encoding) or decode(data)
    if text is None:
        raise _problem(name, "不是文本文件，或认不出它的编码；请另存为 UTF-8")
    return text


def _declared(data: bytes, encoding: str | None) -> str | None:
    if encoding is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE)):
        return None
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _problem(name: str, message: str) -> DocumentError:
    return DocumentError([Problem(name, 0, 0, message)])

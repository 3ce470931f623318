"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile
from typing import Final
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from bot.base.errors import DocumentError
from bot.base.model import Problem
from bot.input.documents.blocks import Document, tidy
from bot.input.documents.markup import blocks_in, parse_html

MAX_EXPANDED: Final = 256 * 1024 * 1024
"""Bytes of all parts together; a book with hundreds of pictures stays below."""
MAX_XML: Final = 32 * 1024 * 1024
"""Bytes of the parts that are read: markup is some ten times the text, memory ten times the markup."""
_MAX_PARTS: Final = 10_000
_MARKUP: Final = (".xml", ".rels")
_WIDE: Final = ("utf-16-le", "utf-16-be")
_STYLES: Final = "p[style-name='Title'] => h1:fresh\np[style-name='标题'] => h1:fresh"
_CORE: Final = "docProps/core.xml"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(data: bytes, name: str) -> Document:
    """Read a Word document.

    Raises:
        DocumentError: It is damaged, no Word document, or expands beyond measure.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, name)
            title = _core_title(archive)
        rendered = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
        ).value
    except (zipfile.BadZipFile, KeyError, ExpatError, etree.XMLSyntaxError) as error:
        raise DocumentError([Problem(name, 0, 0, "不是完好的 Word 文档（.docx）")]) from error
    root = parse_html(rendered)
    if root is None:
        return Document((), title=title)
    for link in list(root.iter("a")):
        # Numbers of footnotes in the text, and the arrows that lead back from them.
        if (
            link.get("href", "").startswith("#")
            and link.get("id", link.get("href")).find("note") >= 0
        ):
            link.text = None
    return Document(blocks_in(root), title=title)


def _check(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what would fill the memory; the sizes it declares are all that is ever unpacked."""
    parts = archive.infolist()
    if "word/document.xml" not in archive.namelist():
        raise DocumentError(
            [Problem(name, 0, 0, "压缩包里没有 Word 正文，不是 Word 文档（.docx）")]
        )
    whole = sum(part.file_size for part in parts)
    markup = sum(part.file_size for part in parts if part.filename.endswith(_MARKUP))
    if whole > MAX_EXPANDED or markup > MAX_XML or len(parts) > _MAX_PARTS:
        message = "解开后太大，不读取；请删去图片，或拆成几个文件"
        raise DocumentError([Problem(name, 0, 0, message)])
    for part in parts:
        if part.filename.endswith(_MARKUP) and _declares(archive.read(part)):
            # No word processor writes one; it is where entities are made that unfold without end.
            raise DocumentError(
                [Problem(name, 0, 0, "含有 DOCTYPE，不是完好的 Word 文档（.docx）")]
            )


def _declares(markup: bytes) -> bool:
    return any("<!DOCTYPE".encode(encoding) in markup for encoding in ("ascii", *_WIDE))


def _core_title(archive: zipfile.ZipFile) -> str | None:
    if _CORE not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read(_CORE), parser)
    return tidy(root.findtext(_TITLE) or "") or None


def _no_image(_: object) -> dict[str, str]:
    """Leave a picture out: it would be read and written as text."""
    return {"src": ""}

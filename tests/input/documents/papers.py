"""Documents for the tests to read, written by the libraries of the trade."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FONT = "STSong-Light"
LEFT, RIGHT, TOP, LEADING, SIZE = 72, 523, 780, 20, 12


def word(write: Callable[[Any], None], title: str = "") -> bytes:
    """Return a Word document."""
    document = docx.Document()
    document.core_properties.title = title
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_with(parts: dict[str, bytes]) -> bytes:
    """Return an archive with parts of one's own in place of a Word document's, or besides."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word(lambda _: None))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def pdf(
    pages: Iterable[Sequence[tuple[float, float, float, str]]],
    *,
    title: str | None = None,
    password: str | None = None,
    compressed: bool = True,
) -> bytes:
    """Return a PDF document of lines: where each begins, its height, its size, its text."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4, encrypt=password, pageCompression=int(compressed))
    if title is not None:
        paper.setTitle(title)
    for page in pages:
        for left, height, size, text in page:
            paper.setFont(FONT, size)
            paper.drawString(left, height, text)
        paper.showPage()
    paper.save()
    return file.getvalue()


def typeset(paragraphs: Sequence[str], top: float = TOP) -> list[tuple[float, float, float, str]]:
    """Break paragraphs into lines as a Chinese book does, each with an indentation."""
    lines: list[tuple[float, float, float, str]] = []
    width = (RIGHT - LEFT) // SIZE
    for paragraph in paragraphs:
        rest, left = paragraph, LEFT + 2 * SIZE
        while rest:
            count = width - (left - LEFT) // SIZE
            lines.append((left, top, SIZE, rest[:count]))
            rest, left, top = rest[count:], LEFT, top - LEADING
    return lines

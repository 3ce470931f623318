"""What must hold whatever is in a Word document or a PDF: targets that take bytes.

Each is asserted of real files, written by the libraries of the trade, that were altered somewhere:
bytes that are nothing but wild are refused at their first glance.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import threading
import zipfile
from typing import TYPE_CHECKING, Any, Final

import psutil
from lxml import etree

from bot.base.errors import DocumentError
from bot.input.article import read_article
from bot.input.documents.__main__ import told
from bot.input.documents.conversion import Halt, article_of, convert
from bot.input.report import Report
from bot.input.writing import dump_article
from tests.input.documents.papers import LEFT, pdf, typeset, word, word_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.base.model import Article

SECONDS: Final = 30.0
"""For one conversion: what is altered here is small, and takes a fraction of one."""
_HALTED: Final = 0.3
"""Of conversions."""
_WHOLE, _REPEATED = 0.2, 0.1
"""How often an archive is altered as it is, and how often one of its parts grows by repetition."""
_LONGEST_REPEAT: Final = 256 * 1024
"""Bytes of a part after one of its pieces was repeated."""
_TEXTS: Final = (
    "新港昨天在青岛开港，来宾共三百人。",
    "A pier & 🌉 <b>码头</b>。" * 8,
    "2024年5月6日 海港报",
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREAD: Final = (
    "customXml/",
    "docProps/app",
    "docProps/thumbnail",
    "word/fontTable",
    "word/settings",
    "word/stylesWith",
    "word/theme",
    "word/webSettings",
)
_NOTES: Final = (
    b'<?xml version="1.0"?><w:footnotes '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:footnote w:id="1"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def paper(name: str, data: bytes) -> None:
    """Convert in this process: an article that can be kept, or a sentence that says why not."""
    found = told(name, data)
    json.dumps(found)
    for _, _, message in found.get("problems", ()):
        assert message.isprintable()
    if "article" in found:
        _assert_kept(article_of(found["article"]))


def conversion(data: bytes) -> None:
    """Convert as the bot does, in a bounded process that may be halted: none is left behind.

    What is converted, and whether and when it is halted, is drawn by the bytes: that another
    process reads them guides nobody.
    """
    chance = random.Random(data)  # noqa: S311 - no secret
    name = chance.choice(("a.docx", "a.pdf"))
    content = chance.choice(_words() if name == "a.docx" else _pdfs())
    for _ in range(chance.randint(1, 8)):
        seed = chance.getrandbits(32)
        content = altered(content, seed, functools.partial(slipped, seed=seed))
    before = set(psutil.Process().children())
    halt = Halt()
    # From before the process is there until after it has ended.
    ending = threading.Timer(chance.random() / 2, halt.ask)
    if chance.random() < _HALTED:
        ending.start()
    try:
        with contextlib.suppress(DocumentError):
            _assert_kept(convert(name, content, megabytes=1, seconds=SECONDS, halt=halt))
    finally:
        ending.cancel()
    assert set(psutil.Process().children()) <= before


PAPERS: Final[dict[str, Callable[[bytes], None]]] = {
    "word": functools.partial(paper, "a.docx"),
    "pdf": functools.partial(paper, "a.pdf"),
    "conversion": conversion,
}


def seeds(target: str) -> tuple[bytes, ...]:
    """Give what a target begins with."""
    return {"word": _words(), "pdf": _pdfs()}.get(target, (b"0",))


def altered(data: bytes, seed: int, mutate: Callable[[bytes], bytes]) -> bytes:
    """Alter a file somewhere: of an archive one of its parts, which is packed again.

    Args:
        data: The file.
        seed: Decides which part, and how.
        mutate: Alters some bytes.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    if chance.random() < _WHOLE:
        return mutate(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
    except Exception:  # noqa: BLE001 - it was damaged before, in whatever way
        return mutate(data)
    if not parts:
        return mutate(data)
    name = chance.choice([*parts, *["word/document.xml"] * len(parts)])
    content = parts.get(name, b"")
    parts[name] = _repeated(content, chance) if chance.random() < _REPEATED else mutate(content)
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as packing:
        for each, said in parts.items():
            with contextlib.suppress(ValueError):
                packing.writestr(each, said)
    return again.getvalue()


def slipped(data: bytes, seed: int) -> bytes:
    """Alter some bytes: overwritten, left out, doubled, put in the place of others."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randrange(len(data) + 1), chance.randint(1, 16)
        start = chance.randrange(len(data) + 1)
        other = chance.choice([b"", chance.randbytes(length), data[start : start + length]])
        cut = at + chance.choice([0, length])
        data = data[:at] + other + data[cut:]
    return data


def _repeated(content: bytes, chance: random.Random) -> bytes:
    """Repeat a piece: what takes the square of it becomes slow."""
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randint(1, 200)]
    if not piece:
        return content
    times = chance.randint(1, _LONGEST_REPEAT // len(piece))
    return content[:start] + piece * times + content[start:]


def _assert_kept(article: Article) -> None:
    report = Report("a.yaml", dump_article(article))
    assert read_article(dump_article(article), "a", report) is not None
    assert report.problems == ()


@functools.cache
def _words() -> tuple[bytes, ...]:
    def plain(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
        document.add_heading("新港开港", 1)
        for text in _TEXTS:
            document.add_paragraph(text)

    def rich(document: Any) -> None:  # noqa: ANN401
        document.add_paragraph("一", style="List Bullet")
        document.add_paragraph("二", style="List Number")
        table = document.add_table(2, 2)
        table.cell(0, 0).text = "甲"
        table.cell(1, 1).text = "乙"
        document.add_paragraph().add_run("丙").bold = True
        document.add_page_break()

    noted = word_with({"word/footnotes.xml": _NOTES})
    return tuple(map(_slim, (word(plain, "题目"), word(rich), noted)))


def _slim(data: bytes) -> bytes:
    """Leave out what a document's template brings along: nine tenths of it, and of the time."""
    kept = {"Normal", "Heading1", "ListBullet", "ListNumber", "TableNormal"}
    slim = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(slim, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "word/styles.xml":
                root = etree.fromstring(content)
                for style in root.findall(f"{_W}style"):
                    if style.get(f"{_W}styleId") not in kept:
                        root.remove(style)
                for latent in root.findall(f"{_W}latentStyles"):
                    root.remove(latent)
                content = etree.tostring(root)
            if not name.startswith(_UNREAD):
                new.writestr(name, content)
    return slim.getvalue()


@functools.cache
def _pdfs() -> tuple[bytes, ...]:
    lines = [(float(LEFT), 780.0 - 20 * row, 12.0, text) for row, text in enumerate(_TEXTS)]
    return (
        pdf([lines], title="题目"),
        pdf([lines, typeset(["码头长三百米，" * 30]), []]),
        pdf([lines], compressed=False),
        pdf([lines], password="geheim"),
    )

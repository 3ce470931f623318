"""The door to conversion: a file's name and bytes in, the draft of an article out."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import bot
from bot.base.errors import DocumentError
from bot.base.model import Article, Problem
from bot.input.article import read_article
from bot.input.files import decode_utf8
from bot.input.names import shown
from bot.input.report import Report

SUFFIXES: Final = (".txt", ".md", ".html", ".docx", ".pdf", ".yaml")
"""What can be converted; `.markdown`, `.htm` and `.yml` are other names for three of them."""
MAX_SECONDS: Final = 60
"""For one document; a book in PDF takes some seconds."""

_OTHER_NAMES: Final = {".markdown", ".htm", ".yml"}
_MEGABYTE: Final = 1024 * 1024
# What a process needs to start; secrets of the environment stay with the bot.
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")


def convert(name: str, data: bytes, *, megabytes: int, seconds: float = MAX_SECONDS) -> Article:
    """Convert a document into the draft of an article.

    Takes up to `seconds`, and for everything but YAML a process: not for the event loop.

    Args:
        name: The file's; its suffix tells the format. Any path in front is left out.
        data: The file's bytes.
        megabytes: How large a file may be (the setting `limits.upload_megabytes`).
        seconds: After which the conversion is given up.

    Returns:
        The article; its id is empty, except in YAML, where it is the file's stem. The title comes
        from the document, or else from the file's name.

    Raises:
        DocumentError: No article can be made of it; its problems say why.
    """
    name = shown(name.replace("\\", "/").rpartition("/")[2])
    suffix = Path(name).suffix.lower()
    if suffix not in {*SUFFIXES, *_OTHER_NAMES}:
        kind = f"不能转换 {suffix} 文件" if suffix else "没有扩展名，不知道是什么格式"
        raise _problem(name, f"{kind}；可以导入的有 {'、'.join(SUFFIXES)}")
    if not data.strip():
        raise _problem(name, "文件是空的")
    if len(data) > megabytes * _MEGABYTE:
        raise _problem(name, f"文件超过 {megabytes} MB（设置 limits.upload_megabytes）")
    if suffix in {".yaml", ".yml"}:
        return _from_yaml(name, data)
    return _from_elsewhere(name, data, seconds)


def _from_yaml(name: str, data: bytes) -> Article:
    text = decode_utf8(data, name)
    if isinstance(text, Problem):
        raise DocumentError([text])
    report = Report(name, text)
    article = read_article(text, Path(name).stem, report)
    if report.problems or article is None:
        raise DocumentError(report.problems)
    return article


def _from_elsewhere(name: str, data: bytes, seconds: float) -> Article:
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    # Where the program is not installed but run from its folder, it is found there too.
    environment["PYTHONPATH"] = str(Path(bot.__file__).parents[1])
    try:
        converter = subprocess.Popen(  # noqa: S603 - this program, and a name that is no path
            [sys.executable, "-m", "bot.input.documents", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        found = json.loads(_finished(converter, data, seconds))
    except subprocess.TimeoutExpired as error:
        raise _problem(name, f"转换超过 {seconds:g} 秒，已放弃；请拆成几个文件") from error
    except (OSError, ValueError) as error:
        raise _problem(name, "转换不了，文件可能已经损坏") from error
    if message := found.get("problem"):
        raise _problem(name, message)
    return Article(**{**found, "tags": tuple(found["tags"]), **_EMPTY})


def _finished(converter: subprocess.Popen[bytes], data: bytes, seconds: float) -> bytes:
    """Give what a converter writes; nothing where it fails. It never outlives this program."""
    with converter:
        # Where the program ends while a thread still waits here, nobody else would end it.
        atexit.register(converter.kill)
        try:
            written, _ = converter.communicate(data, timeout=seconds)
        finally:
            converter.kill()
            atexit.unregister(converter.kill)
    return written if converter.returncode == 0 else b""


_EMPTY: Final = {"sentences": (), "aliases": (), "faq": ()}


def _problem(name: str, message: str) -> DocumentError:
    return DocumentError([Problem(name, 0, 0, message)])

"""The door to conversion: a file's name and bytes in, the draft of an article out."""

from __future__ import annotations

import contextlib
import json
import math
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bot
from bot.base.errors import DocumentError
from bot.base.model import Alias, Article, Faq, Problem
from bot.input.knowledge import MAX_BYTES
from bot.input.names import is_yaml, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES: Final = (".txt", ".md", ".html", ".docx", ".pdf", ".yaml")
"""What can be converted; `.markdown`, `.htm` and `.yml` are other names for three of them."""
MAX_SECONDS: Final = 60
"""For one document; a book in PDF takes some seconds."""

_OTHER_NAMES: Final = {".markdown", ".htm", ".yml"}
_MEGABYTE: Final = 1024 * 1024
# What a process needs to start; secrets of the environment stay with the bot.
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")


class Halt:
    """Ends the conversions that are under way, and lets no other begin; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._processes: set[subprocess.Popen[bytes]] = set()

    def ask(self) -> None:
        """Kill the processes."""
        with self._lock:
            self._asked = True
            for process in self._processes:
                process.kill()

    @contextlib.contextmanager
    def holding(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Know a process until it has ended; it has when this is left."""
        with self._lock:
            self._processes.add(process)
            if self._asked:
                process.kill()
        try:
            yield
        finally:
            process.kill()
            process.wait()
            with self._lock:
                self._processes.discard(process)


def convert(
    name: str,
    data: bytes,
    *,
    megabytes: int,
    seconds: float = MAX_SECONDS,
    halt: Halt | None = None,
) -> Article:
    """Convert a document into the draft of an article.

    Takes up to `seconds`, and a process: not for the event loop.

    Args:
        name: The file's; its suffix tells the format. Any path in front is left out.
        data: The file's bytes.
        megabytes: How large a file may be (the setting `limits.upload_megabytes`).
        seconds: After which the conversion is given up.
        halt: By which another thread may end it.

    Returns:
        The article; its id is empty, except in YAML, where it is the file's stem. The title comes
        from the document, or else from the file's name.

    Raises:
        DocumentError: No article can be made of it; its problems say why.
    """
    name = check_name(name)
    if not data.strip():
        raise _problem(name, "文件是空的")
    if len(data) > megabytes * _MEGABYTE:
        raise _problem(name, f"文件超过 {megabytes} MB（设置 limits.upload_megabytes）")
    if is_yaml(Path(name)) and len(data) > MAX_BYTES:
        raise _problem(name, f"文件超过 {MAX_BYTES // _MEGABYTE} MB；请拆成几个文件")
    return _converted(name, data, seconds, halt or Halt())


def check_name(name: str) -> str:
    """Give a file's bare name, where it may be converted at all.

    Raises:
        DocumentError: It may not.
    """
    name = shown(name.replace("\\", "/").rpartition("/")[2])
    suffix = Path(name).suffix.lower()
    if suffix not in {*SUFFIXES, *_OTHER_NAMES}:
        kind = f"不能转换 {suffix} 文件" if suffix else "没有扩展名，不知道是什么格式"
        raise _problem(name, f"{kind}；可以导入的有 {'、'.join(SUFFIXES)}")
    return name


def _converted(name: str, data: bytes, seconds: float, halt: Halt) -> Article:
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    # Where the program is not installed but run from its folder, it is found there too.
    environment["PYTHONPATH"] = str(Path(bot.__file__).parents[1])
    try:
        process = subprocess.Popen(  # noqa: S603 - this program, and a name that is no path
            [sys.executable, "-m", "bot.input.documents", name, str(math.ceil(seconds))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        with process, halt.holding(process):
            told, _ = process.communicate(data, timeout=seconds)
        # Of a process that was killed there is nothing to read.
        found = json.loads(told.decode("utf-8", "surrogatepass"))
    except subprocess.TimeoutExpired as error:
        raise _problem(name, f"转换超过 {seconds:g} 秒，已放弃；请拆成几个文件") from error
    except (OSError, ValueError) as error:
        raise _problem(name, "转换不了，文件可能已经损坏") from error
    if problems := found.get("problems"):
        raise DocumentError([Problem(name, *problem) for problem in problems])
    return article_of(found["article"])


def article_of(fields: dict[str, Any]) -> Article:
    """Make an article of what the process tells of one."""
    lists = {
        "tags": tuple(fields["tags"]),
        "sentences": tuple(fields["sentences"]),
        "aliases": tuple(Alias(one["name"], tuple(one["others"])) for one in fields["aliases"]),
        "faq": tuple(Faq(tuple(one["ask"]), one["answer"]) for one in fields["faq"]),
    }
    return Article(**{**fields, **lists})


def _problem(name: str, message: str) -> DocumentError:
    return DocumentError([Problem(name, 0, 0, message)])

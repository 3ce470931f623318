"""Convert one document in a process of its own: what a hostile file can harm ends with it.

Takes the file's name and how many seconds it may compute as arguments, and the file's bytes on
standard input; gives a JSON object on standard output: see `told`.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import sys
import warnings
from typing import Any

from bot.base.errors import DocumentError
from bot.input.documents.reading import read

MAX_MEMORY = 2 * 1024**3
"""Bytes of address space, a fraction of which is ever touched."""
_NICENESS = 10
"""Answering readers comes first."""


def main() -> None:
    """Convert what comes on standard input."""
    warnings.simplefilter("ignore")
    # The libraries' own words about a damaged file help nobody.
    logging.disable(logging.CRITICAL)
    name, seconds = sys.argv[1], int(sys.argv[2])
    _bound(seconds)
    found = told(name, sys.stdin.buffer.read())
    # Escapes would be twice as long to read for the bot, which nothing else can do meanwhile.
    written = json.dumps(found, ensure_ascii=False)
    sys.stdout.buffer.write(written.encode("utf-8", "surrogatepass"))


def told(name: str, data: bytes) -> dict[str, Any]:
    """Convert, whatever happens.

    Returns:
        `article` with its fields, or `problems`: of each the line, the column and the message.
    """
    try:
        return {"article": dataclasses.asdict(read(name, data))}
    except DocumentError as error:
        return {"problems": [[one.line, one.column, one.message] for one in error.problems]}
    except MemoryError:
        return _problem("太大或太复杂，转换不了")
    except Exception:  # noqa: BLE001 - no library promises which error a damaged file gives
        return _problem("转换不了，文件可能已经损坏")


def _problem(message: str) -> dict[str, Any]:
    return {"problems": [[0, 0, message]]}


def _bound(seconds: int) -> None:
    """Let the system end what takes too much, even where nobody is left to do so."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none elsewhere

    os.nice(_NICENESS)
    bounds = {
        # Not the time of day, which whoever waits looks at: a process that is kept waiting goes on.
        resource.RLIMIT_CPU: seconds,
        # Nothing is to be left on the disk.
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        bounds[resource.RLIMIT_AS] = MAX_MEMORY
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()

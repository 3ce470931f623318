"""Convert one document in a process of its own: what a hostile file can harm ends with it.

Takes the file's name as the only argument and its bytes on standard input; gives a JSON object on
standard output, with the fields of the article or with `problem`.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import sys
import warnings

from bot.base.errors import DocumentError
from bot.input.documents.reading import read

MAX_MEMORY = 2 * 1024**3
"""Bytes of address space, a fraction of which is ever touched."""


def main() -> None:
    """Convert, whatever happens."""
    warnings.simplefilter("ignore")
    # The libraries' own words about a damaged file help nobody.
    logging.disable(logging.CRITICAL)
    _bound_memory()
    name = sys.argv[1]
    try:
        found = dataclasses.asdict(read(name, sys.stdin.buffer.read()))
    except DocumentError as error:
        found = {"problem": error.problems[0].message}
    except MemoryError:
        found = {"problem": "太大或太复杂，转换不了"}
    except Exception:  # noqa: BLE001 - no library promises which error a damaged file gives
        found = {"problem": "转换不了，文件可能已经损坏"}
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - there is none elsewhere

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    main()

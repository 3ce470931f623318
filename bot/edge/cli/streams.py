"""Standard streams as they come: terminals and pipes, colours or none, bytes of any kind."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare_output() -> None:
    """Make the output streams take any text: a character that cannot be shown is no reason to stop.

    Pipes and files get UTF-8 whatever the locale says; a terminal keeps its own encoding.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding=None if stream.isatty() else "utf-8",
                errors="replace",
            )


def is_interactive() -> bool:
    """Tell whether a person sits at both ends."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def wants_colour() -> bool:
    """Tell whether answers may be coloured: in a terminal, unless the user said no."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout.isatty()


def standard_input() -> BinaryIO:
    """Return the bytes of standard input; none where it is closed."""
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Yield each line of UTF-8 text without its end; bytes that are not UTF-8 become U+FFFD."""
    encoding = "utf-8-sig"
    for line in stream:
        yield line.decode(encoding, "replace").rstrip("\r\n")
        encoding = "utf-8"

"""Files that keep what can be made again: a few facts, and parts of bytes that can be mapped.

Whatever was cut off, changed or written by another version is found out before it is used. A file
is written whole or not at all, under a name that nobody reads until it is done.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    Part = bytes | memoryview

UNFINISHED: Final = ".kept.tmp"
"""How the names of files end that are still being written, or were when the power went."""
_MAGIC: Final = b"wenju kept 1\n\0\0\0"
_ALIGNED: Final = 64
_HEADER: Final = len(_MAGIC) + 16
"""Bytes before the facts: the mark, the facts' length and their checksum."""
_WHOLE: Final = 1 << 22
"""Bytes: of a larger part the checksum covers the beginning and the end alone, since reading all
of it would take longer than starting may, and bring all of it into memory."""
_SAMPLE: Final = 1 << 16


class Kept(NamedTuple):
    """What a file holds."""

    facts: Any
    """As JSON has them."""
    parts: dict[str, memoryview]


class UnusableError(Exception):
    """There is no such file, or not a whole one of this make."""


def write_kept(path: Path, made_with: str, facts: object, parts: Mapping[str, Part]) -> None:
    """Replace a file as a whole.

    Args:
        path: where to; its folder is there.
        made_with: names the version of everything that the content depends on.
        facts: what JSON can hold.
        parts: named bytes.

    Raises:
        OSError: it is as it was.
    """
    listed = [[name, len(part), _checksum(memoryview(part))] for name, part in parts.items()]
    facts_bytes = json.dumps([made_with, listed, facts], separators=(",", ":")).encode()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC)
            file.write(len(facts_bytes).to_bytes(8, "little"))
            file.write(zlib.crc32(facts_bytes).to_bytes(8, "little"))
            file.write(facts_bytes)
            for part in parts.values():
                file.write(bytes(-file.tell() % _ALIGNED))
                file.write(part)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def read_kept(path: Path, made_with: str, *, mapped: bool = False) -> Kept:
    """Read a file.

    Args:
        path: where it is.
        made_with: what it has to be made with.
        mapped: share its parts with other processes instead of copying them. Some systems do not
            let a file be replaced meanwhile.

    Raises:
        UnusableError: it cannot be used.
    """
    try:
        content = _content(path, mapped=mapped)
        size, checksum = (int.from_bytes(content[at : at + 8], "little") for at in (16, 24))
        facts_bytes = bytes(content[_HEADER : _HEADER + size])
        if bytes(content[: len(_MAGIC)]) != _MAGIC or zlib.crc32(facts_bytes) != checksum:
            raise UnusableError(f"{path.name}: damaged")
        made, listed, facts = json.loads(facts_bytes)
    except (OSError, ValueError, OverflowError, TypeError) as error:
        raise UnusableError(f"{path.name}: {error}") from error
    if made != made_with:
        raise UnusableError(f"{path.name}: made with {made}")
    parts = {}
    end = _HEADER + size
    for name, length, checksum in listed:
        start = end + -end % _ALIGNED
        end = start + length
        parts[name] = content[start:end]
        if len(parts[name]) != length or _checksum(parts[name]) != checksum:
            raise UnusableError(f"{path.name}: {name} is damaged")
    return Kept(facts, parts)


def _content(path: Path, *, mapped: bool) -> memoryview:
    if not mapped:
        return memoryview(path.read_bytes())
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _checksum(part: memoryview) -> int:
    if len(part) <= _WHOLE:
        return zlib.crc32(part)
    return zlib.crc32(part[-_SAMPLE:], zlib.crc32(part[:_SAMPLE]))

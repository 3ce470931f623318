"""A segment as a folder: an array a file, in NumPy's format, to be mapped into memory.

Beside the arrays, `header.json` says what the segment was made with and what its files hold. What
was cut off, changed or written by another version is found out before it is used.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

import numpy as np

from bot.input.files import locked, sync_folder
from bot.search.retrieval.postings import Postings
from bot.search.retrieval.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

UNFINISHED: Final = ".segment.tmp"
"""How the names of folders end that are still being written, or were when the power went."""
_HEADER: Final = "header.json"
_SAMPLE: Final = 1 << 16
"""Bytes at the beginning and at the end of each file that its checksum covers: reading all of a
large segment would take longer than starting may, and bring all of it into memory."""
_POSTINGS: Final = ("characters", "bigrams", "words")


class Header(NamedTuple):
    """What a segment's folder says of it."""

    made_with: str
    """Names the version of the format and of all that the arrays depend on."""
    words: tuple[str, ...]
    """The base's own words that the tokeniser knew."""
    digests: tuple[str, ...]
    """Of each article."""
    sizes: tuple[int, ...]
    """How many sentences each article has."""
    sums: dict[str, int]
    """A checksum for each array."""


class DamagedError(Exception):
    """A folder holds no segment, or not a whole one."""


def write(folder: Path, segment: Segment, made_with: str, words: Sequence[str]) -> None:
    """Write a segment into a new folder: all of it, or nothing.

    Where the folder is there already, it is left as it is: whoever made it made the same.

    Raises:
        OSError: it cannot be written.
    """
    if folder.exists():
        return
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".", suffix=UNFINISHED))
    try:
        # Whoever finds it locked knows that it is being written.
        with locked(temporary):
            _fill(temporary, segment, made_with, words)
            try:
                temporary.rename(folder)
            except OSError:
                # Another process may have been quicker.
                if not folder.exists():
                    raise
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _fill(folder: Path, segment: Segment, made_with: str, words: Sequence[str]) -> None:
    """Write every file of a segment, and see it onto the disk before the folder gets its name."""
    sums = {}
    for name, array in _arrays(segment):
        with _file(folder, name).open("wb") as file:
            np.save(file, array, allow_pickle=False)
            _sync(file)
        sums[name] = _checksum(_file(folder, name))
    header = {
        "made_with": made_with,
        "words": list(words),
        "digests": segment.digests,
        "sizes": np.diff(segment.firsts).tolist(),
        "sums": sums,
    }
    with (folder / _HEADER).open("wb") as file:
        file.write(json.dumps(header).encode())
        _sync(file)
    sync_folder(folder)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def read_header(folder: Path) -> Header:
    """Read what a segment's folder says of it.

    Raises:
        DamagedError: it says nothing of use.
    """
    try:
        raw = json.loads((folder / _HEADER).read_text("utf-8"))
        header = Header(
            str(raw["made_with"]),
            tuple(map(str, raw["words"])),
            tuple(map(str, raw["digests"])),
            tuple(map(int, raw["sizes"])),
            {str(name): int(value) for name, value in raw["sums"].items()},
        )
    except (OSError, ValueError, OverflowError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"{folder.name}: {_HEADER}") from error
    if len(header.sizes) != len(header.digests):
        raise DamagedError(f"{folder.name}: {_HEADER}")
    return header


def read(folder: Path, header: Header) -> Segment:
    """Map a segment into memory.

    Raises:
        DamagedError: a file is missing, cut off or changed.
    """
    arrays = {name: _array(folder, name, value) for name, value in header.sums.items()}
    try:
        if np.diff(arrays["firsts"]).tolist() != list(header.sizes):
            raise DamagedError(f"{folder.name}: {_HEADER}")
        columns: dict[str, Any] = {name: _postings(arrays, name) for name in _POSTINGS}
        columns |= {
            field.name: arrays[field.name]
            for field in fields(Segment)
            if field.name not in ("digests", *_POSTINGS)
        }
        return Segment(digests=header.digests, **columns)
    except KeyError as error:
        raise DamagedError(f"{folder.name}: {error}") from error


def _arrays(segment: Segment) -> Iterator[tuple[str, NDArray[Any]]]:
    for field in fields(segment):
        value = getattr(segment, field.name)
        if is_dataclass(value):
            for inner in fields(value):
                yield f"{field.name}.{inner.name}", getattr(value, inner.name)
        elif isinstance(value, np.ndarray):
            yield field.name, value


def _postings(arrays: Mapping[str, NDArray[Any]], name: str) -> Postings:
    return Postings(*(arrays[f"{name}.{field.name}"] for field in fields(Postings)))


def _array(folder: Path, name: str, value: int) -> NDArray[Any]:
    file = _file(folder, name)
    try:
        # What NumPy makes of a damaged beginning is anyone's guess.
        if _checksum(file) != value:
            raise DamagedError(f"{folder.name}: {name}")
        # Nothing can be mapped of an array without elements.
        found = np.load(file, mmap_mode="r" if file.stat().st_size > 1 << 12 else None)
    except (OSError, ValueError) as error:
        raise DamagedError(f"{folder.name}: {name}") from error
    array: NDArray[Any] = found.view(np.ndarray)
    return array


def _checksum(file: Path) -> int:
    size = file.stat().st_size
    with file.open("rb") as content:
        found = zlib.crc32(content.read(_SAMPLE), zlib.crc32(b"%d" % size))
        content.seek(max(size - _SAMPLE, 0))
        return zlib.crc32(content.read(), found)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.npy"

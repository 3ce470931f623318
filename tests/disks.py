"""Real disks that are full or read-only, for as long as a test lasts."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FILLER: Final = ".filler"


def _mount(*arguments: str | Path) -> None:
    """Mount something, or skip the test: it takes Linux, and the rights of its administrator."""
    program = shutil.which("mount")
    if program is None or sys.platform != "linux":
        pytest.skip("needs to mount a file system")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs the right to mount a file system: {done.stderr.strip()}")


def _unmount(folder: Path) -> None:
    program = shutil.which("umount")
    assert program is not None
    # Whoever still has a file open there does not matter.
    subprocess.run([program, "--lazy", folder], check=True)


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int = 2048) -> Iterator[None]:
    """Let a folder be a disk of its own, and a small one."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder)
    try:
        yield
    finally:
        _unmount(folder)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder, not even the administrator, whom no rights hold back."""
    _mount("--bind", folder, folder)
    try:
        _mount("-o", "remount,ro,bind", folder)
        yield
    finally:
        _unmount(folder)


@contextlib.contextmanager
def full(disk: Path) -> Iterator[Path]:
    """Fill a disk to the last byte, with the file that is given."""
    filler = disk / _FILLER
    try:
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield filler
    finally:
        filler.unlink(missing_ok=True)

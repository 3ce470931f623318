"""Files as people leave them: read with every surprise named, written whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from typing import TYPE_CHECKING, Final

from bot.base.model import Problem

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MEGABYTE = 1024 * 1024
_LEFTOVER: Final = re.compile(r"\.[0-9a-f]{16}\.tmp")
"""The names of files that are still being written, or were when the power went."""

_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件大小超出了系统的限制",
    errno.EIO: "磁盘读写出错",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ECONNREFUSED: "连接被拒绝",
}


def reason(error: OSError) -> str:
    """Say in Chinese why the system refused; in its own words where they are rare."""
    fallback = error.strerror or "未知原因"
    return fallback if error.errno is None else _REASONS.get(error.errno, fallback)


def is_missing(path: Path) -> bool:
    """Tell whether there is surely no such file; one that may not be looked at may be there."""
    try:
        return not path.exists()
    except OSError:
        return False


def read_text(path: Path, name: str, *, limit: int) -> str | Problem:
    """Read a UTF-8 file of at most `limit` bytes, a byte order mark taken off.

    `name` is what the file is called in a problem.
    """
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return Problem(name, 0, 0, "不是普通文件，不读取")
            data = file.read(limit + 1)
    except OSError as error:
        return Problem(name, 0, 0, f"读不了：{reason(error)}")
    if len(data) > limit:
        return Problem(name, 1, 0, f"文件超过 {limit / _MEGABYTE:g} MB；请拆成几个较小的文件")
    return decode_utf8(data, name)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a named pipe without a writer would otherwise block for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def decode_utf8(data: bytes, name: str) -> str | Problem:
    """Decode UTF-8, a byte order mark taken off; `name` is what the file is called in a problem."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem(name, 1, 0, "文件是 UTF-16 编码；请另存为 UTF-8")
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8")) + 1
        number = len(data) - len(body) + error.start + 1
        byte = body[error.start]
        message = f"不是 UTF-8 编码（全文件第 {number} 个字节是 0x{byte:02x}）；请另存为 UTF-8"
        return Problem(name, line, column, message)


def write_bytes(path: Path, data: bytes) -> None:
    """Replace a file's content as a whole, so that a crash leaves the old or the new.

    Raises:
        OSError: The file is as it was.
    """
    with _written_aside(path, data, mode=_mode_of(path)) as aside:
        aside.replace(path)
    sync_folder(path.parent)


def create_bytes(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a new file as a whole, so that a crash leaves none or all of it.

    Args:
        path: The file.
        data: Its content.
        mode: Who may do what with it, where that is not what the system gives every file.

    Raises:
        OSError: There is such a file already, or it cannot be written.
    """
    with _written_aside(path, data, mode=mode) as aside:
        try:
            # A link, other than a rename, never takes the place of what came into being meanwhile.
            os.link(aside, path)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems have no links.
            aside.replace(path)
        else:
            # The file is in its place: a second name that stays is no reason to say it is not.
            with contextlib.suppress(OSError):
                aside.unlink()
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file for good.

    Raises:
        OSError: It is there still.
    """
    path.unlink()
    sync_folder(path.parent)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other changes of a folder's files out, also those of other processes.

    Raises:
        OSError: There is no such folder.
    """
    with _lock(folder, wait=True):
        yield


def tidy(folder: Path) -> None:
    """Remove what a kill left half-written in a folder, unless somebody is writing there now."""
    with contextlib.suppress(OSError), _lock(folder, wait=False):
        remove_leftovers(folder)


def remove_leftovers(folder: Path) -> None:
    """Do so in a folder that is `locked`: nobody else writes there."""
    for path in folder.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            with contextlib.suppress(OSError):
                path.unlink()


def is_locked(folder: Path) -> bool:
    """Tell whether somebody holds a folder `locked`; where nobody can tell, he may."""
    if sys.platform == "win32":
        return True
    try:
        with _lock(folder, wait=False):
            return False
    except OSError:
        return True


@contextlib.contextmanager
def _lock(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold a folder's lock; where there is none to be had, only who cannot wait is told so."""
    if sys.platform == "win32":
        # It has no locks on folders: there a check and the write after it only follow closely.
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Some network file systems know no locks.
            if not wait:
                raise
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _written_aside(path: Path, data: bytes, *, mode: int | None) -> Iterator[Path]:
    """Write a file next to another; it is gone afterwards unless it was moved."""
    # Hidden, so that a knowledge base never takes what a crash left behind for an article.
    # `_LEFTOVER` knows such names.
    aside = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        _write_new(aside, data, mode=mode)
        yield aside
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _write_new(path: Path, data: bytes, *, mode: int | None) -> None:
    with path.open("xb") as file:
        # Before there is anything to be read in it.
        if mode is not None:
            path.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system can.

    Some cannot open a folder, and some network drives cannot sync one: the file is in its place.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

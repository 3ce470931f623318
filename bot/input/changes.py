"""Changes of one file of the knowledge folder: made durably, shown, taken back."""

from __future__ import annotations

import difflib
import itertools
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.errors import ChangedMeanwhileError, KnowledgeError
from bot.base.model import Problem
from bot.input.files import (
    create_bytes,
    locked,
    reason,
    remove,
    remove_leftovers,
    write_bytes,
)
from bot.input.names import file_of, is_id, is_yaml, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTEXT: Final = 2
_MOST_COMPARED: Final = 4_000_000
"""Pairs of lines; of larger changes every line is shown as another: comparing takes the product."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file of the knowledge folder, before and after."""

    path: str
    """The file's name in the folder."""
    before: str | None
    """The whole content; None where there is no file. A byte order mark is its first character."""
    after: str | None
    """As `before`; None removes the file."""

    def reverse(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.path, self.after, self.before)


def apply(folder: Path, change: Change) -> None:
    """Make a change: wholly or, whatever happens, not at all.

    The file is written beside its place, synced and renamed, and the folder synced, so that a kill
    or a loss of power leaves the old file or the new one.

    Raises:
        ChangedMeanwhileError: The file is no longer `before`.
        KnowledgeError: The name is none of a file of the folder, a link or another file is in the
            way, or the system refuses. In each case the file is as it was.
    """
    name = shown(change.path)
    try:
        with locked(folder):
            remove_leftovers(folder)
            check_current(folder, change)
            _write(folder / change.path, change)
    except OSError as error:
        raise KnowledgeError([Problem(name, 0, 0, f"写不进去：{reason(error)}")]) from error


def check_current(folder: Path, change: Change) -> None:
    """See whether a change can still be made; `apply` does so too.

    Raises:
        ChangedMeanwhileError: The file is no longer `before`.
        KnowledgeError: As `read_current`.
    """
    if read_current(folder, change.path) != change.before:
        message = "文件刚被别人改过，这次改动没有写入；请重新来一次"
        raise ChangedMeanwhileError([Problem(shown(change.path), 0, 0, message)])


def read_current(folder: Path, path: str) -> str | None:
    """Return the whole content of a file as changes know it; None where there is none.

    Raises:
        KnowledgeError: The name is none of a file of the folder; or what stands there is no plain
            file, cannot be read or is not UTF-8.
    """
    name = shown(path)
    _check_name(folder, path)
    place = folder / path
    try:
        found = place.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise KnowledgeError([Problem(name, 0, 0, "这是链接，不改动；请改它指向的文件")])
        if not stat.S_ISREG(found.st_mode):
            raise KnowledgeError([Problem(name, 0, 0, "不是普通文件，不改动")])
        return place.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KnowledgeError([Problem(name, 0, 0, f"读不了：{reason(error)}")]) from error
    except UnicodeDecodeError as error:
        message = "不是 UTF-8 编码，不改动；请先另存为 UTF-8"
        raise KnowledgeError([Problem(name, 0, 0, message)]) from error


def diff(change: Change) -> str:
    """Show a change as a unified diff; empty where nothing changes."""
    before, after = (_lines(text) for text in (change.before, change.after))
    names = (
        f"a/{change.path}" if change.before is not None else "/dev/null",
        f"b/{change.path}" if change.after is not None else "/dev/null",
    )
    if len(before) * len(after) > _MOST_COMPARED:
        lines = _coarse(before, after, names)
    else:
        lines = difflib.unified_diff(before, after, *names, lineterm="", n=_CONTEXT)
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str | None) -> list[str]:
    # Only line feeds end a line: `splitlines` would hide a change from one line end to another.
    return [] if not text else text.removesuffix("\n").split("\n")


def _coarse(before: Sequence[str], after: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield one hunk: everything from the first line that differs to the last."""
    head = sum(1 for _ in itertools.takewhile(_same, zip(before, after, strict=False)))
    rest = zip(reversed(before[head:]), reversed(after[head:]), strict=False)
    tail = sum(1 for _ in itertools.takewhile(_same, rest))
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if old or new:
        yield f"--- {names[0]}"
        yield f"+++ {names[1]}"
        yield f"@@ -{head + 1},{len(old)} +{head + 1},{len(new)} @@"
        yield from (f"-{line}" for line in old)
        yield from (f"+{line}" for line in new)


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _check_name(folder: Path, path: str) -> None:
    """Refuse a name that leads elsewhere, or that a file system may take for another file's."""
    place = Path(path)
    if place.name != path or not is_yaml(place) or not is_id(place.stem):
        message = "不是知识文件夹里的文件名"
        raise KnowledgeError([Problem(shown(path), 0, 0, message)])
    try:
        name, problem = file_of(place.stem, folder)
    except OSError as error:
        raise KnowledgeError([Problem(shown(path), 0, 0, f"读不了：{reason(error)}")]) from error
    if problem is not None:
        raise KnowledgeError([problem])
    if name != path and (folder / name).exists():
        message = f"已经有 {shown(name)}，编号相同"
        raise KnowledgeError([Problem(shown(path), 0, 0, message)])


def _write(place: Path, change: Change) -> None:
    if change.after is None:
        if change.before is not None:
            remove(place)
    elif change.before is None:
        create_bytes(place, change.after.encode("utf-8"))
    else:
        write_bytes(place, change.after.encode("utf-8"))

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from bot.base.model import Problem
from bot.input.files import (
    create_bytes,
    is_locked,
    is_missing,
    locked,
    read_text,
    reason,
    remove,
    tidy,
    write_bytes,
)


def problem_of(data: bytes, folder: Path, *, limit: int = 100) -> str:
    path = folder / "a.yaml"
    path.write_bytes(data)
    found = read_text(path, "a.yaml", limit=limit)
    assert isinstance(found, Problem)
    return str(found)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("题: 一\r\n".encode(), "题: 一\r\n"),
        ("\ufeff题".encode(), "题"),
        ("\ufeff\ufeff题".encode(), "\ufeff题"),
        (b"x" * 100, "x" * 100),
    ],
)
def test_a_utf_8_file_is_read_without_its_byte_order_mark(
    data: bytes, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    assert read_text(path, "a.yaml", limit=100) == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            "题\n标题".encode("gbk"),
            "a.yaml:1:1: 不是 UTF-8 编码（全文件第 1 个字节是 0xcc）；请另存为 UTF-8",
        ),
        (
            "\ufeff题\n标: ".encode() + b"\xd6\xd0",
            "a.yaml:2:4: 不是 UTF-8 编码（全文件第 13 个字节是 0xd6）；请另存为 UTF-8",
        ),
        (
            "题".encode()[:2],
            "a.yaml:1:1: 不是 UTF-8 编码（全文件第 1 个字节是 0xe9）；请另存为 UTF-8",
        ),
        ("题".encode("utf-16"), "a.yaml:1: 文件是 UTF-16 编码；请另存为 UTF-8"),
    ],
)
def test_other_files_are_problems(data: bytes, problem: str, tmp_path: Path) -> None:
    assert problem_of(data, tmp_path) == problem


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 1024 * 1024)
    assert len(str(read_text(path, "a.yaml", limit=1024 * 1024))) == 1024 * 1024
    problem = problem_of(b"x" * (1024 * 1024 + 1), tmp_path, limit=1024 * 1024)
    assert problem == "a.yaml:1: 文件超过 1 MB；请拆成几个较小的文件"


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    found = {
        name: str(read_text(tmp_path / name, name, limit=100))
        for name in ("pipe", "folder", "dangling", "circle", "missing")
    }
    assert found == {
        "pipe": "pipe: 不是普通文件，不读取",
        "folder": "folder: 读不了：这是文件夹，不是文件",
        "dangling": "dangling: 读不了：文件不存在",
        "circle": "circle: 读不了：链接绕成了圈",
        "missing": "missing: 读不了：文件不存在",
    }


def test_a_file_without_rights_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Set up by hand, since an administrator may read everything.
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert str(read_text(tmp_path / "a", "a", limit=1)) == "a: 读不了：没有权限"


def test_rare_reasons_are_given_in_the_systems_words() -> None:
    assert reason(OSError(errno.ENXIO, "No such device")) == "No such device"
    assert reason(OSError("?")) == "未知原因"


def test_is_missing(tmp_path: Path) -> None:
    assert is_missing(tmp_path / "a")
    assert not is_missing(tmp_path)


def test_writing_replaces_the_content_and_keeps_the_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("旧")
    path.chmod(0o640)
    write_bytes(path, "新\n".encode())
    assert path.read_bytes() == "新\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_writing_creates_a_file_with_the_usual_rights(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_bytes(tmp_path / "a.yaml", "新".encode())
    assert (tmp_path / "a.yaml").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_writing_replaces_a_link_rather_than_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("旧")
    (tmp_path / "a.yaml").symlink_to("target")
    write_bytes(tmp_path / "a.yaml", "新".encode())
    assert (tmp_path / "target").read_text() == "旧"
    assert not (tmp_path / "a.yaml").is_symlink()


def test_creating_writes_a_new_file_whole(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    create_bytes(tmp_path / "a.yaml", b"new")
    assert (tmp_path / "a.yaml").read_bytes() == b"new"
    assert (tmp_path / "a.yaml").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "usual"]


def test_creating_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("旧", encoding="utf-8")
    with pytest.raises(FileExistsError):
        create_bytes(tmp_path / "a.yaml", b"new")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_creating_does_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    create_bytes(tmp_path / "a.yaml", b"new")
    assert (tmp_path / "a.yaml").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_removing(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    remove(tmp_path / "a.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_alone(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.yaml"
    path.write_text("旧")
    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, "新".encode())
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert path.read_text() == "旧"


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, refused = os.fsync, []

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            refused.append(descriptor)
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    create_bytes(tmp_path / "a.yaml", b"old")
    write_bytes(tmp_path / "a.yaml", b"new")
    assert (tmp_path / "a.yaml").read_bytes() == b"new"
    remove(tmp_path / "a.yaml")
    assert list(tmp_path.iterdir()) == []
    assert len(refused) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on folders")
def test_what_a_kill_left_is_removed_unless_somebody_is_writing(tmp_path: Path) -> None:
    left, other = tmp_path / f".{'0' * 16}.tmp", tmp_path / ".mine.tmp"
    for path in (left, other):
        path.write_text("half")
    with locked(tmp_path):
        assert is_locked(tmp_path)
        tidy(tmp_path)
        assert left.exists()
    assert not is_locked(tmp_path)
    tidy(tmp_path)
    assert not left.exists()
    assert other.exists()


def test_where_there_is_no_folder_there_is_nothing_to_tidy(tmp_path: Path) -> None:
    tidy(tmp_path / "none")


def test_a_file_for_its_owner_only_is_never_anything_else(tmp_path: Path) -> None:
    create_bytes(tmp_path / "key", b"secret", mode=0o600)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from bot.base.kept import UNFINISHED, UnusableError, read_kept, write_kept

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {"texts": "会议".encode(), "none": b"", "numbers": bytes(range(256)) * 40}


@pytest.mark.parametrize("mapped", [False, True])
def test_what_was_written_is_read(tmp_path: Path, *, mapped: bool) -> None:
    write_kept(tmp_path / "a", "me 1", ["三", 3, None], PARTS)

    kept = read_kept(tmp_path / "a", "me 1", mapped=mapped)

    assert kept.facts == ["三", 3, None]
    assert {name: bytes(part) for name, part in kept.parts.items()} == PARTS


def test_what_another_version_wrote_is_not_used(tmp_path: Path) -> None:
    write_kept(tmp_path / "a", "me 1", None, PARTS)

    with pytest.raises(UnusableError, match="made with me 1"):
        read_kept(tmp_path / "a", "me 2")


@pytest.mark.parametrize("content", [b"", b"x", b"wenju kept 1\n\0\0\0", b"\0" * 4096, None])
def test_what_is_no_such_file_is_not_used(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a").write_bytes(content)

    for mapped in (False, True):
        with pytest.raises(UnusableError):
            read_kept(tmp_path / "a", "me 1", mapped=mapped)


def test_every_damaged_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a"
    write_kept(file, "me 1", ["三"], {"one": b"12345", "other": b"6789"})
    whole = file.read_bytes()
    # Between the parts nothing is read.
    padding = {at for at in range(len(whole)) if whole[at] == 0 and at > 32}

    for at in set(range(len(whole))) - padding:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(UnusableError):
            read_kept(file, "me 1")
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        with pytest.raises(UnusableError):
            read_kept(file, "me 1")


def test_a_large_part_is_checked_at_both_ends(tmp_path: Path) -> None:
    file = tmp_path / "a"
    large = b"0123456789" * (1 << 19)
    write_kept(file, "me 1", None, {"large": large})
    assert bytes(read_kept(file, "me 1", mapped=True).parts["large"]) == large

    damaged = bytearray(file.read_bytes())
    damaged[-1] ^= 1
    file.write_bytes(damaged)

    with pytest.raises(UnusableError, match="large is damaged"):
        read_kept(file, "me 1", mapped=True)


def test_a_file_that_cannot_be_written_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_kept(tmp_path / "a", "me 1", None, PARTS)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="full"):
        write_kept(tmp_path / "a", "me 1", "new", {})

    assert read_kept(tmp_path / "a", "me 1").facts is None
    assert not list(tmp_path.glob(f".*{UNFINISHED}"))

"""The journal's key, and what is made with it."""

from __future__ import annotations

import concurrent.futures
import os
import stat
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import JournalError
from bot.journal.keys import Keys, load_key

if TYPE_CHECKING:
    from pathlib import Path

KEYS = Keys("a key that only tests know")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("火星在哪里？", "火星在哪里", True),
        ("火星在哪里？", " 火星，在哪裡?! ", True),
        ("ＳＣＯ是什么", "sco 是什麼", True),
        ("火星在哪里", "火星在那里", False),
        ("1998年", "1999年", False),
        ("？", "！", False),
        ("？", "?", True),
    ],
)
def test_questions_that_differ_in_nothing_have_one_key(one: str, other: str, same: bool) -> None:
    assert (KEYS.text(one) == KEYS.text(other)) is same


def test_another_key_makes_other_hashes() -> None:
    other = Keys("another key that only tests know")
    assert KEYS.person(5) != other.person(5)
    assert KEYS.text("5") != other.text("5")
    # Nobody who types a number is taken for that person.
    assert not KEYS.person(5).startswith(KEYS.text("5"))


def test_the_key_is_not_shown() -> None:
    assert "tests" not in repr(KEYS)


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "journal.key"
    key = load_key(path)
    assert len(key) == 64
    assert load_key(path) == key
    assert [file.name for file in tmp_path.iterdir()] == ["journal.key"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_that_make_it_at_once_have_the_same(tmp_path: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(load_key, [tmp_path / "journal.key"] * 64))
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\n", "密钥文件 {path} 是空的；请恢复它，或删去它而另起一个"),
        (b"\xff", "用不了密钥文件 {path}：不是文字"),
        (None, "用不了密钥文件 {path}：这是文件夹，不是文件"),
    ],
)
def test_a_key_that_cannot_be_used(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.key"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(JournalError) as error:
        load_key(path)
    assert str(error.value) == message.format(path=path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"：文件不存在$"):
        load_key(tmp_path / "none" / "journal.key")

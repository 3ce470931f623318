"""Articles are parsed once: reading a folder with a cache gives what reading it without one does."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from bot.input import knowledge, remembering
from bot.input.article import read_article
from bot.input.changes import Change
from bot.input.files import read_text
from bot.input.knowledge import load_knowledge

if TYPE_CHECKING:
    from pathlib import Path

    from bot.base.model import Article, Problem
    from bot.input.knowledge import Loaded
    from bot.input.report import Report

FULL = """\
title: 新港开港
published: 2024-05-06 09:00:00
source: 海港报
url: https://example.org/harbour
tags: [港口, 海运]
aliases:
  新港国际集装箱码头: [新港码头, 新港]
text: |
  新港昨天开港。仪式由市长王芳主持。

  第二段有个表情👍。
faq:
  - ask: [怎么联系你们, 联系方式]
    answer: 请写信。
"""
FIXED = "title: 句子\nsentences: [第一句。, '第二句。']\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(remembering, "_WORTH_KEEPING", 0)
    found = tmp_path / "knowledge"
    found.mkdir()
    (found / "a.yaml").write_text(FULL, "utf-8")
    (found / "b.yaml").write_text(FIXED, "utf-8")
    (found / "c.yaml").write_text("title: 三\ntext: 第三篇。\n", "utf-8")
    (found / "lexicon.yaml").write_text("words: [新港码头]\n", "utf-8")
    for file in found.iterdir():
        _age(file)
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which articles are parsed, in order."""
    found: list[str] = []

    def listed(text: str, article_id: str, report: Report) -> Article | None:
        found.append(article_id)
        return read_article(text, article_id, report)

    monkeypatch.setattr(knowledge, "read_article", listed)
    return found


def _age(file: Path) -> None:
    """Make a file one that nobody touched for a while, as far as can be told."""
    os.utime(file, (time.time() - 3600,) * 2)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    # The system alone says when an inode was changed: nobody can make that long ago.
    monkeypatch.setattr(remembering, "_SETTLED", 0)


def _load(folder: Path) -> Loaded:
    return load_knowledge(folder, cache=folder / ".index")


def test_what_was_read_once_is_not_parsed_again(folder: Path, parsed: list[str]) -> None:
    plain = load_knowledge(folder)
    parsed.clear()

    assert _load(folder) == plain
    assert parsed == ["a", "b", "c"]
    assert _load(folder) == plain
    assert parsed == ["a", "b", "c"]
    assert plain.problems == ()


def test_only_what_changed_is_parsed_again(folder: Path, parsed: list[str]) -> None:
    _load(folder)
    parsed.clear()

    (folder / "b.yaml").write_text("title: 新的\ntext: 换了。\n", "utf-8")
    (folder / "c.yaml").unlink()
    (folder / "d.yaml").write_text("title: 四\ntext: 第四篇。\n", "utf-8")

    assert _load(folder) == load_knowledge(folder)
    assert parsed[:2] == ["b", "d"]


@pytest.mark.parametrize("how", ["touched", "copied"])
def test_what_was_only_touched_or_copied_is_read_but_not_parsed(
    folder: Path, parsed: list[str], how: str
) -> None:
    whole = _load(folder)
    parsed.clear()

    for file in folder.glob("*.yaml"):
        os.utime(file)
        if how == "copied":
            shutil.copy(file, folder / "copy.tmp")
            (folder / "copy.tmp").replace(file)

    assert _load(folder) == whole
    assert parsed == []


def test_a_change_that_leaves_size_and_time_as_they_were_is_noticed(
    folder: Path, parsed: list[str]
) -> None:
    _load(folder)
    parsed.clear()
    file = folder / "c.yaml"
    before = file.stat()

    file.write_text("title: 三\ntext: 第参篇。\n", "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert file.stat().st_size == before.st_size
    assert _load(folder).knowledge.articles[2].text == "第参篇。"
    assert parsed == ["c"]


def test_what_was_written_a_moment_ago_is_looked_into(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "_SETTLED", 10**12)
    _load(folder)
    reads: list[str] = []

    def listed(path: Path, name: str, *, limit: int) -> str | Problem:
        reads.append(name)
        return read_text(path, name, limit=limit)

    monkeypatch.setattr(knowledge, "read_text", listed)
    _load(folder)

    assert reads == ["a.yaml", "b.yaml", "c.yaml", "lexicon.yaml"]


def test_problems_are_found_every_time(folder: Path, parsed: list[str]) -> None:
    (folder / "b.yaml").write_text("titel: 写错了\n", "utf-8")
    first = _load(folder)
    parsed.clear()

    assert first.problems
    assert _load(folder) == first == load_knowledge(folder)
    assert parsed[0] == "b"


def test_a_name_that_is_taken_is_a_problem_still(folder: Path) -> None:
    _load(folder)
    (folder / "A.yml").write_text("title: 又一篇\ntext: 一句。\n", "utf-8")

    for _ in range(2):
        assert _load(folder) == load_knowledge(folder)
        assert "重复" in str(_load(folder).problems[0])


@pytest.mark.parametrize("damage", ["cut", "garbled", "foreign", "emptied", "gone"])
def test_damaged_caches_are_made_again(folder: Path, parsed: list[str], damage: str) -> None:
    whole = _load(folder)
    (file,) = (folder / ".index").iterdir()
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {
                "cut": content[:-5],
                "garbled": content[:-5] + b"xxxxx",
                "foreign": content.replace(b"articles 1", b"articles 0"),
                "emptied": b"",
            }[damage]
        )
    parsed.clear()

    assert _load(folder) == whole
    assert parsed == ["a", "b", "c"]
    parsed.clear()
    assert _load(folder) == whole
    assert parsed == []


def test_changes_that_are_not_made_leave_no_trace(folder: Path, parsed: list[str]) -> None:
    whole = _load(folder)
    parsed.clear()
    change = Change("c.yaml", "title: 三\ntext: 第三篇。\n", "title: 三\ntext: 会改成这样。\n")

    seen = load_knowledge(folder, changes=[change], cache=folder / ".index")

    assert seen.knowledge.articles[2].text == "会改成这样。"
    assert _load(folder) == whole
    assert parsed == ["c"]


def test_links_out_of_the_folder_are_refused_still(folder: Path, tmp_path: Path) -> None:
    _load(folder)
    (tmp_path / "secret.yaml").write_text(FIXED, "utf-8")
    (folder / "b.yaml").unlink()
    (folder / "b.yaml").symlink_to(tmp_path / "secret.yaml")

    for _ in range(2):
        assert "链接" in str(_load(folder).problems[0])


def test_a_small_base_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_WORTH_KEEPING", 60_000)
    _load(folder)

    assert not (folder / ".index").exists()


def test_a_base_that_grows_is_cut_into_more_files(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "_IN_A_FILE", 2)
    _load(folder)
    for number in range(9):
        (folder / f"n{number}.yaml").write_text(f"title: 第{number}\ntext: 一句。\n", "utf-8")
    parsed.clear()
    whole = _load(folder)
    assert parsed == [f"n{number}" for number in range(9)]
    parsed.clear()

    assert _load(folder) == whole
    assert parsed == []
    assert {file.name.split("-")[1] for file in (folder / ".index").iterdir()} == {"8"}


def test_where_nothing_can_be_written_the_base_is_read_all_the_same(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / ".index").write_text("in the way", "utf-8")

    assert _load(folder) == load_knowledge(folder)
    assert "没有缓存下来" in caplog.text

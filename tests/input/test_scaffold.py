from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import KnowledgeError
from bot.base.model import Lexicon
from bot.input.credentials import Secrets, load_secrets
from bot.input.knowledge import load_knowledge
from bot.input.scaffold import create_base
from bot.input.settings import Settings, load_settings, render_settings
from tests.disks import full, small_disk

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_base_loads_without_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_WEBHOOK_SECRET", raising=False)
    base = tmp_path / "new" / "base"
    names = ["config.yaml", "knowledge/example.yaml", "knowledge/lexicon.yaml", ".env.example"]
    assert create_base(base) == tuple(base / name for name in names)
    assert (base / "config.yaml").read_text(encoding="utf-8") == render_settings(Settings())

    loaded = load_knowledge(load_settings(base / "config.yaml").knowledge.folder)
    assert loaded.problems == ()
    (article,) = loaded.knowledge.articles
    assert article.id == "example"
    assert loaded.knowledge.lexicon == Lexicon()

    (base / ".env.example").rename(base / ".env")
    assert load_secrets(base) == Secrets()


def test_the_commented_lexicon_says_what_it_means_to(tmp_path: Path) -> None:
    create_base(tmp_path)
    path = tmp_path / "knowledge" / "lexicon.yaml"
    text = path.read_text(encoding="utf-8").replace("\n#  - ", "\n  - ")
    path.write_text(text, encoding="utf-8")
    loaded = load_knowledge(tmp_path / "knowledge")
    assert loaded.problems == ()
    assert loaded.knowledge.lexicon == Lexicon(
        words=("命运共同体", "数字经济"),
        synonyms=(("开幕", "召开", "举行"), ("医生", "大夫")),
        stopwords=("麻烦", "您好"),
    )


def test_an_existing_folder_gets_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "mine.yaml").touch()
    assert len(create_base(tmp_path)) == 4


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "lexicon.yaml").write_text("words: [甲]", encoding="utf-8")
    (tmp_path / "config.yaml").symlink_to("elsewhere")
    with pytest.raises(KnowledgeError) as error:
        create_base(tmp_path)
    assert str(error.value).splitlines() == [
        f"{tmp_path}/config.yaml: 已经存在，不会覆盖；请移开它或换一个文件夹",
        f"{tmp_path}/knowledge/lexicon.yaml: 已经存在，不会覆盖；请移开它或换一个文件夹",
    ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "config.yaml",
        "knowledge",
        "lexicon.yaml",
    ]


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "base").touch()
    with pytest.raises(KnowledgeError) as error:
        create_base(tmp_path / "base")
    assert str(error.value) == f"{tmp_path}/base/config.yaml: 写不进去：已有同名的文件"


def test_a_full_disk_leaves_nothing_in_the_way_of_the_next_attempt(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, 512):
        with full(disk) as filler:
            # There is room for some of the files, and not for all.
            os.truncate(filler, filler.stat().st_size - 2 * 4096)
            with pytest.raises(KnowledgeError, match="写不进去：磁盘已满"):
                create_base(disk / "base")
            assert [path for path in (disk / "base").rglob("*") if path.is_file()] == []
        assert len(create_base(disk / "base")) == 4

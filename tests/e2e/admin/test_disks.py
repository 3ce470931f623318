"""A disk that is full or read-only: nothing changes, and the admin reads why, in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.disks import full, read_only, small_disk
from tests.e2e.harness import BRIDGE, EVIDENCE, WHO, BotProcess
from tests.emulator.driver import labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

TOWER = "塔由李明设计。\n"
LEXICON = "words: [铁路桥]\n"


def content(bot: BotProcess) -> dict[str, str]:
    """Read the knowledge; whatever is hidden belongs to the test, or has to be gone."""
    hidden = {".filler"}
    return {p.name: p.read_text("utf-8") for p in bot.knowledge.iterdir() if p.name not in hidden}


def proposals(admin: Person) -> list[Json]:
    """Give a new file, a file that grows, and an answer, each to be confirmed."""
    shown = [
        admin.answer_to(admin.upload("tower.txt", TOWER.encode())),
        admin.ask("/lexicon +词 桥头堡"),
        admin.ask("/teach 几点开门？ = 早上九点。"),
    ]
    return [with_button(admin, one) for one in shown]


def with_button(admin: Person, shown: Json) -> Json:
    """Wait for the button under a message, in which the bot is still working something out."""
    key = (shown["chat"]["id"], shown["message_id"])
    messages = admin.telegram._server.world.messages
    return admin.telegram.wait(
        lambda: messages[key] if "确认" in "".join(labels(messages[key])) else None, "a button"
    )


@pytest.mark.parametrize(
    ("spoil", "why"), [(full, "写不进去：磁盘已满"), (read_only, "写不进去：磁盘是只读的")]
)
def test_where_nothing_can_be_written_nothing_changes(
    telegram: Telegram,
    tmp_path: Path,
    spoil: Callable[[Path], AbstractContextManager[object]],
    why: str,
) -> None:
    admin = telegram.person("管理员")
    bot = BotProcess(telegram, tmp_path / "bot", admins=[admin.chat_id])
    with small_disk(bot.knowledge):
        bot.write("bridge.yaml", BRIDGE)
        bot.write("lexicon.yaml", LEXICON)
        before = content(bot)
        with bot:
            shown = proposals(admin)
            with spoil(bot.knowledge):
                for proposal in shown:
                    admin.tap_and_go(proposal, "确认")
                    said = telegram.wait_for_words(proposal, why)
                    assert said["text"].startswith(("没有改动。", "没有保存。"))
                    assert "Errno" not in said["text"]
                    assert content(bot) == before
                assert EVIDENCE in admin.ask(WHO)["text"]
                assert "知识库没有变化" in reloaded(admin)
            # The buttons are still there, and do it now.
            for proposal, done in zip(shown, ("已写入", "已写入", "已保存"), strict=True):
                admin.tap_and_go(with_button(admin, proposal), "确认")
                telegram.wait_for_words(proposal, done)
            assert set(content(bot)) == {*before, "tower.yaml", "taught.yaml"}
            assert "塔由李明设计" in admin.ask("塔由谁设计？")["text"]
    assert "Traceback" not in bot.log


def reloaded(admin: Person) -> str:
    shown = admin.ask("/reload")
    text: str = admin.telegram.wait_for_words(shown, "知识库没有变化")["text"]
    return text


def test_a_journal_on_a_full_disk_holds_up_no_answer(telegram: Telegram, tmp_path: Path) -> None:
    admin, disk = telegram.person("管理员"), tmp_path / "bot" / "disk"
    settings = "journal:\n  file: disk/journal.db\n"
    bot = BotProcess(telegram, tmp_path / "bot", admins=[admin.chat_id], settings=settings)
    with small_disk(disk), bot:
        admin.ask(WHO)
        before = content(bot)
        with full(disk):
            # What is there already may still have room in the database's own files.
            for number in range(40):
                assert admin.ask(f"第{number}座大桥由谁主持设计？{'啊' * 200}")
            said = admin.ask("/teach 几点开门？ = 早上九点。")["text"]
            assert "磁盘已满" in said
            assert "记录库" in said
            assert "磁盘已满" in admin.ask("/status")["text"]
            assert content(bot) == before
            assert EVIDENCE in admin.ask(WHO)["text"]
        # What was asked meanwhile is written as soon as there is room.
        assert "确认" in "".join(labels(admin.ask("/teach 几点开门？ = 早上九点。")))
        with closing(sqlite3.connect(disk / "journal.db")) as connection:
            ((count,),) = connection.execute("SELECT count(*) FROM questions")
        assert count == 42
    assert "Traceback" not in bot.log

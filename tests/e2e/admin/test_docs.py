"""The transcripts in `docs/admin.md` are what the bot says, but for times and moments."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import ROOT, BotProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

SEED = "sco-summit-2020.yaml"
TOWER = """\
# 江边的塔

塔高三百米，由李明设计。
每天早上九点开门。
"""


class Chat:
    """An admin's private chat, written down as it goes."""

    def __init__(self, admin: Person) -> None:
        self._admin = admin
        self._last: Json = {}
        self.lines: list[str] = []

    def send(self, text: str) -> None:
        self._hear(f"› {text}", self._admin.ask(text))

    def upload(self, name: str, text: str) -> None:
        sent = self._admin.upload(name, text.encode())
        self._hear(f"› 📎 {name}", self._admin.answer_to(sent))

    def tap(self, label: str) -> None:
        self._hear(f"› [{label}]", self._admin.tap(self._last, label))

    def _hear(self, act: str, told: Json) -> None:
        key = (told["chat"]["id"], told["message_id"])
        messages = self._admin.telegram._server.world.messages
        self._last = self._admin.telegram.wait(
            lambda: None if messages[key]["text"].startswith("正在") else messages[key], act
        )
        rows = (self._last.get("reply_markup") or {}).get("inline_keyboard", [])
        keys = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
        self.lines += [act, "", *self._last["text"].splitlines(), *keys, ""]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip() + "\n"


@pytest.fixture(scope="module")
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    bot = BotProcess(telegram, tmp_path_factory.mktemp("bot"), admins=[admin.chat_id])
    (bot.knowledge / "bridge.yaml").unlink()
    copy_seed(bot.knowledge)
    with bot:
        yield bot


def copy_seed(folder: Path) -> None:
    for path in (ROOT / "knowledge").iterdir():
        shutil.copy(path, folder / path.name)


def test_the_transcripts_are_real(bot: BotProcess, admin: Person) -> None:
    reloading = Chat(admin)
    seed = (bot.knowledge / SEED).read_text(encoding="utf-8")
    bot.write(SEED, seed.replace("由塔吉克斯坦接任", "由乌兹别克斯坦接任"))
    reloading.send("/reload")
    bot.write(SEED, seed)
    bot.write("tower.yaml", "title: 江边的塔\ntext: 塔高三百米。\n")
    reloading.send("/reload --dry-run")
    (bot.knowledge / "tower.yaml").unlink()
    reloading.send("/reload")

    importing = Chat(admin)
    importing.upload("tower.md", TOWER)
    importing.tap("✅ 确认")

    lexicon = Chat(admin)
    lexicon.send("/lexicon +同义词 上合组织 上合峰会")
    lexicon.tap("✅ 确认")

    undoing = Chat(admin)
    undoing.send("/undo")
    undoing.tap("1")
    undoing.tap("↩ 收回这次改动")
    undoing.tap("✅ 确认")

    written = comparable((ROOT / "docs" / "admin.md").read_text(encoding="utf-8"))
    for chat in (reloading, importing, lexicon, undoing):
        assert f"```\n{comparable(chat.text)}```\n" in written


def comparable(text: str) -> str:
    """Leave out what differs from one time to the next."""
    return re.sub(r"\d+\.\d 秒|\d{4}-\d\d-\d\d \d\d:\d\d", "…", text)

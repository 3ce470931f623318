"""Watching the knowledge folder: what is edited is taken over, and the admins are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.harness import BRIDGE, EVIDENCE, WHO

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Telegram

CHANGED = "大桥由茅以升主持设计。"


def test_edits_are_taken_over_and_told(own_telegram: Telegram, make_bot: MakeBot) -> None:
    admin, other = own_telegram.person("管理员"), own_telegram.person("另一位")
    settings = "knowledge: {watch: true}\n"
    with make_bot(settings, admins=[admin.chat_id, 999_999_999, other.chat_id]) as bot:
        admin.ask("/help")
        bot.write("bridge.yaml", BRIDGE.replace(EVIDENCE, CHANGED))
        bot.write("notes.txt", "不是知识")
        first = own_telegram.said(other, 1)[0]["text"]
        assert first.startswith("知识文件夹里有改动，已自动更新，用时 ")
        assert "修改 1 篇：bridge" in first
        assert CHANGED in admin.ask(WHO)["text"]

        bot.write("bad.yaml", "title: 坏\ntext: 字。\nauthor: 甲\n")
        second = own_telegram.said(other, 2)[1]["text"]
        assert second.startswith("知识文件夹里有改动，但有 1 个问题，没有更新：\n\nbad.yaml:3:1: ")
        assert CHANGED in admin.ask(WHO)["text"]

        (bot.knowledge / "bad.yaml").unlink()
        third = own_telegram.said(other, 3)[2]["text"]
        assert third == "知识文件夹里的问题已经改好，知识库没有变化。"
        assert "Traceback" not in bot.log

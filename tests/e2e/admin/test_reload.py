"""Reloading the knowledge from the chat, in the right and in the wrong hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import BRIDGE, EVIDENCE, NOWHERE, WHO, BotProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Person, Telegram

CHANGED = "大桥由茅以升主持设计。"
NEVER_SEEN = 999_999_999
"""An admin who has never written to the bot."""
ANONYMOUS: dict[str, Any] = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
"""The account that every anonymous administrator of every group goes by."""


@pytest.fixture(scope="module")
def running(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    with BotProcess(telegram, folder, admins=[admin.chat_id, NEVER_SEEN, ANONYMOUS["id"]]) as bot:
        yield bot


@pytest.fixture
def bot(running: BotProcess, admin: Person) -> Iterator[BotProcess]:
    """The bot, with its knowledge as it was once the test is over."""
    yield running
    for path in running.knowledge.iterdir():
        path.unlink()
    running.write("bridge.yaml", BRIDGE)
    telegram_says(admin, "。")


def telegram_says(admin: Person, words: str) -> str:
    """Let the admin reload, and wait for the end of it."""
    text: str = admin.telegram.wait_for_words(admin.ask("/reload"), words)["text"]
    return text


def test_what_changed_is_told_and_answered(bot: BotProcess, admin: Person) -> None:
    bot.write("bridge.yaml", BRIDGE.replace(EVIDENCE, CHANGED))
    bot.write("tower.yaml", "title: 塔\ntext: 塔高三百米。塔在河边。\n")
    assert EVIDENCE in admin.ask(WHO)["text"]
    lines = telegram_says(admin, "已更新").splitlines()
    assert lines[0].startswith("知识库已更新，用时 ")
    assert lines[1:] == [
        "文章：1 → 2 篇",
        "句子：5 → 7 句",
        "新增 1 篇：tower",
        "修改 1 篇：bridge",
        "其中的句子：新增 2，修改 1，删除 0",
        "－ 大桥由梅旸春主持设计。",
        "＋ 大桥由茅以升主持设计。",
        "＋ 塔高三百米。",
        "＋ 塔在河边。",
        "没有校验问题（golden.yaml）可以比较。",
    ]
    assert CHANGED in admin.ask(WHO)["text"]


def test_what_is_gone_is_told(bot: BotProcess, admin: Person) -> None:
    bot.write("tower.yaml", "title: 塔\ntext: 塔高三百米。\n")
    telegram_says(admin, "新增 1 篇：tower")
    (bot.knowledge / "tower.yaml").unlink()
    assert "删除 1 篇：tower" in telegram_says(admin, "已更新")


@pytest.mark.parametrize("command", ["/reload", "/reload --dry-run", "/reload —dry-run"])
def test_a_reload_that_changes_nothing_says_just_that(
    bot: BotProcess, admin: Person, command: str
) -> None:
    bot.write("bridge.yaml", f"# 只加了一句注释\n{BRIDGE}")
    told = admin.telegram.wait_for_words(admin.ask(command), "没有变化")
    assert told["text"] == "知识库没有变化。"


@pytest.mark.parametrize("command", ["/reload --dryrun", "/reload --dry-run bridge"])
def test_a_reload_with_anything_else_behind_it_is_not_made(
    bot: BotProcess, admin: Person, command: str
) -> None:
    bot.write("tower.yaml", "title: 塔\ntext: 塔高三百米。\n")
    assert admin.ask(command)["text"] == "用法：/reload ，或 /reload --dry-run 只试一次、不更新。"
    assert "塔" not in admin.ask("/articles")["text"]


GOLDEN = f"""\
- question: {WHO}
  article: bridge
  text: 梅旸春
- question: {NOWHERE}
  refuse: true
"""


def test_a_rehearsal_changes_nothing(bot: BotProcess, admin: Person) -> None:
    bot.write("golden.yaml", GOLDEN)
    telegram_says(admin, "校验问题：2 个，没有答对的 0 个")
    bot.write("bridge.yaml", BRIDGE.replace(EVIDENCE, "大桥由梅旸春主持。设计很久。"))
    told = admin.telegram.wait_for_words(admin.ask("/reload --dry-run"), "更新的话")["text"]
    assert told.startswith("只是试一次，没有更新，用时 ")
    assert "修改 1 篇：bridge" in told
    assert EVIDENCE in admin.ask(WHO)["text"]
    bot.write("bridge.yaml", "title: 坏\n")
    told = admin.telegram.wait_for_words(admin.ask("/reload --dry-run"), "没有更新")["text"]
    assert told.startswith("没有更新，仍在使用原来的知识库。有 1 个问题：\n\nbridge.yaml:1")


def test_golden_questions_that_change_for_the_worse_are_named(
    bot: BotProcess, admin: Person
) -> None:
    bot.write("golden.yaml", GOLDEN)
    bot.write("bridge.yaml", f"title: 桥\ntext: 梅旸春来过。{CHANGED}\n")
    told = telegram_says(admin, "已更新")
    assert told.splitlines()[-3:] == [
        "校验问题：2 个，没有答对的 1 个",
        "⚠ 变差的 1 个：",
        f"· {WHO}（答对 → 答错）",
    ]


def test_the_lexicon_counts_as_a_change(bot: BotProcess, admin: Person) -> None:
    bot.write("lexicon.yaml", "words: [铁路桥]\n")
    assert "\n词表有改动。\n" in telegram_says(admin, "已更新")


def test_a_bad_file_changes_nothing_and_every_problem_is_told(
    bot: BotProcess, admin: Person
) -> None:
    bot.write("bridge.yaml", BRIDGE.replace(EVIDENCE, CHANGED))
    bot.write("bad.yaml", "title: 坏\ntext: 字。\nauthor: 甲\n")
    bot.write("worse.yaml", "title: [\n")
    told = telegram_says(admin, "没有更新")
    assert told.startswith("没有更新，仍在使用原来的知识库。有 2 个问题：\n\nbad.yaml:3:")
    assert "\nworse.yaml:" in told
    assert EVIDENCE in admin.ask(WHO)["text"]
    assert "Traceback" not in bot.log


def test_a_group_is_not_told_what_is_wrong_with_the_files(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    bot.write("bad.yaml", "title: 坏\ntext: 字。\nauthor: 甲\n")
    asked = admin.ask("/reload@WenjuTestBot", group=telegram.group())
    told = telegram.wait_for_words(asked, "没有更新")["text"]
    assert told == "没有更新，仍在使用原来的知识库。有 1 个问题，请在私聊里发 /reload 查看。"


def test_problems_that_fit_no_message_come_as_a_file(bot: BotProcess, admin: Person) -> None:
    for number in range(120):
        bot.write(f"bad-{number:03}.yaml", "title: 坏\ntext: 字。\nauthor: 甲\n")
    before = len(admin.telegram.calls())
    told = telegram_says(admin, "没有更新")
    assert "有 120 个问题" in told
    document = admin.telegram.wait_for_call("sendDocument", before)
    listed = document.files["problems.txt"].decode().splitlines()
    assert len(listed) == 120
    assert all(line.startswith("bad-") for line in listed)
    assert document.params["caption"] == "全部 120 个问题"


NOT_ADMIN = "这个命令只有管理员可以用。"


def test_a_stranger_is_told_no_more_than_that(bot: BotProcess, telegram: Telegram) -> None:
    bot.write("bridge.yaml", BRIDGE.replace(EVIDENCE, CHANGED))
    stranger = telegram.person("路人")
    assert stranger.ask("/reload")["text"] == NOT_ADMIN
    assert EVIDENCE in stranger.ask(WHO)["text"]


def test_an_anonymous_group_admin_is_a_stranger_whatever_the_settings_say(
    bot: BotProcess, telegram: Telegram, admin: Person
) -> None:
    del bot
    group = telegram.group()
    chat = {"id": group.chat_id, "type": "supergroup"}
    told = admin.ask("/reload@WenjuTestBot", group=group, sender=ANONYMOUS, sender_chat=chat)
    assert told["text"] == NOT_ADMIN


UNHEARD: dict[str, dict[str, Any]] = {
    "forwarded": {
        "text": "/reload@WenjuTestBot",
        "forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "某人"},
    },
    "for any bot": {"text": "/reload"},
}


@pytest.mark.parametrize("content", UNHEARD.values(), ids=UNHEARD.keys())
def test_in_a_group_nothing_less_than_a_clear_command_counts(
    bot: BotProcess, telegram: Telegram, admin: Person, content: dict[str, Any]
) -> None:
    del bot
    group = telegram.group()
    admin.send(group=group, **content)
    told = admin.ask("/reload@WenjuTestBot", group=group)
    telegram.wait_for_words(told, "没有变化")
    assert len(telegram.said(group)) == 1


def test_an_edited_command_does_not_count(bot: BotProcess, admin: Person) -> None:
    del bot
    before = len(admin.telegram.said(admin))
    admin.edit(admin.send(EVIDENCE), "/reload")
    admin.ask("/articles")
    assert not any("加载" in message["text"] for message in admin.telegram.said(admin)[before:])


def test_admins_have_a_menu_of_their_own(
    bot: BotProcess, telegram: Telegram, admin: Person
) -> None:
    del bot
    everybody = ["ask", "articles", "why", "lang", "help", "forgetme"]
    stranger = telegram.person()
    assert list(telegram.menu(stranger)) == everybody
    for language in ("", "zh", "de"):
        menu = list(telegram.menu(admin, language))
        assert menu[: len(everybody)] == everybody
        assert {"reload", "import", "article", "remove", "lexicon", "undo"} <= set(menu)
    assert telegram.menu(admin, "zh")["reload"] == "重新加载知识库"
    assert telegram.menu(admin, "de")["reload"] == "Reload the knowledge base"
    # The one who has never written has no chat, and Telegram's refusal stops nothing.
    assert {NEVER_SEEN, ANONYMOUS["id"]} <= {
        call.params["scope"]["chat_id"]
        for call in telegram.calls("setMyCommands")
        if "scope" in call.params
    }

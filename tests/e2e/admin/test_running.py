"""How the bot says it is: /status, /stats and /doctor, in the emulated Telegram."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import bot as package
from tests.e2e.harness import NOWHERE, WHO, BotProcess
from tests.emulator.driver import labels
from tests.emulator.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Person, Telegram


@pytest.fixture(scope="module")
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    with BotProcess(telegram, folder, admins=[admin.chat_id]) as bot:
        reader = telegram.person()
        reader.tap(reader.ask(WHO), "👍")
        reader.ask(NOWHERE)
        yield bot


# ---- /status


def test_status_tells_how_the_bot_is(bot: BotProcess, admin: Person) -> None:
    lines = admin.ask("/status")["text"].splitlines()
    assert lines[0] == f"问据 {package.__version__}"
    assert lines[1].startswith("已运行 ")
    assert lines[2] == "知识库：1 篇文章，5 个句子，2 条教过的回答"
    assert re.fullmatch(r"加载于 [\d-]+ [\d:]+，内容 [0-9a-f]{12}", lines[3])
    assert re.search(r"^今天的提问：\d+ 个$", "\n".join(lines), re.MULTILINE)
    assert re.search(r"^用时：中位数 [\d.]+ 毫秒", "\n".join(lines), re.MULTILINE)
    assert re.search(r"^内存：\d+ MB$", "\n".join(lines), re.MULTILINE)
    assert "记录库：正常" in lines
    bot.restart()
    assert admin.ask("/status")["text"].splitlines()[3].endswith(lines[3][-12:])


# ---- /stats


def test_stats_are_a_picture_with_the_figures_in_words(bot: BotProcess, admin: Person) -> None:
    del bot
    shown = admin.ask("/stats")
    (photo,) = shown["photo"]
    assert (photo["width"], photo["height"]) == (1080, 1280)
    assert shown["caption"].startswith("最近 30 天：")
    assert "👍 1，👎 0，好评率 100%" in shown["caption"]
    assert WHO in shown["caption"]
    assert labels(shown) == ["7 天", "30 天 ✓", "90 天"]


def test_another_period_is_one_edit(bot: BotProcess, admin: Person, telegram: Telegram) -> None:
    shown = admin.ask("/stats 90")
    bot.restart()
    before = len(telegram.calls())
    edited = admin.tap(shown, "7 天")
    assert edited["caption"].startswith("最近 7 天：")
    assert edited["photo"] != shown["photo"]
    assert labels(edited) == ["7 天 ✓", "30 天", "90 天"]
    methods = [call.method for call in telegram.calls()[before:]]
    assert [name for name in methods if name.startswith("edit")] == ["editMessageMedia"]


def test_an_unknown_period_is_turned_down(bot: BotProcess, admin: Person) -> None:
    del bot
    assert admin.ask("/stats 12")["text"] == "请写 /stats 7、/stats 30 或 /stats 90 。"


def test_the_chart_is_the_admins_own(bot: BotProcess, admin: Person, telegram: Telegram) -> None:
    del bot
    shown = admin.ask("/stats 7")
    assert telegram.person().tap_for_notice(shown, "90 天") == "这个命令只有管理员可以用。"


# ---- /doctor


def test_doctor_says_what_is_to_be_done_about_a_deaf_bot(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    group = telegram.group("读书会")
    told = telegram.wait_for_words(admin.ask("/doctor@WenjuTestBot", group=group), "结果")["text"]
    assert told.startswith("在“读书会”里检查的结果：\n⚠ 群隐私模式开着")
    assert "/setprivacy" in told
    assert "✅ 发得出消息，也改得了。" in told


def test_doctor_finds_nothing_wrong_where_the_bot_is_an_admin(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    group = telegram.group("读书会", forum=True)
    telegram.let_bot_be("administrator", group)
    shown = admin.ask("/doctor@WenjuTestBot", group=group, topic=7)
    lines = telegram.wait_for_words(shown, "结果")["text"].splitlines()
    assert lines[1] == "✅ 没有发现问题。"
    assert any("话题" in line for line in lines)


def test_doctor_tells_the_admin_alone_where_the_bot_is_mute(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    group = telegram.group("读书会")
    telegram.let_bot_be("restricted", group, can_send_messages=False)
    before = len(telegram.said(admin))
    admin.send("/doctor@WenjuTestBot", group=group)
    told = telegram.said(admin, before + 1)[-1]["text"]
    assert told.startswith("在“读书会”里我发不出消息，所以写到这里。")
    assert "❌ 机器人在这个群里被禁言" in told
    assert "Not enough rights to send text messages" in told
    assert telegram.said(group) == []


def test_doctor_tells_of_messages_that_cannot_be_edited(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    group = telegram.group("读书会")
    refusal = Fault("editMessageText", 403, "Forbidden: no editing", chat_id=group.chat_id)
    telegram.fail(refusal)
    before = len(telegram.said(admin))
    admin.send("/doctor@WenjuTestBot", group=group)
    assert "改不了自己的消息" in telegram.said(admin, before + 1)[-1]["text"]


def test_doctor_in_private_looks_at_the_whole(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    telegram.set_me(can_read_all_group_messages=True)
    telegram.set_clock(0)
    well = telegram.wait_for_words(admin.ask("/doctor"), "结果")["text"]
    assert well == "@WenjuTestBot 的检查结果：\n✅ 没有发现问题。"
    telegram.set_me(supports_inline_queries=False, can_join_groups=False)
    telegram.set_clock(-3600)
    told = telegram.wait_for_words(admin.ask("/doctor"), "结果")["text"]
    assert "/setinline" in told
    assert "/setjoingroups" in told
    assert "NTP" in told
    telegram.set_clock(0)
    telegram.set_me(
        supports_inline_queries=True, can_join_groups=True, can_read_all_group_messages=False
    )


def test_doctor_has_seen_another_poller(bot: BotProcess, admin: Person, telegram: Telegram) -> None:
    conflict = "Conflict: terminated by other getUpdates request"
    telegram.fail(Fault("getUpdates", 409, conflict))
    admin.ask(WHO)
    told = telegram.wait_for_words(admin.ask("/doctor"), "结果")["text"]
    assert "❌ 有另一个进程在用同一个令牌收消息" in told
    bot.restart()
    assert "另一个进程" not in telegram.wait_for_words(admin.ask("/doctor"), "结果")["text"]


def test_everything_is_said_in_the_admins_language(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    telegram.change(lambda: admin.user.update(language_code="en"))
    assert admin.ask("/status")["text"].splitlines()[1].startswith("Up for ")
    assert admin.ask("/stats")["caption"].startswith("Last 30 days:")
    assert "Privacy mode" in telegram.wait_for_words(admin.ask("/doctor"), "A look")["text"]
    assert admin.ask("/teach")["text"].startswith("Teach an answer.")
    telegram.change(lambda: admin.user.update(language_code="zh-hant"))
    assert admin.ask("/stats")["caption"].startswith("最近 30 天：")
    assert "隱私" in telegram.wait_for_words(admin.ask("/doctor"), "結果")["text"]
    telegram.change(lambda: admin.user.update(language_code="zh-hans"))

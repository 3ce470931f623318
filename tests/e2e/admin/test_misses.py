"""Questions asked in vain: listed, taught, ignored, and those told who wished it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.input.knowledge import load_knowledge
from tests.e2e.harness import CONTACT, NOWHERE, WHO, BotProcess
from tests.emulator.driver import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

ANSWER = "火星探测器二〇三一年返回。"
OTHER = "月球上有没有水？"


@pytest.fixture
def bot(running: BotProcess, admin: Person) -> Iterator[BotProcess]:
    """The bot, of which nobody has asked anything yet, and which was taught nothing."""
    yield running
    (running.knowledge / "taught.yaml").unlink(missing_ok=True)
    # Answered after all that was recorded before is written.
    admin.telegram.wait_for_words(admin.ask("/reload"), "。")
    admin.ask("/misses")
    with closing(sqlite3.connect(running.knowledge.parent / "journal.db")) as database:
        for table in ("ignored", "questions"):
            database.execute("pragma foreign_keys = on")
            database.execute(f"delete from {table}")  # noqa: S608 - a name of ours
        database.commit()


def teach(admin: Person, miss: Json, number: int = 1) -> Json:
    """Teach an answer to a miss of the list; gives the last message of the lesson."""
    said = len(admin.telegram.said(admin))
    admin.tap_for_notice(miss, f"{number} 教一个答案")
    admin.telegram.said(admin, said + 1)
    shown = admin.tap(admin.ask(ANSWER), "不属于")
    admin.tap(shown, "确认")
    return admin.telegram.wait_for_words(shown, "已保存")


def wishes(bot: BotProcess) -> int:
    with closing(sqlite3.connect(bot.knowledge.parent / "journal.db")) as database:
        (number,) = database.execute("select count(*) from wishes").fetchone()
    return int(number)


def test_misses_are_grouped_and_listed_most_asked_first(
    telegram: Telegram, admin: Person, bot: BotProcess
) -> None:
    del bot
    reader = telegram.person()
    assert admin.ask("/misses")["text"] == "没有答不上的问题。"
    reader.ask(OTHER)
    reader.ask(NOWHERE)
    reader.ask("请问火星探测器什么时候返回呢")
    disliked = reader.ask(WHO)
    reader.tap(disliked, "👎")
    reader.ask(CONTACT)
    listed = admin.ask("/misses")
    lines = listed["text"].splitlines()
    assert lines[0] == "近 90 天里答不上或得了 👎 的问题，共 3 组："
    assert [line for line in lines if line[:2] in ("1.", "2.", "3.")] == [
        "1. 请问火星探测器什么时候返回呢",
        f"2. {WHO}",
        f"3. {OTHER}",
    ]
    assert "2 次，最近 " in listed["text"]
    assert f"· {NOWHERE}" in lines
    assert labels(listed) == [
        label for number in (1, 2, 3) for label in (f"{number} 教一个答案", f"{number} 忽略")
    ]


def test_misses_are_paged_and_ignored_for_good(
    telegram: Telegram, admin: Person, bot: BotProcess
) -> None:
    reader = telegram.person()
    topics = ["火星", "月亮", "咖啡", "足球", "钢琴", "恐龙"]
    for topic in topics:
        reader.ask(f"{topic}有什么了不起？")
    listed = admin.ask("/misses")
    assert "共 6 组" in listed["text"]
    second = admin.tap(listed, "下一页")
    assert "6. 火星有什么了不起？" in second["text"]
    assert "第 2 / 2 页" in second["text"]
    bot.restart()
    first = admin.tap(second, "6 忽略")
    assert "共 5 组" in first["text"]
    assert "火星" not in first["text"]
    reader.ask("火星有什么了不起？")
    assert "共 5 组" in admin.ask("/misses")["text"]
    # A list that is still in the chat names what was dealt with.
    stale = admin.ask("/misses")
    admin.tap(stale, "1 忽略")
    assert admin.tap_for_notice(stale, "1 教一个答案") == "这个问题已经处理过了。"


def test_who_wished_it_is_told_once_when_it_is_taught(
    telegram: Telegram, admin: Person, bot: BotProcess
) -> None:
    reader, blocker = telegram.person(), telegram.person()
    english = telegram.person(language="en")
    for person in (reader, blocker, english):
        refused = person.ask(NOWHERE)
        person.tap_for_notice(refused, "🔔")
    silent = telegram.person()
    silent.ask(NOWHERE)
    elsewhere = telegram.person()
    elsewhere.tap(elsewhere.ask(OTHER), "告诉我")
    telegram.block(blocker)
    listed = admin.ask("/misses")
    saved = teach(admin, listed)
    assert ANSWER in saved["text"]
    news = telegram.said(reader, 2)[-1]
    assert news["text"].startswith(f"你问过“{NOWHERE}”，现在有答案了：\n")
    assert ANSWER in news["text"]
    assert "👍" in labels(news)[-2]
    assert "You asked" in telegram.said(english, 2)[-1]["text"]
    assert "火星" not in admin.ask("/misses")["text"]
    admin.telegram.wait_for_words(admin.ask("/reload"), "知识库")
    bot.restart()
    telegram.wait_until_read()
    assert ANSWER in reader.ask(NOWHERE)["text"]
    assert len(telegram.said(reader)) == 3
    assert len(telegram.said(silent)) == 1
    assert len(telegram.said(elsewhere)) == 1
    assert "等答案的一位读者已不让机器人发消息" in bot.log
    assert wishes(bot) == 1
    assert "Traceback" not in bot.log


def test_whatever_brings_an_answer_who_waits_is_told(telegram: Telegram, bot: BotProcess) -> None:
    reader = telegram.person()
    reader.tap(reader.ask(NOWHERE), "告诉我")
    bot.stop()
    bot.write("taught.yaml", f"faq:\n  - ask: [{NOWHERE}]\n    answer: {ANSWER}\n")
    bot.start()
    assert ANSWER in telegram.said(reader, 2)[-1]["text"]
    assert wishes(bot) == 0


def test_a_miss_is_taught_in_all_its_wordings(
    telegram: Telegram, admin: Person, bot: BotProcess
) -> None:
    reader = telegram.person()
    reader.ask(NOWHERE)
    reader.ask("请问火星探测器什么时候返回呢")
    teach(admin, admin.ask("/misses"))
    knowledge = load_knowledge(bot.knowledge).knowledge
    (faq,) = knowledge.taught.faq
    assert set(faq.ask) == {NOWHERE, "请问火星探测器什么时候返回呢"}


def test_the_buttons_of_the_list_are_the_admins_own(
    telegram: Telegram, admin: Person, other_admin: Person, bot: BotProcess
) -> None:
    del bot
    stranger = telegram.person()
    stranger.ask(NOWHERE)
    listed = admin.ask("/misses")
    for label in ("1 教一个答案", "1 忽略"):
        assert stranger.tap_for_notice(listed, label) == "这个命令只有管理员可以用。"
        assert "另一位管理员" in other_admin.tap_for_notice(listed, label)
    assert NOWHERE in admin.ask("/misses")["text"]

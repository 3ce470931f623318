"""What a reader alone with the bot can do beyond asking: judge, wonder why, follow up, be told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import BRIDGE, CONTACT, EVIDENCE, NOWHERE, WHO
from tests.emulator.driver import labels, quoted

if TYPE_CHECKING:
    from tests.e2e.harness import BotProcess, MakeBot
    from tests.emulator import Person, Telegram

ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
"""The account that every anonymous administrator of every group goes by."""


@pytest.fixture
def reader(telegram: Telegram, bot: BotProcess) -> Person:
    del bot
    return telegram.person()


def rows(bot: BotProcess, query: str) -> list[tuple[object, ...]]:
    """Read the journal of a bot that has ended."""
    with closing(sqlite3.connect(bot.knowledge.parent / "journal.db")) as database:
        return database.execute(query).fetchall()


# ---- verdicts


def test_a_verdict_is_thanked_for_and_shown(reader: Person, telegram: Telegram) -> None:
    answer = reader.ask(WHO)
    before = len(telegram.calls())
    liked = reader.tap(answer, "👍")
    assert labels(liked)[-2:] == ["👍 ✓", "👎"]
    assert liked["text"] == answer["text"]
    calls = telegram.calls()[before:]
    assert [call.method for call in calls] == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert calls[0].params["text"] == "谢谢，记下了：👍"


def test_a_verdict_stays_through_other_taps_and_can_be_changed_and_taken_back(
    reader: Person,
) -> None:
    shown = reader.tap(reader.ask(WHO), "👎")
    shown = reader.tap(shown, "上一句")
    assert labels(shown)[-2:] == ["👍", "👎 ✓"]
    shown = reader.tap(shown, "👍")
    assert labels(shown)[-2:] == ["👍 ✓", "👎"]
    assert reader.tap_for_notice(shown, "👍") == "已收回。"


def test_verdicts_and_questions_reach_the_journal(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    with make_bot() as bot:
        reader, other = own_telegram.person(), own_telegram.person()
        answer = reader.ask(WHO)
        bot.restart()
        reader.tap(answer, "👍")
        group = own_telegram.group()
        shared = reader.ask(f"/ask {NOWHERE}", group=group)
        assert labels(shared) == []
        in_group = reader.ask(f"/ask {WHO}", group=group)
        reader.tap_for_notice(in_group, "👎")
        other.tap_for_notice(in_group, "👎")
        other.tap_for_notice(in_group, "👍")
        reader.choose(reader.search(WHO).params["results"][0], WHO, told=True)
        reader.search("大桥由谁")
        own_telegram.wait_until_read()
    asked = rows(bot, "select chat_kind, text, outcome, language from questions order by at")
    assert asked == [
        ("private", WHO, "answer", "zh-hans"),
        ("group", NOWHERE, "refusal", "zh-hans"),
        ("group", WHO, "answer", "zh-hans"),
        ("inline", WHO, "answer", "zh-hans"),
    ]
    votes = rows(
        bot,
        "select chat_kind, verdict from feedback join questions on question_id = id"
        " order by at, verdict",
    )
    assert votes == [("private", 1), ("group", -1), ("group", 1)]


# ---- after a restart and a reload


def test_everything_under_an_answer_works_after_a_restart(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    with make_bot() as bot:
        reader = own_telegram.person()
        answer = reader.ask(CONTACT)
        reader.ask(WHO)
        asked = reader.ask("他设计了什么？")
        assert "按“梅旸春设计了什么”理解" in asked["text"]
        bot.restart()
        # The question that was understood comes from the journal: alone it says too little.
        up = reader.tap(asked, "上一句")
        assert "按“梅旸春设计了什么”理解" in up["text"]
        why = reader.ask("/why", reply_to=answer)
        assert why["text"].startswith("可信度 ")
        listed = reader.tap(answer, "其他结果")
        bot.write("bridge.yaml", BRIDGE.replace("请打电话", "请打两次电话"))
        bot.restart()
        assert reader.tap_for_notice(listed, "2") == "这篇文章已经改动过，请重新提问。"
        assert quoted(reader.tap(listed, "1"), "blockquote") == ["请写信到 <help@example.org>。"]


# ---- follow-ups


def test_a_follow_up_says_how_it_was_understood(reader: Person) -> None:
    reader.ask(WHO)
    answer = reader.ask("他设计了什么？")
    assert "按“梅旸春设计了什么”理解" in answer["text"]
    assert EVIDENCE in answer["text"]
    assert "按“梅旸春设计了什么”理解" in reader.tap(answer, "下一句")["text"]


def test_thanks_do_not_end_the_conversation(reader: Person) -> None:
    reader.ask(WHO)
    assert reader.ask("谢谢！")["text"].startswith("想问什么？")
    assert "按“梅旸春设计了什么”理解" in reader.ask("他设计了什么？")["text"]


def test_a_complete_question_is_left_alone(reader: Person) -> None:
    reader.ask(CONTACT)
    assert "理解" not in reader.ask(WHO)["text"]


def test_readers_do_not_follow_up_each_other(telegram: Telegram, reader: Person) -> None:
    reader.ask(WHO)
    assert "理解" not in telegram.person().ask("他设计了什么？")["text"]


def test_follow_ups_can_be_switched_off(own_telegram: Telegram, make_bot: MakeBot) -> None:
    with make_bot("answers: {follow_up_minutes: 0}\n"):
        reader = own_telegram.person()
        reader.ask(WHO)
        assert "理解" not in reader.ask("他设计了什么？")["text"]


# ---- why


def test_why_tells_words_and_thresholds(reader: Person) -> None:
    answer = reader.ask(WHO)
    why = reader.ask("/why", reply_to=answer)
    lines = why["text"].splitlines()
    assert lines[0].startswith("可信度 ")
    assert "门槛 50" in lines[0]
    assert any(line.startswith("句中有的词：") and "主持" in line for line in lines)
    assert why["reply_to_message"]["text"] == "/why"


def test_why_without_a_reply_is_about_the_last_answer_or_what_is_typed(
    telegram: Telegram, reader: Person
) -> None:
    assert reader.ask("/why")["text"].startswith("请回复我的一条回答")
    assert "句中有的词" in reader.ask(f"/why {WHO}")["text"]
    reader.ask(WHO)
    assert "句中有的词" in reader.ask("/why")["text"]
    assert telegram.person().ask("/why " + "长" * 301)["text"].startswith("这段话有 301 个字")


def test_why_in_reply_to_a_refusal_or_to_what_is_no_answer(reader: Person) -> None:
    refused = reader.ask(NOWHERE)
    assert "可信度 " in reader.ask("/why", reply_to=refused)["text"]
    articles = reader.ask("/articles")
    assert reader.ask("/why", reply_to=articles)["text"].startswith("请回复我的一条回答")


# ---- being told


def test_a_wish_to_be_told_is_noted_and_shown(own_telegram: Telegram, make_bot: MakeBot) -> None:
    with make_bot() as bot:
        reader = own_telegram.person()
        refused = reader.ask(NOWHERE)
        assert "按“" not in refused["text"]
        bot.restart()
        noted = reader.tap(refused, "有答案时告诉我")
        assert labels(noted) == ["🔔 会告诉你 ✓"]
        assert noted["text"] == refused["text"]
        answers = own_telegram.calls("answerCallbackQuery")
        assert answers[-1].params["text"] == "记下了。知识库里一有答案，就告诉你一次。"
    assert rows(bot, "select chat_id, text from wishes join questions on question_id = id") == [
        (reader.chat_id, NOWHERE)
    ]


def test_a_wish_from_elsewhere_is_turned_down(reader: Person, telegram: Telegram) -> None:
    answer = reader.ask(f"/ask {WHO}", group=telegram.group())
    notice = reader.send_callback("w:AbCdEf12", message=answer).params["text"]
    assert notice == "这个按钮已经失效，请重新提问。"


def test_a_wish_about_a_question_nobody_knows_is_turned_down(reader: Person) -> None:
    refused = reader.ask(NOWHERE)
    notice = reader.send_callback("w:AbCdEf12", message=refused).params["text"]
    assert notice == "找不到原来的问题了，请再问一次。"


# ---- being forgotten


def test_who_asks_for_it_is_forgotten(own_telegram: Telegram, make_bot: MakeBot) -> None:
    with make_bot() as bot:
        reader, other = own_telegram.person(), own_telegram.person()
        reader.tap(reader.ask(WHO), "👍")
        reader.tap(reader.ask(NOWHERE), "有答案时告诉我")
        reader.tap(reader.ask("/lang"), "English")
        assert "The articles hold no answer" in reader.ask(NOWHERE)["text"]
        other.ask(WHO)
        for title in ("甲", "乙"):
            forget_anonymously = title == "乙"
            group = own_telegram.group(title)
            anonymous = {"sender": ANONYMOUS, "sender_chat": {"id": group.chat_id, "type": "group"}}
            other.ask(f"/ask {WHO}", group=group, **anonymous)
            if forget_anonymously:
                told = other.ask("/forgetme@WenjuTestBot", group=group, **anonymous)["text"]
                assert told.startswith("已删除关于你的 1 条记录")
        told = reader.ask("/forgetme")["text"]
        assert told.startswith("已删除关于你的 6 条记录")
        assert "理解" not in reader.ask("他设计了什么？")["text"]
        assert own_telegram.menu(reader, "zh")["lang"] == "界面语言"
        assert reader.ask("/forgetme")["text"].startswith("已删除关于你的 1 条记录")
    assert rows(bot, "select text from questions") == [(WHO,), (WHO,)]
    assert rows(bot, "select * from languages") == rows(bot, "select * from wishes") == []


# ---- with the journal down


def test_answers_go_on_without_a_journal(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot("journal: {file: knowledge/nowhere/journal.db}\n")
    (bot.knowledge / "nowhere").write_text("a file where a folder should be", encoding="utf-8")
    with bot:
        reader = own_telegram.person()
        answer = reader.ask(WHO)
        assert EVIDENCE in answer["text"]
        liked = reader.tap(answer, "👍")
        assert "👍 ✓" in labels(liked)
        assert "第1–2句" in reader.tap(liked, "上一句")["text"]
        refused = reader.ask(NOWHERE)
        assert reader.tap_for_notice(refused, "告诉我") == "现在记不下来，请稍后再试。"
        assert reader.ask("/forgetme")["text"] == "现在没能删除，请稍后再试。"
        chosen = reader.tap(reader.ask("/lang"), "繁體中文")
        assert chosen["text"] == "好的，介面用繁體中文。"
        assert "☰ 其他結果" in labels(reader.ask(WHO))
    assert "Traceback" not in bot.log

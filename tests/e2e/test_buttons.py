"""What taps on the buttons under an answer do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import BRIDGE, CONTACT, EVIDENCE, WHO
from tests.emulator import Fault
from tests.emulator.driver import labels, quoted

if TYPE_CHECKING:
    from tests.e2e.harness import BotProcess, MakeBot
    from tests.emulator import Person, Telegram

FIRST = "南京长江大桥是长江上的一座桥。"
THIRD = "大桥的铁路桥长6772米。"


@pytest.fixture
def reader(telegram: Telegram, bot: BotProcess) -> Person:
    del bot
    return telegram.person()


def test_the_sentences_around_are_shown_in_place(reader: Person) -> None:
    answer = reader.ask(WHO)
    assert labels(answer)[:2] == ["⬆ 上一句", "⬇ 下一句"]
    up = reader.tap(answer, "上一句")
    assert quoted(up, "blockquote") == [FIRST + EVIDENCE]
    assert "第1–2句" in up["text"]
    assert "⬆ 上一句" not in labels(up)
    both = reader.tap(up, "下一句")
    assert quoted(both, "blockquote") == [FIRST + EVIDENCE + THIRD]
    assert quoted(both, "underline")[:1] == quoted(answer, "underline")[:1]


def test_paragraphs_stay_apart(reader: Person) -> None:
    shown = reader.ask(WHO)
    for _ in range(3):
        shown = reader.tap(shown, "下一句")
    assert quoted(shown, "blockquote")[0].endswith("通车典礼。\n桥头堡上有三面红旗的雕塑。")
    assert "⬇ 下一句" not in labels(shown)


def test_a_tap_is_answered_first_and_costs_one_edit(reader: Person, telegram: Telegram) -> None:
    answer = reader.ask(WHO)
    before = len(telegram.calls())
    reader.tap(answer, "下一句")
    calls = [call.method for call in telegram.calls()[before:]]
    assert calls == ["answerCallbackQuery", "editMessageText"]


def test_two_taps_on_the_same_button_do_no_harm(
    reader: Person, telegram: Telegram, bot: BotProcess
) -> None:
    answer = reader.ask(WHO)
    reader.tap(answer, "下一句")
    reader.tap_for_notice(answer, "下一句")
    assert EVIDENCE in reader.ask(WHO)["text"]
    assert len(telegram.said(reader)) == 2
    assert "Traceback" not in bot.log


def test_further_results_are_listed_and_shown(reader: Person) -> None:
    answer = reader.ask(CONTACT)
    listed = reader.tap(answer, "其他结果")
    assert listed["text"].startswith("找到的句子：\n\n1. ")
    assert listed["text"].count("可信度") == len(labels(listed)) >= 2
    shown = reader.tap(listed, "2")
    assert quoted(shown, "blockquote")[0] in listed["text"]
    assert "☰ 其他结果" in labels(shown)


def test_results_of_a_question_that_is_gone_cannot_be_listed(reader: Person) -> None:
    answer = reader.ask(WHO)
    del answer["reply_to_message"]
    notice = reader.send_callback("m", message=answer).params["text"]
    assert notice == "找不到原来的问题了，请再问一次。"


FORGED = ["", "x", "s:AbCdEf12:x1::93:0:0", "a:", "s:::::"]


@pytest.mark.parametrize("data", FORGED)
def test_what_no_button_says_is_turned_down(reader: Person, data: str) -> None:
    answer = reader.ask(WHO)
    notice = reader.send_callback(data, message=answer).params["text"]
    assert notice in {"这个按钮已经失效，请重新提问。", "这篇文章已经改动过，请重新提问。"}


def test_a_message_that_telegram_no_longer_gives_still_shows_what_is_around(
    reader: Person, telegram: Telegram
) -> None:
    answer = reader.ask(WHO)
    data = answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    inaccessible = {"chat": answer["chat"], "message_id": answer["message_id"], "date": 0}
    reader.send_callback(data, message=inaccessible)
    shown = telegram.wait_for_words(answer, "第1–2句")
    assert labels(shown) == ["⬇ 下一句", "☰ 其他结果", "👍", "👎"]


def test_a_message_deleted_before_the_edit_is_no_failure(
    reader: Person, telegram: Telegram, bot: BotProcess
) -> None:
    answer = reader.ask(WHO)
    telegram.fail(Fault("editMessageText", 400, "Bad Request: message to edit not found"))
    reader.tap_for_notice(answer, "上一句")
    reader.ask(WHO)
    assert len(telegram.said(reader)) == 2
    assert "Traceback" not in bot.log


def test_suggestions_answer_when_tapped(own_telegram: Telegram, make_bot: MakeBot) -> None:
    # With such thresholds nothing is ever sure enough to be an answer.
    doubt = "answers:\n  thresholds: {answer: 100, suggest: 5}\n  suggestions: 2\n"
    with make_bot(doubt):
        reader = own_telegram.person()
        offered = reader.ask(CONTACT)
        assert offered["text"].startswith("不太确定。")
        assert labels(offered) == ["请写信到 <help@example.org>。", "请打电话。"]
        shown = reader.tap(offered, "请打电话")
        assert quoted(shown, "blockquote") == ["请打电话。"]
        assert labels(shown) == ["☰ 其他结果", "👍", "👎"]


def test_buttons_outlive_the_process_but_not_the_words(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    with make_bot() as bot:
        reader = own_telegram.person()
        answer = reader.ask(WHO)
        bot.restart()
        up = reader.tap(answer, "上一句")
        assert quoted(up, "blockquote") == [FIRST + EVIDENCE]
        bot.write("bridge.yaml", BRIDGE.replace("三面", "四面"))
        bot.restart()
        notice = reader.tap_for_notice(up, "下一句")
        assert notice == "这篇文章已经改动过，请重新提问。"


def test_pages_of_articles_are_turned_in_place(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot()
    for number in range(20):
        bot.write(f"more-{number:02}.yaml", f"title: 第{number}篇\ntext: 内容。\n")
    with bot:
        reader = own_telegram.person()
        first = reader.ask("/articles")
        assert labels(first) == ["下一页 ➡"]
        second = reader.tap(first, "下一页")
        assert "\n21. 第19篇\n第 2 / 2 页" in second["text"]
        assert reader.tap(second, "上一页")["text"] == first["text"]

"""What somebody sees who writes to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import CONTACT, EVIDENCE, NOWHERE, WHO
from tests.emulator import Fault
from tests.emulator.driver import labels, quoted

if TYPE_CHECKING:
    from tests.e2e.harness import BotProcess
    from tests.emulator import Person, Telegram

PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
ANOTHER_BOT = {"id": 9, "is_bot": True, "first_name": "别的机器人"}

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return telegram.person()


def test_a_question_is_answered_with_the_sentence_that_says_so(reader: Person) -> None:
    answer = reader.ask(WHO)
    assert quoted(answer, "blockquote") == [EVIDENCE]
    assert "南京长江大桥 · 新华社 · 2020-11-11\n第2句 · 可信度 " in answer["text"]
    assert quoted(answer, "text_link") == ["南京长江大桥"]
    assert answer["reply_to_message"]["text"] == WHO


def test_an_answer_is_a_single_call(reader: Person, telegram: Telegram) -> None:
    before = len(telegram.calls())
    reader.ask(WHO)
    assert [call.method for call in telegram.calls()[before:]] == ["sendMessage"]


def test_links_in_an_answer_are_not_previewed(reader: Person, telegram: Telegram) -> None:
    before = len(telegram.calls())
    reader.ask(WHO)
    params = telegram.wait_for_call("sendMessage", before).params
    assert params["link_preview_options"] == {"is_disabled": True}


def test_an_answer_arrives_even_if_the_question_was_deleted(
    reader: Person, telegram: Telegram
) -> None:
    before = len(telegram.calls())
    reader.ask(WHO)
    reply = telegram.wait_for_call("sendMessage", before).params["reply_parameters"]
    assert reply["allow_sending_without_reply"] is True


def test_a_taught_answer_is_shown_as_it_is_written(reader: Person) -> None:
    answer = reader.ask(CONTACT)
    assert quoted(answer, "blockquote") == ["请写信到 <help@example.org>。"]
    assert "\n常见问题 · 可信度 " in answer["text"]


def test_what_is_not_in_the_articles_is_refused(reader: Person) -> None:
    answer = reader.ask(NOWHERE)
    assert answer["text"] == "收录的文章里没有找到这个问题的答案。\n目前收录了《南京长江大桥》。"
    assert labels(answer) == ["🔔 有答案时告诉我"]


def test_start_greets_with_questions_that_are_then_answered(
    reader: Person, telegram: Telegram
) -> None:
    before = len(telegram.calls())
    assert "收录的 1 篇文章" in reader.ask("/start")["text"]
    markup = telegram.wait_for_call("sendMessage", before).params["reply_markup"]
    examples = [button for row in markup["keyboard"] for button in row]
    assert 1 <= len(examples) <= 4
    assert "可信度" in reader.ask(examples[0]["text"])["text"]


WORDS = [
    ("/help", "先 @WenjuTestBot 再写问题"),
    ("/articles", "收录了 1 篇文章：\n1. 南京长江大桥 · 新华社 · 2020-11-11"),
    ("/ask", "想问什么？"),
    ("你好！", "想问什么？"),
    ("？？", "想问什么？"),
    ("/dance", "没有这个命令。"),
    ("长" * 301, "这段话有 301 个字，太长了。请把问题写在 300 个字以内。"),
    (f"/ask {WHO}", EVIDENCE),
    (f"/ASK@wenjutestbot {WHO}", EVIDENCE),
    (f"@WenjuTestBot，{WHO}", EVIDENCE),
    ("</b><script>&lt;", "没有找到这个问题的答案"),
    ("\u202e\u200b\x00", "想问什么？"),
]


@pytest.mark.parametrize(("typed", "said"), WORDS)
def test_words_and_commands_get_an_answer(reader: Person, typed: str, said: str) -> None:
    assert said in reader.ask(typed)["text"]


def test_a_caption_is_a_question(reader: Person) -> None:
    assert EVIDENCE in reader.ask(photo=PHOTO, caption=WHO)["text"]


def test_anything_but_words_gets_a_hint(reader: Person) -> None:
    voice = {"file_id": "a", "file_unique_id": "a", "duration": 1}
    assert reader.ask(voice=voice)["text"].startswith("我只看得懂文字")


def test_pictures_of_an_album_get_no_hint_each(reader: Person) -> None:
    reader.send(photo=PHOTO, media_group_id="1")
    assert_only_the_next_message_is_answered(reader)


IGNORED: dict[str, dict[str, Any]] = {
    "a notice of Telegram's": {"delete_chat_photo": True},
    "an answer sent by way of inline mode": {"text": WHO, "via_bot": ANOTHER_BOT},
    "another bot": {"text": WHO, "sender": ANOTHER_BOT},
}


@pytest.mark.parametrize("content", IGNORED.values(), ids=IGNORED.keys())
def test_what_nobody_asked_is_left_alone(reader: Person, content: dict[str, Any]) -> None:
    reader.send(**content)
    assert_only_the_next_message_is_answered(reader)


def test_an_edited_message_is_left_alone(reader: Person) -> None:
    message = reader.send(sender=ANOTHER_BOT, text="/help")
    reader.edit({**message, "from": reader.user}, WHO)
    assert_only_the_next_message_is_answered(reader)


def assert_only_the_next_message_is_answered(reader: Person) -> None:
    """Show that what came before was not answered: a chat is served in order."""
    reader.ask("/articles")
    (answer,) = reader.telegram.said(reader)
    assert answer["reply_to_message"]["text"] == "/articles"


def test_messages_of_one_reader_are_answered_in_order(reader: Person) -> None:
    typed = [WHO, "/help", NOWHERE, "/articles"] * 3
    for text in typed:
        reader.send(text)
    said = reader.telegram.said(reader, at_least=len(typed))
    assert [answer["reply_to_message"]["text"] for answer in said] == typed


def test_somebody_who_blocked_the_bot_disturbs_nobody(telegram: Telegram, bot: BotProcess) -> None:
    blocked, reader = telegram.person(), telegram.person()
    telegram.block(blocked)
    blocked.send(WHO)
    assert EVIDENCE in reader.ask(WHO)["text"]
    telegram.wait_until_read()
    assert "Traceback" not in bot.log


def test_markup_that_telegram_refuses_is_sent_as_plain_text(
    telegram: Telegram, reader: Person
) -> None:
    reason = "Bad Request: can't parse entities: why ever"
    telegram.fail(Fault("sendMessage", 400, reason, chat_id=reader.chat_id))
    answer = reader.ask(WHO)
    assert EVIDENCE in answer["text"]
    assert answer["entities"] == []


def test_an_answer_that_telegram_puts_off_comes_later(telegram: Telegram, reader: Person) -> None:
    flood = {"retry_after": 1}
    reason = "Too Many Requests: retry after 1"
    telegram.fail(Fault("sendMessage", 429, reason, flood, chat_id=reader.chat_id))
    assert EVIDENCE in reader.ask(WHO)["text"]


def test_only_what_is_handled_is_asked_for(telegram: Telegram) -> None:
    allowed = telegram.polls()[0].params["allowed_updates"]
    assert allowed == [
        "message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
    ]


def test_nothing_a_reader_typed_is_logged(reader: Person, bot: BotProcess) -> None:
    typed = "这句话不该出现在日志里"
    reader.ask(typed)
    assert typed not in bot.log


def test_the_log_says_what_the_owner_has_not_allowed_yet(bot: BotProcess) -> None:
    assert "机器人 @WenjuTestBot 已启动" in bot.log
    assert "/setprivacy" in bot.log
    assert "/setinline" not in bot.log

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Message, User

from bot.edge.telegram.addressing import mentions_bot, question_in, replies_to_bot
from tests.emulator import TOKEN
from tests.emulator.markup import find_entities
from tests.emulator.world import BOT

ME = Bot(TOKEN)
ME._bot_user = User.de_json(BOT, ME)
CHAT = {"id": -1, "type": "supergroup"}


def a_message(text: str | None, **rest: object) -> Message:
    data = {"message_id": 1, "date": 0, "chat": CHAT, **rest}
    if text is not None:
        data |= {"text": text, "entities": find_entities(text)}
    return Message.de_json(data, ME)


QUESTIONS = [
    ("谁主持了会议？", "谁主持了会议？"),
    ("@WenjuTestBot 谁主持？", "谁主持？"),
    ("@wenjutestbot，谁主持？", "谁主持？"),
    ("😀 @WENJUTESTBOT 谁主持？", "😀   谁主持？"),
    ("请问 @WenjuTestBot 谁主持？", "请问   谁主持？"),
    ("@WenjuTestBot @WenjuTestBot", ""),
    ("@AnotherBot 谁主持？", "@AnotherBot 谁主持？"),
    ("/ask 谁主持？", "谁主持？"),
    ("/ask@WenjuTestBot\n谁主持？", "谁主持？"),
    ("/ask @WenjuTestBot 谁主持？", "谁主持？"),
    ("/ask", ""),
    ("@WenjuTestBot /ask 谁主持？", "谁主持？"),
    ("@WenjuTestBot /asking 谁主持？", "/asking 谁主持？"),
    ("说说 /ask 吧", "说说 /ask 吧"),
]


@pytest.mark.parametrize(("text", "question"), QUESTIONS)
def test_the_question_is_what_is_left_without_the_name(text: str, question: str) -> None:
    assert question_in(a_message(text)) == question


def test_a_caption_is_a_question_too() -> None:
    text = "😀 @WenjuTestBot 谁主持？"
    message = a_message(None, caption=text, caption_entities=find_entities(text))
    assert mentions_bot(message)
    assert question_in(message) == "😀   谁主持？"


SOME_TEXT = st.text("俄😀👨‍👩‍👧e\u0301 ", max_size=10)


@settings(deadline=None)
@given(SOME_TEXT, SOME_TEXT)
def test_whatever_stands_around_the_name_is_kept(before: str, after: str) -> None:
    message = a_message(f"{before} @WenjuTestBot {after}")
    assert mentions_bot(message)
    assert question_in(message) == f"{before}   {after}".strip()


MENTIONS = [("@WenjuTestBot?", True), ("@WenjuTestBots", False), ("a@WenjuTestBot", False)]


@pytest.mark.parametrize(("text", "mentioned"), MENTIONS)
def test_only_the_whole_name_is_a_mention(text: str, *, mentioned: bool) -> None:
    assert mentions_bot(a_message(text)) is mentioned


def replied(**rest: object) -> dict[str, object]:
    return {"message_id": 2, "date": 0, "chat": CHAT, "from": BOT, **rest}


REPLIES = [
    (None, False),
    (replied(text="……"), True),
    (replied(**{"from": {"id": 1, "is_bot": False, "first_name": "甲"}}), False),
    (replied(forum_topic_created={"name": "题", "icon_color": 0}), False),
]


@pytest.mark.parametrize(("reply", "to_bot"), REPLIES)
def test_a_reply_is_one_to_what_the_bot_wrote(
    reply: dict[str, object] | None, *, to_bot: bool
) -> None:
    assert replies_to_bot(a_message("好", reply_to_message=reply)) is to_bot

"""What a group sees: nothing, unless somebody turns to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import EVIDENCE, WHO
from tests.emulator.world import BOT

if TYPE_CHECKING:
    from tests.emulator import Group, Person, Telegram

pytestmark = pytest.mark.usefixtures("bot")

PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
FROM_BOT = {"message_id": 1, "date": 0, "from": BOT, "text": "……"}


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return telegram.person()


@pytest.fixture
def group(telegram: Telegram) -> Group:
    return telegram.group()


ADDRESSED = {
    "mentioned": {"text": f"@WenjuTestBot {WHO}"},
    "mentioned in another case": {"text": f"@wenjutestBOT：{WHO}"},
    "mentioned after an emoji": {"text": f"😀👨‍👩‍👧 @WenjuTestBot {WHO}"},
    "mentioned in the end": {"text": f"{WHO} @WenjuTestBot"},
    "mentioned in a caption": {"photo": PHOTO, "caption": f"😀 @wenjutestbot {WHO}"},
    "replied to": {"text": WHO, "reply_to": FROM_BOT},
    "asked by command": {"text": f"/ask {WHO}"},
    "asked by its own command": {"text": f"/ask@WenjuTestBot {WHO}"},
    "asked by an anonymous admin": {
        "text": f"/ask {WHO}",
        "sender": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "sender_chat": {"id": -1, "type": "supergroup"},
    },
}


@pytest.mark.parametrize("content", ADDRESSED.values(), ids=ADDRESSED.keys())
def test_the_bot_answers_the_asker(reader: Person, group: Group, content: dict[str, Any]) -> None:
    message = reader.send(group=group, **with_chat(content, group))
    answer = reader.answer_to(message)
    assert EVIDENCE in answer["text"]
    assert answer["reply_to_message"]["message_id"] == message["message_id"]


QUIET = {
    "a question to others": {"text": WHO},
    "another bot mentioned": {"text": f"@AnotherBot {WHO}"},
    "a longer name mentioned": {"text": f"@WenjuTestBot2 {WHO}"},
    "a reply to somebody": {
        "text": WHO,
        "reply_to": {**FROM_BOT, "from": {"id": 5, "is_bot": False, "first_name": "甲"}},
    },
    "written in a topic the bot opened": {
        "text": WHO,
        "reply_to": {**FROM_BOT, "forum_topic_created": {"name": "题", "icon_color": 0}},
    },
    "another bot's command": {"text": f"/ask@AnotherBot {WHO}"},
    "anybody's command": {"text": "/help"},
    "a command nobody has": {"text": "/dance@WenjuTestBot"},
    "a picture": {"photo": PHOTO},
    "a sticker in reply": {"photo": PHOTO, "reply_to": FROM_BOT},
    "a post copied from the channel": {"text": f"/ask {WHO}", "is_automatic_forward": True},
    "another bot": {
        "text": f"/ask {WHO}",
        "sender": {"id": 9, "is_bot": True, "first_name": "b"},
    },
    "an inline result": {
        "text": f"@WenjuTestBot {WHO}",
        "via_bot": {"id": 9, "is_bot": True, "first_name": "b"},
    },
}


@pytest.mark.parametrize("content", QUIET.values(), ids=QUIET.keys())
def test_the_bot_keeps_quiet(
    telegram: Telegram, reader: Person, group: Group, content: dict[str, Any]
) -> None:
    reader.send(group=group, **with_chat(content, group))
    # A chat is served in order: an answer to the first would come first.
    message = reader.send(f"/ask {WHO}", group=group)
    reader.answer_to(message)
    (answer,) = telegram.said(group)
    assert answer["reply_to_message"]["message_id"] == message["message_id"]


def test_an_edited_message_gets_no_answer(telegram: Telegram, reader: Person, group: Group) -> None:
    reader.edit(reader.send("大家好", group=group), f"@WenjuTestBot {WHO}")
    reader.ask(f"/ask {WHO}", group=group)
    assert len(telegram.said(group)) == 1


def test_a_channel_gets_no_answer(telegram: Telegram, reader: Person) -> None:
    channel = telegram.post(f"@WenjuTestBot {WHO}")
    reader.ask(WHO)
    telegram.wait_until_read()
    assert telegram.said(channel) == []


def test_a_name_without_a_question_gets_a_hint(reader: Person, group: Group) -> None:
    assert reader.ask("@WenjuTestBot", group=group)["text"].startswith("想问什么？")


COMMANDS = [("/help@WenjuTestBot", "有问题直接发给我"), ("/articles@WenjuTestBot", "收录了 1 篇")]


@pytest.mark.parametrize(("command", "said"), COMMANDS)
def test_commands_with_the_bots_name_work(
    reader: Person, group: Group, command: str, said: str
) -> None:
    assert said in reader.ask(command, group=group)["text"]


def test_the_answer_stays_in_the_topic(telegram: Telegram, reader: Person) -> None:
    answer = reader.ask(f"@WenjuTestBot {WHO}", group=telegram.group(forum=True), topic=77)
    assert answer["message_thread_id"] == 77


def test_a_thread_of_replies_is_not_a_topic(reader: Person, group: Group) -> None:
    answer = reader.ask(f"@WenjuTestBot {WHO}", group=group, message_thread_id=77)
    assert "message_thread_id" not in answer


def test_a_button_works_for_others_too(telegram: Telegram, reader: Person, group: Group) -> None:
    answer = reader.ask(f"/ask {WHO}", group=group)
    assert "第1–2句" in telegram.person().tap(answer, "上一句")["text"]


def with_chat(content: dict[str, Any], group: Group) -> dict[str, Any]:
    """Put the message replied to, if any, into the group."""
    replied = content.get("reply_to")
    chat = {"id": group.chat_id, "type": "supergroup", "title": "读书会"}
    return {**content, "reply_to": {**replied, "chat": chat}} if replied else content

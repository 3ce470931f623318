"""What a group sees: nothing, unless somebody turns to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import CONTACT, EVIDENCE, NOWHERE, WHO
from tests.emulator.driver import labels, quoted
from tests.emulator.world import BOT

if TYPE_CHECKING:
    from tests.emulator import Group, Person, Telegram

pytestmark = pytest.mark.usefixtures("bot")

PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
FROM_BOT = {"message_id": 1, "date": 0, "from": BOT, "text": "……"}
SOMEBODY = {"id": 5, "is_bot": False, "first_name": "甲"}
FROM_SOMEBODY = {"message_id": 1, "date": 0, "from": SOMEBODY, "text": WHO}


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
    "asked in a caption": {"photo": PHOTO, "caption": f"/ask {WHO}"},
    "asked by its own command in a caption": {
        "photo": PHOTO,
        "caption": f"/ASK@wenjutestbot {WHO}",
    },
    "asked by a bare command in reply to somebody": {"text": "/ask", "reply_to": FROM_SOMEBODY},
    "mentioned in reply to somebody": {"text": "@WenjuTestBot", "reply_to": FROM_SOMEBODY},
    "asked in reply to a caption": {
        "text": "/ask@WenjuTestBot",
        "reply_to": {**FROM_SOMEBODY, "text": None, "caption": WHO},
    },
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
        "reply_to": FROM_SOMEBODY,
    },
    "written in a topic the bot opened": {
        "text": WHO,
        "reply_to": {**FROM_BOT, "forum_topic_created": {"name": "题", "icon_color": 0}},
    },
    "another bot's command": {"text": f"/ask@AnotherBot {WHO}"},
    "another bot's command in a caption": {"photo": PHOTO, "caption": f"/ask@AnotherBot {WHO}"},
    "another command in a caption": {"photo": PHOTO, "caption": f"/asking {WHO}"},
    "anybody's command": {"text": "/help"},
    "anybody's question why": {"text": "/why"},
    "anybody's wish to be forgotten": {"text": "/forgetme"},
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


@pytest.mark.parametrize("replied", [None, FROM_BOT])
def test_a_name_without_a_question_gets_a_hint(
    reader: Person, group: Group, replied: dict[str, Any] | None
) -> None:
    content = with_chat({"text": "@WenjuTestBot", "reply_to": replied}, group)
    assert reader.ask(group=group, **content)["text"].startswith("想问什么？")


COMMANDS = [
    ("/help@WenjuTestBot", "有问题直接发给我"),
    ("/articles@WenjuTestBot", "收录了 1 篇"),
    ("/start@WenjuTestBot", "大家好，我是问据。\n在群里 @WenjuTestBot "),
    ("/start@wenjutestbot", "收录的 1 篇文章"),
]


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


def test_an_answer_is_a_single_message(telegram: Telegram, reader: Person, group: Group) -> None:
    before = len(telegram.calls())
    reader.ask(f"/ask {WHO}", group=group)
    reader.ask(f"/ask {NOWHERE}", group=group)
    assert [call.method for call in telegram.calls()[before:]] == ["sendMessage"] * 2


def test_a_refusal_asks_nobody_to_wait(reader: Person, group: Group) -> None:
    assert labels(reader.ask(f"/ask {NOWHERE}", group=group)) == []


def test_questions_of_a_group_do_not_follow_up_each_other(reader: Person, group: Group) -> None:
    reader.ask(f"/ask {WHO}", group=group)
    assert "理解" not in reader.ask("/ask 为什么？", group=group)["text"]


def test_what_is_around_an_answer_is_for_everybody_in_the_cards_language(
    telegram: Telegram, reader: Person, group: Group
) -> None:
    answer = reader.ask(f"/ask {WHO}", group=group)
    shown = telegram.person(language="en").tap(answer, "上一句")
    assert "第1–2句" in shown["text"]
    assert "⬇ 下一句" in labels(shown)


ONLY_ASKER = "这是回答别人的，只有提问的人能换。你可以自己问一次。"


def test_only_who_asked_exchanges_the_answer(
    telegram: Telegram, reader: Person, group: Group
) -> None:
    answer = reader.ask(f"/ask {CONTACT}", group=group)
    before = len(telegram.calls())
    other = telegram.person()
    assert other.tap_for_notice(answer, "其他结果") == ONLY_ASKER
    listed = reader.tap(answer, "其他结果")
    assert other.tap_for_notice(listed, "2") == ONLY_ASKER
    assert quoted(reader.tap(listed, "2"), "blockquote") == ["请打电话。"]
    methods = [call.method for call in telegram.calls()[before:]]
    assert methods.count("editMessageText") == 2


def test_everybody_judges_an_answer_and_nobody_sees_it(
    telegram: Telegram, reader: Person, group: Group
) -> None:
    answer = reader.ask(f"/ask {WHO}", group=group)
    before = len(telegram.calls())
    assert reader.tap_for_notice(answer, "👍") == "谢谢，记下了：👍"
    assert telegram.person(language="en").tap_for_notice(answer, "👎") == "Thank you, noted: 👎"
    methods = {call.method for call in telegram.calls()[before:]}
    assert methods == {"answerCallbackQuery"}


def test_taps_leave_room_for_answers(telegram: Telegram, reader: Person, group: Group) -> None:
    answer = reader.ask(f"/ask {WHO}", group=group)
    up, down = (b["callback_data"] for b in answer["reply_markup"]["inline_keyboard"][0])
    for _ in range(5):
        reader.send_callback(up, message=answer)
        reader.send_callback(down, message=answer)
    # A chat is served in order: all that was tapped for is done by now.
    reader.ask(f"/ask {NOWHERE}", group=group)
    before = len(telegram.calls())
    notice = reader.send_callback(up, message=answer).params["text"]
    assert notice == "这个群里点得太快了，请过一会儿再点。"
    assert [call.method for call in telegram.calls()[before:]] == ["answerCallbackQuery"]
    assert EVIDENCE in reader.ask(f"/ask {WHO}", group=group)["text"]


def test_why_in_reply_to_an_answer(telegram: Telegram, reader: Person, group: Group) -> None:
    for question in (f"/ask {WHO}", f"/ask {NOWHERE}"):
        answer = reader.ask(question, group=group)
        assert "可信度 " in telegram.person().ask("/why", group=group, reply_to=answer)["text"]


def test_the_language_of_a_group_is_everybodys_own(
    telegram: Telegram, reader: Person, group: Group
) -> None:
    offered = reader.ask("/lang@WenjuTestBot", group=group)
    notice = telegram.person().tap_for_notice(offered, "English")
    assert notice == "这是别人的设置。请自己发一次 /lang 。"
    assert reader.tap(offered, "English")["text"] == "The interface is now in English."
    assert "sentence 2" in reader.ask(f"/ask {WHO}", group=group)["text"]
    assert "第2句" in telegram.person().ask(f"/ask {WHO}", group=group)["text"]


def with_chat(content: dict[str, Any], group: Group) -> dict[str, Any]:
    """Put the message replied to, if any, into the group."""
    replied = content.get("reply_to")
    chat = {"id": group.chat_id, "type": "supergroup", "title": "读书会"}
    return {**content, "reply_to": {**replied, "chat": chat}} if replied else content

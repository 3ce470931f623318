"""Every road by which somebody might change the knowledge who may not: none of them leads there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import BRIDGE, EVIDENCE, WHO, BotProcess
from tests.emulator.driver import labels
from tests.emulator.markup import find_entities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Group, Person, Telegram
    from tests.emulator.world import Json

TOWER = "title: 江边的塔\ntext: 塔高三百米。塔由李明设计。\n"
FILES = {"bridge.yaml": BRIDGE, "tower.yaml": TOWER}
COMMANDS = [
    "/reload",
    "/import",
    "/article bridge",
    "/remove tower",
    "/lexicon +词 长江大桥",
    "/undo",
    "/teach 塔多高？ = 很高。",
    "/misses",
    "/status",
    "/stats",
    "/doctor",
]
NOT_ADMIN = "这个命令只有管理员可以用。"
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@pytest.fixture(scope="module")
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    # Intruders type faster than readers do.
    limits = (
        "limits: {questions_a_minute: 1000, group_questions_a_minute: 18, taps_a_minute: 1000}\n"
    )
    folder = tmp_path_factory.mktemp("bot")
    bot = BotProcess(telegram, folder, admins=[admin.chat_id], settings=limits)
    bot.write("tower.yaml", TOWER)
    with bot:
        yield bot


@pytest.fixture
def stranger(telegram: Telegram, bot: BotProcess) -> Person:
    del bot
    return telegram.person("生人")


@pytest.fixture
def group(telegram: Telegram) -> Group:
    return telegram.group()


def files(bot: BotProcess) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in bot.knowledge.iterdir()}


def settled(admin: Person, told: Json) -> Json:
    """Give what the bot says once it is no longer at work on it."""
    messages = admin.telegram._server.world.messages
    key = (told["chat"]["id"], told["message_id"])
    return admin.telegram.wait(
        lambda: None if messages[key]["text"].startswith("正在") else messages[key],
        f"more than {told['text']!r}",
    )


def assert_unchanged(bot: BotProcess, admin: Person) -> None:
    """See that nothing was changed, and that nothing of it is still under way."""
    assert settled(admin, admin.ask("/reload"))["text"] == "知识库没有变化。"
    assert files(bot) == FILES
    assert admin.ask("/undo")["text"] == "还没有通过机器人改过什么。"
    assert "Traceback" not in bot.log


@pytest.mark.parametrize("command", COMMANDS)
def test_a_stranger_may_give_no_command(
    bot: BotProcess, admin: Person, stranger: Person, group: Group, command: str
) -> None:
    assert stranger.ask(command)["text"] == NOT_ADMIN
    name, _, rest = command.partition(" ")
    in_group = f"{name}@WenjuTestBot {rest}".strip()
    assert stranger.ask(in_group, group=group)["text"] == NOT_ADMIN
    assert_unchanged(bot, admin)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_anonymous_admin_of_a_group_or_a_channel_is_a_stranger(
    bot: BotProcess, admin: Person, telegram: Telegram, group: Group, command: str
) -> None:
    name, _, rest = command.partition(" ")
    in_group = f"{name}@WenjuTestBot {rest}".strip()
    masks: list[dict[str, Any]] = [
        # All anonymous admins go by one account, which says nothing about anybody.
        {"sender": ANONYMOUS, "sender_chat": {"id": group.chat_id, "type": "supergroup"}},
        # Even if Telegram named the account behind the mask.
        {"sender_chat": {"id": group.chat_id, "type": "supergroup"}},
        {"sender_chat": {"id": -100500, "type": "channel", "title": "频道"}},
    ]
    for mask in masks:
        assert admin.ask(in_group, group=group, **mask)["text"] == NOT_ADMIN
    del telegram
    assert_unchanged(bot, admin)


BY_OTHERS: dict[str, dict[str, Any]] = {
    "forwarded from somebody": {
        "forward_origin": {
            "type": "user",
            "date": 1,
            "sender_user": {"id": 5, "is_bot": False, "first_name": "甲"},
        }
    },
    "forwarded from somebody who hides": {
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "甲"}
    },
    "forwarded from a channel": {
        "forward_origin": {
            "type": "channel",
            "date": 1,
            "chat": {"id": -5, "type": "channel"},
            "message_id": 1,
        }
    },
    "put together by another bot": {"via_bot": {"id": 9, "is_bot": True, "first_name": "b"}},
    "copied from the group's channel": {"is_automatic_forward": True},
}


@pytest.mark.parametrize("content", BY_OTHERS.values(), ids=BY_OTHERS)
def test_what_an_admin_did_not_write_is_no_command(
    bot: BotProcess, admin: Person, telegram: Telegram, content: dict[str, Any]
) -> None:
    before = len(telegram.calls("sendDocument"))
    for command in COMMANDS:
        admin.send(command, **content)
    assert_unchanged(bot, admin)
    assert len(telegram.calls("sendDocument")) == before


KINDS = [
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
    "guest_message",
]


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_new_message_is_a_command(
    bot: BotProcess, admin: Person, telegram: Telegram, kind: str
) -> None:
    """Telegram is not asked for the others; it may send those that were asked for before."""
    world = telegram._server.world
    before = len(telegram.calls("sendDocument")), len(telegram.calls("sendMessage"))
    for number, text in enumerate(COMMANDS, start=1_000_000):
        message = {
            "message_id": number,
            "date": 1,
            "chat": {"id": admin.chat_id, "type": "private"},
            "from": admin.user,
            "text": text,
            "entities": find_entities(text),
        }
        telegram.change(lambda message=message: world.add_update(kind, message))  # type: ignore[misc]
    telegram.wait_until_read()
    assert EVIDENCE in admin.ask(WHO)["text"]
    after = len(telegram.calls("sendDocument")), len(telegram.calls("sendMessage"))
    assert after == (before[0], before[1] + 1)
    assert_unchanged(bot, admin)


def proposals(admin: Person) -> Iterator[Json]:
    """Give messages with every kind of button that an admin is shown."""
    yield settled(admin, admin.ask("/remove tower"))
    yield settled(admin, admin.ask("/lexicon +词 长江大桥"))
    yield settled(admin, admin.answer_to(admin.upload("tower.md", b"# Tower\n\nHigh.")))
    yield admin.ask("/teach 塔多高？ = 很高。")
    admin.ask("火星探测器什么时候返回？")
    yield admin.ask("/misses")


def forged(data: str, admin: Person, stranger: Person) -> Iterator[str]:
    """Give a button's data as it is, and as if the button were somebody else's."""
    yield data
    yield data.replace(str(admin.chat_id), str(stranger.chat_id))
    yield data.replace(str(admin.chat_id), "0")
    yield re.sub(r"^!([a-z-]+)", "!ok", data)


def test_nobody_else_can_tap_an_admins_buttons(
    bot: BotProcess, admin: Person, stranger: Person, group: Group
) -> None:
    shown = list(proposals(admin))
    assert {"✅ 确认", "✏ 换标题"} <= {label for message in shown for label in labels(message)}
    in_group = stranger.ask(f"/ask {WHO}", group=group)
    own = stranger.ask(WHO)
    refused = {NOT_ADMIN, "这个按钮已经失效，请重新提问。"}
    for message in shown:
        for row in message["reply_markup"]["inline_keyboard"]:
            for button in row:
                for data in forged(button["callback_data"], admin, stranger):
                    for origin in (
                        {"message": message},
                        {"message": own},
                        {"message": in_group},
                        {"inline_message_id": "inline1"},
                    ):
                        told = stranger.send_callback(data, **origin).params
                        assert told.get("text") in refused, data
    assert_unchanged(bot, admin)
    # None of it was used up: the admin may still decide.
    assert admin.tap(shown[0], "取消")["text"] == "已取消，什么都没有改。"
    admin.tap(shown[3], "取消")


def test_a_stranger_cannot_answer_in_an_admins_dialogue(
    bot: BotProcess, admin: Person, stranger: Person, group: Group
) -> None:
    preview = settled(admin, admin.answer_to(admin.upload("tower.md", b"# Tower\n\nHigh.")))
    before = preview["text"]
    admin.ask("/teach")
    # Nor can the admin himself, where all can read it.
    for person in (stranger, admin):
        person.send("另一个题目", group=group, reply_to=preview)
    stranger.ask("另一个题目", reply_to=preview)
    stranger.ask("塔多高？ = 很高。")
    assert_unchanged(bot, admin)
    now = admin.telegram._server.world.messages[preview["chat"]["id"], preview["message_id"]]
    assert now["text"] == before
    admin.tap(preview, "取消")


def test_a_strangers_file_is_not_even_downloaded(
    bot: BotProcess, admin: Person, telegram: Telegram, stranger: Person, group: Group
) -> None:
    before = len(telegram.calls("getFile"))
    said = stranger.answer_to(stranger.upload("a.yaml", TOWER.encode()))
    assert said["text"].startswith("文件只有管理员可以导入。")
    file = stranger.upload("b.yaml", TOWER.encode(), group=group)
    replied = stranger.ask("/import@WenjuTestBot", group=group, reply_to=file)
    assert replied["text"] == NOT_ADMIN
    assert len(telegram.calls("getFile")) == before
    assert_unchanged(bot, admin)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_inline_query_is_a_question_and_nothing_else(
    bot: BotProcess, admin: Person, command: str
) -> None:
    admin.search(command)
    assert_unchanged(bot, admin)


NAMES = [
    "../../etc/passwd.yaml",
    "..\\..\\config.yaml",
    "/etc/cron.d/a.md",
    "C:\\Windows\\a.md",
    "....//a.md",
    ".hidden.md",
    "a\x00b.md",
    "a\nb.md",
    "a/../../b.md",
    "\u202egpj.md",
    "CON.md",
    "~root.md",
    "$(touch x).md",
    "-rf.md",
    "BRIDGE.md",
    "lexicon.md",
    "golden.yaml",
    "taught.md",
    f"{'长' * 300}.md",
    "．．／a.md",
    "%2e%2e%2fa.md",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_whatever_a_file_is_called_it_stays_in_the_folder(
    bot: BotProcess, admin: Person, name: str
) -> None:
    before = sorted(path.name for path in bot.knowledge.parent.iterdir())
    shown = settled(admin, admin.answer_to(admin.upload(name, TOWER.encode())))
    if "✅ 确认" in labels(shown):
        admin.tap(shown, "确认")
        made = set(files(bot)) - set(FILES)
        assert all(re.fullmatch(r"[\w-][\w.-]*\.yaml", one) for one in made), made
        assert len(made) <= 1
        for one in made:
            (bot.knowledge / one).unlink()
        settled(admin, admin.ask("/reload"))
    assert files(bot) == FILES
    assert sorted(path.name for path in bot.knowledge.parent.iterdir()) == before
    assert "Traceback" not in bot.log

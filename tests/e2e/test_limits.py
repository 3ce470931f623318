"""What becomes of more than the limits allow: one word to who sends it, and no harm to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.harness import EVIDENCE, WHO, BotProcess
from tests.emulator import Telegram
from tests.emulator.world import Call, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.harness import MakeBot
    from tests.emulator import Group, Person
    from tests.emulator.world import Json

LIMITS = """\
limits:
  questions_a_minute: 5
  group_questions_a_minute: 3
  taps_a_minute: 4
  inline_a_minute: 4
"""
A_LOT = 30


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def admin(telegram: Telegram) -> Person:
    return telegram.person("管理员")


@pytest.fixture(scope="module", autouse=True)
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    with BotProcess(telegram, folder, admins=[admin.chat_id], settings=LIMITS) as bot:
        yield bot


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return telegram.person()


def all_said(telegram: Telegram, chat: Person | Group, messages: int) -> list[str]:
    """Give all that the bot says in a chat, at least so many messages."""
    telegram.said(chat, messages)
    # Who came later is not heard before it is settled who else is.
    assert EVIDENCE in telegram.person().ask(WHO)["text"]
    return [message["text"] for message in telegram.said(chat, messages)]


NOTICES = [
    ("zh-hans", "发得太快了：一分钟最多 5 条。"),
    ("zh-hant", "發得太快了：一分鐘最多 5 條。"),
    ("en", "That is too fast: I take 5 messages a minute."),
]


@pytest.mark.parametrize(("language", "words"), NOTICES)
def test_who_asks_too_much_is_told_so_once(telegram: Telegram, language: str, words: str) -> None:
    reader = telegram.person(language=language)
    for _ in range(A_LOT):
        reader.send(WHO)
    said = all_said(telegram, reader, 6)
    assert [EVIDENCE in text for text in said] == [True] * 5 + [False]
    assert said[-1].startswith(words)


PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
DOCUMENT = {"file_id": "a", "file_unique_id": "a"}
FLOODS: dict[str, dict[str, Any]] = {
    "a command": {"text": "/help"},
    "a command that there is not": {"text": "/nonsense"},
    "a command for admins": {"text": "/reload"},
    "what is too long": {"text": "字" * 4096},
    "no text": {"photo": PHOTO},
    "a file": {"document": DOCUMENT, "caption": WHO},
}


@pytest.mark.parametrize("content", FLOODS.values(), ids=FLOODS)
def test_whatever_is_answered_counts(
    telegram: Telegram, reader: Person, content: dict[str, Any]
) -> None:
    for _ in range(A_LOT):
        reader.send(**content)
    said = all_said(telegram, reader, 6)
    assert sorted(text.startswith("发得太快了") for text in said) == [False] * 5 + [True]


def test_one_chat_that_asks_too_much_takes_nothing_from_another(
    telegram: Telegram, reader: Person
) -> None:
    other = telegram.person()
    asked: list[Json] = []
    for _ in range(5):
        for _ in range(10):
            reader.send(WHO)
        asked.append(other.send(WHO))
    assert [EVIDENCE in other.answer_to(message)["text"] for message in asked] == [True] * 5


def test_a_group_has_a_limit_of_its_own(telegram: Telegram) -> None:
    group = telegram.group()
    people = [telegram.person() for _ in range(10)]
    for person in people * 3:
        person.send("大家好", group=group)
        person.send("/help@AnotherBot", group=group)
        person.send(f"@WenjuTestBot {WHO}", group=group)
    said = all_said(telegram, group, 4)
    assert [EVIDENCE in text for text in said] == [True] * 3 + [False]
    assert said[-1].startswith("这个群里问得太快了：一分钟最多答 3 次。")


def test_in_a_group_one_notice_is_enough(telegram: Telegram) -> None:
    group, people = telegram.group(), [telegram.person() for _ in range(3)]
    for person in people:
        # Each has used up what is his; one of them asks in the group besides.
        for _ in range(6):
            person.send(WHO)
        person.send(f"/ask {WHO}", group=group)
    assert len(all_said(telegram, group, 1)) == 1


def test_a_flood_leaves_a_group_what_telegram_lets_the_bot_say(telegram: Telegram) -> None:
    group, people = telegram.group(), [telegram.person() for _ in range(8)]
    answer = people[0].ask(f"/ask {WHO}", group=group)
    for person in people:
        for label in ("下一句", "上一句") * 2:
            person.tap_and_go(answer, label)
        person.send(f"/ask {WHO}", group=group)
    all_said(telegram, group, 4)
    telegram.wait_until_read()
    of_group = [
        call
        for call in telegram.calls()
        if call.params.get("chat_id") == str(group.chat_id)
        and call.method in {"sendMessage", "editMessageText"}
    ]
    assert len(of_group) <= 20


def test_taps_have_a_limit(telegram: Telegram, reader: Person) -> None:
    answer = reader.ask(WHO)
    told = [reader.tap_for_notice(answer, "👍") for _ in range(5)]
    assert [words.startswith("谢谢") for words in told] == [True] * 4 + [False]
    assert told[-1] == "点得太快了，请过一会儿再点。"
    ignored = {reader.tap_and_go(answer, "👍") for _ in range(A_LOT)}
    # His questions are another matter.
    assert EVIDENCE in reader.ask(WHO)["text"]
    calls = telegram.calls("answerCallbackQuery")
    assert ignored.isdisjoint(call.params["callback_query_id"] for call in calls)


def test_inline_queries_have_a_limit(telegram: Telegram, reader: Person) -> None:
    answers = [reader.search(WHO).params for _ in range(5)]
    assert [bool(answer["results"]) for answer in answers] == [True] * 4 + [False]
    assert answers[-1]["button"]["text"] == "问得太快，请过一会儿再试"
    # In a minute the same question is answered.
    assert answers[-1]["cache_time"] == "0"
    content = {"query": WHO, "offset": ""}
    ignored = {reader._put_query("inline_query", content) for _ in range(A_LOT)}
    assert EVIDENCE in reader.ask(WHO)["text"]
    calls = telegram.calls("answerInlineQuery")
    assert ignored.isdisjoint(call.params["inline_query_id"] for call in calls)


def test_admins_are_not_limited(admin: Person) -> None:
    asked = [admin.send(WHO) for _ in range(10)]
    assert all(EVIDENCE in admin.answer_to(message)["text"] for message in asked)
    answer = admin.answer_to(asked[0])
    assert all(admin.tap_for_notice(answer, "👍").startswith("谢谢") for _ in range(6))


def test_the_limits_are_shown(admin: Person) -> None:
    lines = admin.ask("/status")["text"].splitlines()
    assert "限速（每分钟）：每人 5 个问题、4 次按钮、4 次内联，每群 3 个问题" in lines
    assert lines[-1].startswith("排队：")


class NotingPolls(list[Call]):
    """The polls so far; of each it is noted how many updates had been answered before it."""

    def __init__(self, world: World) -> None:
        super().__init__(world.polls)
        self._world = world
        self.answered: list[tuple[int, int]] = []

    def append(self, call: Call) -> None:
        super().append(call)
        answered = sum(one.method == "sendMessage" for one in self._world.calls)
        self.answered.append((int(call.params.get("offset", 0)), answered))


def test_a_flood_waits_at_telegram_and_is_answered_oldest_first(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    world = own_telegram._server.world
    people = [own_telegram.person(str(number)) for number in range(250)]
    messages = [person.send(WHO) for person in people]
    noted = own_telegram.change(lambda: NotingPolls(world))
    own_telegram.change(lambda: setattr(world, "polls", noted))
    most = 20
    with make_bot(f"limits: {{waiting_updates: {most}}}\n"):
        answers = [
            person.answer_to(message) for person, message in zip(people, messages, strict=True)
        ]
        own_telegram.wait_until_read()
    assert all(EVIDENCE in answer["text"] for answer in answers)
    # More is asked for when there is room again, and no sooner.
    waiting = [
        received(offset, messages) - answered for offset, answered in noted.answered if offset
    ]
    assert max(waiting) < most


def received(offset: int, messages: list[Json]) -> int:
    """Tell how many messages the updates before one brought; it has the number after its own."""
    return sum(message["message_id"] + 1 < offset for message in messages)

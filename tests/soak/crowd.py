"""Thousands of people, in private chats and groups, who do all that people do to a bot."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any, Final

from tests.e2e.harness import CONTACT, NOWHERE, WHO
from tests.emulator.markup import find_entities
from tests.emulator.world import BOT, DATE, Json, World, without_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.soak.ledger import Ledger

_WINDOW: Final = 16
"""Answers that may be owed at once: enough to keep the bot busy, few enough for it to be quick."""
_PATIENCE: Final = 180.0
"""Seconds without a single answer until what is owed is lost."""
_MESSAGES_KEPT: Final = 30_000
_LANGUAGES: Final = ("zh-hans", "zh-hans", "zh-hant", "en", "")

_QUESTIONS: Final = (
    WHO,
    "谁主持设计大桥",
    "大乔由谁主持设计？",
    "shei zhuchi sheji daqiao",
    "铁路桥长多少米？",
    "大桥的铁路桥有多长",
    "两岸的人们来看什么？",
    "橋頭堡上有什麼？",
    CONTACT,
    "怎么联系他们",
    "这篇文章是什么时候发布的？",
    "文章的来源是哪里？",
    "上面有几面红旗？",
    "红旗",
    "雕塑",
    NOWHERE,
    "今天天气怎么样？",
    "谁发明了电话？",
    "who designed the bridge",
    "塔由谁设计？",
)
_FOLLOW_UPS: Final = ("那铁路桥呢？", "他是谁？", "有多长？", "为什么？", "那里有什么？")
_CHATTER: Final = ("早上好", "你们看了吗？", "哈哈哈", "明天几点见？", "大桥由谁主持设计？", "+1")
_READER_COMMANDS: Final = ("/help", "/start", "/articles", "/lang", "/why", "/ask 谁设计了大桥？")
_ODD_COMMANDS: Final = ("/nonsense", "/forgetme", "/ask", "/help@WenjuTestBot", "/start x1")
_ADMIN_COMMANDS: Final = ("/reload", "/teach", "/misses", "/undo", "/status", "/lexicon", "/doctor")
_GARBAGE: Final = (
    "的" * 4000,
    "\u202e\u200b？",
    "<b>&amp;</b></i>",
    "?" * 50,
    "🎉" * 100,
    "e\u0301" * 200,
    "\x00\x01\x02谁",
    "'; DROP TABLE questions; --",
    "{{7*7}}",
    "谢谢",
)
_FORGED: Final = ("x", "s:AAAAAAAA:x1:0-1:99:0:0", "v:AAAAAAAA:+", "w:AAAAAAAA", "l:q", "a:999999")
_FORGED_ADMIN: Final = ("!ok:1:abc", "!no:1:abc", "!undo:1:1", "!teach:1:x", "!nothing:1")

_WEIGHTS: Final = {
    "question": 15,
    "burst": 2,
    "follow_up": 3,
    "tap": 14,
    "forged_tap": 2,
    "inline": 6,
    "choice": 2,
    "group_question": 4,
    "group_reply": 2,
    "chatter": 42,
    "edit": 8,
    "reader_command": 3,
    "odd_command": 1,
    "strangers_command": 1,
    "garbage": 2,
    "no_text": 1,
    "channel_post": 2,
}


class Crowd:
    """Acts upon an emulated Telegram, from within its event loop, and looks at what comes back."""

    def __init__(self, world: World, ledger: Ledger, seed: int, people: int, groups: int) -> None:
        self._world = world
        self._ledger = ledger
        self._random = random.Random(seed)  # noqa: S311 - nothing to guard
        self._people = [self._new_person() for _ in range(people)]
        self._groups = [self._new_group() for _ in range(groups)]
        self._channel = self._new_chat(-1_000_000_000_000, type="channel", title="频道")
        self._shown: dict[int, Json] = {}
        """The last of the bot's messages with buttons, by chat."""
        self._offered: list[tuple[Json, str]] = []
        """Inline results of late, with who may choose them."""
        self._next_person = 0
        self._seen = 0
        self._last_progress = time.monotonic()

    async def act(self, updates: int, seconds: float, report: Callable[[], None]) -> None:
        """Let so many updates come in, or as many as do in time; `report` is called all the while."""
        kinds = random.Random(self._random.random())  # noqa: S311 - nothing to guard
        names, weights = list(_WEIGHTS), list(_WEIGHTS.values())
        end, late = self._ledger.total + updates, time.monotonic() + seconds
        while self._ledger.total < end and time.monotonic() < late and not self._is_stuck:
            while self._ledger.outstanding < _WINDOW and self._ledger.total < end:
                getattr(self, f"_{kinds.choices(names, weights)[0]}")()
            await self.listen()
            report()

    async def settle(self) -> None:
        """Wait until all that is owed is paid or lost."""
        while self._ledger.outstanding and not self._is_stuck:
            await self.listen()
        # What should not be said would be said by now.
        await asyncio.sleep(1)
        await self.listen()

    @property
    def _is_stuck(self) -> bool:
        return time.monotonic() - self._last_progress > _PATIENCE

    async def listen(self) -> None:
        """Wait for calls of the bot, and take down what they say."""
        world, before = self._world, self._ledger.outstanding
        await world.notify()
        await world.wait(lambda: True if world.calls else None, 0.05)
        for call in list(world.calls):
            if call.method in {"sendMessage", "sendDocument", "sendPhoto"}:
                self._hear(call.params)
            elif call.method == "answerCallbackQuery":
                self._ledger.settle(call.params["callback_query_id"], "tap answered")
            elif call.method == "answerInlineQuery":
                results = call.params["results"]
                self._ledger.settle(
                    call.params["inline_query_id"],
                    "inline results" if results else "no inline result",
                )
                self._offered += [(result, "") for result in results[:1]]
        del self._offered[:-50]
        self._look_at_messages()
        world.forget(_MESSAGES_KEPT)
        if self._ledger.outstanding != before or not before:
            self._last_progress = time.monotonic()

    def _hear(self, params: Json) -> None:
        replied = (params.get("reply_parameters") or {}).get("message_id")
        if replied is None:
            # Whoever wished to be told is told.
            self._ledger.outcomes["news for who waited"] += 1
            return
        said = self._world.messages.get((int(params["chat_id"]), replied))
        if said is not None and said["from"]["id"] == BOT["id"]:
            self._ledger.outcomes["files beside an answer"] += 1
            return
        self._ledger.settle((int(params["chat_id"]), replied), _outcome(params))

    def _look_at_messages(self) -> None:
        """Note the buttons under what the bot has said since."""
        newest = self._seen
        for (chat_id, message_id), message in reversed(self._world.messages.items()):
            if message_id <= self._seen:
                break
            newest = max(newest, message_id)
            if message["from"]["id"] == BOT["id"] and message.get("reply_markup"):
                self._shown[chat_id] = message
        self._seen = newest

    # What people do.

    def _question(self) -> None:
        self._ask(self._person(), self._random.choice(_QUESTIONS), "questions")

    def _burst(self) -> None:
        person = self._person()
        for _ in range(self._random.randint(2, 4)):
            self._ask(person, self._random.choice(_QUESTIONS), "questions in a row")

    def _follow_up(self) -> None:
        person = self._person()
        self._ask(person, WHO, "questions")
        self._ask(person, self._random.choice(_FOLLOW_UPS), "follow-ups")

    def _reader_command(self) -> None:
        self._ask(self._person(), self._random.choice(_READER_COMMANDS), "readers' commands")

    def _odd_command(self) -> None:
        self._ask(self._person(), self._random.choice(_ODD_COMMANDS), "odd commands")

    def _strangers_command(self) -> None:
        person, text = self._person(), self._random.choice(_ADMIN_COMMANDS)
        message = self._say(person["id"], person, text)
        self._ledger.owe(_key(message), "admins' commands of strangers")

    def _garbage(self) -> None:
        self._ask(self._person(), self._random.choice(_GARBAGE), "garbage")

    def _no_text(self) -> None:
        person = self._person()
        content: Json = self._random.choice(
            (
                {"dice": {"emoji": "🎲", "value": 3}},
                {"location": {"longitude": 1.5, "latitude": 2.5}},
                {"contact": {"phone_number": "1", "first_name": "x"}},
            )
        )
        message = self._say(person["id"], person, None, **content)
        self._ledger.owe(_key(message), "no text", person["id"])

    def _group_question(self) -> None:
        person, group = self._person(), self._random.choice(self._groups)
        message = self._say(group, person, f"@{BOT['username']} {self._random.choice(_QUESTIONS)}")
        self._ledger.owe(_key(message), "questions in groups", group)

    def _group_reply(self) -> None:
        group = self._random.choice(self._groups)
        said, person = self._shown.get(group), self._person()
        if said is None:
            return
        text = self._random.choice(_QUESTIONS)
        message = self._say(group, person, text, reply_to_message=without_reply(said))
        self._ledger.owe(_key(message), "replies in groups", group)

    def _chatter(self) -> None:
        person, group = self._person(), self._random.choice(self._groups)
        message = self._say(group, person, self._random.choice(_CHATTER))
        self._ledger.expect_silence(_key(message), "chatter in groups")

    def _edit(self) -> None:
        person = self._person()
        # Of a message that was never asked: nobody is to be answered for editing.
        message = self._world.add_message(person["id"], person, text=WHO, edit_date=DATE)
        self._world.add_update("edited_message", message)
        self._ledger.expect_silence(_key(message), "edited messages")

    def _channel_post(self) -> None:
        message = self._world.add_message(self._channel, {"id": self._channel}, text=WHO)
        post = {name: message[name] for name in message if name != "from"}
        self._world.add_update("channel_post", post)
        self._ledger.expect_silence(_key(message), "channel posts")

    def _tap(self) -> None:
        """Tap any button under the latest of the bot's messages somewhere."""
        if not self._shown:
            return
        chat_id = self._random.choice(list(self._shown)[-200:])
        shown = self._shown[chat_id]
        rows = (shown.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = [button["callback_data"] for row in rows for button in row]
        if not buttons or (shown["chat"]["id"], shown["message_id"]) not in self._world.messages:
            del self._shown[chat_id]
            return
        asked = shown.get("reply_to_message") or {}
        tapper = asked.get("from") or self._person()
        self._send_tap(tapper, self._random.choice(buttons), "taps", message=shown)

    def _forged_tap(self) -> None:
        if not self._shown:
            return
        chat_id = self._random.choice(list(self._shown)[-50:])
        data = self._random.choice(_FORGED + _FORGED_ADMIN)
        self._send_tap(self._person(), data, "forged taps", message=self._shown[chat_id])

    def _inline(self) -> None:
        text = self._random.choice((*_QUESTIONS, "", "大桥"))
        query = {"from": self._person(), "query": text, "offset": ""}
        self._ledger.owe(self._put_query("inline_query", query), "inline queries")

    def _choice(self) -> None:
        if not self._offered:
            return
        result, _ = self._random.choice(self._offered)
        person = self._person()
        content = {"result_id": result["id"], "from": person, "query": WHO}
        self._world.add_update("chosen_inline_result", content)
        self._ledger.sent["inline choices"] += 1
        rows = (result.get("reply_markup") or {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        if buttons:
            name = f"inline{self._world.new_id()}"
            self._world.inline_messages[name] = {"text": None}
            data = self._random.choice(buttons)["callback_data"]
            self._send_tap(person, data, "taps under inline answers", inline_message_id=name)

    # How they do it.

    def _ask(self, person: Json, text: str, kind: str) -> None:
        message = self._say(person["id"], person, text)
        self._ledger.owe(_key(message), kind, person["id"])

    def _say(self, chat_id: int, person: Json, text: str | None, **content: object) -> Json:
        entities = find_entities(text) if text is not None else None
        message = self._world.add_message(
            chat_id, person, text=text, entities=entities or None, **content
        )
        self._world.add_update("message", message)
        return message

    def _send_tap(self, person: Json, data: str, kind: str, **origin: object) -> None:
        content = {"from": person, "data": data, "chat_instance": "1", **origin}
        self._ledger.owe(self._put_query("callback_query", content), kind)

    def _put_query(self, kind: str, content: Json) -> str:
        query_id = str(self._world.new_id())
        self._world.open_queries.add(query_id)
        self._world.add_update(kind, {"id": query_id, **content})
        return query_id

    def _person(self) -> Json:
        """Give the next person: one after the other, so that nobody asks faster than people do."""
        self._next_person = (self._next_person + 1) % len(self._people)
        return self._people[self._next_person]

    def _new_person(self) -> Json:
        chat_id = self._new_chat(0, type="private", first_name="读者")
        code = self._random.choice(_LANGUAGES)
        person: Json = {"id": chat_id, "is_bot": False, "first_name": "读者"}
        return {**person, "language_code": code} if code else person

    def _new_group(self) -> int:
        return self._new_chat(-1_000_000_000_000, type="supergroup", title="读书会")

    def _new_chat(self, below: int, **about: Any) -> int:  # noqa: ANN401
        number = self._world.new_id()
        if number == BOT["id"]:
            number = self._world.new_id()
        chat_id = below - number if below else number
        self._world.chats[chat_id] = {"id": chat_id, **about}
        return chat_id


def _key(message: Json) -> tuple[int, int]:
    return message["chat"]["id"], message["message_id"]


def _outcome(params: Json) -> str:
    """Tell by the buttons under an answer what kind of answer it is."""
    markup = params.get("reply_markup") or {}
    data = [b["callback_data"] for row in markup.get("inline_keyboard", []) for b in row]
    signs = {one.partition(":")[0] for one in data}
    if "v" in signs:
        return "answered"
    if "w" in signs:
        return "refused"
    return "suggested" if "s" in signs else "said something else"

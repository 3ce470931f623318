"""Drive the emulated Telegram from a test: people type, tap and read; every wait is bounded."""

from __future__ import annotations

import asyncio
import copy
import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

from tests.emulator.markup import find_entities
from tests.emulator.server import Server
from tests.emulator.world import BOT, DATE, Call, Json, without_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType

    from tests.emulator.faults import Fault

PATIENCE = 45.0
"""Seconds until a wait has failed; only ever spent by a test that fails."""

T = TypeVar("T")


class Telegram:
    """An emulated Telegram that runs in a thread of its own while the `with` block lasts."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: Server
        self.patience = PATIENCE
        """Seconds that a wait may take here: more where somebody has a minute's time."""

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(_started())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._run(_stopped(self._server))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        if error is None and self._server.crashes:
            # What a test saw of it may be anything; this is what it was.
            raise ExceptionGroup("the emulator made mistakes", self._server.crashes)

    @property
    def url(self) -> str:
        """Where the Bot API is served: the part before the token."""
        return f"http://127.0.0.1:{self._server.port}/bot"

    @property
    def file_url(self) -> str:
        """Where files are downloaded from: the part before the token."""
        return f"http://127.0.0.1:{self._server.port}/file/bot"

    def person(self, name: str = "小明", *, language: str = "zh-hans") -> Person:
        """Let somebody new open a private chat with the bot."""
        return self.change(lambda: self._new_person(name, language))

    def group(self, title: str = "读书会", *, forum: bool = False) -> Group:
        """Open a new group that the bot is in; each has a message budget of its own."""
        return self.change(lambda: self._new_group(title, forum=forum))

    def post(self, text: str) -> Group:
        """Post into a new channel that the bot is in; Telegram tells it, wanted or not."""
        return self.change(lambda: self._new_post(text))

    def fail(self, *faults: Fault) -> None:
        """Let methods fail for some calls to come."""
        self.change(lambda: self._server.faults.extend(faults))

    def wait_until_met(self, *faults: Fault) -> None:
        """Wait until faults have happened as often as they should."""
        self.wait(lambda: all(fault.met == fault.times for fault in faults) or None, "a fault")

    def wait_until_met_once(self, fault: Fault) -> None:
        """Wait until a fault has happened."""
        self.wait(lambda: True if fault.met else None, "a fault")

    def mend(self) -> None:
        """Let nothing fail any more."""
        self.change(self._server.faults.clear)

    def go_down(self) -> None:
        """Let the network be gone."""
        self._run(self._server.go_down())

    def come_back(self) -> None:
        """Let it be there again."""
        self._run(self._server.come_back())

    def deliver_to(self, port: int) -> None:
        """Bring updates to the webhook, once one is set, at a port of this machine."""
        self.change(lambda: self._server.deliver_to(port))

    def set_webhook(self, url: str | None, **more: object) -> None:
        """Let somebody else who has the token set the webhook, or delete it."""

        def act() -> None:
            self._server.world.webhook = None if url is None else {"url": url, **more}

        self.change(act)

    def webhook(self) -> Json | None:
        """Give what was last said of the webhook; None where there is none."""
        return self.change(lambda: copy.copy(self._server.world.webhook))

    def put_update(self, kind: str, content: object) -> None:
        """Let an update wait for the bot that no client of Telegram's would cause."""
        self.change(lambda: self._server.world.add_update(kind, content))

    def block(self, person: Person) -> None:
        """Let a person block the bot."""
        self.change(lambda: self._server.world.blocked.add(person.chat_id))

    def calls(self, method: str | None = None) -> list[Call]:
        """Give every call but getUpdates so far, or those of one method."""
        world = self._server.world
        return self.change(lambda: [c for c in world.calls if method in {None, c.method}])

    def set_me(self, **said: object) -> None:
        """Let Telegram say something else of the bot, as getMe tells it."""
        self.change(lambda: self._server.world.me.update(said))

    def set_clock(self, ahead: float) -> None:
        """Put Telegram's clock some seconds before this machine's."""

        def act() -> None:
            self._server.world.clock_ahead = ahead

        self.change(act)

    def let_bot_be(self, status: str, group: Group, **rights: object) -> None:
        """Make the bot something else than a member of a group."""
        world = self._server.world
        self.change(lambda: world.members.update({group.chat_id: {"status": status, **rights}}))

    def menu(self, person: Person | None = None, language: str = "") -> dict[str, str]:
        """Give the commands that somebody sees in the private chat, by Telegram's own order."""
        menus = self._server.world.menus
        chats = [None] if person is None else [person.chat_id, None]
        found = [menus.get((chat, code)) for chat in chats for code in (language, "")]
        return next((menu for menu in found if menu is not None), {})

    def polls(self) -> list[Call]:
        """Give every getUpdates so far."""
        return self.change(lambda: list(self._server.world.polls))

    def wait_for_receiving(self, polls: int, webhooks: int, or_else: Callable[[], bool]) -> None:
        """Wait until the bot has polled, or set the webhook, more often, or something else is so."""
        world = self._server.world

        def look() -> bool | None:
            is_set = sum(call.method == "setWebhook" for call in world.calls) > webhooks
            return True if len(world.polls) > polls or is_set or or_else() else None

        self.wait(look, "a poll")

    def wait_for_call(self, method: str, after: int = 0) -> Call:
        """Wait for a call of a method, leaving out the first `after` calls of whatever method."""
        world = self._server.world
        return self.wait(
            lambda: next((c for c in world.calls[after:] if c.method == method), None), method
        )

    def wait_for_calls(self, method: str, number: int) -> None:
        """Wait until a method has been called so many times."""
        calls = self._server.world.calls
        self.wait(lambda: sum(c.method == method for c in calls) >= number or None, method)

    def said(self, chat: Person | Group, at_least: int = 0) -> list[Json]:
        """Give the bot's messages in a chat, once there are at least so many."""
        messages = self._server.world.messages

        def look() -> list[Json] | None:
            found = [
                message
                for (chat_id, _), message in messages.items()
                if chat_id == chat.chat_id and message["from"]["id"] == BOT["id"]
            ]
            return found if len(found) >= at_least else None

        return self.wait(look, f"{at_least} messages of the bot's")

    def wait_for_words(self, message: Json, words: str) -> Json:
        """Wait until a message of the bot's, as it edits it, holds some words."""
        messages = self._server.world.messages
        key = (message["chat"]["id"], message["message_id"])
        return self.wait(
            lambda: messages[key] if words in messages[key]["text"] else None, f"{words!r}"
        )

    def wait_until_read(self) -> None:
        """Wait until the bot has confirmed every update."""
        world = self._server.world
        self.wait(lambda: None if world.updates else True, "the bot to read all")

    def wait(self, look: Callable[[], T | None], what: str) -> T:
        """Wait until `look`, called in the server's thread after every change, sees something."""
        seen = self._run(self._server.world.wait(lambda: copy.deepcopy(look()), self.patience))
        if seen is None:
            methods = [call.method for call in self._server.world.calls[-10:]]
            words = f"waited in vain for {what}; the last calls were {methods}"
            raise AssertionError(f"{words}; the emulator's mistakes: {self._server.crashes}")
        return seen

    def change(self, act: Callable[[], T]) -> T:
        """Do something to the server in its own thread, and wake those who wait."""

        async def run() -> T:
            result = act()
            await self._server.world.notify()
            return result

        return self._run(run())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _new_person(self, name: str, language: str) -> Person:
        world = self._server.world
        number = world.new_id()
        user = {"id": number, "is_bot": False, "first_name": name, "language_code": language}
        world.chats[number] = {"id": number, "type": "private", "first_name": name}
        return Person(self, user)

    def _new_group(self, title: str, *, forum: bool) -> Group:
        world = self._server.world
        number = -1_000_000_000_000 - world.new_id()
        chat = {"id": number, "type": "supergroup", "title": title}
        world.chats[number] = {**chat, "is_forum": True} if forum else chat
        return Group(number)

    def _new_post(self, text: str) -> Group:
        world = self._server.world
        number = -1_000_000_000_000 - world.new_id()
        world.chats[number] = {"id": number, "type": "channel", "title": "频道"}
        post = world.add_message(number, {"id": number}, text=text, entities=find_entities(text))
        world.add_update("channel_post", {name: post[name] for name in post if name != "from"})
        return Group(number)


class Group:
    """A group; people write into it with `Person.send(..., group=...)`."""

    def __init__(self, chat_id: int) -> None:
        self.chat_id = chat_id


class Person:
    """Somebody with Telegram in their hands."""

    def __init__(self, telegram: Telegram, user: Json) -> None:
        self.telegram = telegram
        self.user = user
        self.chat_id: int = user["id"]

    def send(
        self,
        text: str | None = None,
        *,
        group: Group | None = None,
        topic: int | None = None,
        reply_to: Json | None = None,
        sender: Json | None = None,
        **content: object,
    ) -> Json:
        """Send a message to the bot or into a group.

        Args:
            text: What is typed; absent for other content (`photo=`, `caption=` …).
            group: Where; the private chat with the bot by default.
            topic: The group's topic.
            reply_to: The message that is replied to.
            sender: Who it is from, where Telegram says something else than the person.
            content: Further fields of the message.
        """
        world = self.telegram._server.world
        typed = text if text is not None else content.get("caption")
        entities = find_entities(typed) if isinstance(typed, str) else None
        field = "entities" if text is not None else "caption_entities"
        chat_id = group.chat_id if group else self.chat_id
        fields: Json = {field: entities or None, **content}
        if reply_to is not None:
            fields["reply_to_message"] = without_reply(reply_to)
        if topic is not None:
            fields |= {"message_thread_id": topic, "is_topic_message": True}
            self.telegram.change(lambda: world.topics.setdefault(chat_id, set()).add(topic))

        def act() -> Json:
            message = world.add_message(chat_id, sender or self.user, text=text, **fields)
            world.add_update("message", message)
            return message

        return self.telegram.change(act)

    def ask(self, text: str | None = None, **rest: Any) -> Json:  # noqa: ANN401
        """Send a message and wait for the bot's reply."""
        return self.answer_to(self.send(text, **rest))

    def answer_to(self, message: Json) -> Json:
        """Wait for the bot's reply to a message."""
        messages = self.telegram._server.world.messages

        def look() -> Json | None:
            said = (answer for answer in messages.values() if answer["from"]["id"] == BOT["id"])
            return next((a for a in said if _replies_to(a, message)), None)

        return self.telegram.wait(look, f"an answer to {message.get('text')!r}")

    def upload(
        self,
        name: str | None,
        data: bytes,
        *,
        size: int | None = None,
        **rest: Any,  # noqa: ANN401
    ) -> Json:
        """Send a file; `size` is what Telegram says of it, where that is not the truth."""
        world = self.telegram._server.world
        file_id = f"file-{self.telegram.change(world.new_id)}"
        self.telegram.change(lambda: world.files.update({file_id: data}))
        document: Json = {"file_id": file_id, "file_unique_id": file_id}
        document |= {"file_name": name} if name is not None else {}
        document["file_size"] = len(data) if size is None else size
        return self.send(document=document, **rest)

    def edit(self, message: Json, text: str) -> None:
        """Edit a message; Telegram tells the bot, whether it wants to know or not."""
        world = self.telegram._server.world
        edited = {**message, "text": text, "entities": find_entities(text), "edit_date": DATE}
        self.telegram.change(lambda: world.add_update("edited_message", edited))

    def tap(self, message: Json, label: str) -> Json:
        """Tap a button; gives the message as the bot edited it."""
        world = self.telegram._server.world
        key = (message["chat"]["id"], message["message_id"])
        self._tap(message, label)

        def look() -> Json | None:
            now = world.messages[key]
            shown = ("text", "entities", "reply_markup", "photo", "caption")
            return now if any(now.get(f) != message.get(f) for f in shown) else None

        return self.telegram.wait(look, f"an edit after {label}")

    def tap_for_notice(self, message: Json, label: str) -> str:
        """Tap a button; gives the words that Telegram shows for a moment."""
        answer = self._tap(message, label)
        text: str = answer.params.get("text", "")
        return text

    def tap_and_go(self, message: Json, label: str) -> str:
        """Tap a button, and wait for nothing; gives the id of what was to be answered."""
        return self._put_query("callback_query", {**_tapped(message, label), "chat_instance": "1"})

    def _tap(self, message: Json, label: str) -> Call:
        tapped = _tapped(message, label)
        return self.send_callback(tapped["data"], message=message)

    def send_callback(self, data: str, **origin: object) -> Call:
        """Send a callback query, forged if need be; gives the bot's answer to it.

        `origin` is `message=…` or `inline_message_id=…`.
        """
        content = {"data": data, "chat_instance": "1", **origin}
        return self._query("callback_query", content, "answerCallbackQuery", "callback_query_id")

    def search(self, query: str) -> Call:
        """Type behind the bot's name somewhere; gives the bot's answer to the inline query."""
        content = {"query": query, "offset": ""}
        return self._query("inline_query", content, "answerInlineQuery", "inline_query_id")

    def choose(self, result: Json, query: str = "", *, told: bool = False) -> str:
        """Send an inline result somewhere; gives the id of the inline message.

        The bot is told which one it was only where its owner has asked for that.
        """
        world = self.telegram._server.world
        name = f"inline{result['id']}"
        chosen = {"result_id": result["id"], "from": self.user, "query": query}

        def act() -> None:
            world.inline_messages[name] = {"text": None}
            if told:
                world.add_update("chosen_inline_result", chosen)

        self.telegram.change(act)
        return name

    def inline_message(self, name: str) -> Json:
        """Wait until the bot has edited an inline message."""
        messages = self.telegram._server.world.inline_messages
        return self.telegram.wait(
            lambda: messages[name] if messages[name]["text"] else None, "an edited inline message"
        )

    def _query(self, kind: str, content: Json, method: str, id_name: str) -> Call:
        world = self.telegram._server.world
        query_id = self._put_query(kind, content)

        def look() -> Call | None:
            done = (c for c in world.calls if c.method == method)
            return next((c for c in done if c.params[id_name] == query_id), None)

        return self.telegram.wait(look, method)

    def _put_query(self, kind: str, content: Json) -> str:
        world = self.telegram._server.world

        def act() -> str:
            query_id = str(world.new_id())
            world.open_queries.add(query_id)
            world.add_update(kind, {"id": query_id, "from": self.user, **content})
            return query_id

        return self.telegram.change(act)


def _tapped(message: Json, label: str) -> Json:
    """Give what Telegram tells of a tap."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    found = [button for button in buttons if label in button["text"]]
    assert found, f"no button {label!r} among {[button['text'] for button in buttons]}"
    return {"data": found[0]["callback_data"], "message": message}


def _replies_to(answer: Json, message: Json) -> bool:
    replied = answer.get("reply_to_message") or {}
    names = ("message_id", "chat")
    return [replied.get(name) for name in names] == [message[name] for name in names]


async def _started() -> Server:
    server = Server()
    await server.start()
    return server


async def _stopped(server: Server) -> None:
    await server.stop()
    # Whoever is still connected gets no answer any more.
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def labels(message: Json) -> list[str]:
    """Give the labels of the buttons under a message, row by row."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def quoted(message: Json, kind: str) -> list[str]:
    """Give the parts of a message's text that entities of a kind mark."""
    raw = message["text"].encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in message.get("entities", [])
        if e["type"] == kind
    ]

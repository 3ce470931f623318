"""What the emulated Telegram knows: chats, messages, and the updates that wait for the bot."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json = dict[str, Any]
Seen = TypeVar("Seen")
Key = TypeVar("Key")

BOT: Json = {
    "id": 4242,
    "is_bot": True,
    "first_name": "问据",
    "username": "WenjuTestBot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
# When people write: any moment will do, as long as it is always the same.
DATE = 1_700_000_000


def without_reply(message: Json) -> Json:
    """Give a message as Telegram gives one that is replied to."""
    return {name: message[name] for name in message if name != "reply_to_message"}


class ApiError(Exception):
    """The Bot API refuses a call."""

    def __init__(
        self, status: int, description: str, parameters: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot, its parameters decoded."""

    method: str
    params: Json
    files: dict[str, bytes] = field(default_factory=dict)
    """What was uploaded, by file name."""


@dataclass
class World:
    """The state of the emulated Telegram; belongs to the server's event loop."""

    calls: list[Call] = field(default_factory=list)
    """Every call but getUpdates, in order of arrival, refused ones included."""
    polls: list[Call] = field(default_factory=list)
    """Every getUpdates."""
    me: Json = field(default_factory=lambda: dict(BOT))
    """What Telegram says of the bot."""
    members: dict[int, Json] = field(default_factory=dict)
    """What the bot is in a chat, where that is more or less than a member."""
    clock_ahead: float = 0.0
    """Seconds of Telegram's clock before this machine's."""
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    """By chat and message id, as they stand after edits."""
    inline_messages: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """What people have uploaded, by file id."""
    topics: dict[int, set[int]] = field(default_factory=dict)
    """Topics of forums, by chat."""
    menus: dict[tuple[int | None, str], dict[str, str]] = field(default_factory=dict)
    """Commands with their descriptions, by chat (None: all) and language code."""
    blocked: set[int] = field(default_factory=set)
    """Chats that refuse the bot."""
    open_queries: set[str] = field(default_factory=set)
    """Callback and inline queries that the bot has not answered."""
    updates: list[Json] = field(default_factory=list)
    """Those that the bot has not confirmed."""
    webhook: Json | None = None
    webhook_error: str | None = None
    """Why the last update that was brought there was not taken."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def new_id(self) -> int:
        """Give a number that no chat, message, update or query has."""
        return next(self._counter)

    def add_message(self, chat_id: int, sender: Json, **rest: object) -> Json:
        """Put a message into a chat; `rest` are further fields, left out where None."""
        is_bot = sender["id"] == BOT["id"]
        message: Json = {
            "message_id": self.new_id(),
            "date": int(time.time() + self.clock_ahead) if is_bot else DATE,
            "chat": self.chats[chat_id],
            "from": sender,
            **{name: value for name, value in rest.items() if value is not None},
        }
        self.messages[chat_id, message["message_id"]] = message
        return message

    def add_update(self, kind: str, content: object) -> int:
        """Let an update wait for the bot; gives its id."""
        update_id = self.new_id()
        self.updates.append({"update_id": update_id, kind: content})
        return update_id

    def forget(self, messages: int) -> None:
        """Let go of all calls so far, and of all messages but so many of the latest.

        For what runs so long that it must not grow: nobody can wait for a call of before.
        """
        self.calls.clear()
        self.polls.clear()
        _drop_oldest(self.messages, messages)
        _drop_oldest(self.inline_messages, messages)

    async def notify(self) -> None:
        """Wake everybody who waits for a change."""
        async with self.changed:
            self.changed.notify_all()

    async def wait(self, look: Callable[[], Seen | None], seconds: float) -> Seen | None:
        """Look after every change until something is seen, or the time is over."""
        async with self.changed:
            try:
                async with asyncio.timeout(seconds):
                    while (seen := look()) is None:
                        await self.changed.wait()
            except TimeoutError:
                return None
            return seen


def _drop_oldest(things: dict[Key, Json], kept: int) -> None:
    """Drop all but so many of the latest: they are in the order in which they came."""
    for old in list(itertools.islice(things, max(len(things) - kept, 0))):
        del things[old]

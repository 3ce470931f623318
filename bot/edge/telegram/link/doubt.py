"""Find out whether a message arrived whose sending broke off, so that it is sent once and no more.

Telegram cannot be asked what it sent, nor told that a request is one it may have had. But an answer
has buttons that no other message has, and a message whose buttons are exchanged for the very same
is refused as "not modified": so whoever has those buttons is the message. Messages are numbered in
order, within a supergroup, and elsewhere over all chats: it can only be one of the next few.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import httpx
from telegram.error import NetworkError

from bot.edge.telegram.link.answers import ServerError, checked, retry_after
from bot.edge.telegram.memory import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DAY: Final = 24 * 3600.0
_CANDIDATES: Final = 6
"""Messages that are looked at: those of others may have come in between."""
_SAME: Final = "message is not modified"
_LIMIT: Final = 30.0
"""Seconds for each."""
_SUPERGROUPS: Final = -1_000_000_000_000
"""Ids below are those of supergroups and channels, each of which has its own numbering."""
_OURS: Final = 0
"""Stands for all other chats, whose messages are numbered together."""


class Numbers:
    """The highest number of a message seen, for each numbering."""

    def __init__(self) -> None:
        self._latest: Recent[int, int] = Recent(_DAY)

    def see(self, told: object) -> None:
        """Look through what Telegram tells for a message, wherever in it."""
        for message in _messages(told):
            key = _numbering(message["chat"]["id"])
            self._latest.put(key, max(self._latest.get(key) or 0, message["message_id"]))

    def latest(self, chat_id: int) -> int | None:
        """Give the highest in a chat; None where none was seen."""
        return self._latest.get(_numbering(chat_id))


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that is being sent, and by which it can be known again."""

    chat_id: int
    after: int
    """The highest number there was before."""
    text: str
    markup: str
    """As JSON."""

    @classmethod
    def of(cls, name: str, options: Mapping[str, Any], numbers: Numbers) -> Sending | None:
        """Take down what a call sends; None where it could not be told from other messages."""
        if name != "sendMessage":
            return None
        parameters = options["request_data"].json_parameters
        chat, markup = parameters.get("chat_id", ""), parameters.get("reply_markup", "")
        if "callback_data" not in markup or not chat.removeprefix("-").isdecimal():
            return None
        after = numbers.latest(int(chat))
        return None if after is None else cls(int(chat), after, parameters["text"], markup)

    async def find(self, client: httpx.AsyncClient, url: str) -> bytes | None:
        """Look whether it has arrived; gives what Telegram would have answered, where it has.

        Args:
            client: What to call Telegram with.
            url: Where it was sent to.

        Raises:
            NetworkError: Nobody can tell now.
        """
        edit = f"{url.rpartition('/')[0]}/editMessageReplyMarkup"
        for number in range(self.after + 1, self.after + 1 + _CANDIDATES):
            data = {"chat_id": self.chat_id, "message_id": number, "reply_markup": self.markup}
            try:
                async with asyncio.timeout(_LIMIT):
                    response = await client.post(edit, data=data)
            except (httpx.HTTPError, TimeoutError) as error:
                raise NetworkError(f"{type(error).__name__}: {error}") from error
            code = response.status_code
            answer = checked(code, response.content)
            if retry_after(code, answer) is not None:
                raise ServerError(code, str(answer.get("description", "")))
            if _SAME in str(answer.get("description", "")):
                return self._answer(number)
        return None

    def _answer(self, number: int) -> bytes:
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": self.chat_id, "type": "private" if self.chat_id > 0 else "supergroup"},
            "text": self.text,
            "reply_markup": json.loads(self.markup),
        }
        return json.dumps({"ok": True, "result": message}).encode()


def _numbering(chat_id: int) -> int:
    return chat_id if chat_id < _SUPERGROUPS else _OURS


def _messages(told: object) -> Iterator[dict[str, Any]]:
    """Yield the message that a result or an update is or brings; what it replies to is older."""
    if not isinstance(told, dict):
        return
    if isinstance(told.get("message_id"), int) and isinstance(told.get("chat"), dict):
        if isinstance(told["chat"].get("id"), int):
            yield told
        return
    for name in ("message", "callback_query"):
        yield from _messages(told.get(name))

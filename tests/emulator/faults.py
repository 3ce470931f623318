"""What can go wrong between the bot and Telegram, to be shown by the emulator."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.emulator.world import Call

ANY = "*"
PAGE = b"""<!DOCTYPE html><html><head><title>Log in to the hotel's network</title></head>
<body><form action="/login">Room <input name="room"></form></body></html>"""


class How(Enum):
    """What becomes of a call."""

    REFUSED = auto()
    """Answered as the Bot API answers what it does not do."""
    REPLACED = auto()
    """Not done, and answered by somebody in between."""
    GARBLED = auto()
    """Done, and the answer cut in half."""
    DROPPED_BEFORE = auto()
    """Not done, and the connection closed without an answer."""
    DROPPED_AFTER = auto()
    """Done, and the connection closed without an answer."""
    HUNG = auto()
    """Not done, and never answered."""
    TRICKLED = auto()
    """Not done, and answered so slowly that it never ends."""
    SLOW = auto()
    """Done, after some seconds."""


@dataclass
class Fault:
    """What calls of one method meet in place of an answer, for a number of times."""

    method: str
    """Or `ANY`."""
    status: int = 0
    description: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    times: int = 1
    chat_id: int | None = None
    """The chat whose calls it is for: a late call for another chat must not use it up."""
    how: How = How.REFUSED
    body: bytes = b""
    """The answer of somebody in between."""
    seconds: float = 0.0
    """How slow Telegram is."""
    met: int = 0
    """How many calls have met it."""

    def is_for(self, call: Call) -> bool:
        """Tell whether a call meets this fault."""
        meant = self.chat_id is None or str(self.chat_id) == str(call.params.get("chat_id"))
        return meant and self.method in {ANY, call.method} and self.met < self.times


def page(method: str, status: int = 200, times: int = 1) -> Fault:
    """Let a proxy, or a hotel's network, answer with a page of its own."""
    return Fault(method, status, times=times, how=How.REPLACED, body=PAGE)


def foreign_json(method: str, times: int = 1) -> Fault:
    """Let somebody answer in JSON who is not Telegram."""
    body = b'{"error": "login required"}'
    return Fault(method, 200, times=times, how=How.REPLACED, body=body)


def happens(method: str, how: How, times: int = 1, seconds: float = 0.0) -> Fault:
    """Let something else than a refusal happen."""
    return Fault(method, times=times, how=how, seconds=seconds)

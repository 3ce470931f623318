"""What a button under a message to an admin says to the bot, in 64 bytes.

Such a button names its owner: it works for the admin to whom the message was sent, and for nobody
else. Whoever forges the name of an owner is still no admin; and what is to be confirmed is kept in
the journal under its owner's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "!"
"""Begins the data of admins' buttons, and of no reader's."""

_TAP: Final = re.compile(
    rf"{PREFIX}(?P<verb>[a-z-]{{1,12}}):(?P<owner>\d{{1,16}})(?P<rest>(?::[\w-]{{1,20}}){{0,3}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a button of an admin's dialogue."""

    verb: str
    """What to do: up to 12 small letters and dashes."""
    owner: int
    """The admin for whom the button is."""
    arguments: tuple[str, ...] = ()
    """Up to three words of letters, digits, `-` and `_`."""

    def __str__(self) -> str:
        """Give the button's data."""
        return ":".join((f"{PREFIX}{self.verb}", str(self.owner), *self.arguments))

    def number(self, at: int) -> int | None:
        """Give one of the arguments as a whole number, not negative; None where it is none."""
        words = self.arguments[at : at + 1]
        return int(words[0]) if words and words[0].isdecimal() and len(words[0]) < 10 else None


def parse_tap(data: str) -> Tap | None:
    """Read a button's data; anything that no button of ours says is None."""
    found = _TAP.fullmatch(data)
    if found is None:
        return None
    return Tap(found["verb"], int(found["owner"]), tuple(found["rest"].split(":")[1:]))

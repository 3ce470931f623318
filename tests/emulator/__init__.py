"""An emulated Telegram: a Bot API over real HTTP, and people to talk to the bot."""

from tests.emulator.driver import Group, Person, Telegram
from tests.emulator.faults import Fault
from tests.emulator.server import TOKEN

__all__ = ["TOKEN", "Fault", "Group", "Person", "Telegram"]

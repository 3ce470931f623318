from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import BotProcess, MakeBot
from tests.emulator import Telegram

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def telegram() -> Iterator[Telegram]:
    """The emulated Telegram, and the bot in it: one for all tests that only talk."""
    with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="session")
def bot(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    with BotProcess(telegram, tmp_path_factory.mktemp("bot")) as bot:
        yield bot


@pytest.fixture
def own_telegram() -> Iterator[Telegram]:
    """An emulated Telegram for a test that starts a bot of its own."""
    with Telegram() as telegram:
        yield telegram


@pytest.fixture
def make_bot(own_telegram: Telegram, tmp_path: Path) -> Iterator[MakeBot]:
    """Make a bot with some settings, to be started by the test; nothing of it is left behind."""
    made: list[BotProcess] = []

    def make(settings: str = "", *, admins: Iterable[int] = ()) -> BotProcess:
        made.append(BotProcess(own_telegram, tmp_path, settings=settings, admins=admins))
        return made[-1]

    yield make
    for bot in made:
        if bot.is_running:
            bot.stop()

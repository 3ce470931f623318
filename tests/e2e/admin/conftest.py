"""Telegrams with admins in them: one for each module, since what admins change is changed for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import BotProcess
from tests.emulator import Telegram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator import Person


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


@pytest.fixture(scope="module")
def admin(telegram: Telegram) -> Person:
    return telegram.person("管理员")


@pytest.fixture(scope="module")
def other_admin(telegram: Telegram) -> Person:
    return telegram.person("另一位")


@pytest.fixture(scope="module")
def running(
    telegram: Telegram,
    admin: Person,
    other_admin: Person,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BotProcess]:
    """A bot that both of them are admins of."""
    admins = [admin.chat_id, other_admin.chat_id]
    with BotProcess(telegram, tmp_path_factory.mktemp("bot"), admins=admins) as bot:
        yield bot

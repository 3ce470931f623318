"""Telegrams with admins in them: one for each module, since what admins change is changed for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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

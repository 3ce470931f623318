from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.base.model import Article, Knowledge
from bot.edge.telegram.context import State
from bot.edge.telegram.kinds import HANDLED_UPDATES
from bot.edge.telegram.waiting import telling
from bot.edge.telegram.watchdog import watched
from bot.edge.telegram.webhook import Webhook
from bot.edge.telegram.wiring import build_application
from bot.input.settings import (
    JournalSettings,
    Secrets,
    Settings,
    TelegramSettings,
    Thresholds,
    WebhookSettings,
)
from bot.journal.journal import Journal
from bot.presentation.library import Library
from bot.search.engine import Engine
from tests.e2e.harness import WEBHOOK_SECRET, WEBHOOK_URL
from tests.emulator import TOKEN, Telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from bot.base.errors import WenjuError
    from bot.edge.telegram.context import Load
    from bot.input.changes import Change
    from tests.emulator import Person

WHO = "大桥由谁主持设计？"
EVIDENCE = "大桥由梅旸春主持设计。"


def a_base(evidence: str = EVIDENCE) -> Knowledge:
    article = Article("bridge", "南京长江大桥", text=f"南京长江大桥是长江上的一座桥。{evidence}")
    return Knowledge((article,))


def an_engine(evidence: str = EVIDENCE, kind: type[Engine] = Engine) -> Engine:
    return kind.build(a_base(evidence), Thresholds())


def load_base(changes: Sequence[Change] = ()) -> Knowledge:
    del changes
    return a_base()


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telegram]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Telegram() as telegram:
        yield telegram


@asynccontextmanager
async def running(
    telegram: Telegram,
    *,
    engine: Engine | None = None,
    load: Load = load_base,
    admin: Person | None = None,
    end: Callable[[WenjuError], None] = lambda _: None,
) -> AsyncIterator[State]:
    """Run the bot in this process, where a test can put its hands on it.

    `end` is called where the bot would end itself.
    """
    here = replace(
        Settings().telegram,
        api_base_url=telegram.url,
        admins=(admin.chat_id,) if admin else (),
    )
    async with _state(here, engine, load) as state, _running(state, end):
        yield state


@asynccontextmanager
async def pushed(telegram: Telegram, port: int) -> AsyncIterator[Webhook]:
    """Run the bot in this process, with updates brought to a port of this machine."""
    webhook = WebhookSettings(url=WEBHOOK_URL, port=port)
    here = replace(Settings().telegram, api_base_url=telegram.url, mode="webhook", webhook=webhook)
    async with _state(here) as state:
        application = build_application(TOKEN, state)
        door = Webhook(application, WEBHOOK_SECRET)
        async with application, watched(application, lambda _: None):
            door.open()
            await door.announce()
            await application.start()
            try:
                async with door.looked_after():
                    yield door
            finally:
                await door.close()
                await application.stop()


@asynccontextmanager
async def _state(
    telegram: TelegramSettings, engine: Engine | None = None, load: Load = load_base
) -> AsyncIterator[State]:
    library = Library.of(engine or an_engine())
    settings = replace(Settings(), telegram=telegram)
    with tempfile.TemporaryDirectory() as folder:
        file = JournalSettings(file=Path(folder) / "journal.db")
        async with Journal(file, Secrets(journal_key="a key that only tests know")) as journal:
            yield State(settings, library, load, journal)


@asynccontextmanager
async def _running(state: State, end: Callable[[WenjuError], None]) -> AsyncIterator[None]:
    application = build_application(TOKEN, state)
    assert application.updater is not None
    async with application, watched(application, end):
        await application.updater.start_polling(allowed_updates=HANDLED_UPDATES)
        await application.start()
        try:
            async with telling(application):
                yield
        finally:
            await application.updater.stop()
            await application.stop()

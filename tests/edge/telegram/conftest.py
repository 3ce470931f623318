from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.base.model import Article, Knowledge
from bot.edge.telegram.context import State
from bot.edge.telegram.wiring import HANDLED_UPDATES, build_application
from bot.input.settings import Settings, Thresholds
from bot.presentation.library import Library
from bot.search.engine import Engine
from tests.emulator import TOKEN, Telegram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.emulator import Person

WHO = "大桥由谁主持设计？"
EVIDENCE = "大桥由梅旸春主持设计。"


def an_engine(evidence: str = EVIDENCE, kind: type[Engine] = Engine) -> Engine:
    article = Article("bridge", "南京长江大桥", text=f"南京长江大桥是长江上的一座桥。{evidence}")
    return kind.build(Knowledge((article,)), Thresholds())


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
    load: Callable[[], Engine] = an_engine,
    admin: Person | None = None,
) -> AsyncIterator[State]:
    """Run the bot in this process, where a test can put its hands on it."""
    settings = Settings()
    here = replace(
        settings.telegram,
        api_base_url=telegram.url,
        admins=(admin.chat_id,) if admin else (),
    )
    library = Library.of(engine or an_engine())
    state = State(replace(settings, telegram=here), library, load)
    application = build_application(TOKEN, state, on_refused=lambda: None)
    assert application.updater is not None
    async with application:
        await application.updater.start_polling(allowed_updates=HANDLED_UPDATES)
        await application.start()
        try:
            yield state
        finally:
            await application.updater.stop()
            await application.stop()

"""When answering fails for a reason nobody thought of."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.search.engine import Engine
from tests.edge.telegram.conftest import EVIDENCE, WHO, an_engine, running
from tests.emulator import Fault

if TYPE_CHECKING:
    import pytest

    from bot.base.model import Outcome
    from tests.emulator import Telegram


class MoodyEngine(Engine):
    """Fails on one question."""

    def ask(self, text: str, *, limit: int = 10) -> Outcome:
        if text == "坏":
            raise RuntimeError("bad luck")
        return super().ask(text, limit=limit)


async def test_the_asker_gets_a_sentence_and_the_log_the_reason(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    reader = telegram.person()
    async with running(telegram, engine=an_engine(kind=MoodyEngine)):
        told = await asyncio.to_thread(reader.ask, "坏")
        assert told["text"] == "出了点问题，这次没能回答。请稍后再试。"
        assert EVIDENCE in (await asyncio.to_thread(reader.ask, WHO))["text"]
    assert "bad luck" in caplog.text


async def test_the_same_error_is_told_with_its_traceback_once(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    reader = telegram.person()
    async with running(telegram, engine=an_engine(kind=MoodyEngine)):
        for _ in range(3):
            await asyncio.to_thread(reader.ask, "坏")
    told = [record for record in caplog.records if record.name.startswith("bot.edge")]
    assert [record.getMessage() for record in told] == [
        "处理消息时出错",
        "同样的错误（RuntimeError）一共出了 3 次",
    ]
    assert [record.exc_info is not None for record in told] == [True, False]


async def test_what_telegram_could_not_do_is_asked_for_again(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    reader = telegram.person()
    async with running(telegram):
        telegram.fail(Fault("sendMessage", 502, "Bad Gateway"))
        assert EVIDENCE in (await asyncio.to_thread(reader.ask, WHO))["text"]
    assert len(telegram.said(reader)) == 1
    begun, over = [record.getMessage() for record in caplog.records if "link" in record.name]
    assert begun == "Telegram 出错（502 Bad Gateway）。会接着试"
    assert over.startswith("又连得上 Telegram 了：其间 1 次没成，共 ")

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


async def test_a_lost_connection_is_a_warning_and_not_an_apology(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    reader = telegram.person()
    async with running(telegram):
        telegram.fail(Fault("sendMessage", 502, "Bad Gateway"))
        reader.send(WHO)
        await asyncio.to_thread(telegram.wait_for_call, "sendMessage")
        assert EVIDENCE in (await asyncio.to_thread(reader.ask, WHO))["text"]
    assert len(telegram.said(reader)) == 1
    (line,) = [record for record in caplog.records if record.name.startswith("bot.edge")]
    assert line.getMessage() == "与 Telegram 的连接出错：Bad Gateway"

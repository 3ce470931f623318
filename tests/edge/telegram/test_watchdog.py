"""A bot that has fallen silent for good ends itself; what passes is waited for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.base.errors import TokenError, WenjuError
from bot.edge.telegram import watchdog
from bot.edge.telegram.health.verdict import trouble
from bot.edge.telegram.link import hearing
from bot.edge.telegram.link.hearing import Hearing
from tests.edge.telegram.conftest import EVIDENCE, WHO, running
from tests.emulator import Fault
from tests.emulator.driver import PATIENCE

if TYPE_CHECKING:
    import pytest

    from tests.emulator import Telegram

UNAUTHORIZED = (401, "Unauthorized")


class End:
    """Waits until the bot would end itself."""

    def __init__(self) -> None:
        self._reason: asyncio.Future[WenjuError] = asyncio.get_running_loop().create_future()

    def __call__(self, reason: WenjuError) -> None:
        self._reason.set_result(reason)

    async def reason(self) -> WenjuError:
        async with asyncio.timeout(PATIENCE):
            return await self._reason

    @property
    def came(self) -> bool:
        return self._reason.done()


async def test_a_token_that_goes_on_being_refused_ends_the_bot(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_PATIENCE", 1.0)
    end = End()
    async with running(telegram, end=end):
        telegram.fail(Fault("getUpdates", *UNAUTHORIZED, times=99))
        telegram.person().send(WHO)  # ends the poll that waits
        reason = await end.reason()
        telegram.mend()
    assert isinstance(reason, TokenError)
    assert str(reason).startswith("Telegram 不接受这个机器人令牌。请到 @BotFather")


async def test_an_address_that_goes_on_being_wrong_is_not_blamed_on_the_token(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_PATIENCE", 1.0)
    end = End()
    async with running(telegram, end=end):
        telegram.fail(Fault("getUpdates", 404, "Not Found", times=99))
        telegram.person().send(WHO)
        reason = await end.reason()
        telegram.mend()
    assert not isinstance(reason, TokenError)
    assert f"在 {telegram.url} 上没有找到 Bot API（404）" in str(reason)


async def test_a_polling_loop_that_ended_ends_the_bot(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_IDLE", 1.0)
    end = End()
    async with running(telegram, end=end):
        (loop,) = [task for task in asyncio.all_tasks() if "polling_task" in task.get_name()]
        loop.cancel()
        assert "收消息的循环意外结束了" in str(await end.reason())


async def test_a_request_that_outlasts_every_timeout_ends_the_bot(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_STUCK", 1.0)
    end = End()
    async with running(telegram, end=end):
        assert "收消息的请求卡住了" in str(await end.reason())


async def test_troubles_that_pass_end_nothing(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "_IDLE", 3.0)
    end = End()
    async with running(telegram, end=end) as state:
        telegram.fail(Fault("getUpdates", *UNAUTHORIZED, times=2))
        telegram.fail(Fault("getUpdates", 429, "Slow down", {"retry_after": 4}))
        reader = telegram.person()
        assert EVIDENCE in (await asyncio.to_thread(reader.ask, WHO))["text"]
        assert EVIDENCE in (await asyncio.to_thread(reader.ask, WHO))["text"]
        assert trouble(state) is None
    assert not end.came


async def test_health_is_an_answer_with_a_reason(telegram: Telegram) -> None:
    now = 0.0
    async with running(telegram) as state:
        assert trouble(state) is None
        state.line.hearing = Hearing(lambda: now)
        state.line.hearing.missed("Telegram 没有回应")
        now = 61.0
        assert trouble(state) == "已有 61 秒没能从 Telegram 收消息：Telegram 没有回应"
        state.line.hearing.heard()
        state.load_problems = 2
        assert trouble(state) == "知识文件夹里有 2 个问题，没有加载"
        state.load_problems = 0
        state.beat_at -= 16
        assert trouble(state) == "程序已有 16 秒没有动静"

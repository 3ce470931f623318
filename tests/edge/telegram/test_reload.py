"""While the knowledge is read again, which takes as long as it takes."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from tests.edge.telegram.conftest import EVIDENCE, WHO, a_base, running

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from bot.base.model import Knowledge
    from bot.input.changes import Change
    from tests.emulator import Telegram

CHANGED = "大桥由茅以升主持设计。"


class SlowLoad:
    """Loads once it is let go on."""

    def __init__(self, error: Exception | None = None) -> None:
        self.go_on = threading.Event()
        self._error = error

    def __call__(self, changes: Sequence[Change] = ()) -> Knowledge:
        assert not changes
        assert self.go_on.wait(20)
        if self._error is not None:
            raise self._error
        return a_base(CHANGED)


async def test_the_old_knowledge_serves_until_the_new_is_there(telegram: Telegram) -> None:
    admin, load = telegram.person(), SlowLoad()
    async with running(telegram, load=load, admin=admin):
        told = await asyncio.to_thread(admin.ask, "/reload")
        assert EVIDENCE in (await asyncio.to_thread(admin.ask, WHO))["text"]
        load.go_on.set()
        await asyncio.to_thread(telegram.wait_for_words, told, "修改 1 篇：bridge")
        assert CHANGED in (await asyncio.to_thread(admin.ask, WHO))["text"]


async def test_only_one_reload_runs_at_a_time(telegram: Telegram) -> None:
    admin, load = telegram.person(), SlowLoad()
    async with running(telegram, load=load, admin=admin):
        told = await asyncio.to_thread(admin.ask, "/reload")
        second = await asyncio.to_thread(admin.ask, "/reload")
        assert second["text"] == "另一次加载或改动还没有结束，请等它完成。"
        load.go_on.set()
        await asyncio.to_thread(telegram.wait_for_words, told, "已更新")
        third = await asyncio.to_thread(admin.ask, "/reload")
        await asyncio.to_thread(telegram.wait_for_words, third, "没有变化")


async def test_whatever_goes_wrong_the_old_knowledge_serves_on(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    admin, load = telegram.person(), SlowLoad(RuntimeError("bad luck"))
    load.go_on.set()
    async with running(telegram, load=load, admin=admin) as state:
        told = await asyncio.to_thread(admin.ask, "/reload")
        words = await asyncio.to_thread(telegram.wait_for_words, told, "意外")
        assert "bad luck" not in words["text"]
        assert EVIDENCE in (await asyncio.to_thread(admin.ask, WHO))["text"]
        assert not state.busy
    assert "bad luck" in caplog.text


async def test_stopping_waits_for_the_reload_to_end(telegram: Telegram) -> None:
    admin, load = telegram.person(), SlowLoad()
    async with running(telegram, load=load, admin=admin) as state:
        await asyncio.to_thread(admin.ask, "/reload")
        asyncio.get_running_loop().call_later(0.05, load.go_on.set)
    assert state.library.engine.sentence("bridge", 2) is not None
    assert state.library.engine.sentence("bridge", 2).text == CHANGED  # type: ignore[union-attr]

"""Readers who are told once there is an answer, while the knowledge changes again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.base.model import Article, Knowledge
from bot.input.settings import Thresholds
from bot.presentation.library import Library
from bot.search.engine import Engine
from tests.edge.telegram.conftest import an_engine, running

if TYPE_CHECKING:
    import pytest

    from bot.edge.telegram.context import State
    from bot.journal.records import Wish
    from tests.emulator import Telegram

NOWHERE = "灯塔有多少级台阶？"
EVIDENCE = "灯塔有九十九级台阶。"


def a_library() -> Library:
    tower = Article("tower", "灯塔", text=f"灯塔是海边的一座塔。{EVIDENCE}")
    return Library.of(Engine.build(Knowledge((tower,)), Thresholds()))


async def test_news_is_told_although_the_article_is_gone_meanwhile(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = telegram.person()
    async with running(telegram) as state:
        refused = await asyncio.to_thread(reader.ask, NOWHERE)
        await asyncio.to_thread(reader.tap, refused, "有答案时告诉我")
        _replace_when_told(state, Library.of(an_engine()), monkeypatch)
        before = len(telegram.said(reader))
        state.take_over(a_library())
        news = (await asyncio.to_thread(telegram.said, reader, before + 1))[-1]
        assert EVIDENCE in news["text"]


def _replace_when_told(state: State, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another library come in when a wish is taken off, just before who waits is told."""
    told = state.journal.told

    async def and_replaced(wish: Wish) -> bool:
        was_there = await told(wish)
        state.take_over(library)
        return was_there

    monkeypatch.setattr(state.journal, "told", and_replaced)

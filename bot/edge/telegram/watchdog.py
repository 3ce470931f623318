"""Notice that the bot has fallen silent, and end it with a reason, for a supervisor to start anew.

Whatever passes by itself is waited for: no network, a proxy's pages, a second poller, a refusal of
some seconds. The bot ends where waiting is in vain.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Final

from bot.base.errors import TokenError, WenjuError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.edge.telegram.context import App, State
    from bot.edge.telegram.link.answers import RefusedError

_PAUSE: Final = 1.0
"""Seconds between two looks."""
_IDLE: Final = 30.0
"""Seconds without a request for updates after which nothing will make one any more."""
_STUCK: Final = 300.0
"""Seconds that a request for updates cannot take by any of its timeouts."""


@contextlib.asynccontextmanager
async def watched(application: App, end: Callable[[WenjuError], None]) -> AsyncGenerator[None]:
    """Look after the bot meanwhile; `end` is called, once, where it cannot go on."""
    task = asyncio.create_task(_watch(application, end))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        application.bot_data.line.troubles.close()


async def _watch(application: App, end: Callable[[WenjuError], None]) -> None:
    state = application.bot_data
    while True:
        state.beat_at = time.monotonic()
        state.line.troubles.look()
        if (reason := _hopeless(application)) is not None:
            end(reason)
            return
        await asyncio.sleep(_PAUSE)


def _hopeless(application: App) -> WenjuError | None:
    state = application.bot_data
    hearing = state.line.hearing
    if (refusal := hearing.refusal()) is not None:
        return explained(refusal, state)
    polls = state.settings.telegram.mode == "polling"
    receiving = application.updater is not None and application.updater.running
    if not polls or not receiving:
        return None
    if hearing.idle() > _IDLE:
        return WenjuError("收消息的循环意外结束了，听不见任何人；请重新启动")
    if hearing.stuck() > _STUCK:
        return WenjuError(f"收消息的请求卡住了 {hearing.stuck():.0f} 秒；请重新启动")
    return None


def explained(refusal: RefusedError, state: State) -> WenjuError:
    """Say what an operator has to do about a refusal."""
    telegram = state.settings.telegram
    if refusal.is_about_token:
        return TokenError(
            "Telegram 不接受这个机器人令牌。请到 @BotFather 用 /mybots 查看或重新生成令牌，"
            "再更新 TELEGRAM_BOT_TOKEN"
        )
    if telegram.api_base_url == type(telegram)().api_base_url:
        return WenjuError(
            "在 Telegram 的地址上没有找到 Bot API（404）。请检查网络和 telegram.proxy；"
            "令牌 TELEGRAM_BOT_TOKEN 的格式不对时也会这样"
        )
    return WenjuError(
        f"在 {telegram.api_base_url} 上没有找到 Bot API（404）。"
        "请检查设置 telegram.api_base_url：它应以 /bot 结尾，指向 Bot API 服务器"
    )

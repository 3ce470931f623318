"""What all requests to Telegram share: what is known of them, and whether the bot is stopping."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

import httpx
from telegram.error import TimedOut

from bot.edge.telegram.link.answers import ForeignAnswerError, RefusedError, ServerError
from bot.edge.telegram.link.doubt import Numbers
from bot.edge.telegram.link.hearing import Hearing
from bot.edge.telegram.link.troubles import Trouble, Troubles

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram.error import TelegramError

RECEIVING: Final = Trouble("receiving", "又收得到消息了：其间 {times} 次没收成，共 {seconds} 秒")
CALLING: Final = Trouble("calling", "又连得上 Telegram 了：其间 {times} 次没成，共 {seconds} 秒")

_ANOTHER_POLLER: Final = "另一个进程正在用同一个令牌收消息，请停掉其中一个"
_ANOTHER_WEBHOOK: Final = "同一个令牌设了 webhook，收不到消息：请停掉另一处，再重新启动这里"


class Line:
    """The bot's line to Telegram."""

    def __init__(self, on_failure: Callable[[str], None] = lambda _: None) -> None:
        """Know of nothing yet; `on_failure` is told the name of each trouble, however often."""
        self.hearing = Hearing()
        self.troubles = Troubles()
        self.numbers = Numbers()
        self._on_failure = on_failure
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Ask nothing again from now on: the bot is being stopped."""
        self._closing.set()

    async def rest(self, seconds: float) -> bool:
        """Wait before something is asked again; tells whether it still should be."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)
        return not self._closing.is_set()

    def failed(self, trouble: Trouble, error: TelegramError) -> None:
        """Take note that a request failed."""
        self._on_failure(trouble.name)
        if isinstance(error, RefusedError):
            self.hearing.refused(error)
        if isinstance(error, ServerError) and error.is_conflict:
            self.hearing.met_another()
        line = _in_words(error)
        self.hearing.missed(line)
        self.troubles.happened(trouble, f"{line}。会接着试", reason=_reason(error))

    def noticed(self, trouble: Trouble, line: str, reason: str) -> None:
        """Take note of another trouble, to be said as `Troubles.happened` does."""
        self._on_failure(trouble.name)
        self.troubles.happened(trouble, line, reason=reason)

    def well(self, trouble: Trouble) -> None:
        """Take note that a request was answered."""
        self.hearing.accepted()
        self.troubles.well(trouble)


def _in_words(error: TelegramError) -> str:
    match error:
        case RefusedError(is_about_token=True):
            return f"Telegram 不认机器人令牌（{error}）"
        case RefusedError():
            return f"这个地址上没有 Bot API（{error}）"
        case ServerError(is_conflict=True):
            return _ANOTHER_WEBHOOK if "webhook" in str(error) else _ANOTHER_POLLER
        case ServerError():
            return f"Telegram 出错（{error}）"
        case ForeignAnswerError():
            return str(error)
        case _:
            return _broken(error)


def _broken(error: TelegramError) -> str:
    cause = error.__cause__
    if isinstance(cause, httpx.PoolTimeout):
        return "到 Telegram 的连接都占着"
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return f"连不上 Telegram（{type(cause).__name__}：{cause}）；如需代理，请设 telegram.proxy"
    if isinstance(error, TimedOut):
        return "Telegram 没有回应"
    return f"与 Telegram 的连接断了（{error}）"


def _reason(error: TelegramError) -> str:
    code = str(error)[:3] if isinstance(error, RefusedError | ServerError) else ""
    return f"{type(error).__name__} {type(error.__cause__).__name__} {code}"

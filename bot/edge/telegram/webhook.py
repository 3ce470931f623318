"""Updates that Telegram brings: the door they come by, and whether Telegram still knows it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from telegram.error import BadRequest, NetworkError, TelegramError
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.base.errors import WenjuError
from bot.edge.telegram.kinds import HANDLED_UPDATES
from bot.edge.telegram.link.legible import number_of, read_update
from bot.edge.telegram.link.troubles import Trouble
from bot.edge.telegram.memory import Recent

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from telegram import WebhookInfo

    from bot.edge.telegram.context import App

logger = logging.getLogger(__name__)

_PAUSE: Final = 60.0
"""Seconds between two looks at what Telegram knows, and so the longest that the bot is deaf."""
_LONGEST_PAUSE: Final = 5.0
"""Seconds between two attempts to set the webhook."""
_LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a request; an update with all that it may quote has a fraction of that."""
_DAY: Final = 24 * 3600.0
"""Telegram brings an update for no longer than that."""
_SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LASTS: Final = 2.5 * _PAUSE

_LOST: Final = Trouble(
    "webhook_lost", "webhook 一共丢了 {times} 次，都已重新设好", until_well=False, quiet=_LASTS
)
_FAILING: Final = Trouble(
    "webhook_failing", "Telegram 又能往 webhook 送消息了：其间看到 {times} 次出错", quiet=_LASTS
)
_UNSET: Final = Trouble(
    "webhook_refused", "webhook 设好了：此前没成 {times} 次，共 {seconds} 秒", quiet=0.0
)
_STRANGER: Final = Trouble(
    "webhook_secret", "往 webhook 送来、密钥不对的一共有 {times} 条", until_well=False
)
_FOREIGN: Final = Trouble(
    "webhook_foreign", "往 webhook 送来、不是更新的一共有 {times} 条", until_well=False
)


class Webhook:
    """Takes updates at a port of this machine, and sees to it that Telegram brings them there."""

    def __init__(self, application: App, secret: str) -> None:
        """Know by which secret Telegram can be told from others; nothing is opened yet."""
        self._application = application
        self._secret = secret
        self._line = application.bot_data.line
        self._settings = application.bot_data.settings.telegram
        self._seen: Recent[int, bool] = Recent(_DAY)
        """What was taken: Telegram brings again what it could not see confirmed."""
        self._turned_away = False
        """Whether somebody came with another secret since the last look."""
        self._closing = asyncio.Event()
        self._server: HTTPServer | None = None

    def open(self) -> None:
        """Open the port.

        Raises:
            WenjuError: It cannot be opened.
        """
        webhook = self._settings.webhook
        path = rf"/{webhook.local_path}/?"
        door = Application(
            [(path, _Door, {"take": self._take})],
            # What comes to other paths is nobody's business, and the library would log it.
            log_function=lambda _: None,
        )
        server = HTTPServer(door, max_body_size=_LARGEST, max_buffer_size=_LARGEST)
        try:
            server.listen(webhook.port, webhook.listen)
        except OSError as error:
            raise WenjuError(
                f"不能在 {webhook.listen} 的 {webhook.port} 端口上接收消息：{error.strerror}"
            ) from error
        self._server = server

    async def announce(self) -> None:
        """Tell Telegram where to bring updates, as often as it takes."""
        pause = 1.0
        while not await self._told_anew(drop=self._settings.drop_pending_updates):
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    @contextlib.asynccontextmanager
    async def looked_after(self) -> AsyncGenerator[None]:
        """Look every now and then whether Telegram still knows where to bring updates."""
        task = asyncio.create_task(self._look_again())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def close(self) -> None:
        """Take nothing more; what is not confirmed Telegram brings to the next bot."""
        self._closing.set()
        if self._server is not None:
            self._server.stop()
            await self._server.close_all_connections()

    async def _take(self, secret: str, body: bytes) -> HTTPStatus:
        """Take what somebody brings; gives what to answer."""
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            self._turned_away = True
            self._line.noticed(_STRANGER, "有人往 webhook 送来消息，密钥却不对，没有收下", "")
            return HTTPStatus.FORBIDDEN
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            told = None
        number = number_of(told)
        if number is None:
            # Damaged on its way: Telegram brings it again.
            self._line.noticed(_FOREIGN, "送到 webhook 的不是 Telegram 的更新，没有收下", "")
            return HTTPStatus.BAD_REQUEST
        if self._seen.get(number):
            return HTTPStatus.OK
        self._seen.put(number, value=True)
        update = read_update(told, self._application.bot, self._line)
        if update is not None:
            if not await self._has_room():
                return HTTPStatus.SERVICE_UNAVAILABLE
            await self._application.update_queue.put(update)
        return HTTPStatus.OK

    async def _has_room(self) -> bool:
        """Wait for room, or until the bot is stopped: what waits then is for the next one."""
        room = asyncio.create_task(self._application.bot_data.backlog.room())
        closing = asyncio.create_task(self._closing.wait())
        await asyncio.wait({room, closing}, return_when=asyncio.FIRST_COMPLETED)
        for waiting in (room, closing):
            waiting.cancel()
        return not self._closing.is_set()

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(_PAUSE)
            try:
                info = await self._application.bot.get_webhook_info()
            except TelegramError as error:
                logger.debug("没能问到 webhook：%s", error)
                continue
            await self._see_to(info)

    async def _see_to(self, info: WebhookInfo) -> None:
        """Mend what others did to the webhook, and tell what Telegram complains of."""
        if (lost := self._lost(info)) is not None:
            if await self._told_anew():
                self._line.noticed(_LOST, f"{lost}，已重新设好", "")
        elif info.last_error_message and info.pending_update_count:
            words = f"Telegram 往 webhook 送消息时出错（{info.last_error_message}）"
            self._line.noticed(_FAILING, f"{words}。请检查反向代理和证书", info.last_error_message)
        else:
            self._line.troubles.well(_FAILING)

    def _lost(self, info: WebhookInfo) -> str | None:
        """Say in what way the webhook is not ours any more."""
        turned_away, self._turned_away = self._turned_away, False
        others = "请停掉用同一个令牌的其他程序"
        if not info.url:
            return f"webhook 被别处取消了，{others}"
        if info.url != self._settings.webhook.url:
            return f"webhook 被别处改到了 {urlsplit(info.url).hostname}，{others}"
        if info.allowed_updates and set(info.allowed_updates) != set(HANDLED_UPDATES):
            return f"webhook 收哪些更新被别处改了，{others}"
        if turned_away and info.pending_update_count:
            return f"webhook 的密钥可能被别处改了，{others}"
        return None

    async def _told_anew(self, *, drop: bool = False) -> bool:
        """Set the webhook; tells whether Telegram took it."""
        try:
            await self._application.bot.set_webhook(
                self._settings.webhook.url or "",
                allowed_updates=HANDLED_UPDATES,
                drop_pending_updates=drop,
                secret_token=self._secret,
            )
        except TelegramError as error:
            # Of the connection's troubles the line has taken note itself.
            if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
                words = f"Telegram 不接受 webhook（{error}）。会接着试，请检查设置 telegram.webhook"
                self._line.noticed(_UNSET, words, str(error))
            return False
        self._line.troubles.well(_UNSET)
        return True


class _Door(RequestHandler):
    """Hands what is posted on; nothing else may be done here."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, take: Callable[[str, bytes], Awaitable[HTTPStatus]]) -> None:
        self._take = take

    async def post(self) -> None:
        self.set_status(await self._take(self.request.headers.get(_SECRET, ""), self.request.body))

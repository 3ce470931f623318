"""Requests to Telegram that outlive its troubles, and neither lose nor double what they bring.

What is asked again, and for how long:

- Receiving is asked again for ever. The library's own loop ends at the first 401.
- What changes nothing when it is done twice (edits, answers to taps, questions about something):
  whatever went wrong.
- Sending, which Telegram does as often as it is asked to: where it was surely not done, since no
  connection came about, a page of some proxy came back, or Telegram itself said no. Where the
  connection broke later, it is looked for (`Sending`), and sent again if it is not there. What
  cannot be known again is not: `UncertainError`. A notice less is better than two.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.edge.telegram.link.answers import (
    ForeignAnswerError,
    RefusedError,
    ServerError,
    checked,
    retry_after,
)
from bot.edge.telegram.link.doubt import Sending
from bot.edge.telegram.link.legible import number_of, read_update
from bot.edge.telegram.link.line import CALLING, RECEIVING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from bot.edge.telegram.link.line import Line

logger = logging.getLogger(__name__)

_PAUSES: Final = (0.5, 1.0, 2.0, 3.0)
_LONGEST_PAUSE: Final = 5.0
"""Seconds: after a trouble has passed the bot is back within that time."""
_CALL_LIMIT: Final = 60.0
"""Seconds that a call may take in all: a server that trickles outwits the timeouts for reading."""
_DOWNLOAD_LIMIT: Final = 300.0
_SLACK: Final = 15.0
"""Seconds beyond its timeout for reading that a request for updates may take in all."""
_CLOSING: Final = 5.0
"""Seconds for closing connections that nobody uses any more."""

_PATIENCE: Final = 300.0
"""Seconds that sending and editing are tried: a reader who waited longer has asked again."""
_PATIENCE_WITH: Final = {
    # Who calls these tries again himself.
    "getMe": 0.0,
    "deleteWebhook": 0.0,
    "setWebhook": 0.0,
    # A query that is answered too late is not answered at all.
    "answerInlineQuery": 10.0,
    "answerCallbackQuery": 15.0,
}
_PATIENCE_WITH_OTHERS: Final = 15.0
"""Seconds for what somebody waits for, and what the bot can do without."""
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class UncertainError(NetworkError):
    """The connection broke after something was sent: it may have arrived, or not."""


class _Request(HTTPXRequest):
    """A request that takes a bounded time, over connections that can be made anew."""

    def __init__(self, line: Line, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._line = line

    async def _within(self, seconds: float, options: Mapping[str, Any]) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(seconds):
                return await super().do_request(**options)
        except TelegramError:
            raise
        except TimeoutError as error:
            raise TimedOut from error
        except Exception as error:
            # A name that cannot be an address, a client that was closed just now, and so on.
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def _renew(self) -> None:
        """Connect anew: a pool of connections may be wedged by a proxy that dropped them."""
        old, self._client = self._client, self._build_client()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CLOSING):
                await old.aclose()


class CallRequest(_Request):
    """What the bot calls Telegram with, to send and to ask."""

    def __init__(self, line: Line, *, pool_timeout: float, **options: Any) -> None:  # noqa: ANN401
        super().__init__(line, pool_timeout=pool_timeout, **options)
        self._pool_timeout = pool_timeout
        self._moved_at = time.monotonic()
        """When a request last came to an end, whatever end."""

    async def do_request(self, *_: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Make a call, again and again where that can do no harm.

        Raises:
            UncertainError: Something was sent, and nobody knows whether it arrived.
            NetworkError: It was not done.
        """
        name = options["url"].rpartition("/")[2] if options["method"] == "POST" else "download"
        sending = Sending.of(name, options, self._line.numbers)
        give_up_at = time.monotonic() + _patience(name)
        in_doubt = False
        for pause in _pauses():
            try:
                if in_doubt and sending is not None:
                    found = await sending.find(self._client, options["url"])
                    self._line.well(CALLING)
                    if found is not None:
                        return HTTPStatus.OK, found
                in_doubt = False
                return await self._call(name, options)
            except NetworkError as error:
                self._line.failed(CALLING, error)
                in_doubt = in_doubt or (_maybe_done(error) and _counts_twice(name))
                hopeless = in_doubt and sending is None
                late = time.monotonic() + pause > give_up_at
                if not hopeless and not late and await self._line.rest(pause):
                    continue
                if in_doubt:
                    raise UncertainError(str(error)) from error
                raise
        raise AssertionError("pauses have no end")

    async def _call(self, name: str, options: Mapping[str, Any]) -> tuple[int, bytes]:
        download = name == "download"
        try:
            code, payload = await self._within(
                _DOWNLOAD_LIMIT if download else _CALL_LIMIT, options
            )
        except NetworkError as error:
            if isinstance(error.__cause__, httpx.PoolTimeout):
                await self._renew_if_wedged()
            else:
                self._moved_at = time.monotonic()
            raise
        self._moved_at = time.monotonic()
        if not download:
            answer = checked(code, payload)
            seconds = retry_after(code, answer)
            if seconds is None:
                self._line.well(CALLING)
                self._line.numbers.see(answer.get("result"))
            else:
                # The library waits, and holds back all else meanwhile.
                words = f"Telegram 要求少发几次，{seconds:.0f} 秒后再发"
                self._line.noticed(CALLING, words, "wait")
        return code, payload

    async def _renew_if_wedged(self) -> None:
        if time.monotonic() - self._moved_at >= self._pool_timeout:
            self._moved_at = time.monotonic()
            logger.warning("到 Telegram 的连接全都没有动静，已换成新的")
            await self._renew()


class PollRequest(_Request):
    """What the bot asks for updates with; it only ever gives updates that can be read."""

    def __init__(
        self,
        line: Line,
        room: Callable[[], Awaitable[None]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        """Know what to wait for before more is fetched."""
        super().__init__(line, **options)
        self._room = room

    async def do_request(self, *_: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Ask for updates until Telegram gives them, be it none; once there is room for them."""
        request = options.get("request_data")
        # The last one, which does not wait for updates, only confirms those that came before.
        if request is not None and request.parameters.get("timeout"):
            with self._line.hearing.holding_off():
                await self._room()
        limit = options["read_timeout"] + _SLACK
        for pause in _pauses():
            self._line.hearing.begin()
            try:
                wait, answer = await self._ask(limit, options)
            except NetworkError as error:
                self._line.failed(RECEIVING, error)
                wait, answer = pause, None
                if error.__cause__ is not None:
                    await self._renew()
            finally:
                self._line.hearing.end()
            if answer is not None:
                self._line.hearing.heard()
                self._line.well(RECEIVING)
                return HTTPStatus.OK, answer
            self._line.hearing.told_to_wait(wait)
            await asyncio.sleep(wait)
        raise AssertionError("pauses have no end")

    async def _ask(self, limit: float, options: Mapping[str, Any]) -> tuple[float, bytes | None]:
        """Ask once: gives updates, or for how many seconds Telegram wants to be left alone."""
        code, payload = await self._within(limit, options)
        answer = checked(code, payload)
        if (seconds := retry_after(code, answer)) is not None:
            self._line.hearing.missed("Telegram 要求少收几次")
            words = f"Telegram 要求少收几次，{seconds:.0f} 秒后再收"
            self._line.noticed(RECEIVING, words, "wait")
            return seconds, None
        if code >= HTTPStatus.BAD_REQUEST:
            raise ServerError(code, str(answer.get("description", "")))
        return 0.0, self._legible(answer["result"], payload)

    def _legible(self, updates: object, payload: bytes) -> bytes:
        """Put an empty update in place of each that the library could not read.

        It would ask for them again and again, and never come to those behind them.
        """
        if not isinstance(updates, list):
            raise ForeignAnswerError(HTTPStatus.OK, payload, maybe_done=False)
        legible = [self._read(update, payload) for update in updates]
        if legible == updates:
            return payload
        return json.dumps({"ok": True, "result": legible}).encode()

    def _read(self, update: object, payload: bytes) -> object:
        number = number_of(update)
        if not isinstance(update, dict) or number is None:
            raise ForeignAnswerError(HTTPStatus.OK, payload, maybe_done=False)
        return update if read_update(update, None, self._line) else {"update_id": number}


def _pauses() -> Iterator[float]:
    return itertools.chain(_PAUSES, itertools.repeat(_LONGEST_PAUSE))


def _counts_twice(name: str) -> bool:
    """Tell whether to call a method twice does twice what it does."""
    return name.startswith("send")


def _patience(name: str) -> float:
    if name.startswith(("send", "edit")):
        return _PATIENCE
    return _PATIENCE_WITH.get(name, _PATIENCE_WITH_OTHERS)


def _maybe_done(error: TelegramError) -> bool:
    if isinstance(error, ForeignAnswerError | ServerError):
        return error.maybe_done
    if isinstance(error, RefusedError):
        return False
    return not isinstance(error.__cause__, _NOT_SENT)

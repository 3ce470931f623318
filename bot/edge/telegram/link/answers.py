"""What came back over HTTP: Telegram's own answer, or what somebody in between says."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from telegram.error import NetworkError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFUSALS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_TOO_BUSY: Final = HTTPStatus.TOO_MANY_REQUESTS
_LATE: Final = HTTPStatus.GATEWAY_TIMEOUT
_SHOWN: Final = 60


class ForeignAnswerError(NetworkError):
    """Something between the bot and Telegram answered in its place: a proxy, a hotel's network."""

    def __init__(self, code: int, payload: bytes, *, maybe_done: bool) -> None:
        super().__init__(f"答复不是 Telegram 的（HTTP {code}，{_looks(payload)}）")
        self.maybe_done = maybe_done
        """Whether the call may have reached Telegram and been done all the same."""


class RefusedError(NetworkError):
    """Telegram does not know the token, or there is no Bot API at the address.

    Not the library's `InvalidToken`: that one ends its loops, and a refusal may pass.
    """

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code

    @property
    def is_about_token(self) -> bool:
        """Whether it is the token that is refused, and not the address."""
        return self.code == HTTPStatus.UNAUTHORIZED


class ServerError(NetworkError):
    """Telegram says that it could not do what was asked."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code

    @property
    def is_conflict(self) -> bool:
        """Whether somebody else receives with our token."""
        return self.code == HTTPStatus.CONFLICT

    @property
    def maybe_done(self) -> bool:
        """Whether Telegram itself gave up waiting for what may yet be done."""
        return self.code == _LATE


def checked(code: int, payload: bytes) -> Mapping[str, Any]:
    """Read an answer of the Bot API; refusals that concern one call only are left to the caller.

    Raises:
        RefusedError: The token, or the address, is refused.
        ServerError: Telegram itself has a trouble.
        ForeignAnswerError: It is not Telegram that answers.
    """
    answer = _parsed(payload)
    if not _is_telegrams(answer, code):
        if code == HTTPStatus.NOT_FOUND:
            raise RefusedError(code, _looks(payload))
        raise ForeignAnswerError(code, payload, maybe_done=_maybe_done(code, payload))
    if code in _REFUSALS:
        raise RefusedError(code, str(answer.get("description", "")))
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerError(code, str(answer.get("description", "")))
    return answer


def retry_after(code: int, answer: Mapping[str, Any]) -> float | None:
    """Give the seconds that Telegram wants to be left alone, if it wants that."""
    if code != _TOO_BUSY:
        return None
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else 1.0


def _parsed(payload: bytes) -> object:
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _is_telegrams(answer: object, code: int) -> TypeGuard[dict[str, Any]]:
    if not isinstance(answer, dict):
        return False
    if code < HTTPStatus.MULTIPLE_CHOICES:
        return answer.get("ok") is True and "result" in answer
    return answer.get("ok") is False


def _maybe_done(code: int, payload: bytes) -> bool:
    """Tell whether a call may have been done whose answer is not Telegram's.

    A page in place of an answer comes from before Telegram; an answer that is cut off does not.
    Nor does a gateway that gave up waiting know what became of what it passed on.
    """
    is_page = payload.lstrip()[:1] == b"<"
    return code == _LATE or (code < HTTPStatus.MULTIPLE_CHOICES and not is_page)


def _looks(payload: bytes) -> str:
    """Describe what came: never more than a title of it, and nothing that could be somebody's."""
    text = payload[:2000].decode("utf-8", "replace")
    lower = text.lower()
    start, end = lower.find("<title>"), lower.find("</title>")
    if 0 <= start < end:
        title = " ".join(text[start + len("<title>") : end].split())
        return f"网页“{title[:_SHOWN]}”"
    return "一个网页" if lower.lstrip()[:1] == "<" else "不是有效的 JSON 答复" if text else "空的"

"""Notice that Telegram has stopped accepting the token: polling would end without a word."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Callable

_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


class PollingRequest(HTTPXRequest):
    """The connection that updates are fetched over; tells when it is turned away for good.

    The library's polling loop ends on such an answer while the process lives on, deaf.
    """

    def __init__(self, on_refused: Callable[[], None], **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._on_refused = on_refused

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Make a request."""
        code, payload = await super().do_request(*args, **options)
        if code in _REFUSED:
            self._on_refused()
        return code, payload

"""Notice that Telegram has stopped accepting the token: polling would end without a word."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from telegram.request import HTTPXRequest, RequestData

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_REFUSED: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)


class PollingRequest(HTTPXRequest):
    """The connection that updates are fetched over; tells when it is turned away for good.

    The library's polling loop ends on such an answer while the process lives on, deaf.
    """

    def __init__(
        self,
        on_refused: Callable[[], None],
        room: Callable[[], Awaitable[None]],
        **options: Any,  # noqa: ANN401
    ) -> None:
        """Know whom to tell, and what to wait for before more is fetched."""
        super().__init__(**options)
        self._on_refused = on_refused
        self._room = room

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *args: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Make a request, once there is room for what it brings."""
        # The last one, which does not wait for updates, only confirms those that came before.
        if request_data is not None and request_data.parameters.get("timeout"):
            await self._room()
        code, payload = await super().do_request(url, method, request_data, *args, **options)
        if code in _REFUSED:
            self._on_refused()
        return code, payload

"""`/healthz` and `/metrics` on a local port, where the settings ask for them.

They are served by threads of their own: the bot's event loop never waits for them, and where that
loop itself hangs, there is still somebody to say so.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Final

from prometheus_client import MetricsHandler

from bot.base.errors import WenjuError
from bot.edge.telegram.health.verdict import trouble

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.edge.telegram.context import State

_TIMEOUT: Final = 10.0
"""Seconds that somebody who connects may take to ask."""


@contextlib.asynccontextmanager
async def telling_health(state: State) -> AsyncGenerator[None]:
    """Tell how the bot is, meanwhile, if the settings name a port.

    Raises:
        WenjuError: The port cannot be opened.
    """
    health = state.settings.health
    if health.port is None:
        yield
        return
    state.metrics.watch(state)
    try:
        server = _Server(health.listen, health.port, _handler_for(state))
    except OSError as error:
        raise WenjuError(
            f"不能在 {health.listen} 的 {health.port} 端口上报告状态（设置 health）：{error.strerror}"
        ) from error
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Serves each who asks in a thread that nothing waits for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, listen: str, port: int, handler: type[MetricsHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in listen else socket.AF_INET
        super().__init__((listen, port), handler)

    def server_bind(self) -> None:
        """Open the port, without asking a name server what this machine is called."""
        TCPServer.server_bind(self)


def _handler_for(state: State) -> type[MetricsHandler]:
    class Handler(MetricsHandler):
        """Answers one request."""

        registry = state.metrics.registry
        timeout = _TIMEOUT

        def do_GET(self) -> None:  # noqa: N802 - the name that the standard library calls
            """Answer by the path."""
            path = self.path.partition("?")[0]
            if path == "/metrics":
                super().do_GET()
            elif path == "/healthz":
                found = trouble(state)
                self._say(HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK, found or "ok")
            else:
                self._say(HTTPStatus.NOT_FOUND, "这里只有 /healthz 和 /metrics")

        def _say(self, status: HTTPStatus, words: str) -> None:
            body = f"{words}\n".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler

"""The emulated Bot API's HTTP server, and the faults it can be told to show."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from tests.emulator.delivery import deliver
from tests.emulator.faults import Fault, How
from tests.emulator.methods import METHODS
from tests.emulator.world import ApiError, Call, Json, World

TOKEN = "4242:AAtest_TOKEN-for-the-emulated-Bot-API0"
# Parameters that travel as JSON; anything else is text and stays so, whatever it looks like.
_STRUCTURED = {
    "allowed_updates",
    "button",
    "commands",
    "link_preview_options",
    "media",
    "reply_markup",
    "reply_parameters",
    "results",
    "scope",
}


class Server:
    """Serves the Bot API on a free port of this machine."""

    def __init__(self) -> None:
        self.world = World()
        self.faults: list[Fault] = []
        self.crashes: list[Exception] = []
        """Mistakes of the emulator's own: a test that met one shows nothing."""
        self.port = 0
        self._site: web.TCPSite | None = None
        self._latest_poll = 0
        self._runner: web.AppRunner | None = None
        self._bringing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the port."""
        app = web.Application(client_max_size=50 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        # Polls that still wait when the tests end must not hold anybody up.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.come_back()
        self.port = self._runner.addresses[0][1]

    async def go_down(self) -> None:
        """Close the port and every connection, as if the network was gone."""
        assert self._site is not None
        assert self._runner is not None
        assert self._runner.server is not None
        await self._site.stop()
        for connection in self._runner.server.connections:
            connection.force_close()

    async def come_back(self) -> None:
        """Open the port."""
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()

    def deliver_to(self, port: int) -> None:
        """Bring updates to the webhook, once one is set, at a port of this machine."""
        self._bringing = asyncio.get_running_loop().create_task(deliver(self.world, port))

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._bringing is not None:
            self._bringing.cancel()
            await asyncio.wait({self._bringing})
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        world = self.world
        try:
            call = await _read(request)
            (world.polls if call.method == "getUpdates" else world.calls).append(call)
            if request.match_info["token"] != TOKEN:
                return _refusal(ApiError(401, "Unauthorized"))
            fault = next((fault for fault in self.faults if fault.is_for(call)), None)
            if fault is None:
                return await self._answer(call)
            fault.met += 1
            return await self._show(fault, call, request)
        except ConnectionError:
            # A bot that was killed in the middle of a request: nobody is there to be answered.
            return web.Response()
        except Exception as error:
            self.crashes.append(error)
            raise
        finally:
            await world.notify()

    async def _answer(self, call: Call) -> web.Response:
        """Do what is asked, or refuse as Telegram does."""
        world = self.world
        try:
            if call.method == "getUpdates":
                await world.notify()
                result: object = await self._get_updates(call)
            elif call.method in METHODS:
                result = METHODS[call.method](world, call)
            else:
                return _refusal(ApiError(404, "Not Found"))
        except ApiError as error:
            return _refusal(error)
        return web.json_response({"ok": True, "result": result})

    async def _show(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse:
        """Let a fault happen to a call."""
        match fault.how:
            case How.REFUSED:
                return _refusal(ApiError(fault.status, fault.description, fault.parameters))
            case How.REPLACED:
                return web.Response(status=fault.status, body=fault.body, content_type="text/html")
            case How.SLOW:
                await asyncio.sleep(fault.seconds)
                return await self._answer(call)
            case How.HUNG:
                await self.world.notify()
                await asyncio.Event().wait()
            case How.TRICKLED:
                return await _trickle(request)
            case How.GARBLED:
                body = (await self._answer(call)).body
                assert isinstance(body, bytes)
                return web.Response(body=body[: len(body) // 2], content_type="application/json")
            case How.DROPPED_AFTER:
                await self._answer(call)
            case How.DROPPED_BEFORE:
                pass
        # Who has hung up meanwhile has no connection any more.
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _download(self, request: web.Request) -> web.Response:
        data = self.world.files.get(request.match_info["file_id"])
        if request.match_info["token"] != TOKEN or data is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=data)

    async def _get_updates(self, call: Call) -> list[Json]:
        """Poll as Telegram does: a newer poll ends an older one."""
        world = self.world
        if world.webhook is not None:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(call.params.get("offset", 0))
        world.updates = [update for update in world.updates if update["update_id"] >= offset]
        me = self._latest_poll = self._latest_poll + 1

        def look() -> list[Json] | None:
            if self._latest_poll != me:
                raise ApiError(409, "Conflict: terminated by other getUpdates request")
            return world.updates[:100] or None

        return await world.wait(look, float(call.params.get("timeout", 0))) or []


async def _trickle(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.5)


async def _read(request: web.Request) -> Call:
    params: Json = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[value.filename] = value.file.read()
        elif isinstance(value, str):
            params[name] = json.loads(value) if name in _STRUCTURED else value
    return Call(request.match_info["method"], params, files)


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.status)

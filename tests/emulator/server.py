"""The emulated Bot API's HTTP server, and the faults it can be told to show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from tests.emulator.methods import METHODS
from tests.emulator.world import ApiError, Call, Json, World

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass
class Fault:
    """What calls of one method get in place of an answer, for a number of times."""

    method: str
    status: int
    description: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    times: int = 1
    chat_id: int | None = None
    """The chat whose calls it is for: a late call for another chat must not use it up."""


class Server:
    """Serves the Bot API on a free port of this machine."""

    def __init__(self) -> None:
        self.world = World()
        self.faults: list[Fault] = []
        self.port = 0
        self._latest_poll = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Open the port."""
        app = web.Application(client_max_size=50 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        # Polls that still wait when the tests end must not hold anybody up.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        call = await _read(request)
        world = self.world
        polling = call.method == "getUpdates"
        (world.polls if polling else world.calls).append(call)
        try:
            if request.match_info["token"] != TOKEN:
                raise ApiError(401, "Unauthorized")  # noqa: TRY301
            self._raise_fault(call)
            if polling:
                await world.notify()
                result: object = await self._get_updates(call)
            elif call.method in METHODS:
                result = METHODS[call.method](world, call)
            else:
                raise ApiError(404, "Not Found")  # noqa: TRY301
        except ApiError as error:
            return _refusal(error)
        finally:
            await world.notify()
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.Response:
        data = self.world.files.get(request.match_info["file_id"])
        if request.match_info["token"] != TOKEN or data is None:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=data)

    def _raise_fault(self, call: Call) -> None:
        for fault in self.faults:
            meant = fault.chat_id is None or str(fault.chat_id) == str(call.params.get("chat_id"))
            if meant and fault.method == call.method and fault.times > 0:
                fault.times -= 1
                raise ApiError(fault.status, fault.description, fault.parameters)

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

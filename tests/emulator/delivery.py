"""Bring updates to a webhook, in order, as long as it takes each; its proxy is this machine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

if TYPE_CHECKING:
    from tests.emulator.world import Json, World

_AGAIN = 0.2
"""Seconds until an update that was not taken is brought again."""
_FOR_EVER = 1e6


async def deliver(world: World, port: int) -> None:
    """Bring what waits to the webhook that is set, at a port of this machine in place of its host."""
    async with aiohttp.ClientSession() as session:
        while True:
            await world.wait(lambda: True if world.webhook and world.updates else None, _FOR_EVER)
            update, webhook = world.updates[0], dict(world.webhook or {})
            status = await _bring(session, update, webhook, port)
            if status == 200:
                world.webhook_error = None
                world.updates = [one for one in world.updates if one is not update]
                await world.notify()
            else:
                world.webhook_error = f"Wrong response from the webhook: {status}"
                await asyncio.sleep(_AGAIN)


async def _bring(session: aiohttp.ClientSession, update: Json, webhook: Json, port: int) -> int:
    address = urlsplit(webhook["url"])
    if address.hostname != "bot.example.org":
        # Somebody else's, who is not there now.
        return 502
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.get("secret_token", "")}
    url = f"http://127.0.0.1:{port}{address.path}"
    try:
        async with session.post(url, json=update, headers=headers) as response:
            return response.status
    except aiohttp.ClientError:
        return 502

"""Updates that are brought: each taken once, from Telegram alone, at an address that stays ours."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.edge.telegram import webhook as module
from bot.edge.telegram.backlog import Backlog
from bot.edge.telegram.kinds import HANDLED_UPDATES
from tests.e2e.harness import WEBHOOK_SECRET, WEBHOOK_URL, free_port
from tests.edge.telegram.conftest import EVIDENCE, WHO, pushed
from tests.emulator import Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.emulator import Telegram
    from tests.emulator.world import Json

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SET = "已重新设好"


class Door:
    """Where a bot takes updates, and what it says there."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/updates/here"

    async def bring(self, body: bytes | Json, secret: str = WEBHOOK_SECRET) -> int:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await asyncio.to_thread(self._post, data, secret)

    def _post(self, data: bytes, secret: str) -> int:
        request = urllib.request.Request(self._url, data, {HEADER: secret})  # noqa: S310
        try:
            with urllib.request.urlopen(request) as response:  # noqa: S310
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code


@asynccontextmanager
async def brought(telegram: Telegram) -> AsyncIterator[Door]:
    """Run a bot to which a test brings updates by hand."""
    port = free_port()
    async with pushed(telegram, port):
        yield Door(port)


@asynccontextmanager
async def looking(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Run a bot that looks all the time whether its webhook is still there."""
    monkeypatch.setattr(module, "_PAUSE", 0.1)
    port = free_port()
    telegram.deliver_to(port)
    async with pushed(telegram, port):
        yield


async def test_an_update_that_cannot_be_read_is_confirmed_and_skipped(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    reader = telegram.person()
    async with brought(telegram) as door:
        assert await door.bring({"update_id": 1, "message": {"text": "私事"}}) == 200
        question = reader.send(WHO)
        assert await door.bring({"update_id": 2, "message": question}) == 200
        assert EVIDENCE in (await asyncio.to_thread(reader.answer_to, question))["text"]
    (line,) = [one.getMessage() for one in caplog.records if "看不懂" in one.getMessage()]
    assert line == "看不懂编号 1 的更新（message），已跳过：KeyError"
    assert "私事" not in caplog.text


async def test_what_is_brought_twice_is_answered_once(telegram: Telegram) -> None:
    reader = telegram.person()
    async with brought(telegram) as door:
        question = reader.send(WHO)
        for number in (1, 1, 2):
            assert await door.bring({"update_id": number, "message": question}) == 200
        assert len(await asyncio.to_thread(telegram.said, reader, 2)) == 2


async def test_what_waits_for_room_when_the_bot_is_stopped_is_for_the_next_one(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, port = telegram.person(), free_port()
    update = {"update_id": 1, "message": reader.send(WHO)}
    waits, has_room = asyncio.Event(), asyncio.Event()

    async def no_room(_: Backlog) -> None:
        waits.set()
        await has_room.wait()

    async with pushed(telegram, port) as webhook:
        with monkeypatch.context() as patch:
            patch.setattr(Backlog, "room", no_room)
            bringing = asyncio.create_task(Door(port).bring(update))
            await waits.wait()
            await webhook.close()
            has_room.set()
            status = (await asyncio.gather(bringing, return_exceptions=True))[0]
        # Told to come again, or hung up on.
        assert status == 503 or isinstance(status, OSError)
    assert telegram.said(reader) == []


FOREIGN = [b"", b"{", b"\xff", b"[]", b"{}", b'{"update_id": "1"}', b"[" * 100_000]


@pytest.mark.parametrize("body", FOREIGN, ids=lambda body: str(body[:20]))
async def test_what_is_no_update_is_not_confirmed(
    telegram: Telegram, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    async with brought(telegram) as door:
        assert await door.bring(body) == 400
    assert "送到 webhook 的不是 Telegram 的更新" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("secret", ["", "Secret_2", "Secret_", "密"])
async def test_who_does_not_know_the_secret_is_turned_away(
    telegram: Telegram, caplog: pytest.LogCaptureFixture, secret: str
) -> None:
    reader = telegram.person()
    async with brought(telegram) as door:
        update = {"update_id": 1, "message": reader.send(WHO)}
        for _ in range(3):
            assert await door.bring(update, secret.encode().decode("latin-1")) == 403
    assert telegram.said(reader) == []
    assert caplog.text.count("密钥却不对，没有收下") == 1


LOST = [
    (None, {}, "webhook 被别处取消了"),
    ("https://other.example.org/bot?token=geheim", {}, "webhook 被别处改到了 other.example.org，"),
    (WEBHOOK_URL, {"secret_token": "Other_1"}, "webhook 的密钥可能被别处改了"),
    (WEBHOOK_URL, {"secret_token": WEBHOOK_SECRET, "allowed_updates": ["poll"]}, "收哪些更新"),
]


@pytest.mark.parametrize("lost", LOST, ids=[case[2] for case in LOST])
async def test_a_webhook_that_others_took_is_set_again(
    telegram: Telegram,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lost: tuple[str | None, Json, str],
) -> None:
    url, more, words = lost
    async with looking(telegram, monkeypatch):
        telegram.set_webhook(url, **more)
        reader = telegram.person()
        question = reader.send(WHO)
        await asyncio.to_thread(telegram.wait_for_calls, "setWebhook", 2)
        assert EVIDENCE in (await asyncio.to_thread(reader.answer_to, question))["text"]
        again = telegram.webhook()
        # Of what it did it has told by the time it looks again.
        looks = len(telegram.calls("getWebhookInfo"))
        await asyncio.to_thread(telegram.wait_for_calls, "getWebhookInfo", looks + 1)
    assert again is not None
    assert (again["url"], again["secret_token"]) == (WEBHOOK_URL, WEBHOOK_SECRET)
    assert again["allowed_updates"] == list(HANDLED_UPDATES)
    (line,) = [one.getMessage() for one in caplog.records if SET in one.getMessage()]
    assert words in line
    assert "geheim" not in caplog.text


async def test_a_webhook_that_is_as_it_should_be_is_left_alone(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(telegram, monkeypatch):
        await asyncio.to_thread(telegram.wait_for_calls, "getWebhookInfo", 3)
        assert len(telegram.calls("setWebhook")) == 1


async def test_looking_goes_on_where_telegram_does_not_answer(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looking(telegram, monkeypatch):
        telegram.fail(Fault("setWebhook", 400, "Bad Request: bad webhook"))
        telegram.set_webhook(None)
        await asyncio.to_thread(telegram.wait_for_calls, "setWebhook", 3)
        assert telegram.webhook() is not None


async def test_what_telegram_complains_of_is_said_once(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_PAUSE", 0.1)
    # Where nobody listens: as a proxy that was stopped.
    telegram.deliver_to(free_port())
    async with pushed(telegram, free_port()):
        telegram.person().send(WHO)
        looks = len(telegram.calls("getWebhookInfo"))
        await asyncio.to_thread(telegram.wait_for_calls, "getWebhookInfo", looks + 8)
    said = "Telegram 往 webhook 送消息时出错（Wrong response from the webhook: 502）"
    assert caplog.text.count(said) == 1


async def test_a_webhook_that_telegram_does_not_accept_is_said(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail(Fault("setWebhook", 400, "Bad Request: bad webhook: IP address is reserved"))
    async with brought(telegram):
        assert telegram.webhook() is not None
    assert "（Bad webhook: ip address is reserved）。会接着试，请检查设置 telegram.webhook" in (
        caplog.text
    )

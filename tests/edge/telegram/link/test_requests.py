"""What is asked of Telegram again, and what is not, over real HTTP."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.edge.telegram.link import requests
from bot.edge.telegram.link.answers import RefusedError
from bot.edge.telegram.link.line import Line
from bot.edge.telegram.link.requests import CallRequest, PollRequest, UncertainError
from tests.emulator import TOKEN, Fault, Telegram
from tests.emulator.faults import How, foreign_json, happens, page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.emulator import Person

SECONDS: dict[str, Any] = {
    "connect_timeout": 1.0,
    "read_timeout": 1.0,
    "write_timeout": 1.0,
    "pool_timeout": 1.0,
}


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telegram]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    # As later versions of the library will do it; else it warns of them.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with Telegram() as telegram:
        yield telegram


async def _at_once() -> None:
    """Wait for no room."""


@asynccontextmanager
async def calling(telegram: Telegram, line: Line, **options: Any) -> AsyncIterator[Bot]:  # noqa: ANN401
    """Let a bot call Telegram over the requests that are tested."""
    options = SECONDS | options
    bot = Bot(
        TOKEN,
        telegram.url,
        request=CallRequest(line, **options),
        get_updates_request=PollRequest(line, _at_once, **options),
    )
    async with bot:
        yield bot


def texts(telegram: Telegram, reader: Person) -> list[str]:
    return [message["text"] for message in telegram.said(reader)]


BUTTON = InlineKeyboardMarkup.from_button(InlineKeyboardButton("👍", callback_data="v:abc:1"))

NOT_DONE = [
    Fault("sendMessage", 500, "Internal Server Error"),
    Fault("sendMessage", 503, "Service Unavailable"),
    Fault("sendMessage", 401, "Unauthorized"),
    page("sendMessage", 502),
    page("sendMessage", 200),
    page("sendMessage", 404),
]
IN_DOUBT = [
    happens("sendMessage", How.DROPPED_BEFORE),
    happens("sendMessage", How.DROPPED_AFTER),
    happens("sendMessage", How.GARBLED),
    happens("sendMessage", How.HUNG),
    foreign_json("sendMessage"),
    page("sendMessage", 504),
    Fault("sendMessage", 504, "Gateway Timeout"),
]
TO_BE_TOLD = [
    (Fault("sendMessage", 400, "Bad Request: chat not found"), BadRequest),
    (Fault("sendMessage", 429, "Slow down", {"retry_after": 1}), RetryAfter),
]


def named(fault: Fault) -> str:
    return f"{fault.how.name} {fault.status}"


@pytest.mark.parametrize("fault", NOT_DONE, ids=named)
async def test_what_was_surely_not_sent_is_sent_again(telegram: Telegram, fault: Fault) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        telegram.fail(replace(fault))
        await bot.send_message(reader.chat_id, "好")
    assert texts(telegram, reader) == ["好"]
    assert len(telegram.calls("sendMessage")) == 2


async def test_what_could_not_even_be_connected_is_sent_when_it_can(telegram: Telegram) -> None:
    reader = telegram.person()
    line = Line()
    async with calling(telegram, line) as bot:
        telegram.go_down()
        line.rest = _then(telegram.come_back, line)  # type: ignore[method-assign]
        await bot.send_message(reader.chat_id, "好")
    assert texts(telegram, reader) == ["好"]


def _then(act: Any, line: Line) -> Any:  # noqa: ANN401
    rest = line.rest

    async def acting(seconds: float) -> bool:
        act()
        line.rest = rest  # type: ignore[method-assign]
        return await rest(seconds)

    return acting


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("fault", IN_DOUBT, ids=named)
async def test_what_has_buttons_is_looked_for_and_there_once(
    telegram: Telegram, fault: Fault, *, group: bool
) -> None:
    chat = telegram.group() if group else telegram.person()
    async with calling(telegram, Line()) as bot:
        await bot.send_message(chat.chat_id, "早")
        # What others write comes in between.
        telegram.person().send("问")
        telegram.fail(replace(fault))
        sent = await bot.send_message(chat.chat_id, "好", reply_markup=BUTTON)
        edited = await sent.edit_text("更好", reply_markup=BUTTON)
    assert [message["text"] for message in telegram.said(chat)] == ["早", "更好"]
    assert isinstance(edited, Message)


@pytest.mark.parametrize("fault", IN_DOUBT, ids=named)
async def test_what_cannot_be_known_again_is_not_sent_again(
    telegram: Telegram, fault: Fault
) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        telegram.fail(replace(fault))
        with pytest.raises(UncertainError):
            await bot.send_message(reader.chat_id, "好")
    assert len(telegram.calls("sendMessage")) == 1


@pytest.mark.parametrize("fault", [*NOT_DONE, *IN_DOUBT], ids=named)
async def test_what_does_no_harm_twice_is_always_done_again(
    telegram: Telegram, fault: Fault
) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        sent = await bot.send_message(reader.chat_id, "好")
        telegram.fail(replace(fault, method="editMessageText"))
        try:
            await bot.edit_message_text("更好", reader.chat_id, sent.message_id)
        except BadRequest as error:
            # It was done the first time.
            assert "not modified" in str(error)  # noqa: PT017
    assert texts(telegram, reader) == ["更好"]


@pytest.mark.parametrize(("fault", "error"), TO_BE_TOLD)
async def test_what_concerns_one_call_alone_is_the_callers(
    telegram: Telegram, fault: Fault, error: type[Exception]
) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        telegram.fail(fault)
        with pytest.raises(error):
            await bot.send_message(reader.chat_id, "好")
    assert texts(telegram, reader) == []


async def test_looking_is_itself_tried_again(telegram: Telegram) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        await bot.send_message(reader.chat_id, "早")
        telegram.fail(
            happens("sendMessage", How.DROPPED_AFTER),
            happens("editMessageReplyMarkup", How.DROPPED_BEFORE),
            Fault("editMessageReplyMarkup", 429, "Slow down", {"retry_after": 1}),
        )
        await bot.send_message(reader.chat_id, "好", reply_markup=BUTTON)
    assert texts(telegram, reader) == ["早", "好"]


async def test_trying_has_an_end(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "_PATIENCE", 1.0)
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        telegram.fail(Fault("sendMessage", 500, "Internal Server Error", times=99))
        with pytest.raises(NetworkError, match="500 Internal Server Error"):
            await bot.send_message(reader.chat_id, "好")
    assert len(telegram.calls("sendMessage")) == 2


async def test_a_bot_that_stops_tries_nothing_again(telegram: Telegram) -> None:
    reader = telegram.person()
    line = Line()
    async with calling(telegram, line) as bot:
        line.close()
        telegram.fail(Fault("sendMessage", 500, "Internal Server Error", times=99))
        with pytest.raises(NetworkError):
            await bot.send_message(reader.chat_id, "好")
    assert len(telegram.calls("sendMessage")) == 1


async def test_who_says_hello_is_told_of_a_refusal_at_once(telegram: Telegram) -> None:
    async with calling(telegram, Line()) as bot:
        telegram.fail(Fault("getMe", 401, "Unauthorized"))
        with pytest.raises(RefusedError, match="401 Unauthorized"):
            await bot.get_me()


async def test_connections_that_are_wedged_are_made_anew(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    reader = telegram.person()
    wedged = {"connection_pool_size": 1, "read_timeout": 60.0}
    async with calling(telegram, Line(), **wedged) as bot:
        telegram.fail(happens("getChat", How.HUNG))
        stuck = asyncio.create_task(bot.get_chat(reader.chat_id))
        await asyncio.to_thread(telegram.wait_for_call, "getChat")
        await bot.send_message(reader.chat_id, "好")
        # What was stuck in the old connections is asked again over the new ones.
        assert (await stuck).id == reader.chat_id
    assert texts(telegram, reader) == ["好"]
    assert "到 Telegram 的连接全都没有动静，已换成新的" in caplog.text


async def test_an_answer_that_trickles_is_given_up(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "_SLACK", 0.5)
    async with calling(telegram, Line()) as bot:
        telegram.fail(happens("getUpdates", How.TRICKLED))
        telegram.person().send("问")
        (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "问"


UNREADABLE = [
    {"message_id": 1},
    {"message_id": 1, "date": "yesterday", "chat": {"id": 1, "type": "private"}},
    [],
    "text",
]


@pytest.mark.parametrize("content", UNREADABLE)
async def test_an_update_that_cannot_be_read_is_passed_over(
    telegram: Telegram,
    content: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reader = telegram.person()
    async with calling(telegram, Line()) as bot:
        reader.send("一")
        telegram.put_update("message", content)
        reader.send("二")
        updates = await bot.get_updates()
        assert [u.message.text for u in updates if u.message] == ["一", "二"]
        assert len(updates) == 3
        # Its number is kept, so that it is confirmed with the others.
        assert await bot.get_updates(updates[-1].update_id + 1) == ()
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"看不懂编号 {updates[1].update_id} 的更新（message），已跳过：")
    assert "Traceback" not in caplog.text

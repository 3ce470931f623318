"""The process: how it starts, what it needs, how it ends, and what it never says."""

from __future__ import annotations

import json
import signal
import socket
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import EVIDENCE, WHO, free_port
from tests.emulator import TOKEN, Fault, Telegram

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator.world import Json

PATH = "/updates/here"
WEBHOOK = """\
  mode: webhook
  webhook:
    url: https://bot.example.org{path}
    port: {port}
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_bot_answers_what_waited_and_ends_cleanly_when_asked_to(
    own_telegram: Telegram, make_bot: MakeBot, number: signal.Signals
) -> None:
    reader = own_telegram.person()
    question = reader.send(WHO)
    with make_bot() as bot:
        assert EVIDENCE in reader.answer_to(question)["text"]
        assert bot.stop(number) == 0
        # What was read is confirmed: nobody is answered twice.
        own_telegram.wait_until_read()
    assert "Traceback" not in bot.log


def test_the_token_is_in_no_log(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot("logging: {level: debug}\n")
    own_telegram.fail(Fault("getUpdates", 500, f"broken: bot{TOKEN}/getUpdates"))
    with bot:
        own_telegram.person().ask(WHO)
    assert "broken: bot" in bot.log
    assert TOKEN.split(":")[1].lower() not in bot.log.lower()


REFUSED = "错误：Telegram 不接受这个机器人令牌。"


def test_a_token_that_telegram_refuses_ends_the_start(make_bot: MakeBot) -> None:
    bot = make_bot()
    wrong = "4242:AAwrong_TOKEN-that-telegram-does-not-know"
    bot.environment["TELEGRAM_BOT_TOKEN"] = wrong
    bot.start()
    assert bot.wait() == 1
    assert REFUSED in bot.log
    assert wrong not in bot.log
    assert "Traceback" not in bot.log


def test_a_malformed_token_ends_the_start(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot()
    bot.environment["TELEGRAM_BOT_TOKEN"] = "my token"
    bot.start()
    assert bot.wait() == 1
    assert "TELEGRAM_BOT_TOKEN" in bot.log
    assert "my token" not in bot.log
    assert own_telegram.calls() == []


def test_no_bot_api_at_the_address_is_not_blamed_on_the_token(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    bot = make_bot()
    wrong = own_telegram.url.replace("/bot", "/elsewhere/bot")
    bot.configure(api_base_url=wrong)
    bot.start()
    assert bot.wait() == 1
    assert (
        f"错误：在 {wrong} 上没有找到 Bot API（404）。请检查设置 telegram.api_base_url" in bot.log
    )
    assert REFUSED not in bot.log
    assert "Traceback" not in bot.log


def test_a_start_without_a_connection_is_tried_again(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    own_telegram.fail(Fault("getMe", 502, "Bad Gateway"))
    with make_bot() as bot:
        assert EVIDENCE in own_telegram.person().ask(WHO)["text"]
    assert "Telegram 出错（502 Bad Gateway）。会接着试" in bot.log


def test_the_bot_can_be_stopped_while_it_does_not_connect(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    own_telegram.fail(Fault("getMe", 502, "Bad Gateway", times=999))
    bot = make_bot()
    bot.start()
    own_telegram.wait_for_call("getMe")
    assert bot.stop() == 0


def test_menus_that_cannot_be_set_stop_nothing(own_telegram: Telegram, make_bot: MakeBot) -> None:
    own_telegram.fail(Fault("setMyCommands", 500, "Internal Server Error", times=99))
    with make_bot():
        assert EVIDENCE in own_telegram.person().ask(WHO)["text"]


def test_a_second_poller_is_named_in_the_log(own_telegram: Telegram, make_bot: MakeBot) -> None:
    own_telegram.fail(Fault("getUpdates", 409, "Conflict: terminated by other getUpdates request"))
    with make_bot() as bot:
        assert EVIDENCE in own_telegram.person().ask(WHO)["text"]
    assert "另一个进程正在用同一个令牌收消息" in bot.log
    assert "Traceback" not in bot.log


def post(url: str, update: Json, secret: str | None) -> int:
    """Deliver an update as Telegram does; gives the status."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    request = urllib.request.Request(url, json.dumps(update).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            status: int = response.status
    except urllib.error.HTTPError as error:
        with error:
            status = error.code
    return status


def test_updates_come_by_webhook_from_who_knows_the_secret(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    port = free_port()
    settings = WEBHOOK.format(path=PATH, port=port)
    bot = make_bot(settings)
    bot.environment["TELEGRAM_WEBHOOK_SECRET"] = "Secret_1"
    bot.start()
    webhook = own_telegram.wait_for_call("setWebhook").params
    assert webhook["url"] == f"https://bot.example.org{PATH}"
    assert webhook["secret_token"] == "Secret_1"
    assert webhook["allowed_updates"] == [
        "message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
    ]
    # The menus come last of all that is done at the start.
    own_telegram.wait_for_call("setMyCommands")

    reader = own_telegram.person()
    question = reader.send(WHO)
    url = f"http://127.0.0.1:{port}{PATH}"
    update = {"update_id": 1, "message": question}
    assert post(url, update, None) == 403
    assert post(url, update, "Secret_2") == 403
    assert own_telegram.said(reader) == []
    assert post(url, update, "Secret_1") == 200
    assert EVIDENCE in reader.answer_to(question)["text"]
    assert bot.stop() == 0
    assert "Secret_1" not in bot.log


def test_a_webhook_needs_its_secret(make_bot: MakeBot) -> None:
    settings = WEBHOOK.format(path=PATH, port=free_port())
    bot = make_bot(settings)
    bot.start()
    assert bot.wait() == 1
    assert "TELEGRAM_WEBHOOK_SECRET: webhook 方式需要它" in bot.log


def test_a_port_that_is_taken_is_named(make_bot: MakeBot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        bot = make_bot(WEBHOOK.format(path=PATH, port=port))
        bot.environment["TELEGRAM_WEBHOOK_SECRET"] = "Secret_1"
        bot.start()
        assert bot.wait() == 1
    assert f"错误：不能在 127.0.0.1 的 {port} 端口上接收消息" in bot.log
    assert "Traceback" not in bot.log

"""`/healthz` and `/metrics`: how the bot is, for machines."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import BRIDGE, EVIDENCE, NOWHERE, WHO, free_port
from tests.emulator import Fault

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Telegram


def fetch(port: int, path: str) -> tuple[int, str]:
    """Ask as a monitor does; gives the status and what it says."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def figures(port: int) -> dict[str, float]:
    """Read every figure, by its name with its labels."""
    status, text = fetch(port, "/metrics")
    assert status == 200
    found = re.findall(r"(?m)^(\w+(?:\{.*\})?) (\S+)$", text)
    return {name: float(value) for name, value in found}


def test_figures_say_what_happened(own_telegram: Telegram, make_bot: MakeBot) -> None:
    port = free_port()
    reader = own_telegram.person()
    with make_bot(f"health: {{port: {port}}}\n"):
        assert fetch(port, "/healthz") == (200, "ok\n")
        own_telegram.fail(Fault("sendMessage", 500, "Internal Server Error"))
        assert EVIDENCE in reader.ask(WHO)["text"]
        reader.ask(NOWHERE)
        reader.search(WHO)
        found = figures(port)
        assert fetch(port, "/")[0] == 404
    expected = {
        'wenju_updates_total{kind="message"}': 2,
        'wenju_updates_total{kind="inline_query"}': 1,
        'wenju_answers_total{chat="private",outcome="answer"}': 1,
        'wenju_answers_total{chat="private",outcome="refusal"}': 1,
        'wenju_answers_total{chat="inline",outcome="answer"}': 1,
        "wenju_answer_seconds_count": 3,
        'wenju_answer_seconds_bucket{le="+Inf"}': 3,
        'wenju_errors_total{kind="calling"}': 1,
        'wenju_errors_total{kind="handler"}': 0,
        "wenju_articles": 1,
        "wenju_knowledge_problems": 0,
    }
    assert {name: found.get(name) for name in expected} == expected
    assert found["wenju_last_successful_poll_timestamp_seconds"] > 1_700_000_000
    assert any(re.fullmatch(r'wenju_knowledge_info\{version="[0-9a-f]{12}"\}', n) for n in found)


def test_knowledge_that_does_not_load_is_told(own_telegram: Telegram, make_bot: MakeBot) -> None:
    port = free_port()
    admin = own_telegram.person()
    with make_bot(f"health: {{port: {port}}}\n", admins=[admin.chat_id]) as bot:
        bot.write("bridge.yaml", "title: 桥\ncolour: red\n")
        own_telegram.wait_for_words(admin.ask("/reload"), "没有更新")
        status, words = fetch(port, "/healthz")
        assert status == 503
        assert re.fullmatch(r"知识文件夹里有 \d 个问题，没有加载\n", words)
        # The knowledge from before goes on answering.
        assert EVIDENCE in admin.ask(WHO)["text"]
        bot.write("bridge.yaml", BRIDGE)
        own_telegram.wait_for_words(admin.ask("/reload"), "没有变化")
        assert fetch(port, "/healthz") == (200, "ok\n")


def test_a_port_that_is_taken_ends_the_start(make_bot: MakeBot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        bot = make_bot(f"health: {{port: {port}}}\n")
        bot.start()
        assert bot.wait() == 1
    assert f"错误：不能在 127.0.0.1 的 {port} 端口上报告状态（设置 health）" in bot.log
    assert "Traceback" not in bot.log


def test_nothing_listens_unless_it_is_asked_to(make_bot: MakeBot) -> None:
    psutil = pytest.importorskip("psutil")
    with make_bot() as bot:
        states = {c.status for c in psutil.Process(bot.pid).net_connections("tcp")}
    assert psutil.CONN_LISTEN not in states

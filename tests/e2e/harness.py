"""The real bot as a process of its own, between a knowledge folder and the emulated Telegram."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import psutil

from tests.emulator import TOKEN, Telegram
from tests.emulator.driver import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

ROOT = Path(__file__).parents[2]
_LOOK_AGAIN = 0.05
"""Seconds between two looks at a file."""

BRIDGE = """\
title: 南京长江大桥
published: 2020-11-11
source: 新华社
url: https://example.org/bridge?a=1&b=2
text: |
  南京长江大桥是长江上的一座桥。大桥由梅旸春主持设计。大桥的铁路桥长6772米。
  两岸的人们都来观看通车典礼。

  桥头堡上有三面红旗的雕塑。
faq:
  - ask: [怎么联系你们]
    answer: 请写信到 <help@example.org>。
  - ask: [怎么联系他们]
    answer: 请打电话。
"""
WHO = "大桥由谁主持设计？"
"""A question that the base answers with its second sentence."""
EVIDENCE = "大桥由梅旸春主持设计。"
WEBHOOK_URL = "https://bot.example.org/updates/here"
WEBHOOK_SECRET = "Secret_1"
CONTACT = "怎么联系你们"
"""A question that two taught answers go with."""
NOWHERE = "火星探测器什么时候返回？"
"""A question that the base does not answer."""


def free_port() -> int:
    """Find a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class MakeBot(Protocol):
    """Makes a bot for one test, with some settings of its own."""

    def __call__(self, settings: str = "", *, admins: Iterable[int] = ()) -> BotProcess: ...


class BotProcess:
    """`python -m bot run`, from the first poll until the `with` block ends."""

    def __init__(
        self,
        telegram: Telegram,
        folder: Path,
        *,
        admins: Iterable[int] = (),
        settings: str = "",
        program: str = "bot",
    ) -> None:
        """Lay out a folder; `program` is a module that runs the bot, with some part of it altered."""
        self._program = program
        self.knowledge = folder / "knowledge"
        self.environment = {"TELEGRAM_BOT_TOKEN": TOKEN}
        self._telegram = telegram
        self._config = folder / "config.yaml"
        self._log = folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: threading.Thread | None = None
        self.knowledge.mkdir(parents=True)
        self.write("bridge.yaml", BRIDGE)
        self._config.write_text(
            f"telegram:\n  admins: {list(admins)}\n  api_base_url: {telegram.url}\n"
            f"  api_file_url: {telegram.file_url}\n{settings}",
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.is_running:
            self.stop()

    def write(self, name: str, content: str) -> None:
        """Write a file of the knowledge folder."""
        (self.knowledge / name).write_text(content, encoding="utf-8")

    def configure(self, **values: str) -> None:
        """Change settings, each on a line of its own."""
        text = self._config.read_text(encoding="utf-8")
        for name, value in values.items():
            text = re.sub(rf"(?m)^(\s*{name}:).*$", rf"\g<1> {value}", text)
        self._config.write_text(text, encoding="utf-8")

    def receive_by_webhook(self) -> None:
        """Let updates be brought, through a proxy that passes them on to a port of this machine."""
        port = free_port()
        text = self._config.read_text(encoding="utf-8")
        webhook = f"  mode: webhook\n  webhook: {{url: {WEBHOOK_URL}, port: {port}}}\n"
        text = text.replace("telegram:\n", f"telegram:\n{webhook}", 1)
        self._config.write_text(text, encoding="utf-8")
        self.environment["TELEGRAM_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        self._telegram.deliver_to(port)

    def start(self) -> None:
        """Start the process, with nothing in its environment that could get in the way."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        options = ["--config", str(self._config), "--knowledge", str(self.knowledge)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._program, "run", *options],
                cwd=ROOT,
                env={**kept, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._watcher = threading.Thread(target=self._tell_of_the_end)
        self._watcher.start()

    def _tell_of_the_end(self) -> None:
        assert self._process is not None
        self._process.wait()
        # Whoever waits for something looks again.
        self._telegram.change(lambda: None)

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def wait_until_up(self) -> None:
        """Wait until the process asks for updates, or has said where to bring them."""
        polls = len(self._telegram.polls())
        set_before = len(self._telegram.calls("setWebhook"))
        self._telegram.wait_for_receiving(polls, set_before, or_else=lambda: not self.is_running)
        assert self.is_running, self.log

    def wait_for_log(self, words: str) -> None:
        """Wait until the process has written something."""
        late = time.monotonic() + PATIENCE
        while words not in self.log:
            assert self.is_running, self.log
            assert time.monotonic() < late, self.log
            time.sleep(_LOOK_AGAIN)

    def wait_for_child(self) -> psutil.Process:
        """Wait until the process has one of its own: something is being converted."""
        late = time.monotonic() + PATIENCE
        while time.monotonic() < late:
            for child in psutil.Process(self.pid).children():
                return child
            time.sleep(_LOOK_AGAIN / 5)
        raise AssertionError("nothing is converted")

    def restart(self) -> None:
        """Stop the process and start another."""
        self.stop()
        self.start()
        self.wait_until_up()

    def kill(self) -> None:
        """End the process without a warning, as a power failure does."""
        self.stop(signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the process to end, as a supervisor does; gives its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self.wait()

    def wait(self, seconds: float = PATIENCE) -> int:
        """Wait for the process to end; gives its exit code."""
        assert self._process is not None
        assert self._watcher is not None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._watcher.join()

    @property
    def log(self) -> str:
        """Everything the process has written."""
        return self._log.read_text(encoding="utf-8")

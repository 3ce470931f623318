"""The command line at a terminal: a real one, with a real process behind it."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pty = pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

ROOT = Path(__file__).parents[2]
PROMPT = "问> "
COLOUR = re.compile("\x1b\\[[0-9;]+m")
PATIENCE = 60
"""Seconds after which a process that shows nothing is taken to hang."""
HARBOUR = """\
title: 新港开港
text: 新港开港仪式由市长王芳主持，来宾共三百人。
"""


class Terminal:
    """A process on a pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # A shell's background jobs ignore the interrupt, and so would what they start.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._end, theirs = pty.openpty()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.shown = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "TERM": "xterm", "LANG": "C.UTF-8", **environment},
            start_new_session=True,
        )
        os.close(theirs)

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def wait_for(self, text: str) -> str:
        """Read until a text appears, and return what is new up to there."""
        start = len(self.shown)
        while text not in self.shown[start:]:
            piece = self._read()
            if piece is None:
                pytest.fail(f"ended too early, having shown: {self.shown!r}")
            self.shown += piece
        return self.shown[start:]

    def interrupt(self) -> None:
        """Interrupt until it is heard: readline misses a signal just before it begins to wait."""
        for _ in range(PATIENCE):
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
                return
        pytest.fail("does not hear the interrupt")

    def leave(self) -> int:
        """Read to the end and return the exit code."""
        while (piece := self._read()) is not None:
            self.shown += piece
        return self.process.wait()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._end)

    def _read(self) -> str | None:
        """Read what there is; None at the end."""
        if not select.select([self._end], [], [], PATIENCE)[0]:
            pytest.fail(f"hangs, having shown: {self.shown!r}")
        try:
            data = os.read(self._end, 65536)
        except OSError:  # so Linux says that the other end is closed
            return None
        return self._decoder.decode(data) if data else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "harbour.yaml").write_text(HARBOUR, "utf-8")
    (tmp_path / "config.yaml").write_text(
        "answers: {thresholds: {answer: 1, suggest: 1}}\n", "utf-8"
    )
    return tmp_path


@pytest.fixture
def chat(folder: Path) -> Iterator[Terminal]:
    terminal = Terminal(folder, "chat")
    yield terminal
    terminal.close()


def test_greets_answers_and_leaves(chat: Terminal) -> None:
    greeting = chat.wait_for(PROMPT)
    assert "收录 1 篇文章，1 句" in greeting
    chat.type("谁主持了开港仪式？\n")
    assert "《新港开港》" in chat.wait_for(PROMPT)
    chat.type("\n")
    chat.wait_for(PROMPT)
    chat.type("：q\n")
    assert chat.leave() == 0


def test_end_of_input_leaves(chat: Terminal) -> None:
    chat.wait_for(PROMPT)
    chat.type("\x04")
    assert chat.leave() == 0


def test_interruption_leaves_without_a_traceback(chat: Terminal) -> None:
    chat.wait_for(PROMPT)
    chat.interrupt()
    assert chat.leave() == 130
    assert "Traceback" not in chat.shown


def test_work_is_shown_while_it_lasts_and_then_wiped_out(chat: Terminal) -> None:
    shown = chat.wait_for(PROMPT)
    assert re.search("正在读取知识库 1/1.*\x1b\\[K正在建立索引.*\x1b\\[K问据", shown, re.DOTALL)


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_unless_declined(environment: dict[str, str], coloured: bool, folder: Path) -> None:
    terminal = Terminal(folder, "ask", "谁主持了开港仪式？", **environment)
    try:
        assert terminal.leave() == 0
        assert bool(COLOUR.search(terminal.shown)) is coloured
    finally:
        terminal.close()

"""Measure how many messages a second the bot answers, beside a handler that only echoes.

python -m benchmarks.throughput [FILE...] [--messages N] [--rounds N] [--people N] [--json]

The files are question-answering sets in SQuAD's format: their passages are the base, and their
questions are asked. Without any it is the knowledge that comes along, and its golden questions.

Both are processes of their own, built on the same library, and talk over HTTP to the same emulated
Bot API, a third process. The bot is the real one with all it does: it orders messages by chat,
searches, keeps its journal and makes cards. Neither waits for Telegram's limits, which allow about
30 messages a second.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import IO, TYPE_CHECKING, Any, Final, Self

import psutil

from bot.base.errors import KnowledgeError
from bot.edge.cli.streams import prepare_output
from bot.input.knowledge import load_knowledge
from bot.input.squad import load_squad
from bot.input.writing import dump_article
from bot.presentation.table import table
from bot.search.evaluation.results import knowledge_of, tasks_of
from tests.emulator import TOKEN, Telegram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telegram import Update

ROOT: Final = Path(__file__).parents[1]
_CONCURRENT: Final = 8
"""Updates that the echo handles at once: as many as the bot's settings say by default."""
_WARM_UP: Final = 100
_PATIENCE: Final = 300.0


@dataclass(frozen=True, slots=True)
class Round:
    """What answering a number of messages took."""

    seconds: float
    own_cpu: float
    """Seconds of processor time that whoever answered took."""
    emulator_cpu: float
    """The same of the emulated Bot API."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a contender reaches: medians of its rounds."""

    name: str
    each_second: float
    own_ms: float
    """Milliseconds of processor time a message."""
    emulator_ms: float


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    if options.child == "emulator":
        return _emulate(options.people)
    if options.child:
        return _echo(options.child)
    with tempfile.TemporaryDirectory() as folder:
        base = _base(options.files, Path(folder))
        rows = measure(base, options.messages, options.rounds, options.people)
    print(json.dumps([asdict(row) for row in rows]) if options.json else render(rows))
    return 0


@dataclass(frozen=True, slots=True)
class Base:
    """What is asked, and what it is asked of."""

    knowledge: Path
    questions: tuple[str, ...]


def _base(files: Sequence[Path], folder: Path) -> Base:
    if not files:
        knowledge = ROOT / "knowledge"
        golden = load_knowledge(knowledge).knowledge.golden
        return Base(knowledge, tuple(one.question for one in golden))
    passages = [passage for file in files for passage in load_squad(file)]
    for number, article in enumerate(knowledge_of(passages).articles):
        with contextlib.suppress(KnowledgeError):
            (folder / f"a{number}.yaml").write_text(dump_article(article), "utf-8")
    return Base(folder, tuple(task.text for task in tasks_of(passages)))


def measure(base: Base, messages: int, rounds: int, people: int) -> list[Row]:
    """Let both answer, in turns.

    Args:
        base: what to ask; where there are fewer questions than messages, again and again.
        messages: how many in a round.
        rounds: how often each has its turn.
        people: how many private chats they come from.
    """
    step = max(1, len(base.questions) // (messages + _WARM_UP))
    questions = base.questions[::step]
    found: dict[str, list[Round]] = {"echo": [], "Wenju": []}
    for _ in range(rounds):
        for name, done in found.items():
            with _Rig(people) as rig, rig.contender(name, base.knowledge) as process:
                rig.round(process, questions[:_WARM_UP], _WARM_UP)
                done.append(rig.round(process, questions[_WARM_UP:] or questions, messages))
    return [_row(name, done, messages) for name, done in found.items()]


def _row(name: str, rounds: Sequence[Round], messages: int) -> Row:
    return Row(
        name,
        messages / median(one.seconds for one in rounds),
        1000 * median(one.own_cpu for one in rounds) / messages,
        1000 * median(one.emulator_cpu for one in rounds) / messages,
    )


def render(rows: Sequence[Row]) -> str:
    """Return a table for people, and the ratio that counts."""
    head = ("", "messages a second", "CPU ms a message", "emulator's CPU ms")
    cells = [
        (row.name, f"{row.each_second:.0f}", f"{row.own_ms:.2f}", f"{row.emulator_ms:.2f}")
        for row in rows
    ]
    echo, wenju = rows
    ratio = f"Wenju reaches {wenju.each_second / echo.each_second:.2f} of the echo."
    return "\n".join([*table([head, *cells]), "", ratio])


class _Rig:
    """The emulated Bot API as a process of its own."""

    def __init__(self, people: int) -> None:
        self._process = _start(
            ["-m", "benchmarks.throughput", "--child", "emulator", "--people", str(people)]
        )
        self._url: str = self._read()["url"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _stop(self._process)

    @contextlib.contextmanager
    def contender(self, name: str, knowledge: Path) -> Iterator[psutil.Process]:
        """Run the bot, or the echo."""
        with tempfile.TemporaryDirectory() as folder:
            command = ["-m", "benchmarks.throughput", "--child", self._url]
            if name == "Wenju":
                config = Path(folder) / "config.yaml"
                config.write_text(_settings(self._url), "utf-8")
                command = [
                    "-m",
                    "bot",
                    "run",
                    "--config",
                    str(config),
                    "--knowledge",
                    str(knowledge),
                ]
            process = _start(command)
            try:
                yield psutil.Process(process.pid)
            finally:
                _stop(process)

    def round(self, process: psutil.Process, questions: Sequence[str], messages: int) -> Round:
        """Send messages, and wait until all are answered."""
        before = _cpu(process)
        asked = [questions[number % len(questions)] for number in range(messages)]
        stdin, line = _pipe(self._process.stdin), json.dumps(asked)
        stdin.write(f"{line}\n")
        stdin.flush()
        done = self._read()
        return Round(done["seconds"], _cpu(process) - before, done["cpu"])

    def _read(self) -> dict[str, Any]:
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError("the emulated Bot API has ended")
        found: dict[str, Any] = json.loads(line)
        return found


def _settings(url: str) -> str:
    return (
        f"telegram:\n  api_base_url: {url}\n  messages_per_second: 0\nlogging:\n  level: warning\n"
    )


def _start(arguments: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    # Closes the pipes too.
    process.communicate(timeout=_PATIENCE)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("started without a pipe")
    return pipe


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _emulate(people: int) -> int:
    """Be the emulated Bot API: a line of messages in, a line of figures out."""
    with Telegram() as telegram:
        _tell({"url": telegram.url})
        persons = [telegram.person() for _ in range(people)]
        for line in sys.stdin:
            messages = json.loads(line)
            sent = len(telegram.calls("sendMessage"))
            process, started = time.process_time(), time.perf_counter()
            for number, message in enumerate(messages):
                persons[number % people].send(message)
            while len(telegram.calls("sendMessage")) < sent + len(messages):
                if time.perf_counter() - started > _PATIENCE:
                    raise TimeoutError("not all messages are answered")
                time.sleep(0.02)
            seconds = time.perf_counter() - started
            _tell({"seconds": seconds, "cpu": time.process_time() - process})
    return 0


def _tell(figures: dict[str, object]) -> None:
    print(json.dumps(figures), flush=True)


def _echo(url: str) -> int:
    """Be a bot that only echoes."""
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None and update.message.text is not None:
            await update.message.reply_text(update.message.text)

    application = (
        ApplicationBuilder().token(TOKEN).base_url(url).concurrent_updates(_CONCURRENT).build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    asyncio.set_event_loop(asyncio.new_event_loop())
    application.run_polling()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path)
    parser.add_argument("--messages", metavar="N", type=int, default=1000)
    parser.add_argument("--rounds", metavar="N", type=int, default=3)
    parser.add_argument("--people", metavar="N", type=int, default=64)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

"""Measure starting, reloading and many askers at several sizes of the knowledge.

python -m benchmarks.running FILE... [--sizes 10000,100000] [--askers 64] [--json]

The base is the files' passages, in SQuAD's format, and sentences put together of their clauses, as
YAML files of a hundred sentences; the questions are those of the files. Everything happens in
processes of its own. The last line is the whole of `wenju ask` on the knowledge that comes along.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.corpora import recombined
from benchmarks.speed import passages_of
from bot.base.errors import KnowledgeError
from bot.edge.cli.progress import Progress
from bot.edge.cli.streams import prepare_output
from bot.edge.telegram.hurrying import SWITCH_INTERVAL
from bot.edge.telegram.thinking import Thinking
from bot.input.knowledge import load_knowledge
from bot.input.settings import Thresholds
from bot.input.writing import dump_article
from bot.presentation.table import table
from bot.search.engine import Engine
from bot.search.evaluation.results import tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.input.squad import Passage

ROOT: Final = Path(__file__).parents[1]
_QUESTIONS: Final = 192
_TICK: Final = 0.005
"""Seconds between two looks at how late the event loop is."""
_SEED_QUESTION: Final = "谁主持了会议？"
_TIMES: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """What a base of one size takes."""

    sentences: int
    first_start_s: float
    """Of a process that finds no cache, to the first answer."""
    start_s: float
    """Of one that finds it."""
    reload_s: float
    """After one article was changed: until the new engine is there."""
    memory_mb: float
    """After the first answer."""
    shared_mb: float
    """The part of it that is pages of files."""
    one_ms: float
    """Median of a question while nobody else asks."""
    many_ms: float
    """The same while many ask at once, divided by how many there are."""
    late_ms: float
    """99th percentile of how late the event loop is meanwhile."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    if options.child:
        print(json.dumps(_child(options.files[0], options.child == "all", options.askers)))
        return 0
    passages = passages_of(options.files)
    rows = list(measure(passages, options.sizes, options.askers))
    seconds = seed_seconds()
    if options.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "ask_s": seconds}))
    else:
        print(f"{render(rows)}\n\nwenju ask {_SEED_QUESTION} {seconds:.2f} s")
    return 0


def measure(passages: Sequence[Passage], sizes: Sequence[int], askers: int) -> Iterator[Row]:
    """Yield a row a size.

    Args:
        passages: real text with real questions.
        sizes: how many sentences each base has, about.
        askers: how many ask at once.
    """
    for size in sizes:
        with tempfile.TemporaryDirectory() as name, Progress() as progress:
            folder = Path(name)
            progress.stage(f"{size} 句：准备")
            _write(folder, passages, size)
            progress.stage(f"{size} 句：没有缓存")
            first = _run(folder, "start", askers)
            progress.stage(f"{size} 句：有缓存")
            yield Row(size, first["start_s"], **_run(folder, "all", askers))


def seed_seconds() -> float:
    """Return how long a question takes on the knowledge that comes along, the whole process."""
    command = [sys.executable, "-m", "bot", "ask", _SEED_QUESTION]
    seconds = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _write(folder: Path, passages: Sequence[Passage], size: int) -> None:
    for number, article in enumerate(recombined(passages, size)):
        # A passage with blanks at an end cannot be written to the character.
        with contextlib.suppress(KnowledgeError):
            one = replace(article, id=f"a{number}", title=f"第 {number} 篇合在一起的文章")
            (folder / f"{one.id}.yaml").write_text(dump_article(one), "utf-8")
    tasks = [task.text for task in tasks_of(passages)]
    questions = tasks[:: max(1, len(tasks) // _QUESTIONS)][:_QUESTIONS]
    (folder / "questions.json").write_text(json.dumps(questions), "utf-8")


def _run(folder: Path, task: str, askers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.running", str(folder)]
    started = time.time()
    done = subprocess.run(  # noqa: S603
        [*command, "--child", task, "--askers", str(askers)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    figures["start_s"] = figures.pop("answered_at") - started
    return figures


def _child(folder: Path, is_all: bool, askers: int) -> dict[str, Any]:  # noqa: FBT001
    engine = _open(folder)
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    engine.ask(questions[0])
    figures: dict[str, Any] = {"answered_at": time.time()}
    if is_all:
        memory = _memory()
        figures |= {"memory_mb": memory["VmRSS"], "shared_mb": memory["RssFile"]}
        figures["reload_s"] = _reload(folder)
        figures |= asyncio.run(_many(engine, questions, askers))
    return figures


def _open(folder: Path) -> Engine:
    cache = folder / ".index"
    knowledge = load_knowledge(folder, cache=cache).knowledge
    return Engine.build(knowledge, Thresholds(), cache=cache)


def _reload(folder: Path) -> float:
    file = min(folder.glob("a*.yaml"))
    file.write_text(file.read_text("utf-8").rstrip() + "这一句是刚刚加上的。\n", "utf-8")
    started = time.perf_counter()
    _open(folder)
    return time.perf_counter() - started


async def _many(engine: Engine, questions: Sequence[str], askers: int) -> dict[str, float]:
    """Ask one by one, then the same number of other questions at once."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    half = len(questions) // 2
    for question in questions[:_TIMES]:
        engine.ask(question)
    one = await _asked(engine, questions[_TIMES:half], 1)
    late: list[float] = []
    watching = asyncio.create_task(_watch(late))
    many = await _asked(engine, questions[half:], askers)
    watching.cancel()
    return {
        "one_ms": 1000 * median(one),
        "many_ms": 1000 * median(many) / min(askers, len(many)),
        "late_ms": 1000 * sorted(late)[int(0.99 * len(late))],
    }


async def _asked(engine: Engine, questions: Sequence[str], askers: int) -> list[float]:
    thinking, left, seconds = Thinking(), iter(questions), []

    async def asker() -> None:
        for question in left:
            started = time.perf_counter()
            await thinking.ask(engine, question)
            seconds.append(time.perf_counter() - started)

    await asyncio.gather(*(asker() for _ in range(askers)))
    return seconds


async def _watch(late: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(_TICK)
        late.append(time.perf_counter() - started - _TICK)


def _memory() -> dict[str, float]:
    """Return what this process has in memory, in megabytes, by Linux's names."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssFile")}


def render(rows: Sequence[Row]) -> str:
    """Return a table for people."""
    head = (
        "sentences", "first start s", "start s", "reload s", "memory MB", "shared MB",
        "one asker ms", "of many ms", "loop late ms",
    )  # fmt: skip
    cells = [
        (
            str(row.sentences),
            f"{row.first_start_s:.1f}",
            f"{row.start_s:.2f}",
            f"{row.reload_s:.2f}",
            f"{row.memory_mb:.0f}",
            f"{row.shared_mb:.0f}",
            f"{row.one_ms:.1f}",
            f"{row.many_ms:.1f}",
            f"{row.late_ms:.1f}",
        )
        for row in rows
    ]
    return "\n".join(table([head, *cells]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.running", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--sizes", type=_numbers, default=(10_000, 100_000, 1_000_000))
    parser.add_argument("--askers", metavar="N", type=int, default=64)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", choices=("start", "all"), help=argparse.SUPPRESS)
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


if __name__ == "__main__":
    raise SystemExit(main())

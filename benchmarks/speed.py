"""Measure how fast and how large Wenju is beside other full-text search, at several sizes.

python -m benchmarks.speed FILE... [--sizes 1000,10000] [--questions 200] [--json FILE]
    [--markdown FILE] [--plots DIR]

The base is made of the files' passages, in SQuAD's format, and of sentences put together of their
clauses; the questions are those of the files. All systems but RapidFuzz get the same words, as
jieba cuts them for searching, and are given them cut. Each runs in processes of its own, one after
the other. But for building, which uses all cores, and for questions a second, time is that of the
processor: what else the machine does does not count.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks.corpora import recombined
from benchmarks.rivals import RIVALS, Asked, Corpus
from bot.base.text import normalise
from bot.edge.cli.progress import Progress
from bot.edge.cli.streams import prepare_output
from bot.input.squad import load_squad
from bot.language.tokens import Tokeniser
from bot.presentation.table import table
from bot.search.evaluation.results import answerable, tasks_of
from bot.search.retrieval.building import text_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.rivals import Rival
    from bot.base.model import Article
    from bot.input.squad import Passage

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS: Final = 200
_PATIENCE: Final = 15.0
"""Seconds that a system's questions may take at a size; slower ones are asked fewer."""
_FEWEST: Final = 5
_WARMING: Final = 3.0
"""Seconds that questions are asked for before time is taken."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a system takes at one size."""

    system: str
    sentences: int
    questions: int
    build_s: float
    build_cpu_s: float
    """The same as time of the processor, all processes together."""
    load_s: float
    """From the start of loading to the first answer."""
    reload_s: float | None
    """From one article's new text to the first answer; None where everything is built anew."""
    median_ms: float
    p99_ms: float
    each_second: float
    """Questions a second, two processes asking at once."""
    memory_mb: float
    shared_mb: float
    """The part of it that is pages of files, which processes share."""
    disk_mb: float
    hit_at_1: float
    """Share of the questions with a right sentence first."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    if options.child:
        task, system, *builder = options.child.split(":")
        print(json.dumps(_child(task, system, options.files[0], *builder)))
        return 0
    passages = passages_of(options.files)
    rows: list[Row] = []
    for row in measure(passages, options.sizes, options.systems, options.questions):
        rows.append(row)
        # At once: a large base takes long, and what was measured is not to be lost.
        if options.json:
            options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    print(render(rows))
    if options.markdown:
        options.markdown.write_text(markdown(rows), "utf-8")
    if options.plots:
        from benchmarks.plots import plot

        plot([asdict(row) for row in rows], options.plots)
    return 0


def passages_of(files: Sequence[Path]) -> list[Passage]:
    """Read question-answering sets; two files may number their passages alike."""
    return [
        replace(passage, id=f"{file.stem}-{passage.id}")
        for file in files
        for passage in load_squad(file)
    ]


def asked_of(
    passages: Sequence[Passage], articles: Sequence[Article], most: int
) -> Sequence[tuple[str, Sequence[tuple[str, int]]]]:
    """Return questions that the articles answer, and where: every so many of the sets' own.

    Args:
        passages: the sets.
        articles: what was made of them.
        most: how many to return at most.
    """
    tasks = answerable(tasks_of(passages))
    wanted = {article for task in tasks for article, _ in task.right}
    sizes = {one.id: sum(1 for _ in text_sentences(one)) for one in articles if one.id in wanted}
    asked = [
        (task.text, task.right)
        for task in tasks
        if all(position <= sizes.get(article, 0) for article, position in task.right)
    ]
    return asked[:: max(1, len(asked) // most)][:most]


def measure(
    passages: Sequence[Passage], sizes: Sequence[int], systems: Sequence[str], questions: int
) -> Iterator[Row]:
    """Yield a row a size and system.

    Args:
        passages: real text with real questions.
        sizes: how many sentences each base has.
        systems: names out of `RIVALS`.
        questions: how many to ask at most.
    """
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, Progress() as progress:
            progress.stage(f"{size} 句：准备")
            _prepare(Path(folder), passages, size, questions)
            built: dict[str, Any] = {}
            for system in systems:
                progress.stage(f"{size} 句：{system}")
                yield _measured(system, size, Path(folder), built)


def _prepare(folder: Path, passages: Sequence[Passage], size: int, questions: int) -> None:
    """Write the base and its questions, the same for all who compete."""
    articles = list(recombined(passages, size))
    tokeniser = Tokeniser()
    words_of = SearchWords(tokeniser)
    firsts: dict[str, int] = {}
    texts: list[str] = []
    for article in articles:
        firsts[article.id] = len(texts)
        texts.extend(normalise(sentence.text).text for sentence in text_sentences(article))
    asked = [
        Asked(
            text,
            tuple(words_of(normalise(text).text)),
            tuple(firsts[article] + position - 1 for article, position in right),
        )
        for text, right in asked_of(passages, articles, 2 * questions)
    ]
    Corpus(folder).write(
        articles=articles,
        firsts=firsts,
        texts=texts,
        words=list(map(words_of, texts)),
        questions=asked,
    )


class SearchWords:
    """Cuts as jieba does for searching, each word's parts found out once."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        self._cut = tokeniser.fast_words()
        self._parts = functools.cache(lambda word: (*tokeniser.parts(word), word))

    def __call__(self, text: str) -> list[str]:
        """Return the words of a normalised text, and the words within them."""
        return [part for word in self._cut(text) for part in self._parts(word)]


def _measured(system: str, size: int, folder: Path, built: dict[str, Any]) -> Row:
    """Build in one process, unless that was done, and load and ask in another.

    Args:
        system: the name of one.
        size: how many sentences the base has.
        folder: where it is.
        built: what building took, by system; is added to.
    """
    builder = RIVALS[system].built_by
    if builder not in built:
        builder = system
        built[system] = _run(f"build:{system}", folder)
    asked = _run(f"ask:{system}:{builder}", folder)
    return Row(system=system, sentences=size, **built[builder], **asked)


def _run(task: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.speed", str(folder), "--child", task]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _child(task: str, system: str, folder: Path, builder: str | None = None) -> dict[str, Any]:
    corpus = Corpus(folder)
    own = folder / "".join(filter(str.isalnum, builder or system))
    own.mkdir(exist_ok=True)
    rival = RIVALS[system]()
    is_build = task == "build"
    for part in rival.builds_from if is_build else (*rival.asks_with, "questions"):
        getattr(corpus, part)
    if is_build:
        started, busy = time.perf_counter(), sum(os.times()[:4])
        rival.build(corpus, own)
        files = (file for file in own.rglob("*") if file.is_file())
        return {
            "build_s": time.perf_counter() - started,
            "build_cpu_s": sum(os.times()[:4]) - busy,
            "disk_mb": sum(file.stat().st_size for file in files) / 1e6,
        }
    questions = corpus.questions
    started = time.process_time()
    rival.load(corpus, own)
    rival.find(questions[0].text, questions[0].words)
    load = time.process_time() - started
    asked = _asked(rival, questions)
    return {"load_s": load, **asked, "reload_s": _reload(rival, questions[0])}


def _reload(rival: Rival, question: Asked) -> float | None:
    started = time.process_time()
    if not rival.change():
        return None
    rival.find(question.text, question.words)
    return time.process_time() - started


def _asked(rival: Rival, questions: Sequence[Asked]) -> dict[str, Any]:
    # Others before, unmeasured: whatever is prepared at the first use belongs to starting.
    started = time.process_time()
    for question in questions[1::2]:
        rival.find(question.text, question.words)
        if time.process_time() - started > _WARMING:
            break
    questions = questions[::2]
    seconds: list[float] = []
    right = 0
    for question in questions:
        started = time.process_time()
        found = rival.find(question.text, question.words)
        seconds.append(time.process_time() - started)
        right += bool(found) and found[0] in question.right
        if sum(seconds) > _PATIENCE and len(seconds) >= _FEWEST:
            break
    milliseconds = np.array(seconds) * 1000
    memory = _memory()
    return {
        "questions": len(seconds),
        "median_ms": float(np.median(milliseconds)),
        "p99_ms": float(np.percentile(milliseconds, 99)),
        "each_second": _each_second(rival, questions[: len(seconds)]),
        "memory_mb": memory["VmRSS"],
        "shared_mb": memory["RssFile"],
        "hit_at_1": right / len(seconds),
    }


def _each_second(rival: Rival, questions: Sequence[Asked]) -> float:
    """Ask in two processes at once, which share what was loaded."""
    started = time.perf_counter()
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            for question in questions:
                rival.find(question.text, question.words)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return 2 * len(questions) / (time.perf_counter() - started)


def _memory() -> dict[str, float]:
    """Return what this process has in memory, in megabytes, by Linux's names."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssFile")}


_HEAD: Final = (
    "system", "sentences", "questions", "build s", "build cpu s", "start s", "reload s",
    "median ms", "p99 ms", "a second", "memory MB", "shared MB", "disk MB", "Hit@1",
)  # fmt: skip


def render(rows: Sequence[Row]) -> str:
    """Return a table for people."""
    return "\n".join(table([_HEAD, *map(_cells, rows)]))


def markdown(rows: Sequence[Row]) -> str:
    """Return the same table for a page of the documentation."""
    lines = (_HEAD, ("---",) * len(_HEAD), *map(_cells, rows))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.system,
        f"{row.sentences:,}",
        str(row.questions),
        f"{row.build_s:.1f}",
        f"{row.build_cpu_s:.1f}",
        f"{row.load_s:.2f}",
        "-" if row.reload_s is None else f"{row.reload_s:.2f}",
        f"{row.median_ms:.2f}",
        f"{row.p99_ms:.2f}",
        f"{row.each_second:.0f}",
        f"{row.memory_mb:.0f}",
        f"{row.shared_mb:.0f}",
        f"{row.disk_mb:.0f}",
        f"{row.hit_at_1:.3f}",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.speed", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="sentences, with commas")
    parser.add_argument("--systems", type=_names, default=tuple(RIVALS), help="with semicolons")
    parser.add_argument("--questions", metavar="N", type=int, default=QUESTIONS)
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures there too")
    parser.add_argument("--markdown", metavar="FILE", type=Path, help="and as a table there")
    parser.add_argument("--plots", metavar="DIR", type=Path, help="draw them there")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser


def numbers(text: str) -> tuple[int, ...]:
    """Read numbers with commas between them."""
    return tuple(map(int, text.split(",")))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(";"))


if __name__ == "__main__":
    raise SystemExit(main())

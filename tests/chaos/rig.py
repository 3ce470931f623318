"""Kill the bot, start it again, and see what has become of the knowledge."""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

from bot.input.knowledge import load_knowledge
from tests.chaos.mortal import VARIABLE
from tests.chaos.operations import GOLDEN, OPERATIONS, PIER, Operation, Ready
from tests.e2e.harness import EVIDENCE, WHO, BotProcess
from tests.emulator.world import BOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tests.emulator import Telegram

_SECONDS: Final = 0.8
"""How long a change takes, before the first has shown it."""
_BEYOND: Final = 1.2
"""Of that time: a little later the change is over, and the bot at rest."""
_DOINGS: Final = {one.name: one for one in OPERATIONS}

Fate = Literal["old", "new"]


@dataclass(slots=True)
class Tally:
    """What came of many runs."""

    runs: Counter[str] = field(default_factory=Counter)
    """By operation."""
    killed: Counter[str] = field(default_factory=Counter)
    """Those in which the kill came before the bot had said that it was done."""
    fates: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)


class Rig:
    """A bot that is killed again and again, over one knowledge folder and one journal."""

    def __init__(self, telegram: Telegram, folder: Path, seed: int = 0) -> None:
        """Lay out a folder; `start` starts the bot."""
        self.tally = Tally()
        self._telegram = telegram
        self._random = random.Random(seed)  # noqa: S311 - nothing to guard
        self._admin = telegram.person("管理员")
        self._bot = BotProcess(
            telegram, folder, admins=[self._admin.chat_id], program="tests.chaos.mortal"
        )
        self._folder = folder
        self._fate = folder / "mortal"
        self._bot.environment[VARIABLE] = str(self._fate)
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._number = 0
        self._restore()

    def start(self) -> None:
        """Start the bot for the first time."""
        self._bot.start()
        self._bot.wait_until_up()

    def stop(self) -> None:
        """End the bot as a supervisor does."""
        if self._bot.is_running:
            self._bot.stop()

    def at_every_step(self, names: Iterable[str]) -> Iterator[str]:
        """Kill operations before their first step on the disk, their second, and so on to the last.

        Yields a line for each run.
        """
        for name in names:
            step = 0
            over = False
            while not over:
                step += 1
                over = not self.at_step(name, step)
                yield f"{name}, step {step}"

    def at_step(self, name: str, step: int) -> bool:
        """Kill an operation before one of its steps; tells whether it has so many."""
        return self._run(_DOINGS[name], step=step)

    def at_random(self, runs: int, names: Iterable[str]) -> Iterator[str]:
        """Kill operations at any moment; yields a line for each run."""
        chosen = [_DOINGS[name] for name in names]
        for _ in range(runs):
            possible = [one for one in chosen if one.is_possible(self._bot)]
            operation = self._random.choice(possible)
            longest = median(self._seconds[operation.name] or [_SECONDS]) * _BEYOND
            after = self._random.uniform(0, longest)
            self._run(operation, after=after)
            yield f"{operation.name}, after {after:.3f} s"

    def _run(
        self, operation: Operation, *, step: int | None = None, after: float | None = None
    ) -> bool:
        """Kill an operation; tells whether that came before it was over."""
        self._number += 1
        if not operation.is_possible(self._bot):
            self._make_possible(operation)
        name = operation.name
        ready = operation.prepare(self._bot, self._admin, self._number)
        before, last = self._content(), self._latest_version()
        killed = self._kill_in(name, ready, step, after)
        self.tally.runs[name] += 1
        self.tally.killed[name] += killed
        # Telegram would tell of the tap once more, if it was not confirmed in time.
        self._telegram.change(self._telegram._server.world.updates.clear)
        where = f"{name}, run {self._number}, " + (f"step {step}" if step else f"after {after} s")
        self._check_files(where, before, last)
        self._bot.start()
        self._bot.wait_until_up()
        self._check_bot(where, name, before, last)
        return killed

    def _kill_in(self, name: str, ready: Ready, step: int | None, after: float | None) -> bool:
        said = len(self._telegram.said(self._admin))
        if step is not None:
            self._fate.write_text(str(step), encoding="ascii")
        started = time.monotonic()
        if after is not None:
            killer = threading.Timer(after, self._bot.kill)
            killer.start()
        ready.go()
        over = self._telegram.wait(lambda: self._is_over(ready, said), f"an end of {name}")
        if over == "done":
            self._seconds[name].append(time.monotonic() - started)
        self._fate.unlink(missing_ok=True)
        if after is not None:
            killer.join()
        elif self._bot.is_running:
            self._bot.kill()
        self._bot.wait()
        return over == "killed"

    def _is_over(self, ready: Ready, said: int) -> str | None:
        messages = self._telegram._server.world.messages
        if ready.shown is None:
            mine = [m for m in messages.values() if m["chat"]["id"] == self._admin.chat_id]
            texts = [m.get("text", "") for m in mine if m["from"]["id"] == BOT["id"]][said:]
        else:
            texts = [messages[ready.shown["chat"]["id"], ready.shown["message_id"]]["text"]]
        if any(ready.done in text for text in texts):
            return "done"
        return None if self._bot.is_running else "killed"

    def _check_files(self, where: str, before: Mapping[str, str], last: int) -> None:
        """See that what lies there loads, and that no file is anything but the old or the new."""
        for problem in load_knowledge(self._bot.knowledge).problems:
            self._blame(f"{where}: {problem}")
        after = {path: text for _, _, path, text in self._versions_after(last)}
        now = self._content()
        for path in {*before, *now, *after}:
            if now.get(path) not in {before.get(path), after.get(path, before.get(path))}:
                self._blame(f"{where}: {path} is neither the old nor the new")

    def _check_bot(self, where: str, name: str, before: Mapping[str, str], last: int) -> None:
        """See what the bot made of it once it was started again."""
        # The answer comes after all that is done at the start.
        answer = self._admin.ask(WHO)["text"]
        if EVIDENCE not in answer:
            self._blame(f"{where}: answered {answer!r}")
        left = [path.name for path in self._folder.rglob(".*tmp")]
        if left:
            self._blame(f"{where}: left behind {left}")
        if "Traceback" in self._bot.log:
            self._blame(f"{where}: a traceback in the log")
        now, versions = self._content(), self._versions_after(last)
        if any(state == "pending" for _, state, _, _ in versions):
            self._blame(f"{where}: still pending")
        new = {path: text for _, state, path, text in versions if state == "done"}
        expected = {**before, **new}
        if now != {path: text for path, text in expected.items() if text is not None}:
            self._blame(f"{where}: the files are not what the versions say")
        if len(new) not in {0, len(versions)}:
            self._blame(f"{where}: of several files only some were changed")
        self.tally.fates[name]["new" if new or name == "reload" else "old"] += 1

    def _make_possible(self, operation: Operation) -> None:
        """Put the files back by hand, as an editor would, and have them taken over."""
        if operation.name == "import":
            (self._bot.knowledge / "tower.yaml").unlink()
        else:
            self._restore()
        self._telegram.wait_for_words(self._admin.ask("/reload"), "知识库")

    def _restore(self) -> None:
        self._bot.write("pier.yaml", PIER)
        self._bot.write("golden.yaml", GOLDEN)

    def _content(self) -> dict[str, str]:
        folder = self._bot.knowledge
        return {p.name: p.read_text("utf-8") for p in folder.iterdir() if p.name[0] != "."}

    def _latest_version(self) -> int:
        return max((number for number, *_ in self._versions_after(0)), default=0)

    def _versions_after(self, last: int) -> list[tuple[int, str, str, str | None]]:
        """Read the versions as the journal has them: number, state, path, content after."""
        query = "SELECT id, state, path, after FROM versions WHERE id > ? ORDER BY id"
        with closing(sqlite3.connect(self._folder / "journal.db")) as connection:
            return list(connection.execute(query, (last,)))

    def _blame(self, fault: str) -> None:
        self.tally.faults.append(fault)

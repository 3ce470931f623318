"""Changes of the knowledge's files: together or not at all, whatever comes in between."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import ChangedMeanwhileError, JournalError, KnowledgeError
from bot.base.model import Problem
from bot.edge.telegram.admin import changing
from bot.edge.telegram.admin.changing import BusyError, Proposal, alone, make, settle
from bot.edge.telegram.context import State
from bot.input.changes import Change, apply
from bot.input.knowledge import load_knowledge
from bot.input.settings import JournalSettings, KnowledgeSettings, Secrets, Settings, Thresholds
from bot.journal.journal import Journal
from bot.journal.records import Version
from bot.presentation.library import Library
from bot.search.engine import Engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.base.model import Knowledge
    from bot.journal.records import VersionState

ADMIN = 7
BRIDGE = "title: 桥\ntext: 大桥由梅旸春主持设计。\n"
TOWER = "title: 塔\ntext: 塔高三百米。\n"
GOLDEN = "- {question: 塔多高, article: tower}\n- {question: 火星在哪里, refuse: true}\n"
LESS = "- {question: 火星在哪里, refuse: true}\n"
FILES = {"bridge.yaml": BRIDGE, "tower.yaml": TOWER, "golden.yaml": GOLDEN}
REMOVAL = (Change("golden.yaml", GOLDEN, LESS), Change("tower.yaml", TOWER, None))
REMOVED = {"bridge.yaml": BRIDGE, "golden.yaml": LESS}


@asynccontextmanager
async def a_state(folder: Path) -> AsyncIterator[State]:
    """A base of two articles, its journal, and what serves from it."""
    knowledge = folder / "knowledge"
    knowledge.mkdir()
    for name, content in FILES.items():
        (knowledge / name).write_text(content, encoding="utf-8")

    def load(changes: Sequence[Change] = ()) -> Knowledge:
        loaded = load_knowledge(knowledge, changes=changes)
        if loaded.problems:
            raise KnowledgeError(loaded.problems)
        return loaded.knowledge

    settings = replace(Settings(), knowledge=KnowledgeSettings(knowledge))
    library = Library.of(Engine.build(load(), Thresholds()))
    file = JournalSettings(file=folder / "journal.db")
    async with Journal(file, Secrets(journal_key="a key that only tests know")) as journal:
        yield State(settings, library, load, journal)


def files(state: State) -> dict[str, str]:
    folder = state.settings.knowledge.folder
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def articles(state: State) -> list[str]:
    return [article.id for article in state.library.engine.knowledge.articles]


async def states(state: State) -> list[VersionState]:
    """What became of every version, oldest first."""
    found = [await state.journal.version(number) for number in range(1, 9)]
    return [one.row.state for one in found if one is not None]


async def begin(state: State, changes: Sequence[Change], action: str = "remove") -> None:
    for change in changes:
        version = Version(action, change.path, change.before, change.after, ADMIN, "塔")
        await state.journal.add_version(version)


async def test_files_change_together(tmp_path: Path) -> None:
    async with a_state(tmp_path) as state:
        made = await make(state, Proposal("remove", "塔", REMOVAL), ADMIN)
        assert made.effect.changes.removed == ("tower",)
        assert files(state) == REMOVED
        assert articles(state) == ["bridge"]
        assert await states(state) == ["done", "done"]


@pytest.mark.parametrize("written", range(3))
async def test_what_a_kill_left_open_is_settled(tmp_path: Path, written: int) -> None:
    async with a_state(tmp_path) as state:
        folder = state.settings.knowledge.folder
        await begin(state, REMOVAL)
        for change in REMOVAL[:written]:
            apply(folder, change)
        assert await settle(state) is (written == 1)
        whole = written == len(REMOVAL)
        assert files(state) == (REMOVED if whole else FILES)
        assert await states(state) == ["done" if whole else "dropped"] * 2
        assert not await settle(state)


async def test_a_kill_while_taking_back_leaves_both_versions_right(tmp_path: Path) -> None:
    async with a_state(tmp_path) as state:
        change = Change("bridge.yaml", BRIDGE, BRIDGE + "source: 新华社\n")
        await make(state, Proposal("import", "桥", (change,)), ADMIN)
        back = change.reverse()
        await state.journal.add_version(
            Version("undo", back.path, back.before, back.after, ADMIN, "1")
        )
        apply(state.settings.knowledge.folder, back)
        await settle(state)
        assert await states(state) == ["undone", "done"]


async def test_what_somebody_edited_since_the_kill_stays(tmp_path: Path) -> None:
    async with a_state(tmp_path) as state:
        await begin(state, [Change("bridge.yaml", BRIDGE, BRIDGE + "source: 新华社\n")])
        edited = BRIDGE + "source: 人民日报\n"
        (state.settings.knowledge.folder / "bridge.yaml").write_text(edited, encoding="utf-8")
        assert not await settle(state)
        assert files(state)["bridge.yaml"] == edited
        assert await states(state) == ["dropped"]


async def test_an_open_change_is_settled_before_the_next(tmp_path: Path) -> None:
    async with a_state(tmp_path) as state:
        await begin(state, [Change("tower.yaml", TOWER, TOWER + "source: 新华社\n")])
        change = Change("bridge.yaml", BRIDGE, BRIDGE + "source: 新华社\n")
        await make(state, Proposal("import", "桥", (change,)), ADMIN)
        assert await states(state) == ["dropped", "done"]


REFUSED = {
    "the base would have problems": (
        (Change("tower.yaml", TOWER, None),),
        "golden.yaml:1:28: [1].article：没有编号为“tower”的文章",
    ),
    "the file is not what it was": (
        (Change("tower.yaml", "title: 旧\n", None),),
        "tower.yaml: 文件刚被别人改过，这次改动没有写入；请重新来一次",
    ),
}


@pytest.mark.parametrize(("changes", "why"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_change_that_is_refused_leaves_no_trace(
    tmp_path: Path, changes: tuple[Change, ...], why: str
) -> None:
    async with a_state(tmp_path) as state:
        with pytest.raises(KnowledgeError) as error:
            await make(state, Proposal("remove", "塔", changes), ADMIN)
        assert str(error.value) == why
        assert files(state) == FILES
        assert articles(state) == ["bridge", "tower"]
        assert await states(state) == []


async def test_what_cannot_be_written_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, change: Change) -> None:
        if change.path == "tower.yaml":
            raise ChangedMeanwhileError([])
        apply(folder, change)

    async with a_state(tmp_path) as state:
        monkeypatch.setattr(changing, "apply", full)
        with pytest.raises(ChangedMeanwhileError):
            await make(state, Proposal("remove", "塔", REMOVAL), ADMIN)
        assert files(state) == FILES
        assert articles(state) == ["bridge", "tower"]
        assert await states(state) == ["dropped", "dropped"]


async def test_what_cannot_be_put_back_now_is_put_back_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that turns read-only between two files."""
    calls: list[Change] = []

    def once(folder: Path, change: Change) -> None:
        calls.append(change)
        if len(calls) > 1:
            raise KnowledgeError([Problem(change.path, 0, 0, "磁盘是只读的")])
        apply(folder, change)

    async with a_state(tmp_path) as state:
        with monkeypatch.context() as patched:
            patched.setattr(changing, "apply", once)
            for _ in range(2):
                # The second time already while what is open is settled.
                with pytest.raises(KnowledgeError):
                    await make(state, Proposal("remove", "塔", REMOVAL), ADMIN)
        assert files(state) == {**FILES, "golden.yaml": LESS}
        assert articles(state) == ["bridge", "tower"]
        assert await states(state) == ["pending", "pending"]
        assert await settle(state)
        assert files(state) == FILES
        assert await states(state) == ["dropped", "dropped"]


async def test_a_journal_lost_on_the_way_does_not_take_the_change_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> bool:
        raise JournalError

    async with a_state(tmp_path) as state:
        with monkeypatch.context() as patched:
            patched.setattr(state.journal.__class__, "mark", lost)
            await make(state, Proposal("remove", "塔", REMOVAL), ADMIN)
        assert files(state) == REMOVED
        assert await states(state) == ["pending", "pending"]
        await settle(state)
        assert await states(state) == ["done", "done"]


async def test_only_one_is_at_it_at_a_time(tmp_path: Path) -> None:
    async with a_state(tmp_path) as state:
        with alone(state):
            with pytest.raises(BusyError), alone(state):
                pass
            assert state.busy
        assert not state.busy


async def test_long_work_is_given_up_once_the_bot_is_stopped(tmp_path: Path) -> None:
    go_on = threading.Event()
    async with a_state(tmp_path) as state:
        doing = state.begin(go_on.wait)
        state.give_up()
        with pytest.raises(asyncio.CancelledError):
            await doing
        with pytest.raises(asyncio.CancelledError):
            state.begin(go_on.wait)
    go_on.set()

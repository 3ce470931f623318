"""Change the knowledge while the bot runs: load aside, compare, write, swap; one at a time.

Nothing is written that would not load: the new state is built before the files are touched, and
what is served afterwards is what was built. Each file that changes is a version in the journal,
recorded before it is written and marked after: what a kill left open in between is settled by
looking at the files, so that of several files that change together all do or none.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.base.errors import JournalError, KnowledgeError
from bot.input.changes import Change, apply, check_current, read_current
from bot.journal.records import Version
from bot.presentation.changes import Effect, compare
from bot.presentation.library import Library
from bot.search.engine import Engine
from bot.search.golden import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.edge.telegram.context import State
    from bot.journal.records import FullVersion

logger = logging.getLogger(__name__)

UNDO: Final = "undo"
"""The action of versions that take another back; their note is its number."""


class BusyError(Exception):
    """The knowledge is being changed or loaded by somebody else."""


class _HalfMadeError(KnowledgeError):
    """Of several files some were written, and cannot be put back now."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that an admin may make."""

    action: str
    """As a version names it: `import`, `teach`, `remove`, `lexicon`, `undo`."""
    note: str
    """What it is about: for people, in any language."""
    changes: tuple[Change, ...]
    """Each of another file; none that changes nothing."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A state of the knowledge that was built aside, and what taking it over would bring about."""

    library: Library
    effect: Effect
    seconds: float
    """How long it took."""


@contextlib.contextmanager
def alone(state: State) -> Iterator[None]:
    """Keep everybody else from changing or loading the knowledge.

    Raises:
        BusyError: Somebody else is at it.
    """
    if state.busy:
        raise BusyError
    state.busy = True
    try:
        yield
    finally:
        state.busy = False


async def prepare(state: State, changes: Sequence[Change] = ()) -> Prepared:
    """Build the knowledge aside, as it is in the files or would be after some changes.

    To be called `alone`. Nothing is changed.

    Raises:
        KnowledgeError: There are problems; it carries all of them.
    """
    started = time.perf_counter()
    library, effect = await state.begin(partial(_build, state, tuple(changes)))
    return Prepared(library, effect, time.perf_counter() - started)


async def reload(state: State) -> Prepared:
    """Take over what is in the files, if all of it is well. To be called `alone`.

    Raises:
        KnowledgeError: There are problems; it carries all of them.
    """
    try:
        prepared = await prepare(state)
    except KnowledgeError as error:
        state.load_problems = len(error.problems)
        raise
    state.take_over(prepared.library)
    logger.info("已重新加载，用时 %.1f 秒：%s", prepared.seconds, prepared.effect.changes)
    return prepared


async def make(state: State, proposal: Proposal, admin_id: int) -> Prepared:
    """Make a change for good, and take it over. To be called `alone`.

    Raises:
        JournalError: It cannot be recorded, so that nobody could take it back; nothing was changed.
        KnowledgeError: It cannot be made, or the knowledge would have problems; nothing was
            changed. ChangedMeanwhileError: a file is not what the change was made for.
    """
    folder, journal = state.settings.knowledge.folder, state.journal
    await settle(state)
    for change in proposal.changes:
        # Before all the work that may be in vain.
        await asyncio.to_thread(check_current, folder, change)
    prepared = await prepare(state, proposal.changes)
    numbers = []
    for change in proposal.changes:
        version = Version(
            proposal.action, change.path, change.before, change.after, admin_id, proposal.note
        )
        numbers.append(await journal.add_version(version))
    try:
        await asyncio.to_thread(_apply_all, folder, proposal.changes)
    except _HalfMadeError:
        # It stays pending, and is settled once the system lets it.
        raise
    except KnowledgeError:
        with contextlib.suppress(JournalError):
            for number in numbers:
                await journal.mark(number, "dropped")
        raise
    state.take_over(prepared.library)
    logger.info("已改动（%s）：%s", proposal.action, prepared.effect.changes)
    try:
        for number in numbers:
            await _mark_done(state, number, proposal.action, proposal.note)
    except JournalError as error:
        # It was recorded all the same, and is settled before the next change.
        logger.warning("改动已写入，但没能在记录库里记成完成：%s", error)
    return prepared


async def settle(state: State) -> bool:
    """See what became of changes that were begun and not finished.

    Where all of their files were written, they are done. Where only some were, those are put back.

    Returns:
        Whether a file was changed by that.

    Raises:
        JournalError: Nobody can tell whether there are any.
        KnowledgeError: A file cannot be put back now; that is tried again the next time.
    """
    pending = await state.journal.pending_versions()
    if not pending:
        return False
    folder = state.settings.knowledge.folder
    made = [one for one in pending if await asyncio.to_thread(_is_made, folder, one)]
    if len(made) == len(pending):
        for one in pending:
            await _mark_done(state, one.row.id, one.row.action, one.row.note)
        logger.info("上次没做完的改动其实已经写入：%s", _paths(pending))
        return False
    back = [_change_of(one).reverse() for one in reversed(made)]
    for change in back:
        await asyncio.to_thread(apply, folder, change)
    for one in pending:
        await state.journal.mark(one.row.id, "dropped")
    logger.info("上次没做完的改动没有写入：%s", _paths(pending))
    return bool(back)


def _build(state: State, changes: tuple[Change, ...]) -> tuple[Library, Effect]:
    knowledge, settings = state.load(changes), state.settings.answers
    old = state.library
    if knowledge == old.engine.knowledge:
        return old, Effect(compare(old.engine, old.engine))
    engine = Engine.build(knowledge, settings.thresholds, cache=state.settings.knowledge.index)
    effect = Effect(
        compare(old.engine, engine),
        # Both answer the same questions: those of the new state.
        run(old.engine, knowledge.golden),
        run(engine, knowledge.golden),
    )
    return Library.of(engine, settings.examples), effect


def _apply_all(folder: Path, changes: Sequence[Change]) -> None:
    """Make changes that belong together: all of them or none.

    Raises:
        KnowledgeError: None was made. _HalfMadeError: some were, and cannot be put back now.
    """
    made: list[Change] = []
    try:
        for change in changes:
            apply(folder, change)
            made.append(change)
    except KnowledgeError as error:
        try:
            for change in reversed(made):
                apply(folder, change.reverse())
        except KnowledgeError as worse:
            raise _HalfMadeError([*error.problems, *worse.problems]) from worse
        raise


def _is_made(folder: Path, version: FullVersion) -> bool:
    try:
        return read_current(folder, version.row.path) == version.after
    except KnowledgeError:
        return False


def _change_of(version: FullVersion) -> Change:
    return Change(version.row.path, version.before, version.after)


async def _mark_done(state: State, number: int, action: str, note: str) -> None:
    # The original first: should the journal be lost in between, the rest is settled later.
    if action == UNDO:
        await state.journal.mark(int(note), "undone")
    await state.journal.mark(number, "done")


def _paths(versions: Sequence[FullVersion]) -> str:
    return "、".join(one.row.path for one in versions)

"""Show a change before it is made: what it would bring about, to be confirmed or cancelled.

What is to be confirmed is kept in the journal, under the admin's name: it survives a restart, and
nobody else can confirm it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from telegram import Message

from bot.base.errors import ChangedMeanwhileError, JournalError
from bot.edge.telegram.admin.changing import UNDO, BusyError, Proposal, alone, make
from bot.edge.telegram.admin.guard import admin_button
from bot.edge.telegram.admin.telling import because, told_in
from bot.edge.telegram.outbox import acknowledge, buttons_of, edit
from bot.input.changes import Change, read_current
from bot.presentation.card import Button, Card, notice
from bot.presentation.changes import account, in_lines
from bot.presentation.taps import Tap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from telegram import CallbackQuery, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.journal.records import VersionRow
    from bot.presentation.card import Rows

logger = logging.getLogger(__name__)

_KIND: Final = "change"
_CONFIRM: Final = "ok"
_CANCEL: Final = "no"


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the buttons under a proposal."""
    return [admin_button(_CONFIRM, confirm), admin_button(_CANCEL, cancel)]


@dataclass(frozen=True, slots=True)
class Preview:
    """How a proposal is shown."""

    lines: Sequence[str]
    label: str | None = None
    """Of the button that confirms it, where it is not just that."""
    more: Callable[[str], Rows] = lambda _: ()
    """Makes further rows of buttons, given the first argument of their taps: see `recall`."""


async def propose(
    shown: Message, context: Context, owner: int, proposal: Proposal, preview: Preview
) -> None:
    """Put a proposal into a message of the bot's own, with buttons that work for one admin.

    Args:
        shown: The message.
        context: Of the update.
        owner: The admin.
        proposal: What is done when it is confirmed.
        preview: What it says.

    Raises:
        JournalError: It cannot be kept.
    """
    words = context.texts.admin
    draft = await context.state.journal.save_draft(owner, _KIND, _payload(proposal))
    confirm_it = Button(preview.label or words.confirm, str(Tap(_CONFIRM, owner, (draft,))))
    cancel_it = Button(words.cancel, str(Tap(_CANCEL, owner, (draft,))))
    rows = ((confirm_it, cancel_it), *preview.more(draft))
    await edit(shown, Card(in_lines(preview.lines).html, rows))


async def recall(tap: Tap, context: Context) -> Proposal | None:
    """Give the proposal that a button belongs to; None where it is dealt with, or another's.

    Raises:
        JournalError: Nobody can tell now.
    """
    if not tap.arguments:
        return None
    draft = await context.state.journal.draft(tap.arguments[0], tap.owner)
    return _proposal(draft.payload) if draft is not None and draft.kind == _KIND else None


async def forget(tap: Tap, context: Context) -> None:
    """Drop the proposal that a button belongs to: it is dealt with."""
    with contextlib.suppress(JournalError):
        await context.state.journal.drop_draft(tap.arguments[0])


async def confirm(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Make the change, and put what came of it in place of the proposal."""
    words = context.texts.admin
    try:
        with alone(context.state):
            proposal = await recall(tap, context)
            await acknowledge(query, words.writing if proposal else words.button_gone)
            if proposal is not None and isinstance(query.message, Message):
                await _make(query.message, proposal, tap, context)
    except BusyError:
        await acknowledge(query, words.busy)
    except JournalError as error:
        logger.warning("没有改动，记录库用不了：%s", error)
        await acknowledge(query, because(words.journal_down, error))


async def cancel(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Leave everything as it is."""
    words = context.texts.admin
    try:
        # Not while it is being made: nobody is to read that it was cancelled.
        with alone(context.state):
            proposal = await recall(tap, context)
            if proposal is not None:
                await forget(tap, context)
    except BusyError:
        await acknowledge(query, words.busy)
        return
    except JournalError as error:
        logger.info("没能取消：%s", error)
        await acknowledge(query, because(words.journal_down, error))
        return
    if proposal is None:
        await acknowledge(query, words.button_gone)
        return
    await acknowledge(query)
    await edit(query, notice(words.cancelled))


async def _make(shown: Message, proposal: Proposal, tap: Tap, context: Context) -> None:
    texts, state = context.texts, context.state
    async with told_in(shown, context, buttons_of(shown)):
        folder = state.settings.knowledge.folder
        if await asyncio.to_thread(_is_so, folder, proposal):
            # Made already: the bot was stopped before it could say so.
            await forget(tap, context)
            await edit(shown, notice(texts.admin.nothing_to_do))
            return
        try:
            made = await make(state, proposal, tap.owner)
        except ChangedMeanwhileError:
            await forget(tap, context)
            raise
        await forget(tap, context)
        action = texts.admin.actions.get(proposal.action, proposal.action)
        head = texts.admin.change_done(action, about(proposal), made.seconds)
        lines = [head, *account(texts, made.effect), texts.admin.can_undo]
        await edit(shown, in_lines(lines))


def about(named: Proposal | VersionRow) -> str:
    """Say in a word what a change is about."""
    return f"#{named.note}" if named.action == UNDO else named.note


def _is_so(folder: Path, proposal: Proposal) -> bool:
    return all(read_current(folder, change.path) == change.after for change in proposal.changes)


def _payload(proposal: Proposal) -> dict[str, Any]:
    changes = [[change.path, change.before, change.after] for change in proposal.changes]
    return {"action": proposal.action, "note": proposal.note, "changes": changes}


def _proposal(payload: dict[str, Any]) -> Proposal:
    changes = tuple(Change(*change) for change in payload["changes"])
    return Proposal(payload["action"], payload["note"], changes)

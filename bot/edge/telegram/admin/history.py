"""`/undo`: what was changed through the bot, how, and back again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from telegram import Message

from bot.base.errors import JournalError
from bot.edge.telegram.admin.changing import UNDO, Proposal, alone, prepare
from bot.edge.telegram.admin.guard import admin_button, admin_command
from bot.edge.telegram.admin.proposing import Preview, about, propose
from bot.edge.telegram.admin.telling import send_file, told_in
from bot.edge.telegram.outbox import acknowledge, buttons_of, edit, reply
from bot.input.changes import Change, diff, read_current
from bot.presentation.card import Button, Card, notice
from bot.presentation.changes import account
from bot.presentation.markup import MESSAGE_LIMIT, clip, escape, units
from bot.presentation.taps import Tap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import CallbackQuery, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.journal.records import FullVersion, VersionRow

_LIST: Final = "versions"
_VIEW: Final = "version"
_UNDO: Final = "undo"
_A_PAGE: Final = 8
_A_ROW: Final = 4
_LONGEST_ABOUT: Final = 40
_LONGEST_NUMBER: Final = 9
"""Digits; no journal holds as many changes."""
_DIFF_FILE: Final = "changes.diff"


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the command and of its buttons."""
    return [
        admin_command("undo", on_undo),
        admin_button(_LIST, turn_page),
        admin_button(_VIEW, view),
        admin_button(_UNDO, take_back),
    ]


async def on_undo(message: Message, context: Context) -> None:
    """List the changes; with a number behind the command, show the change that has it."""
    if message.from_user is None:
        return
    owner, typed = message.from_user.id, next(iter(context.args or []), "").lstrip("#")
    difference = None
    try:
        if typed.isdecimal():
            version = await context.state.journal.version(int(typed[:_LONGEST_NUMBER]))
            card, difference = await _viewed(version, owner, "0", context)
        else:
            card = await _page(context, owner, 0)
    except JournalError:
        card = notice(context.texts.not_now)
    shown = await reply(message, card, context.texts)
    if difference is not None:
        await send_file(shown, _DIFF_FILE, difference)


async def turn_page(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Show another page of the list."""
    try:
        card = await _page(context, tap.owner, tap.number(0) or 0)
    except JournalError:
        await acknowledge(query, context.texts.not_now)
        return
    await acknowledge(query)
    await edit(query, card)


async def view(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Show what a change changed."""
    words = context.texts.admin
    try:
        version = await context.state.journal.version(tap.number(0) or 0)
    except JournalError:
        await acknowledge(query, context.texts.not_now)
        return
    await acknowledge(query, None if version else words.version_gone)
    if version is None or not isinstance(query.message, Message):
        return
    await _show(query.message, *await _viewed(version, tap.owner, str(tap.number(1) or 0), context))


async def take_back(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Show what taking a change back would bring about, and ask."""
    texts, state = context.texts, context.state
    if not isinstance(query.message, Message):
        return
    await acknowledge(query, texts.admin.rehearsing)
    async with told_in(query.message, context, buttons_of(query.message)):
        version = await state.journal.version(tap.number(0) or 0)
        if version is None or version.row.state != "done":
            await edit(query, notice(texts.admin.version_gone))
            return
        folder, path = state.settings.knowledge.folder, version.row.path
        now = await asyncio.to_thread(read_current, folder, path)
        if now != version.after:
            since = await asyncio.to_thread(diff, Change(path, version.after, now))
            back = Button(texts.admin.back, str(Tap(_LIST, tap.owner)))
            told = _with_diff(texts.admin.conflict(path), since, context, (back,))
            await _show(query.message, *told)
            return
        change = _change(version).reverse()
        with alone(state):
            prepared = await prepare(state, [change])
        number = version.row.id
        lines = [texts.admin.undo_question(number), *account(texts, prepared.effect)]
        proposal = Proposal(UNDO, str(number), (change,))
        await propose(query.message, context, tap.owner, proposal, Preview(lines))


async def _page(context: Context, owner: int, page: int) -> Card:
    texts = context.texts
    found = await context.state.journal.versions(page * _A_PAGE, _A_PAGE + 1)
    rows = found[:_A_PAGE]
    if not rows:
        return notice(texts.admin.no_versions)
    lines = [texts.admin.versions, *(_line(row, context, owner) for row in rows)]
    numbers = [
        Button(str(row.id), str(Tap(_VIEW, owner, (str(row.id), str(page))))) for row in rows
    ]
    turning = []
    if page > 0:
        turning.append(Button(texts.previous_page, str(Tap(_LIST, owner, (str(page - 1),)))))
    if len(found) > len(rows):
        turning.append(Button(texts.next_page, str(Tap(_LIST, owner, (str(page + 1),)))))
    keys = [tuple(numbers[at : at + _A_ROW]) for at in range(0, len(numbers), _A_ROW)]
    return Card(escape("\n".join(lines)), (*keys, *([tuple(turning)] if turning else [])))


def _line(row: VersionRow, context: Context, owner: int) -> str:
    words = context.texts.admin
    what = words.version(row.id, words.actions.get(row.action, row.action), row.path)
    when = f"{row.at.astimezone():%Y-%m-%d %H:%M}"
    mine = row.admin == context.state.journal.person_key(owner)
    who = "" if row.admin is None else words.by_you if mine else words.by_another
    undone = words.undone if row.state == "undone" else ""
    named = clip(about(row), _LONGEST_ABOUT)
    return " · ".join(part for part in (what, named, when, who, undone) if part)


async def _viewed(
    version: FullVersion | None, owner: int, page: str, context: Context
) -> tuple[Card, str | None]:
    """Build what shows a change, with the way back to a page of the list; see `_with_diff`."""
    words = context.texts.admin
    buttons = [Button(words.back, str(Tap(_LIST, owner, (page,))))]
    if version is None:
        return Card(notice(words.version_gone).html, (tuple(buttons),)), None
    if version.row.state == "done":
        number = str(version.row.id)
        buttons.append(Button(words.take_back, str(Tap(_UNDO, owner, (number,)))))
    difference = await asyncio.to_thread(diff, _change(version))
    return _with_diff(_line(version.row, context, owner), difference, context, buttons)


def _with_diff(
    head: str, difference: str, context: Context, buttons: Sequence[Button]
) -> tuple[Card, str | None]:
    """Build what shows a difference, and give what has to come as a file since it does not fit in."""
    words = context.texts.admin
    room = MESSAGE_LIMIT - units(head) - units(words.diff_in_file) - 4
    fits = units(difference) <= room
    lines = [escape(head), f"<pre>{escape(clip(difference, room))}</pre>" if difference else ""]
    if not fits:
        lines.append(escape(words.diff_in_file))
    card = Card("\n".join(line for line in lines if line), (tuple(buttons),))
    return card, None if fits else difference


async def _show(shown: Message, card: Card, difference: str | None) -> None:
    """Put a card into a message of the bot's own; a difference beside it comes as a file."""
    await edit(shown, card)
    if difference is not None:
        await send_file(shown, _DIFF_FILE, difference)


def _change(version: FullVersion) -> Change:
    return Change(version.row.path, version.before, version.after)

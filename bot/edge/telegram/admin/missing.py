"""The questions that found nothing or displeased: alike ones together, most asked first."""

from __future__ import annotations

import asyncio
import datetime
from typing import TYPE_CHECKING, Any

from telegram import Message

from bot.base.errors import JournalError
from bot.edge.telegram.admin.guard import admin_button, admin_command
from bot.edge.telegram.admin.teaching import begin
from bot.edge.telegram.outbox import acknowledge, edit, reply
from bot.presentation import card, teaching
from bot.presentation.lesson import MOST_WORDINGS, Lesson, Step
from bot.presentation.teaching import IGNORE_MISS, MISSES, TEACH_MISS, Group
from bot.search.misses import group_alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import CallbackQuery, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.journal.records import Miss
    from bot.presentation.card import Card
    from bot.presentation.taps import Tap


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the command and of the buttons."""
    return [
        admin_command("misses", list_misses),
        admin_button(MISSES, turn_page),
        admin_button(TEACH_MISS, teach_miss),
        admin_button(IGNORE_MISS, ignore_miss),
    ]


async def list_misses(message: Message, context: Context) -> None:
    """List the misses, the first page of them."""
    try:
        shown = _card(await _groups(context), message.chat_id, 0, context)
    except JournalError:
        shown = card.notice(context.texts.teaching.journal_down)
    await reply(message, shown, context.texts)


async def turn_page(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Show another page, as the misses are by now."""
    try:
        groups = await _groups(context)
    except JournalError:
        await acknowledge(query, context.texts.teaching.journal_down)
        return
    await acknowledge(query)
    await edit(query, _card(groups, tap.owner, tap.number(0) or 0, context))


async def teach_miss(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Begin to teach an answer to a miss, in all of its wordings."""
    words, message = context.texts.teaching, query.message
    try:
        group = await _find(query, tap, context)
        if group is None or not isinstance(message, Message):
            return
        await acknowledge(query)
        limit = context.state.settings.limits.question_length
        asks = [ask for ask in group.wordings if len(ask) <= limit][:MOST_WORDINGS]
        # All of them may be longer than questions are allowed to be by now.
        step = Step.ANSWER if asks else Step.QUESTION
        lesson = Lesson(step, tuple(asks), missed=group.asked_ids)
        await begin(message, lesson, context)
    except JournalError:
        await acknowledge(query, words.journal_down)


async def ignore_miss(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Take a miss off the list for good."""
    words = context.texts.teaching
    try:
        group = await _find(query, tap, context)
        if group is None:
            return
        await context.state.journal.settle_miss(group.asked_ids, "ignored")
        groups = await _groups(context)
    except JournalError:
        await acknowledge(query, words.journal_down)
        return
    await acknowledge(query, words.ignored)
    await edit(query, _card(groups, tap.owner, tap.number(1) or 0, context))


async def _find(query: CallbackQuery, tap: Tap, context: Context) -> Group | None:
    """Find the group that a button names, as it is by now; where it is gone, say so."""
    asked_id = next(iter(tap.arguments), "")
    groups = await _groups(context)
    # Asked again since, a question goes by its last asking: the journal knows what was asked.
    row = await context.state.journal.question(asked_id)
    asked = row.question if row is not None else None
    for group in groups:
        if asked_id in group.asked_ids or asked in group.wordings:
            return group
    await acknowledge(query, context.texts.teaching.miss_gone)
    await edit(query, _card(groups, tap.owner, tap.number(1) or 0, context))
    return None


async def _groups(context: Context) -> tuple[Group, ...]:
    """Group the misses of as many days as texts are kept."""
    state = context.state
    days = datetime.timedelta(days=state.settings.journal.keep_days)
    missed = await state.journal.misses(datetime.datetime.now(datetime.UTC) - days)
    return await asyncio.to_thread(grouped, missed)


def grouped(missed: Sequence[Miss]) -> tuple[Group, ...]:
    """Put misses that are alike together, most asked first."""
    alike = group_alike([(miss.question, miss.times) for miss in missed])
    return tuple(
        Group(
            id=missed[one.members[0]].id,
            wordings=tuple(" ".join(missed[index].question.split()) for index in one.members),
            times=one.times,
            last_at=max(missed[index].last_at for index in one.members),
            asked_ids=tuple(missed[index].id for index in one.members),
        )
        for one in alike
    )


def _card(groups: Sequence[Group], owner: int, page: int, context: Context) -> Card:
    days = context.state.settings.journal.keep_days
    return teaching.misses(context.texts, owner, groups, page, days)

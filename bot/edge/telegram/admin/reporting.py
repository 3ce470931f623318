"""How the bot is, in words and as a chart."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import psutil

import bot
from bot.base.errors import JournalError
from bot.edge.telegram.admin.guard import admin_button, admin_command
from bot.edge.telegram.outbox import acknowledge, edit_picture, reply, reply_picture
from bot.presentation.card import notice
from bot.presentation.charts.overview import draw
from bot.presentation.status import PERIODS, STATS, Status, caption, status

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.journal.records import Today
    from bot.presentation.card import Card
    from bot.presentation.taps import Tap


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the commands and of the chart's buttons."""
    return [
        admin_command("status", show_status, anywhere=True),
        admin_command("stats", show_stats),
        admin_button(STATS, change_period),
    ]


async def show_status(message: Message, context: Context) -> None:
    """Tell how the bot is."""
    state = context.state
    found = Status(
        version=bot.__version__,
        started_at=state.started_at,
        now=datetime.datetime.now(datetime.UTC),
        library=state.library,
        settings=state.settings,
        memory=psutil.Process().memory_info().rss,
        today=await _today(context),
        trouble=state.journal.trouble,
        waiting=state.backlog.waiting,
        refused=state.gate.refused,
    )
    await reply(message, status(context.texts, found), context.texts)


async def show_stats(message: Message, context: Context) -> None:
    """Send a chart of the last days: as many as are asked for, else 30."""
    texts = context.texts
    typed = context.args or [str(PERIODS[1])]
    period = next((days for days in PERIODS if typed == [str(days)]), None)
    if period is None:
        await reply(message, notice(texts.running.stats_usage), texts)
        return
    try:
        picture, words = await _chart(message.chat_id, period, context)
    except JournalError:
        await reply(message, notice(texts.teaching.journal_down), texts)
        return
    await reply_picture(message, picture, words)


async def change_period(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Put the chart of another number of days in place."""
    period = tap.number(0)
    if period not in PERIODS:
        await acknowledge(query, context.texts.button_outdated)
        return
    try:
        picture, words = await _chart(tap.owner, period, context)
    except JournalError:
        await acknowledge(query, context.texts.teaching.journal_down)
        return
    await acknowledge(query)
    await edit_picture(query, picture, words)


async def _chart(owner: int, days: int, context: Context) -> tuple[bytes, Card]:
    texts, state = context.texts, context.state
    stats = await state.journal.stats(days)
    thresholds = state.settings.answers.thresholds
    picture = await state.begin(partial(draw, stats, thresholds, texts.running.chart(days)))
    return picture, caption(texts, owner, stats)


async def _today(context: Context) -> Today | None:
    try:
        return (await context.state.journal.stats(1)).today
    except JournalError:
        return None

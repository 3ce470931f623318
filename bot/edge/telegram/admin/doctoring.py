"""Find out why the bot hears or says nothing somewhere, by asking Telegram."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Any, Final

from telegram import ChatMemberRestricted
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from bot.edge.telegram.admin.guard import admin_command
from bot.edge.telegram.outbox import edit, reply, send
from bot.presentation.card import notice
from bot.presentation.doctor import Facts, GroupFacts, diagnose, report
from bot.presentation.teaching import with_heading

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context
    from bot.presentation.card import Card

_LATELY: Final = 600.0
"""Seconds; while two processes poll, Telegram says so every half minute at least."""


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of the command."""
    return [admin_command("doctor", examine, anywhere=True)]


async def examine(message: Message, context: Context) -> None:
    """Look at what may keep the bot from hearing or answering here, and say what to do."""
    texts = context.texts
    try:
        shown = await reply(message, notice(texts.running.looking), texts)
    except (BadRequest, Forbidden) as error:
        await _tell_privately(message, str(error), None, context)
        return
    off = (datetime.datetime.now(datetime.UTC) - shown.date).total_seconds()
    try:
        await edit(shown, await _findings(message, context, clock_off=off))
    except (BadRequest, Forbidden) as error:
        await _tell_privately(message, None, str(error), context)


async def _tell_privately(
    message: Message, send_error: str | None, edit_error: str | None, context: Context
) -> None:
    """Tell the admin alone what cannot be said in the group."""
    if message.from_user is None or message.chat.type == ChatType.PRIVATE:
        return
    found = await _findings(message, context, send_error=send_error, edit_error=edit_error)
    title = context.texts.running.told_privately(message.chat.title or "")
    await send(context.bot, message.from_user.id, with_heading(title, found))


async def _findings(
    message: Message,
    context: Context,
    *,
    clock_off: float = 0.0,
    send_error: str | None = None,
    edit_error: str | None = None,
) -> Card:
    texts, chat = context.texts, message.chat
    group = None
    if chat.type != ChatType.PRIVATE:
        group = await _group(chat.id, context, send_error, edit_error)
        heading = texts.running.doctor_group(chat.title or "")
    else:
        heading = texts.running.doctor_overall(context.bot.username)
    findings = diagnose(await _facts(context, group, clock_off))
    silent = send_error is not None or edit_error is not None
    return report(texts, heading, findings, details=group is None or silent)


async def _facts(context: Context, group: GroupFacts | None, clock_off: float) -> Facts:
    """Ask Telegram about the bot as a whole."""
    state = context.state
    me = await context.bot.get_me()
    webhook = await context.bot.get_webhook_info()
    telegram = state.settings.telegram
    seen = state.line.hearing.conflict_at
    return Facts(
        reads_all=bool(me.can_read_all_group_messages),
        joins_groups=bool(me.can_join_groups),
        inline=bool(me.supports_inline_queries),
        other_poller=seen is not None and time.monotonic() - seen < _LATELY,
        webhook=webhook.url,
        wanted_webhook=(telegram.webhook.url or "") if telegram.mode == "webhook" else "",
        webhook_error=webhook.last_error_message,
        backlog=webhook.pending_update_count,
        clock_off=clock_off,
        journal_trouble=state.journal.trouble,
        group=group,
    )


async def _group(
    chat_id: int, context: Context, send_error: str | None, edit_error: str | None
) -> GroupFacts:
    """Ask Telegram about the bot in a group."""
    try:
        me = await context.bot.get_chat_member(chat_id, context.bot.id)
        chat = await context.bot.get_chat(chat_id)
    except (BadRequest, Forbidden):
        # Who is no member is not told anything.
        return GroupFacts("left", send_error=send_error, edit_error=edit_error)
    permissions = chat.permissions
    return GroupFacts(
        membership=me.status,
        may_send=me.can_send_messages if isinstance(me, ChatMemberRestricted) else True,
        members_may_send=permissions is None or permissions.can_send_messages is not False,
        topics=bool(chat.is_forum),
        send_error=send_error,
        edit_error=edit_error,
    )

"""`/reload`: take over what is in the knowledge folder, or see what that would bring about."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from bot.base.errors import KnowledgeError
from bot.edge.telegram.admin.changing import alone, prepare, reload
from bot.edge.telegram.admin.guard import admin_command
from bot.edge.telegram.admin.telling import tell_problems, told_in
from bot.edge.telegram.outbox import edit, reply
from bot.presentation.card import notice
from bot.presentation.changes import rehearsed, reloaded

if TYPE_CHECKING:
    from telegram import Message, Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context

logger = logging.getLogger(__name__)

_REHEARSE: Final = frozenset({"--dry-run", "—dry-run", "–dry-run", "dry-run", "dry"})
"""Phones make one dash of two."""


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of the command."""
    return [admin_command("reload", on_reload, anywhere=True)]


async def on_reload(message: Message, context: Context) -> None:
    """Read the knowledge again, and take it over if all of it is well."""
    texts = context.texts
    words = texts.admin
    given = set(context.args or [])
    # Whoever mistypes --dry-run must not find it done.
    if not given <= _REHEARSE:
        await reply(message, notice(words.reload_usage), texts)
        return
    rehearsal = bool(given)
    if context.state.busy:
        await reply(message, notice(words.busy), texts)
        return
    shown = await reply(
        message, notice(words.rehearsing if rehearsal else words.reload_running), texts
    )
    async with told_in(shown, context):
        with alone(context.state):
            try:
                prepared = await (prepare if rehearsal else reload)(context.state)
            except KnowledgeError as error:
                logger.warning("没有重新加载：知识库有 %d 个问题", len(error.problems))
                heading = words.refused(len(error.problems))
                await tell_problems(shown, heading, error.problems, context)
                return
        card = rehearsed if rehearsal else reloaded
        await edit(shown, card(texts, prepared.effect, prepared.seconds))

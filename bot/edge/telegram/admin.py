"""What only admins may do."""

from __future__ import annotations

import io
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler

from bot.base.errors import ProblemsError
from bot.edge.telegram.addressing import COMMAND_FOR_US, NOT_FORWARDED
from bot.edge.telegram.aside import aside
from bot.edge.telegram.outbox import edit, on_message, reply
from bot.presentation.card import notice
from bot.presentation.changes import compare, refused, reloaded
from bot.presentation.library import Library

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.edge.telegram.context import Context

logger = logging.getLogger(__name__)

_PROBLEMS_FILE: Final = "problems.txt"


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of admin commands; a forwarded command is somebody else's words."""
    allowed = COMMAND_FOR_US & NOT_FORWARDED
    # Not blocking: the admin's own chat goes on being answered meanwhile.
    return [CommandHandler("reload", on_message(reload), allowed, block=False)]


async def reload(message: Message, context: Context) -> None:
    """Read the knowledge again, and take it over if all of it is well."""
    state, texts = context.state, context.texts
    if not _is_admin(message, context):
        await reply(message, notice(texts.not_admin), texts)
        return
    if state.reloading:
        await reply(message, notice(texts.reload_busy), texts)
        return
    state.reloading = True
    try:
        running = await reply(message, notice(texts.reload_running), texts)
        await _reload(running, context)
    finally:
        state.reloading = False


async def _reload(running: Message, context: Context) -> None:
    state, texts = context.state, context.texts
    started = time.perf_counter()
    try:
        state.loading = aside(partial(_load, context))
        library = await state.loading
    except ProblemsError as error:
        logger.warning("没有重新加载：知识库有 %d 个问题", len(error.problems))
        await _tell_problems(running, error, context)
    except Exception:
        logger.exception("没有重新加载")
        await edit(running, notice(texts.reload_broken))
    else:
        changes = compare(state.library.engine, library.engine)
        state.library = library
        seconds = time.perf_counter() - started
        logger.info("已重新加载，用时 %.1f 秒：%s", seconds, changes)
        await edit(running, reloaded(texts, changes, seconds))


def _load(context: Context) -> Library:
    return Library.of(context.state.load(), context.state.settings.answers.examples)


async def _tell_problems(running: Message, error: ProblemsError, context: Context) -> None:
    if running.chat.type != ChatType.PRIVATE:
        await edit(running, notice(context.texts.reload_refused_in_group(len(error.problems))))
        return
    card, file = refused(context.texts, error.problems)
    await edit(running, card)
    if file is not None:
        caption = context.texts.all_problems(len(error.problems))
        await running.reply_document(
            io.BytesIO(file.encode()), caption=caption, filename=_PROBLEMS_FILE
        )


def _is_admin(message: Message, context: Context) -> bool:
    """Tell whether an admin wrote a message, in person and not as an anonymous group admin."""
    user = message.from_user
    return (
        user is not None
        and message.sender_chat is None
        and user.id in context.state.settings.telegram.admins
    )

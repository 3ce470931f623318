"""Who may do what only admins may: commands and buttons in the right hands."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.edge.telegram.addressing import COMMAND_FOR_US, NOT_FORWARDED
from bot.edge.telegram.outbox import acknowledge, on_message, reply
from bot.presentation.card import notice
from bot.presentation.taps import PREFIX, parse_tap

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import CallbackQuery, Update

    from bot.edge.telegram.context import Context
    from bot.presentation.taps import Tap

logger = logging.getLogger(__name__)


def admin_command(
    name: str,
    handle: Callable[[Message, Context], Coroutine[Any, Any, None]],
    *,
    anywhere: bool = False,
) -> CommandHandler[Context, None]:
    """Make the handler of a command for admins: all others are told so, in one sentence.

    Args:
        name: The command, without a slash.
        handle: Called with an admin's own message; forwarded and edited ones do not come here.
        anywhere: Whether the command may be given in a group; else it is sent to the private chat.
    """

    async def run(message: Message, context: Context) -> None:
        if not wrote(message, context):
            sender = message.sender_chat or message.from_user
            logger.info("%s 不是管理员，没有执行 /%s", sender.id if sender else "有人", name)
            await reply(message, notice(context.texts.not_admin), context.texts)
        elif not anywhere and message.chat.type != ChatType.PRIVATE:
            await reply(message, notice(context.texts.admin.only_in_private), context.texts)
        else:
            await handle(message, context)

    # Not blocking: the admin's own chat goes on being answered meanwhile.
    return CommandHandler(name, on_message(run), COMMAND_FOR_US & NOT_FORWARDED, block=False)


def admin_button(
    verb: str, handle: Callable[[CallbackQuery, Tap, Context], Coroutine[Any, Any, None]]
) -> CallbackQueryHandler[Context, None]:
    """Make the handler of a button under a message to an admin: it works for that admin alone.

    Args:
        verb: Of the button's `Tap`.
        handle: Called with the tap of the button's owner, on a message that can still be edited;
            it has to acknowledge the query.
    """

    @functools.wraps(handle)
    async def run(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None:
            return
        tap = parse_tap(query.data or "")
        # The library lets a button that says nothing at all through every pattern.
        if tap is None or not isinstance(query.message, Message):
            await acknowledge(query, context.texts.button_outdated)
        elif not is_admin(query.from_user.id, context):
            logger.info("%s 不是管理员，点了管理员的按钮", query.from_user.id)
            await acknowledge(query, context.texts.not_admin)
        elif tap.owner != query.from_user.id:
            await acknowledge(query, context.texts.admin.not_your_button)
        else:
            await handle(query, tap, context)

    return CallbackQueryHandler(run, pattern=rf"^{PREFIX}{verb}:", block=False)


def is_admin(user_id: int, context: Context) -> bool:
    """Tell whether somebody is an admin by the settings."""
    return user_id in context.state.settings.telegram.admins


def wrote(message: Message, context: Context) -> bool:
    """Tell whether an admin wrote a message, in person and not as an anonymous group admin."""
    user = message.from_user
    return user is not None and message.sender_chat is None and is_admin(user.id, context)

"""The command menus that Telegram shows: one for everybody, a longer one for each admin."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.presentation.texts import texts_for

if TYPE_CHECKING:
    from bot.edge.telegram.context import App

logger = logging.getLogger(__name__)


async def publish_menus(application: App) -> None:
    """Tell Telegram the commands; the bot works without."""
    texts = texts_for(None)
    everybody = list(texts.commands.items())
    await _publish(application, everybody, None)
    for admin in application.bot_data.settings.telegram.admins:
        await _publish(application, everybody + list(texts.admin_commands.items()), admin)


async def _publish(application: App, commands: list[tuple[str, str]], admin: int | None) -> None:
    scope = None if admin is None else BotCommandScopeChat(admin)
    try:
        await application.bot.set_my_commands(commands, scope)
    except TelegramError as error:
        # An admin who has never written to the bot has no chat with it yet.
        level = logging.WARNING if admin is None else logging.INFO
        logger.log(level, "没能设置命令菜单（%s）：%s", admin or "所有人", error)

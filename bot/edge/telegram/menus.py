"""The command menus that Telegram shows: by language, and a longer one for each admin."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram import BotCommandScopeChat
from telegram.error import TelegramError

from bot.presentation.texts import LANGUAGES, texts_for

if TYPE_CHECKING:
    from bot.edge.telegram.context import App, Bot, Context
    from bot.input.settings import TelegramSettings
    from bot.presentation.texts import Texts

logger = logging.getLogger(__name__)

# Telegram's menus go by two letters: they do not tell one way of writing Chinese from the other.
_MENUS: Final = ((None, LANGUAGES["en"]), ("zh", LANGUAGES["zh-hans"]))


async def publish_menus(application: App) -> None:
    """Tell Telegram the commands; the bot works without."""
    bot, state = application.bot, application.bot_data
    for code, texts in _MENUS:
        await _publish(bot, list(texts.commands.items()), None, code)
    for admin in state.settings.telegram.admins:
        chosen = state.journal.language(admin)
        own = None if chosen is None else texts_for(chosen)
        await _publish_for(bot, state.settings.telegram, admin, own)


def needs_own_menu(texts: Texts) -> bool:
    """Tell whether none of the menus for everybody is in a language."""
    return texts not in [menu for _, menu in _MENUS]


async def publish_menu_for(context: Context, user_id: int, texts: Texts) -> None:
    """Show somebody the menu of the language he chose, in his private chat."""
    await _publish_for(context.bot, context.state.settings.telegram, user_id, texts)


async def withdraw_menu_of(context: Context, user_id: int) -> None:
    """Let somebody's menu go by Telegram's language again."""
    settings = context.state.settings.telegram
    if user_id in settings.admins:
        await _publish_for(context.bot, settings, user_id, None)
        return
    for code, _ in _MENUS:
        try:
            await context.bot.delete_my_commands(BotCommandScopeChat(user_id), code)
        except TelegramError as error:
            logger.info("没能恢复命令菜单（%s）：%s", user_id, error)


async def _publish_for(
    bot: Bot, settings: TelegramSettings, user_id: int, texts: Texts | None
) -> None:
    """Publish somebody's own menu: in one language, or by that of his Telegram."""
    for code, menu in _MENUS:
        chosen = texts or menu
        commands = list(chosen.commands.items())
        if user_id in settings.admins:
            commands += list(chosen.admin.commands.items())
        await _publish(bot, commands, user_id, code)


async def _publish(
    bot: Bot, commands: list[tuple[str, str]], chat_id: int | None, code: str | None
) -> None:
    scope = None if chat_id is None else BotCommandScopeChat(chat_id)
    try:
        await bot.set_my_commands(commands, scope, code)
    except TelegramError as error:
        # An admin who has never written to the bot has no chat with it yet.
        level = logging.WARNING if chat_id is None else logging.INFO
        logger.log(level, "没能设置命令菜单（%s）：%s", chat_id or "所有人", error)

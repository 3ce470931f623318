"""Taps by which a reader says something: a verdict, a wish, a language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram import Message
from telegram.constants import ChatType

from bot.base.errors import JournalError
from bot.edge.telegram.aside import within
from bot.edge.telegram.menus import publish_menu_for
from bot.edge.telegram.outbox import acknowledge, buttons_of, edit, edit_buttons
from bot.presentation import card
from bot.presentation.texts import LANGUAGES, texts_by_letter

if TYPE_CHECKING:
    from telegram import CallbackQuery

    from bot.edge.telegram.context import Context
    from bot.presentation.callbacks import ChooseLanguage, Vote, Wish

logger = logging.getLogger(__name__)

_PATIENCE: Final = 3.0
"""Seconds that a reader waits until his wish is written down: only then it is promised."""


async def vote(query: CallbackQuery, given: Vote, context: Context) -> None:
    """Take down a verdict; only who is alone with the bot sees it on the button."""
    state, texts = context.state, context.texts
    # Telegram tells only some bots which inline result was sent: a verdict tells it too.
    if (offered := state.offered.take(given.asked)) is not None:
        state.journal.asked(offered)
    state.journal.feedback(given.asked, query.from_user.id, given.verdict)
    words = {1: texts.thanks_up, -1: texts.thanks_down, 0: texts.vote_withdrawn}
    await acknowledge(query, words[given.verdict])
    message = _in_private(query)
    if message is not None:
        await edit_buttons(query, card.voted(buttons_of(message), given))


async def wish(query: CallbackQuery, wanted: Wish, context: Context) -> None:
    """Take down who wants to be told of an answer: the one thing kept with a chat's address."""
    texts, message = context.texts, _in_private(query)
    if message is None:
        await acknowledge(query, texts.button_outdated)
        return
    try:
        known = await within(_PATIENCE, context.state.journal.wish(wanted.asked, message.chat_id))
    except (JournalError, TimeoutError) as error:
        logger.warning("没能记下一位读者想知道答案：%s", error)
        await acknowledge(query, texts.not_now)
        return
    await acknowledge(query, texts.wish_noted if known else texts.question_gone)
    if known:
        await edit_buttons(query, card.wished(texts, buttons_of(message)))


async def choose_language(query: CallbackQuery, choice: ChooseLanguage, context: Context) -> None:
    """Speak another language from now on."""
    texts = texts_by_letter(choice.letter)
    if texts is None:
        await acknowledge(query, context.texts.button_outdated)
        return
    user = query.from_user
    context.state.journal.set_language(user.id, texts.tag)
    await acknowledge(query)
    await edit(query, card.languages(texts, LANGUAGES.values(), chosen=True))
    await publish_menu_for(context, user.id, texts)


def _in_private(query: CallbackQuery) -> Message | None:
    """Give the message whose button was tapped, where it is in a private chat."""
    message = query.message if isinstance(query.message, Message) else None
    return message if message is not None and message.chat.type == ChatType.PRIVATE else None

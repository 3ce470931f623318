"""What concerns one reader alone: the language, why an answer was given, being forgotten."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler

from bot.base.errors import JournalError
from bot.edge.telegram.addressing import (
    ADDRESSED,
    COMMAND_FOR_US,
    FROM_PEOPLE,
    question_in,
    replies_to_bot,
    writer_of,
)
from bot.edge.telegram.aside import computed
from bot.edge.telegram.asking import recall
from bot.edge.telegram.menus import withdraw_menu_of
from bot.edge.telegram.outbox import buttons_of, on_message, reply
from bot.presentation import card
from bot.presentation.callbacks import ShowResults, ShowSentence, Vote, Wish, parse_callback
from bot.presentation.texts import LANGUAGES, texts_for
from bot.presentation.why import briefly

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.edge.telegram.context import Context
    from bot.presentation.card import Card, Rows

logger = logging.getLogger(__name__)


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the commands."""
    return [
        # In reply to the bot's own message a command is meant for it, whether or not it says so.
        CommandHandler("why", on_message(explain), FROM_PEOPLE & ADDRESSED | COMMAND_FOR_US),
        CommandHandler("lang", on_message(choose_language), COMMAND_FOR_US),
        CommandHandler("forgetme", on_message(forget), COMMAND_FOR_US),
    ]


async def explain(message: Message, context: Context) -> None:
    """Tell what an answer rests on: the one replied to, the last one, or that to a question."""
    await reply(message, await _explanation(message, context), context.texts)


async def choose_language(message: Message, context: Context) -> None:
    """Offer the languages of the interface."""
    await reply(message, card.languages(context.texts, LANGUAGES.values()), context.texts)


async def forget(message: Message, context: Context) -> None:
    """Delete what is kept about who asks for it."""
    writer, state = writer_of(message), context.state
    state.turns.drop(lambda user_id, _: user_id == writer)
    state.offered.drop(lambda _, asked: asked.user_id == writer)
    chosen = state.journal.language(writer)
    try:
        records = await state.journal.forget(writer)
    except JournalError as error:
        logger.warning("没能删除一位读者的记录：%s", error)
        await reply(message, card.notice(context.texts.not_deleted), context.texts)
        return
    # From here on Telegram's language counts again.
    texts = texts_for(message.from_user.language_code if message.from_user else None)
    await reply(message, card.notice(texts.forgotten(records)), texts)
    if chosen is not None:
        await withdraw_menu_of(context, writer)


async def _explanation(message: Message, context: Context) -> Card:
    texts = context.texts
    question = question_in(message)
    if not question and replies_to_bot(message):
        asked_id = _asked_in(message.reply_to_message, context)
        question = await recall(context, asked_id) or "" if asked_id else ""
        if not question:
            return card.notice(texts.question_gone if asked_id else texts.why_how)
    if not question and message.chat.type == ChatType.PRIVATE:
        turn = context.state.turns.get(writer_of(message))
        question = turn.question if turn is not None else ""
    if not question:
        return card.notice(texts.why_how)
    limit = context.state.settings.limits.question_length
    if len(question) > limit:
        return card.notice(texts.question_too_long(len(question), limit))
    engine = context.state.library.engine
    return briefly(texts, await computed(engine.explain, question))


def _asked_in(message: Message | None, context: Context) -> str:
    """Give the id of the question that one of the bot's messages answers."""
    if message is None:
        return ""
    known = context.state.answers.get((message.chat_id, message.message_id))
    return known or asked_under(buttons_of(message))


def asked_under(rows: Rows) -> str:
    """Give the id of the question that the buttons under an answer speak of."""
    for row in rows:
        for button in row:
            match parse_callback(button.data):
                case Vote(asked=asked) | Wish(asked=asked):
                    return asked
                case ShowSentence(origin=origin) | ShowResults(origin=origin) if origin.asked:
                    return origin.asked
                case _:
                    pass
    return ""

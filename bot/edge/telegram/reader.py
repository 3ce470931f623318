"""Readers' messages: questions, and what helps with asking them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.base.model import Answer, Refusal
from bot.base.text import normalise
from bot.edge.telegram.addressing import (
    ADDRESSED,
    ASK_IN_CAPTION,
    COMMAND_FOR_US,
    FROM_PEOPLE,
    NOT_IN_ALBUM,
    PRIVATE,
    question_in,
    question_replied_to,
    writer_of,
)
from bot.edge.telegram.admin.guard import wrote
from bot.edge.telegram.asking import Asker, ask, ask_again
from bot.edge.telegram.menus import needs_own_menu, publish_menu_for
from bot.edge.telegram.outbox import on_message, reply
from bot.language.padding import asks_nothing
from bot.presentation import card
from bot.presentation.links import question_in_parameter
from bot.presentation.reply import to_question

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.edge.telegram.context import Context


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers in the order in which they are tried."""
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    return [
        CommandHandler("start", on_message(start), COMMAND_FOR_US),
        CommandHandler("help", on_message(show_help), COMMAND_FOR_US),
        CommandHandler("articles", on_message(list_articles), COMMAND_FOR_US),
        CommandHandler("ask", on_message(answer), FROM_PEOPLE),
        MessageHandler(FROM_PEOPLE & (ADDRESSED & words | ASK_IN_CAPTION), on_message(answer)),
    ]


def last_handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers for what nothing else understands; in groups that is none of ours."""
    other = FROM_PEOPLE & PRIVATE & NOT_IN_ALBUM & ~filters.StatusUpdate.ALL
    return [
        MessageHandler(FROM_PEOPLE & PRIVATE & filters.COMMAND, on_message(unknown_command)),
        MessageHandler(other, on_message(only_text)),
    ]


async def answer(message: Message, context: Context) -> None:
    """Answer a question: the message's own or, where it has none, the one it replies to."""
    await _answer(message, question_in(message) or question_replied_to(message), context)


async def start(message: Message, context: Context) -> None:
    """Greet, and offer questions to try; or answer the question that a link brought along."""
    if question := question_in_parameter(next(iter(context.args or []), "")):
        await _answer(message, question, context)
        return
    library = context.state.library
    articles = len(library.engine.knowledge.articles)
    if message.chat.type != ChatType.PRIVATE:
        greeting = context.texts.group_greeting(articles, context.bot.username)
        await reply(message, card.notice(greeting), context.texts)
        return
    greeting = context.texts.greeting(articles)
    await reply(message, card.notice(greeting, library.examples), context.texts)
    user = message.from_user
    if user is not None and needs_own_menu(context.texts):
        await publish_menu_for(context, user.id, context.texts)


async def show_help(message: Message, context: Context) -> None:
    """Say how to ask."""
    words = context.texts.help(context.bot.username, context.state.library.example)
    await reply(message, card.notice(words), context.texts)


async def list_articles(message: Message, context: Context) -> None:
    """List the articles."""
    articles = context.state.library.engine.knowledge.articles
    ids = message.chat.type == ChatType.PRIVATE and wrote(message, context)
    await reply(message, card.articles(context.texts, articles, ids=ids), context.texts)


async def unknown_command(message: Message, context: Context) -> None:
    """Point to what there is."""
    await reply(message, card.notice(context.texts.unknown_command), context.texts)


async def only_text(message: Message, context: Context) -> None:
    """Ask for words in place of pictures, voices and stickers."""
    await reply(message, card.notice(context.texts.only_text), context.texts)


async def _answer(message: Message, question: str, context: Context) -> None:
    state, texts = context.state, context.texts
    # One library for the whole answer, whatever a reload does meanwhile.
    library = state.library
    limit = state.settings.limits.question_length
    if not question:
        await reply(message, card.notice(texts.usage(library.example)), texts)
        return
    if len(question) > limit:
        await reply(message, card.notice(texts.question_too_long(len(question), limit)), texts)
        return
    # A greeting is no question, unless an answer to it was taught; nor does it end a conversation.
    if asks_nothing(normalise(question).text) and not isinstance(
        await ask_again(context, library, question), Answer
    ):
        await reply(message, card.notice(texts.usage(library.example)), texts)
        return
    private = message.chat.type == ChatType.PRIVATE
    asker = Asker(writer_of(message), "private" if private else "group")
    outcome, asked = await ask(context, library, question, asker)
    # Before it is shown: whoever taps at once must find it known.
    state.journal.asked(asked)
    shown = to_question(texts, library, outcome, state.settings.answers, asked.id)
    if private and isinstance(outcome, Refusal):
        shown = card.with_wish(texts, shown, asked.id)
    sent = await reply(message, shown, texts)
    state.answers.put((sent.chat_id, sent.message_id), asked.id)

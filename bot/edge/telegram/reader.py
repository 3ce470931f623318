"""Readers' messages: questions, and the few commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.edge.telegram.addressing import (
    ADDRESSED,
    COMMAND_FOR_US,
    FROM_PEOPLE,
    NOT_IN_ALBUM,
    PRIVATE,
    question_in,
)
from bot.edge.telegram.outbox import on_message, reply
from bot.presentation import card
from bot.presentation.reply import to_question

if TYPE_CHECKING:
    from telegram import Message, Update

    from bot.edge.telegram.context import Context
    from bot.presentation.card import Card


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers in the order in which they are tried."""
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    return [
        CommandHandler("start", on_message(start), FROM_PEOPLE & PRIVATE),
        CommandHandler("help", on_message(show_help), COMMAND_FOR_US),
        CommandHandler("articles", on_message(list_articles), COMMAND_FOR_US),
        CommandHandler("ask", on_message(answer), FROM_PEOPLE),
        MessageHandler(FROM_PEOPLE & ADDRESSED & words, on_message(answer)),
    ]


def last_handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers for what nothing else understands; in groups that is none of ours."""
    other = FROM_PEOPLE & PRIVATE & NOT_IN_ALBUM & ~filters.StatusUpdate.ALL
    return [
        MessageHandler(FROM_PEOPLE & PRIVATE & filters.COMMAND, on_message(unknown_command)),
        MessageHandler(other, on_message(only_text)),
    ]


async def answer(message: Message, context: Context) -> None:
    """Answer a question."""
    await reply(message, await _answer(question_in(message), context), context.texts)


async def start(message: Message, context: Context) -> None:
    """Greet, and offer questions to try."""
    library = context.state.library
    greeting = context.texts.greeting(len(library.engine.knowledge.articles))
    await reply(message, card.notice(greeting, library.examples), context.texts)


async def show_help(message: Message, context: Context) -> None:
    """Say how to ask."""
    words = context.texts.help(context.bot.username, context.state.library.example)
    await reply(message, card.notice(words), context.texts)


async def list_articles(message: Message, context: Context) -> None:
    """List the articles."""
    articles = context.state.library.engine.knowledge.articles
    await reply(message, card.articles(context.texts, articles), context.texts)


async def unknown_command(message: Message, context: Context) -> None:
    """Point to what there is."""
    await reply(message, card.notice(context.texts.unknown_command), context.texts)


async def only_text(message: Message, context: Context) -> None:
    """Ask for words in place of pictures, voices and stickers."""
    await reply(message, card.notice(context.texts.only_text), context.texts)


async def _answer(question: str, context: Context) -> Card:
    state, texts = context.state, context.texts
    # One library for the whole answer, whatever a reload does meanwhile.
    library = state.library
    if not question:
        return card.notice(texts.usage(library.example))
    limit = state.settings.limits.question_length
    if len(question) > limit:
        return card.notice(texts.question_too_long(len(question), limit))
    outcome = await context.ask(library, question)
    return to_question(texts, library, outcome, state.settings.answers)

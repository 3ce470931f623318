"""Taps on the buttons under the bot's messages: each is one edit of that message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.edge.telegram.addressing import question_in
from bot.edge.telegram.outbox import acknowledge, edit
from bot.presentation import card
from bot.presentation.callbacks import ShowArticles, ShowResults, ShowSentence, parse_callback
from bot.presentation.reply import to_results, to_tap

if TYPE_CHECKING:
    from telegram import CallbackQuery, Update

    from bot.edge.telegram.context import Context


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of every button."""
    return [CallbackQueryHandler(on_button)]


async def on_button(update: Update, context: Context) -> None:
    """Do what a button says, if it can still be done."""
    query = update.callback_query
    if query is None:
        return
    callback = parse_callback(query.data or "") if _can_be_edited(query) else None
    match callback:
        case ShowSentence():
            await show_sentence(query, callback, context)
        case ShowResults():
            await show_results(query, context)
        case ShowArticles():
            await show_articles(query, callback, context)
        case None:
            await acknowledge(query, context.texts.button_outdated)


async def show_sentence(query: CallbackQuery, shown: ShowSentence, context: Context) -> None:
    """Show a sentence, with as much around it as the button says."""
    library = context.state.library
    passage = library.passage(shown)
    if passage is None:
        await acknowledge(query, context.texts.article_changed)
        return
    await acknowledge(query)
    question = _question_behind(query, context)
    outcome = await context.ask(library, question) if question else None
    await edit(query, to_tap(context.texts, passage, outcome))


async def show_results(query: CallbackQuery, context: Context) -> None:
    """List what was found for the question that the message replies to."""
    library = context.state.library
    question = _question_behind(query, context)
    if question is None:
        await acknowledge(query, context.texts.question_gone)
        return
    await acknowledge(query)
    outcome = await context.ask(library, question)
    await edit(query, to_results(context.texts, library, outcome))


async def show_articles(query: CallbackQuery, shown: ShowArticles, context: Context) -> None:
    """Turn a page of the list of articles."""
    await acknowledge(query)
    articles = context.state.library.engine.knowledge.articles
    await edit(query, card.articles(context.texts, articles, shown.page))


def _can_be_edited(query: CallbackQuery) -> bool:
    """Tell whether Telegram still gives the message whose button was tapped."""
    return query.inline_message_id is not None or isinstance(query.message, Message)


def _question_behind(query: CallbackQuery, context: Context) -> str | None:
    """Give the question that the message with the button answers, while it is still there."""
    message = query.message if isinstance(query.message, Message) else None
    if message is None or message.reply_to_message is None:
        return None
    question = question_in(message.reply_to_message)
    limit = context.state.settings.limits.question_length
    return question if 0 < len(question) <= limit else None

"""Inline mode: answers to send anywhere, by typing behind the bot's name."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.ext import BaseHandler, InlineQueryHandler

from bot.edge.telegram.outbox import inline_keyboard
from bot.presentation.reply import examples, to_inline_query

if TYPE_CHECKING:
    from telegram import Update

    from bot.edge.telegram.context import Context
    from bot.presentation.reply import InlineResult

_START_PARAMETER = "inline"


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of inline queries."""
    return [InlineQueryHandler(on_query)]


async def on_query(update: Update, context: Context) -> None:
    """Offer what was found, or examples where nothing is typed yet."""
    query = update.inline_query
    if query is None:
        return
    results = await _results(query.query.strip(), context)
    nothing = InlineQueryResultsButton(
        context.texts.inline_nothing, start_parameter=_START_PARAMETER
    )
    await query.answer(
        [_article(result) for result in results],
        cache_time=context.state.settings.telegram.inline_cache_seconds,
        # The same for everybody who asks the same.
        is_personal=False,
        button=None if results else nothing,
    )


async def _results(question: str, context: Context) -> tuple[InlineResult, ...]:
    library = context.state.library
    if len(question) > context.state.settings.limits.question_length:
        return ()
    if question:
        outcome = await context.ask(library, question)
        return to_inline_query(context.texts, library, outcome, context.state.settings.answers)
    outcomes = await asyncio.gather(*(context.ask(library, text) for text in library.examples))
    return examples(context.texts, library, outcomes)


def _article(result: InlineResult) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=result.id,
        title=result.title,
        description=result.description,
        input_message_content=InputTextMessageContent(result.card.html, ParseMode.HTML),
        reply_markup=inline_keyboard(result.card),
    )

"""Inline mode: answers to send anywhere, by typing behind the bot's name."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.ext import BaseHandler, ChosenInlineResultHandler, InlineQueryHandler

from bot.edge.telegram.asking import Asker, ask, ask_again
from bot.edge.telegram.outbox import inline_keyboard
from bot.presentation.callbacks import ShowSentence, parse_callback
from bot.presentation.links import NO_QUESTION, start_parameter
from bot.presentation.reply import examples, to_inline_query

if TYPE_CHECKING:
    from telegram import Update

    from bot.edge.telegram.context import Context
    from bot.presentation.reply import InlineResult


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of inline queries and of what becomes of them."""
    return [InlineQueryHandler(on_query), ChosenInlineResultHandler(on_choice)]


async def on_query(update: Update, context: Context) -> None:
    """Offer what was found, or examples where nothing is typed yet; and the private chat."""
    query = update.inline_query
    if query is None:
        return
    question, texts = query.query.strip(), context.texts
    results = await _results(question, query.from_user.id, context)
    await query.answer(
        [_article(result) for result in results],
        cache_time=context.state.settings.telegram.inline_cache_seconds,
        # In the reader's language, and with buttons for the verdict on this very answer.
        is_personal=True,
        button=InlineQueryResultsButton(
            texts.inline_more if results else texts.inline_nothing,
            start_parameter=start_parameter(question) if not results else NO_QUESTION,
        ),
    )


async def on_choice(update: Update, context: Context) -> None:
    """Take down what was sent somewhere: what was only typed on the way to it is no question."""
    choice, state = update.chosen_inline_result, context.state
    if choice is None:
        return
    shown = parse_callback(choice.result_id)
    if not isinstance(shown, ShowSentence):
        return
    offered = state.offered.take(shown.origin.asked)
    passage = state.library.passage(shown)
    if offered is None or passage is None:
        return
    sentence = passage.hit.sentence
    state.journal.asked(
        replace(
            offered,
            confidence=shown.confidence,
            article_id=sentence.article.id,
            position=sentence.position,
        )
    )


async def _results(question: str, user_id: int, context: Context) -> tuple[InlineResult, ...]:
    state, texts = context.state, context.texts
    library = state.library
    if len(question) > state.settings.limits.question_length:
        return ()
    if question:
        outcome, asked = await ask(context, library, question, Asker(user_id, "inline"))
        state.offered.put(asked.id, asked)
        return to_inline_query(texts, library, outcome, state.settings.answers, asked.id)
    outcomes = await asyncio.gather(
        *(ask_again(context, library, text) for text in library.examples)
    )
    return examples(texts, library, outcomes)


def _article(result: InlineResult) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=result.id,
        title=result.title,
        description=result.description,
        input_message_content=InputTextMessageContent(
            result.card.html,
            ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=inline_keyboard(result.card),
    )

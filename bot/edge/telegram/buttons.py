"""Taps on the buttons under the bot's messages: each is one edit of that message at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.base.text import normalise
from bot.edge.telegram.addressing import question_in
from bot.edge.telegram.admin.guard import is_admin
from bot.edge.telegram.asking import ask_again, recall
from bot.edge.telegram.outbox import acknowledge, buttons_of, edit
from bot.edge.telegram.verdicts import choose_language, vote, wish
from bot.language.followup import Turn
from bot.presentation import card
from bot.presentation.callbacks import (
    ChooseLanguage,
    Origin,
    ShowArticles,
    ShowResults,
    ShowSentence,
    Vote,
    Wish,
    parse_callback,
)
from bot.presentation.reply import to_results, to_tap
from bot.presentation.texts import texts_by_letter

if TYPE_CHECKING:
    from telegram import CallbackQuery, Update

    from bot.base.model import Outcome
    from bot.edge.telegram.context import Context
    from bot.presentation.callbacks import Callback
    from bot.presentation.library import Library
    from bot.presentation.texts import Texts


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler of every button."""
    return [CallbackQueryHandler(on_button)]


async def on_button(update: Update, context: Context) -> None:
    """Do what a button says, if it can still be done and whoever tapped it may."""
    query = update.callback_query
    if query is None:
        return
    callback = parse_callback(query.data or "") if _can_be_edited(query) else None
    if (objection := _objection(query, callback, context)) is not None:
        await acknowledge(query, objection)
        return
    match callback:
        case ShowSentence():
            await show_sentence(query, callback, context)
        case ShowResults():
            await show_results(query, callback, context)
        case ShowArticles():
            await show_articles(query, callback, context)
        case Vote():
            await vote(query, callback, context)
        case Wish():
            await wish(query, callback, context)
        case ChooseLanguage():
            await choose_language(query, callback, context)
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
    outcome = await _outcome_behind(query, shown.origin, library, context)
    verdict = card.verdict_in(buttons_of(_message(query))) if _is_private(query) else 0
    if _is_private(query) and outcome is not None:
        # What was chosen is what the next question may refer to.
        asked = outcome.question.reading or outcome.question.text
        answer = passage.hit.answer and normalise(passage.hit.answer).text
        context.state.turns.put(query.from_user.id, Turn(normalise(asked).text, answer))
    texts = _texts_of(query, shown.origin, context)
    await edit(query, to_tap(texts, passage, outcome, verdict))


async def show_results(query: CallbackQuery, shown: ShowResults, context: Context) -> None:
    """List what was found for the question."""
    library = context.state.library
    outcome = await _outcome_behind(query, shown.origin, library, context)
    if outcome is None:
        await acknowledge(query, context.texts.question_gone)
        return
    await acknowledge(query)
    texts = _texts_of(query, shown.origin, context)
    origin = Origin(texts.letter, shown.origin.asked)
    await edit(query, to_results(texts, library, outcome, origin))


async def show_articles(query: CallbackQuery, shown: ShowArticles, context: Context) -> None:
    """Turn a page of the list of articles."""
    await acknowledge(query)
    articles = context.state.library.engine.knowledge.articles
    texts = _texts_of(query, shown.origin, context)
    ids = _is_private(query) and is_admin(query.from_user.id, context)
    await edit(query, card.articles(texts, articles, shown.page, ids=ids))


def _objection(query: CallbackQuery, callback: Callback | None, context: Context) -> str | None:
    """Say why a tap changes nothing, where it must not: in a group, which all look at."""
    message = _message(query)
    if message is None or message.chat.type == ChatType.PRIVATE:
        return None
    if not _is_asker(query):
        match callback:
            # To see what is around an answer is for everybody; to exchange it is not.
            case ShowResults() | ShowSentence(before=0, after=0):
                return context.texts.only_asker
            case ChooseLanguage():
                return context.texts.not_your_choice
            case _:
                pass
    edits = isinstance(callback, ShowSentence | ShowResults | ShowArticles | ChooseLanguage)
    if edits and not context.state.taps.allows(message.chat_id):
        return context.texts.too_many_taps
    return None


def _is_asker(query: CallbackQuery) -> bool:
    """Tell whether somebody taps under an answer to himself.

    Where the question is deleted, or its writer is anonymous, nobody can tell.
    """
    message = _message(query)
    asked = message.reply_to_message if message is not None else None
    if asked is None or asked.from_user is None or asked.sender_chat is not None:
        return True
    return asked.from_user.id == query.from_user.id


def _can_be_edited(query: CallbackQuery) -> bool:
    """Tell whether Telegram still gives the message whose button was tapped."""
    return query.inline_message_id is not None or _message(query) is not None


def _message(query: CallbackQuery) -> Message | None:
    return query.message if isinstance(query.message, Message) else None


def _is_private(query: CallbackQuery) -> bool:
    message = _message(query)
    return message is not None and message.chat.type == ChatType.PRIVATE


def _texts_of(query: CallbackQuery, origin: Origin, context: Context) -> Texts:
    """Choose a card's language: the reader's own where he is alone, else the one it is in."""
    if _is_private(query):
        return context.texts
    return texts_by_letter(origin.language) or context.texts


async def _outcome_behind(
    query: CallbackQuery, origin: Origin, library: Library, context: Context
) -> Outcome | None:
    """Ask again what the message with the button answers, while that is known."""
    message = _message(query)
    replied = message.reply_to_message if message is not None else None
    typed = question_in(replied) if replied is not None else ""
    question = await recall(context, origin.asked) or typed
    limit = context.state.settings.limits.question_length
    if not 0 < len(question) <= limit:
        return None
    return await ask_again(context, library, question, typed)

"""Teach an answer in a short dialogue, which is kept as a draft and so outlives a restart."""

from __future__ import annotations

import asyncio
import datetime
import logging
from typing import TYPE_CHECKING, Any, Final

from telegram import Message
from telegram.ext import (
    ApplicationHandlerStop,
    BaseHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.base.errors import ChangedMeanwhileError, JournalError, KnowledgeError
from bot.base.model import TAUGHT, Answer, Faq
from bot.edge.telegram import reader
from bot.edge.telegram.addressing import FROM_PEOPLE, NOT_FORWARDED, PRIVATE
from bot.edge.telegram.admin.changing import BusyError, Proposal, alone, make
from bot.edge.telegram.admin.guard import admin_button, admin_command, wrote
from bot.edge.telegram.admin.telling import because
from bot.edge.telegram.aside import within
from bot.edge.telegram.outbox import acknowledge, edit, edit_buttons, on_message, reply
from bot.input.editing import teach as teaching_change
from bot.presentation import card, teaching
from bot.presentation.changes import account_of_golden, in_lines, refused
from bot.presentation.lesson import Lesson, Objection, Step, one_line
from bot.presentation.markup import clip
from bot.presentation.teaching import TEACH, Desk
from bot.search.known import Known, known

if TYPE_CHECKING:
    from telegram import CallbackQuery, Update

    from bot.base.model import Article
    from bot.edge.telegram.admin.changing import Prepared
    from bot.edge.telegram.context import Context
    from bot.journal.records import Draft
    from bot.presentation.card import Card
    from bot.presentation.library import Library
    from bot.presentation.taps import Tap

logger = logging.getLogger(__name__)

_KIND: Final = "teach"
"""Of drafts, and of the versions that come of them."""
_PATIENCE: Final = 1.0
"""Seconds that a message waits for a journal that may be down, before it is taken for a question."""
_LEFT_ALONE: Final = datetime.timedelta(hours=1)
"""After so long an admin has forgotten the lesson: what he types is a question again."""
_NOTE_LIMIT: Final = 100


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of the command and of the buttons."""
    mine = FROM_PEOPLE & PRIVATE & NOT_FORWARDED
    return [
        admin_command("teach", teach),
        admin_button(TEACH, on_tap),
        # Not an admin's command: to everybody else it is unknown, as any other would be.
        CommandHandler("cancel", on_message(on_cancel), mine, block=False),
    ]


def first_handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler that looks at a text before anybody takes it for a question."""
    typed = FROM_PEOPLE & PRIVATE & filters.TEXT & ~filters.COMMAND
    return [MessageHandler(typed, take_text)]


async def teach(message: Message, context: Context) -> None:
    """Begin a lesson; with `question = answer` behind the command, all that is left is to confirm."""
    words = context.texts.teaching
    _, _, typed = (message.text or "").partition(" ")
    limit = context.state.settings.limits.question_length
    lesson: Lesson | Objection | None = one_line(typed, limit) if typed.strip() else Lesson()
    if lesson is None:
        lesson = Lesson().asked(typed, limit)
    elif isinstance(lesson, Lesson) and lesson.answer:
        lesson = lesson.placed(None)
    if isinstance(lesson, Objection):
        await reply(message, teaching.objected(context.texts, lesson, limit), context.texts)
        return
    try:
        await begin(message, lesson, context)
    except JournalError as error:
        await reply(message, card.notice(because(words.journal_down, error)), context.texts)


async def begin(message: Message, lesson: Lesson, context: Context) -> None:
    """Begin a lesson in a private chat, in place of one that was not finished.

    Args:
        message: What the first words are a reply to; its chat is the admin's own.
        lesson: What there is of it already.
        context: Of the admin's update.

    Raises:
        JournalError: It cannot be kept.
    """
    owner, journal = message.chat_id, context.state.journal
    if (last := await _last(owner, context)) is not None:
        await journal.drop_draft(last.id)
    draft_id = await journal.save_draft(owner, _KIND, lesson.to_json())
    await reply(message, await _prompt(lesson, draft_id, owner, context), context.texts)


async def take_text(update: Update, context: Context) -> None:
    """Take what an admin types for the next step of the lesson, where one is going on."""
    message = update.message
    if message is None or message.from_user is None or not wrote(message, context):
        return
    try:
        draft = await within(_PATIENCE, _last(message.chat_id, context))
    except (JournalError, TimeoutError) as error:
        logger.info("记录库现在用不了，看不到没有教完的答案：%s", error)
        return
    lesson = None if draft is None else Lesson.from_json(draft.payload)
    if draft is None or lesson is None or not lesson.step.takes_text:
        return
    try:
        await _continue(message, draft.id, lesson, context)
    except JournalError as error:
        down = card.notice(because(context.texts.teaching.journal_down, error))
        await reply(message, down, context.texts)
    # Nobody else is to take it for a question.
    raise ApplicationHandlerStop


async def on_tap(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Do what a button of a lesson says."""
    words = context.texts.teaching
    draft_id, word, said = (*tap.arguments, "", "", "")[:3]
    try:
        draft = await context.state.journal.draft(draft_id, tap.owner)
        if draft is None or draft.kind != _KIND:
            await acknowledge(query, words.lesson_gone)
            if query.message is not None and query.message.chat.id == tap.owner:
                await edit_buttons(query, ())
            return
        await _do(query, draft, (word, said), context)
    except JournalError as error:
        await acknowledge(query, because(words.journal_down, error))


async def on_cancel(message: Message, context: Context) -> None:
    """End the lesson that is going on."""
    words = context.texts.teaching
    if not wrote(message, context):
        await reader.unknown_command(message, context)
        return
    try:
        # Not while it is being saved: nobody is to read that it was cancelled.
        with alone(context.state):
            draft = await _last(message.chat_id, context)
            if draft is not None:
                await context.state.journal.drop_draft(draft.id)
    except BusyError:
        said = words.busy
    except JournalError as error:
        said = because(words.journal_down, error)
    else:
        said = words.cancelled if draft is not None else words.no_lesson
    await reply(message, card.notice(said), context.texts)


async def _do(query: CallbackQuery, draft: Draft, asked: tuple[str, str], context: Context) -> None:
    lesson, (word, said) = Lesson.from_json(draft.payload), asked
    place = lesson.step in {Step.PLACE, Step.CONFIRMATION}
    if word == teaching.CANCEL:
        await _cancel(query, draft.id, context)
    elif word == teaching.NO_MORE and lesson.step is Step.WORDINGS:
        await _go_on(query, draft.id, lesson.at(Step.ANSWER), context)
    elif word == teaching.PLACES and place:
        await _list_places(query, draft.id, lesson, int(said or "0"), context)
    elif word == teaching.PUT and place:
        await _put(query, draft.id, lesson, said, context)
    elif word == teaching.SAVE and lesson.step is Step.CONFIRMATION:
        await _save(query, draft.id, lesson, context)
    else:
        await acknowledge(query, context.texts.teaching.step_over)


async def _cancel(query: CallbackQuery, draft_id: str, context: Context) -> None:
    words = context.texts.teaching
    try:
        # Not while it is being saved: nobody is to read that it was cancelled.
        with alone(context.state):
            await context.state.journal.drop_draft(draft_id)
    except BusyError:
        await acknowledge(query, words.busy)
        return
    await acknowledge(query)
    await edit(query, card.notice(words.cancelled))


async def _continue(message: Message, draft_id: str, lesson: Lesson, context: Context) -> None:
    """Take a text that was typed."""
    text = message.text or ""
    limit = context.state.settings.limits.question_length
    if lesson.step is Step.ANSWER:
        lesson = lesson.answered(text)
        if not _articles(context):
            lesson = lesson.placed(None)
    else:
        asked = lesson.asked(text, limit)
        if isinstance(asked, Objection):
            await reply(message, teaching.objected(context.texts, asked, limit), context.texts)
            return
        lesson = asked
    await context.state.journal.change_draft(draft_id, lesson.to_json())
    await reply(message, await _prompt(lesson, draft_id, message.chat_id, context), context.texts)


async def _go_on(query: CallbackQuery, draft_id: str, lesson: Lesson, context: Context) -> None:
    await context.state.journal.change_draft(draft_id, lesson.to_json())
    await acknowledge(query)
    await edit(query, await _prompt(lesson, draft_id, query.from_user.id, context))


async def _list_places(
    query: CallbackQuery, draft_id: str, lesson: Lesson, page: int, context: Context
) -> None:
    await context.state.journal.change_draft(draft_id, lesson.at(Step.PLACE).to_json())
    await acknowledge(query)
    desk = Desk(context.texts, query.from_user.id, draft_id)
    await edit(query, teaching.places(desk, _articles(context), page))


async def _put(
    query: CallbackQuery, draft_id: str, lesson: Lesson, key: str, context: Context
) -> None:
    article = context.state.library.articles.get(key)
    if key and article is None:
        await acknowledge(query, context.texts.article_changed)
        return
    await _go_on(query, draft_id, lesson.placed(article.id if article else None), context)


async def _save(query: CallbackQuery, draft_id: str, lesson: Lesson, context: Context) -> None:
    """Save what was confirmed; whatever goes wrong, it can be confirmed once more."""
    words, state = context.texts.teaching, context.state
    try:
        with alone(state):
            await acknowledge(query)
            # The buttons stay: should the bot be killed now, it can be confirmed once more.
            again = await _prompt(lesson, draft_id, query.from_user.id, context)
            await edit(query, card.Card(card.notice(words.saving).html, again.buttons))
            prepared = await _teach(lesson, query.from_user.id, context)
    except BusyError:
        await acknowledge(query, words.busy)
        return
    except (KnowledgeError, JournalError) as error:
        await edit(query, await _once_more(error, lesson, draft_id, query.from_user.id, context))
        return
    # From here on it is saved, come what may of the rest.
    try:
        await state.journal.drop_draft(draft_id)
        await state.journal.settle_miss(lesson.missed, "taught", texts=lesson.asks)
    except JournalError as error:
        logger.warning("答案已保存，但没能在记录库里记下：%s", error)
    await edit(query, await _as_answered(lesson, context))
    message = query.message
    if prepared is not None and prepared.effect.worse and isinstance(message, Message):
        golden = in_lines(account_of_golden(context.texts, prepared.effect))
        await reply(message, golden, context.texts)


async def _teach(lesson: Lesson, admin_id: int, context: Context) -> Prepared | None:
    """Write an answer down for good; None where it is there already, from before a crash."""
    state = context.state
    faq = Faq(lesson.asks, lesson.answer)
    if faq in _faq_of(state.library, lesson.article):
        return None
    folder = state.settings.knowledge.folder
    change = await asyncio.to_thread(teaching_change, folder, faq, lesson.article)
    note = clip(lesson.asks[0], _NOTE_LIMIT)
    return await make(state, Proposal(_KIND, note, (change,)), admin_id)


async def _once_more(
    error: KnowledgeError | JournalError,
    lesson: Lesson,
    draft_id: str,
    owner: int,
    context: Context,
) -> Card:
    """Say why nothing was saved, with the buttons to try again."""
    words = context.texts.teaching
    if isinstance(error, ChangedMeanwhileError):
        shown = card.notice(words.changed_meanwhile)
    elif isinstance(error, KnowledgeError):
        shown, _ = refused(words.not_saved, error.problems)
    else:
        shown = card.notice(because(words.journal_down, error))
    again = await _prompt(lesson, draft_id, owner, context)
    return card.Card(shown.html, again.buttons)


async def _as_answered(lesson: Lesson, context: Context) -> Card:
    """Ask what was taught, and show what comes of it."""
    texts, library = context.texts, context.state.library
    question = lesson.asks[0]
    outcome = await context.state.thinking.ask(library.engine, question)
    if not isinstance(outcome, Answer):
        return card.notice(texts.teaching.no_answer(question))
    said = outcome.best.sentence.text == lesson.answer
    heading = texts.teaching.saved if said else texts.teaching.other_answer(question)
    shown = card.evidence(texts, library.found(outcome.best), reading=outcome.question.reading)
    return teaching.with_heading(heading, shown)


async def _prompt(lesson: Lesson, draft_id: str, owner: int, context: Context) -> Card:
    """Build what asks for the next step."""
    found = Known()
    if lesson.asks:
        engine = context.state.library.engine
        found = await context.state.thinking.do(known, engine, lesson.asks)
    desk = Desk(context.texts, owner, draft_id)
    return teaching.prompt(desk, lesson, found, _articles(context))


async def _last(owner: int, context: Context) -> Draft | None:
    since = datetime.datetime.now(datetime.UTC) - _LEFT_ALONE
    return await context.state.journal.last_draft(owner, _KIND, since)


def _articles(context: Context) -> tuple[Article, ...]:
    """Give the articles that an answer may belong to."""
    return context.state.library.engine.knowledge.articles


def _faq_of(library: Library, article_id: str | None) -> tuple[Faq, ...]:
    knowledge = library.engine.knowledge
    if article_id in {None, TAUGHT}:
        return knowledge.taught.faq
    found = (article for article in knowledge.articles if article.id == article_id)
    return next((article.faq for article in found), ())

"""`/import`, and files sent to the bot: documents become articles, each shown before it is kept."""

from __future__ import annotations

import asyncio
import itertools
import logging
import mimetypes
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from telegram import Message
from telegram.error import BadRequest, TelegramError
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot.base.errors import DocumentError
from bot.edge.telegram import reader
from bot.edge.telegram.addressing import FROM_PEOPLE, PRIVATE, writer_of
from bot.edge.telegram.admin.changing import Proposal
from bot.edge.telegram.admin.guard import admin_button, admin_command, wrote
from bot.edge.telegram.admin.proposing import Preview, forget, propose, recall
from bot.edge.telegram.admin.telling import tell_problems, told_in
from bot.edge.telegram.outbox import acknowledge, buttons_of, edit, on_message, reply
from bot.input.documents.conversion import SUFFIXES, check_name, convert
from bot.input.importing import choose_id, plan_import
from bot.presentation.card import Button, notice
from bot.presentation.importing import preview
from bot.presentation.taps import Tap, parse_tap

if TYPE_CHECKING:
    from telegram import CallbackQuery, Document, Update

    from bot.base.model import Article
    from bot.edge.telegram.context import Context, State
    from bot.input.importing import Import
    from bot.presentation.card import Rows

logger = logging.getLogger(__name__)

_ACTION: Final = "import"
_RETITLE: Final = "retitle"
_SAVE_AS: Final = "save-as"
_MEGABYTE: Final = 1024 * 1024
_LONGEST_TITLE: Final = 200
_TOO_BIG: Final = "file is too big"
"""Telegram's words for what a bot may not download."""


class _Document(filters.MessageFilter):
    """Files; an animation comes as one too."""

    def filter(self, message: Message) -> bool:
        return message.document is not None and message.animation is None


class _ReplyToPreview(filters.MessageFilter):
    """Replies to an article's preview: they say its title."""

    def filter(self, message: Message) -> bool:
        return _retitle_tap(message.reply_to_message) is not None


class _NotDownloadedError(Exception):
    """Telegram does not hand out a file."""

    def __init__(self, *, too_big: bool) -> None:
        super().__init__()
        self.too_big = too_big


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers of files, of the command, and of the buttons under a preview."""
    document = FROM_PEOPLE & PRIVATE & _Document(name="document")
    return [
        # Not blocking: converting takes its time.
        MessageHandler(document, on_message(on_document), block=False),
        admin_command(_ACTION, on_import),
        admin_button(_RETITLE, on_retitle),
        admin_button(_SAVE_AS, on_save_as),
    ]


def first_handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler that looks at a text before anybody takes it for a question."""
    mine = FROM_PEOPLE & PRIVATE & filters.TEXT & ~filters.COMMAND
    return [MessageHandler(mine & _ReplyToPreview(name="reply to preview"), on_message(on_title))]


async def on_document(message: Message, context: Context) -> None:
    """Import what an admin sends; what others send is not even looked at."""
    if wrote(message, context) and message.document is not None:
        await _import(message, message.document, _title_in(message.caption), context)
    elif message.caption:
        await reader.answer(message, context)
    elif context.state.declined.get(writer_of(message)) is None:
        # Several files sent at once are declined once.
        context.state.declined.put(writer_of(message), message.message_id)
        logger.info("%s 不是管理员，没有收下文件", writer_of(message))
        await reply(message, notice(context.texts.no_files), context.texts)


async def on_import(message: Message, context: Context) -> None:
    """Import the file that is replied to, or say how to send one."""
    replied, texts = message.reply_to_message, context.texts
    if replied is None or replied.document is None:
        megabytes = context.state.settings.limits.upload_megabytes
        usage = texts.admin.import_usage(" ".join(SUFFIXES), megabytes)
        await reply(message, notice(usage), texts)
        return
    title = _title_in(message.text) or _title_in(replied.caption)
    await _import(message, replied.document, title, context)


async def on_retitle(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Say how to give another title: in a reply, so that no other message is taken for it."""
    del tap
    await acknowledge(query, context.texts.admin.retitle_how)


async def on_title(message: Message, context: Context) -> None:
    """Give the article whose preview is replied to another title."""
    tap, shown = _retitle_tap(message.reply_to_message), message.reply_to_message
    if tap is not None and shown is not None and wrote(message, context):
        await _retitle(message, shown, tap, context)
        # Nobody else is to take it for a question.
        raise ApplicationHandlerStop


async def on_save_as(query: CallbackQuery, tap: Tap, context: Context) -> None:
    """Import under an id that is free rather than in place of an article."""
    await acknowledge(query)
    if not isinstance(query.message, Message):
        return
    async with told_in(query.message, context, buttons_of(query.message)):
        article = await _drafted(tap, context)
        if article is None:
            await edit(query, notice(context.texts.admin.button_gone))
            return
        free = await asyncio.to_thread(_free_id, context.state, article)
        await _offer(query.message, replace(article, id=free), tap.owner, context)
        await forget(tap, context)


async def _import(message: Message, document: Document, title: str, context: Context) -> None:
    texts, state = context.texts, context.state
    megabytes = state.settings.limits.upload_megabytes
    if (document.file_size or 0) > megabytes * _MEGABYTE:
        await reply(message, notice(texts.admin.too_large(megabytes)), texts)
        return
    shown = await reply(message, notice(texts.admin.converting), texts)
    name = _name(document)
    async with told_in(shown, context):
        try:
            check_name(name)
            # Of many files sent at once, only so many are in memory.
            async with state.converting:
                data = await _download(document, megabytes)
                article = await _convert(state, name, data)
        except _NotDownloadedError as error:
            words = texts.admin
            why = words.too_large(megabytes) if error.too_big else words.not_downloaded
            await edit(shown, notice(why))
            return
        except DocumentError as error:
            await tell_problems(shown, texts.admin.import_refused, error.problems, context)
            return
        article_id = article.id or choose_id(article, name)
        article = replace(article, id=article_id, title=title or article.title)
        await _offer(shown, article, writer_of(message), context)


async def _retitle(message: Message, shown: Message, tap: Tap, context: Context) -> None:
    texts = context.texts
    async with told_in(shown, context, buttons_of(shown)):
        article = await _drafted(tap, context) if tap.owner == writer_of(message) else None
        if article is None:
            await reply(message, notice(texts.admin.button_gone), texts)
            return
        title = _title_in(message.text)
        await _offer(shown, replace(article, title=title), tap.owner, context)
        await forget(tap, context)


async def _offer(shown: Message, article: Article, owner: int, context: Context) -> None:
    texts, state = context.texts, context.state
    plan = await asyncio.to_thread(_plan, state, article)
    if plan.change.before == plan.change.after:
        await edit(shown, notice(texts.admin.nothing_to_do))
        return
    label, save_as = None, None
    if plan.replaces:
        label = texts.admin.overwrite(article.id)
        save_as = texts.admin.save_as(await asyncio.to_thread(_free_id, state, article))

    def more(draft: str) -> Rows:
        other = [Button(save_as, str(Tap(_SAVE_AS, owner, (draft,))))] if save_as else []
        return ((*other, Button(texts.admin.retitle, str(Tap(_RETITLE, owner, (draft,))))),)

    proposal = Proposal(_ACTION, plan.article.title, (plan.change,))
    lines = (await asyncio.to_thread(preview, texts, plan)).split("\n")
    await propose(shown, context, owner, proposal, Preview(lines, label, more))


async def _drafted(tap: Tap, context: Context) -> Article | None:
    """Give the article whose preview has a button, unless that is dealt with."""
    proposal = await recall(tap, context)
    if proposal is None:
        return None
    change = proposal.changes[0]
    async with context.state.converting:
        return await _convert(context.state, change.path, (change.after or "").encode())


async def _convert(state: State, name: str, data: bytes) -> Article:
    megabytes = state.settings.limits.upload_megabytes
    return await state.begin(partial(convert, name, data, megabytes=megabytes, halt=state.halt))


def _plan(state: State, article: Article) -> Import:
    return plan_import(state.settings.knowledge.folder, state.library.engine.knowledge, article)


def _free_id(state: State, article: Article) -> str:
    """Find an id that no article has."""
    for number in itertools.count(2):
        free = f"{article.id}-{number}"
        if not _plan(state, replace(article, id=free)).replaces:
            break
    return free


def _retitle_tap(shown: Message | None) -> Tap | None:
    """Find the button that says a message is an article's preview."""
    taps = (parse_tap(button.data) for row in buttons_of(shown) for button in row)
    return next((tap for tap in taps if tap is not None and tap.verb == _RETITLE), None)


def _title_in(text: str | None) -> str:
    """Give the title that somebody typed, behind the command where there is one."""
    words = (text or "").split()
    if words and words[0].startswith(f"/{_ACTION}"):
        del words[0]
    return " ".join(words)[:_LONGEST_TITLE].strip()


def _name(document: Document) -> str:
    """Give a file's name; where there is none, one that says its format."""
    return document.file_name or f"file{mimetypes.guess_extension(document.mime_type or '') or ''}"


async def _download(document: Document, megabytes: int) -> bytes:
    try:
        file = await document.get_file()
        # What the message said of the size came from whoever sent it.
        if (file.file_size or 0) > megabytes * _MEGABYTE:
            raise _NotDownloadedError(too_big=True)
        return bytes(await file.download_as_bytearray())
    except TelegramError as error:
        logger.warning("没能下载要导入的文件：%s", error)
        too_big = isinstance(error, BadRequest) and _TOO_BIG in str(error).lower()
        raise _NotDownloadedError(too_big=too_big) from error

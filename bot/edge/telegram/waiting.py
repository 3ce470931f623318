"""Tell those who asked in vain, and wished to be told, once the knowledge has an answer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final

from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.base.errors import JournalError
from bot.base.model import Answer
from bot.edge.telegram.outbox import send
from bot.presentation.reply import to_question
from bot.presentation.teaching import with_heading
from bot.presentation.texts import texts_for

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.edge.telegram.context import App
    from bot.journal.records import Wish
    from bot.presentation.library import Library

logger = logging.getLogger(__name__)

_PATIENCE_AT_THE_END: Final = 2.0
"""Seconds that stopping the bot waits for who is being told just then."""


@contextlib.asynccontextmanager
async def telling(application: App) -> AsyncGenerator[None]:
    """Go through the wishes at first and after every change of the knowledge, meanwhile."""
    state, ending = application.bot_data, asyncio.Event()
    state.renewed.set()
    task = asyncio.create_task(_keep_telling(application, ending))
    try:
        yield
    finally:
        ending.set()
        state.renewed.set()
        # In the middle of its work a database's driver does not like to be cancelled.
        await asyncio.wait({task}, timeout=_PATIENCE_AT_THE_END)
        task.cancel()


async def _keep_telling(application: App, ending: asyncio.Event) -> None:
    state = application.bot_data
    while True:
        await state.renewed.wait()
        state.renewed.clear()
        if ending.is_set():
            return
        try:
            await _tell_all(application, ending)
        except JournalError as error:
            logger.info("记录库现在用不了，没能看谁在等答案：%s", error)
        except Exception:
            logger.exception("没能告诉等答案的读者")


async def _tell_all(application: App, ending: asyncio.Event) -> None:
    state = application.bot_data
    # What an outcome points at is in the library that it came from, whatever a reload does meanwhile.
    library = state.library
    for wish in await state.journal.wishes():
        outcome = await state.thinking.ask(library.engine, wish.question)
        if ending.is_set() or state.renewed.is_set():
            # With a new library they are all gone through again.
            return
        # Forgotten before it is granted: a crash in between must not tell anybody twice.
        if isinstance(outcome, Answer) and await state.journal.told(wish):
            await _tell(application, library, wish, outcome)


async def _tell(application: App, library: Library, wish: Wish, outcome: Answer) -> None:
    state = application.bot_data
    texts = texts_for(state.journal.language(wish.chat_id) or wish.language)
    asked_id = wish.asked_ids[-1]
    shown = to_question(texts, library, outcome, state.settings.answers, asked_id)
    try:
        sent = await send(
            application.bot, wish.chat_id, with_heading(texts.news(wish.question), shown)
        )
    except Forbidden:
        logger.info("等答案的一位读者已不让机器人发消息，没有告诉他")
    except RetryAfter:
        # It was not sent for sure: the next change of the knowledge is another chance.
        await state.journal.wish(asked_id, wish.chat_id)
        logger.warning("Telegram 限制发送，一位等答案的读者下次再告诉")
    except TelegramError as error:
        logger.warning("没能告诉一位等答案的读者：%s", error)
    else:
        state.answers.put((sent.chat_id, sent.message_id), asked_id)

"""Tell an admin what came of it: what changed, or what is wrong."""

from __future__ import annotations

import contextlib
import io
import logging
from typing import TYPE_CHECKING, Final

from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.base.errors import ChangedMeanwhileError, JournalError, ProblemsError
from bot.edge.telegram.admin.changing import BusyError
from bot.edge.telegram.outbox import edit
from bot.presentation.card import Card, notice
from bot.presentation.changes import refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from telegram import Message

    from bot.base.model import Problem
    from bot.edge.telegram.context import Context
    from bot.presentation.card import Rows

logger = logging.getLogger(__name__)

PROBLEMS_FILE: Final = "problems.txt"


@contextlib.asynccontextmanager
async def told_in(shown: Message, context: Context, buttons: Rows = ()) -> AsyncIterator[None]:
    """Say in a message of the bot's own why something could not be done.

    Args:
        shown: The message.
        context: Of the update.
        buttons: What stays under the message where it may be tried once more.
    """
    words = context.texts.admin
    try:
        yield
    except BusyError:
        await edit(shown, Card(notice(words.busy).html, buttons))
    except JournalError as error:
        logger.warning("没有改动，记录库用不了：%s", error)
        await edit(shown, Card(notice(because(words.journal_down, error)).html, buttons))
    except ProblemsError as error:
        logger.warning("没有改动，有 %d 个问题", len(error.problems))
        heading = words.not_changed(len(error.problems))
        # Of what was changed meanwhile nothing is left to be confirmed.
        left = () if isinstance(error, ChangedMeanwhileError) else buttons
        await tell_problems(shown, heading, error.problems, context, left)
    except TelegramError:
        # What was to be done may be done: only telling of it failed.
        raise
    except Exception:
        logger.exception("没有改动")
        await edit(shown, notice(words.broken))


def because(words: str, error: JournalError) -> str:
    """Say with some words what is wrong with the journal: an admin may be able to mend it."""
    return f"{words}\n（{error}）"


async def tell_problems(
    shown: Message,
    heading: str,
    problems: Sequence[Problem],
    context: Context,
    buttons: Rows = (),
) -> None:
    """List problems in a message, over its buttons, and in a file where they do not fit in."""
    words = context.texts.admin
    if shown.chat.type != ChatType.PRIVATE:
        await edit(shown, notice(words.refused_in_group(len(problems))))
        return
    card, file = refused(heading, problems)
    await edit(shown, Card(card.html, buttons))
    if file is not None:
        caption = words.all_problems(len(problems))
        await send_file(shown, PROBLEMS_FILE, file, caption)


async def send_file(message: Message, name: str, content: str, caption: str | None = None) -> None:
    """Send a text as a file, in reply to a message."""
    await message.reply_document(io.BytesIO(content.encode()), caption=caption, filename=name)

"""What happens when a handler fails: a line in the log, a sentence to who was waiting."""

from __future__ import annotations

import contextlib
import logging
import traceback
from typing import TYPE_CHECKING, Final

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.edge.telegram.link.requests import UncertainError
from bot.edge.telegram.link.troubles import Trouble
from bot.edge.telegram.outbox import reply
from bot.presentation.card import notice

if TYPE_CHECKING:
    from bot.edge.telegram.context import Context

_MINUTE: Final = 60.0

_UNWANTED: Final = Trouble(
    "unwanted",
    "不让机器人发消息的，一共遇到 {times} 次",
    until_well=False,
    level=logging.INFO,
    quiet=_MINUTE,
)
_UNSENT: Final = Trouble("unsent", "没能发出的消息一共有 {times} 条", until_well=False)
_UNCERTAIN: Final = Trouble(
    "uncertain", "不知道有没有送到的消息一共有 {times} 条", until_well=False
)


async def on_error(update: object, context: Context) -> None:
    """Take whatever a handler raised."""
    error = context.error
    if error is None:
        return
    line = context.state.line
    if isinstance(error, Forbidden):
        line.noticed(_UNWANTED, f"对方不让机器人发消息：{error}", "")
    elif isinstance(error, UncertainError):
        line.noticed(_UNCERTAIN, f"一条消息不知道有没有送到，没有重发：{error}", "")
    elif isinstance(error, RetryAfter):
        line.noticed(_UNSENT, f"Telegram 限制发送，一条消息没能发出：{error}", "flood")
    elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        # What was sent may have arrived all the same: saying more would confuse.
        line.noticed(_UNSENT, f"一条消息没能发出：{error}", type(error).__name__)
    else:
        context.state.metrics.failed("handler")
        line.troubles.happened(_kind_of(error), "处理消息时出错", error)
        if isinstance(update, Update) and update.effective_message is not None:
            with contextlib.suppress(TelegramError):
                await reply(update.effective_message, notice(context.texts.failure), context.texts)


def _kind_of(error: Exception) -> Trouble:
    """Tell errors from each other by where they come from; each has its traceback in the log once."""
    place = next(iter(traceback.extract_tb(error.__traceback__)[-1:]), None)
    where = f"{place.filename}:{place.lineno}" if place is not None else ""
    return Trouble(
        f"{type(error).__name__} {where}",
        f"同样的错误（{type(error).__name__}）一共出了 {{times}} 次",
        until_well=False,
        level=logging.ERROR,
        quiet=_MINUTE,
    )

"""What happens when a handler fails: a line in the log, a sentence to who was waiting."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.edge.telegram.outbox import reply
from bot.presentation.card import notice

if TYPE_CHECKING:
    from bot.edge.telegram.context import Context

logger = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Take whatever a handler, or polling (with no update), raised."""
    error = context.error
    if isinstance(error, Forbidden):
        logger.info("对方不让机器人发消息：%s", error)
    elif isinstance(error, Conflict):
        context.state.conflict_at = time.monotonic()
        logger.error("另一个进程正在用同一个令牌收消息，请停掉其中一个：%s", error)
    elif isinstance(error, RetryAfter):
        logger.warning("Telegram 限制发送，一条消息没能发出：%s", error)
    elif isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        # What was sent may have arrived all the same: saying more would confuse.
        logger.warning("与 Telegram 的连接出错：%s", error)
    else:
        logger.error("处理消息时出错", exc_info=error)
        if isinstance(update, Update) and update.effective_message is not None:
            with contextlib.suppress(TelegramError):
                await reply(update.effective_message, notice(context.texts.failure), context.texts)

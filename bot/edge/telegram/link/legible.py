"""Updates that the library cannot read: each is skipped and said, so that those behind it come."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from telegram import Update

from bot.edge.telegram.link.troubles import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import Bot

    from bot.edge.telegram.link.line import Line

logger = logging.getLogger(__name__)

_UNREADABLE: Final = Trouble(
    "unreadable", "看不懂的更新一共有 {times} 条，都已跳过", until_well=False
)


def number_of(told: object) -> int | None:
    """Give an update's number; None where something else was told, that cannot be confirmed."""
    number = told.get("update_id") if isinstance(told, dict) else None
    return number if isinstance(number, int) else None


def read_update(told: Mapping[str, Any], bot: Bot | None, line: Line) -> Update | None:
    """Read an update; None, and a line in the log, where the library cannot.

    Args:
        told: What Telegram told; it has a number.
        bot: What the update's own methods call; None where nobody will.
        line: Takes note of it.
    """
    try:
        update = Update.de_json(dict(told), bot)
    except Exception as error:
        number = told["update_id"]
        kinds = "、".join(sorted(set(told) - {"update_id"})) or "空"
        # Not the error's text: it may quote somebody.
        words = f"看不懂编号 {number} 的更新（{kinds}），已跳过：{type(error).__name__}"
        line.noticed(_UNREADABLE, words, type(error).__name__)
        logger.debug("update %s cannot be read", number, exc_info=error)
        return None
    line.numbers.see(told)
    return update

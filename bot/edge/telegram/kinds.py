"""The kinds of updates that the bot asks Telegram for."""

from __future__ import annotations

from typing import Final

from telegram import Update

HANDLED_UPDATES: Final = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
)
"""Edited messages and channel posts are none of the bot's business."""


def kind_of(update: object) -> str:
    """Name what an update brings: one of these kinds, or `other`."""
    return next((k for k in HANDLED_UPDATES if getattr(update, k, None) is not None), "other")

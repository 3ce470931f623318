"""All that admins may do, in the order in which it is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.edge.telegram.admin import (
    articles,
    doctoring,
    history,
    importing,
    lexicon,
    missing,
    proposing,
    reloading,
    reporting,
    teaching,
)

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import BaseHandler

    from bot.edge.telegram.context import Context


def handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers; they come before those of readers."""
    parts = (
        proposing,
        reloading,
        importing,
        articles,
        lexicon,
        history,
        teaching,
        missing,
        reporting,
        doctoring,
    )
    return [handler for part in parts for handler in part.handlers()]


def first_handlers() -> list[BaseHandler[Update, Context, Any]]:
    """Give the handlers that look at messages before all others do."""
    return [*importing.first_handlers(), *teaching.first_handlers()]

"""What every handler is given besides the update: the running bot's typed state."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.presentation.texts import texts_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.base.model import Outcome
    from bot.input.settings import Settings
    from bot.presentation.library import Library
    from bot.search.engine import Engine


@dataclass(slots=True)
class State:
    """What handlers share. All that ever changes is the library, as one reference."""

    settings: Settings
    library: Library
    """What answers are taken from."""
    load: Callable[[], Engine]
    """Reads the knowledge again and builds an engine; raises where anything is wrong with it."""
    reloading: bool = False
    loading: asyncio.Future[Library] | None = None
    """The last reload's work, to be given up when the bot is stopped."""


Data = dict[Any, Any]
Bot = ExtBot[int]


class Context(CallbackContext[Bot, Data, Data, State]):
    """The context of this bot's handlers."""

    def __init__(
        self, application: App, chat_id: int | None = None, user_id: int | None = None
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self.texts = texts_for(None)
        """The wording for whoever caused the update."""

    @classmethod
    def from_update(cls, update: object, application: App) -> Context:
        """Build the context of an update."""
        context = super().from_update(update, application)
        if isinstance(update, Update) and update.effective_user is not None:
            context.texts = texts_for(update.effective_user.language_code)
        return context

    @property
    def state(self) -> State:
        """What handlers share."""
        return self.bot_data

    async def ask(self, library: Library, question: str) -> Outcome:
        """Ask in a thread: other chats need not wait."""
        return await asyncio.to_thread(library.engine.ask, question)


App = Application[Bot, Context, Data, Data, State, None]

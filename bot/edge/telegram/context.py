"""What every handler is given besides the update: the running bot's typed state."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.edge.telegram.aside import aside
from bot.edge.telegram.memory import Recent, TapBudget
from bot.edge.telegram.thinking import Thinking
from bot.presentation.texts import texts_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.base.model import Knowledge
    from bot.input.changes import Change
    from bot.input.settings import Settings
    from bot.journal.journal import Journal
    from bot.journal.records import Asked
    from bot.language.followup import Turn
    from bot.presentation.library import Library

T = TypeVar("T")

_MINUTE: Final = 60.0
_DAY: Final = 24 * 3600.0
_MOST_CONVERTED: Final = 2


class Load(Protocol):
    """Reads the whole knowledge, in whatever thread it is called."""

    def __call__(self, changes: Sequence[Change] = ()) -> Knowledge:
        """Read it as it is, or as it would be after some changes.

        Raises:
            KnowledgeError: There are problems; it carries all of them.
        """


@dataclass(slots=True)
class State:
    """What handlers share."""

    settings: Settings
    library: Library
    """What answers are taken from: swapped, as one reference, by a reload."""
    load: Load
    """Reads the knowledge again."""
    journal: Journal
    busy: bool = False
    """Whether the knowledge is being changed or loaded: only one may do so at a time."""
    underway: set[asyncio.Future[Any]] = field(default_factory=set)
    """Long work that is given up when the bot is stopped."""
    stopping: bool = False
    turns: Recent[int, Turn] = field(init=False)
    """What each reader asked last in the private chat."""
    answers: Recent[tuple[int, int], str] = field(init=False)
    """Questions' ids by chat and message, where no button of the answer says them."""
    offered: Recent[str, Asked] = field(init=False)
    """Inline questions by id, whose answers may yet be sent somewhere."""
    thinking: Thinking = field(default_factory=Thinking)
    """Where engines are asked."""
    taps: TapBudget = field(default_factory=TapBudget)
    declined: Recent[int, int] = field(init=False)
    """Who was told of late that files are for admins, and in answer to which message."""
    converting: asyncio.Semaphore = field(init=False)
    """How many documents are converted at a time: each takes a process, and memory."""
    started_at: datetime.datetime = field(
        default_factory=lambda: datetime.datetime.now(datetime.UTC)
    )
    conflict_at: float | None = None
    """When, by the monotonic clock, another process was last seen that polls with our token."""
    renewed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the library was exchanged: whoever waits for an answer may get it now."""

    def begin(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Do long work in a thread, but for no longer than the bot runs.

        Raises:
            CancelledError: The bot is being stopped.
        """
        if self.stopping:
            raise asyncio.CancelledError
        doing = aside(work)
        self.underway.add(doing)
        doing.add_done_callback(self.underway.discard)
        return doing

    def give_up(self) -> None:
        """Wait for none of the long work any more, and begin no other."""
        self.stopping = True
        for doing in list(self.underway):
            doing.cancel()

    def take_over(self, library: Library) -> None:
        """Answer from another library from now on."""
        self.library = library
        self.renewed.set()

    def __post_init__(self) -> None:
        self.turns = Recent(60.0 * self.settings.answers.follow_up_minutes)
        self.answers = Recent(_DAY)
        self.offered = Recent(_DAY)
        self.declined = Recent(_MINUTE)
        self.converting = asyncio.Semaphore(_MOST_CONVERTED)


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
        if isinstance(update, Update) and (user := update.effective_user) is not None:
            chosen = application.bot_data.journal.language(user.id)
            context.texts = texts_for(chosen or user.language_code)
        return context

    @property
    def state(self) -> State:
        """What handlers share."""
        return self.bot_data


App = Application[Bot, Context, Data, Data, State, None]

"""Who asks too much: told so once a minute, and else not heard, before anything waits for it."""

from __future__ import annotations

import enum
import logging
import time
from typing import TYPE_CHECKING, Final

from telegram import Update
from telegram.constants import ChatType

from bot.edge.telegram.addressing import writer_of
from bot.edge.telegram.memory import Budget, Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from telegram import Message
    from telegram.ext import BaseHandler

    from bot.input.settings import LimitSettings

logger = logging.getLogger(__name__)

_MINUTE: Final = 60.0


class Excess(enum.Enum):
    """What there was too much of."""

    QUESTIONS = enum.auto()
    """Of one person's."""
    GROUP = enum.auto()
    """Questions in one group."""
    TAPS = enum.auto()
    INLINE = enum.auto()


class Gate:
    """Lets updates in as they arrive, as far as the limits allow."""

    def __init__(
        self,
        limits: LimitSettings,
        admins: Collection[int] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._admins = frozenset(admins)
        self._questions = Budget(limits.questions_a_minute, clock)
        self._in_groups = Budget(limits.group_questions_a_minute, clock)
        self._taps = Budget(limits.taps_a_minute, clock)
        self._inline = Budget(limits.inline_a_minute, clock)
        self._notices: Recent[tuple[int, Excess], bool] = Recent(_MINUTE, clock=clock)
        self._handlers: tuple[BaseHandler[Any, Any, Any], ...] = ()
        self._to_tell: dict[int, Excess] = {}
        self.refused = 0
        """How many updates were not let in, since the start."""

    def guard(self, handlers: Iterable[BaseHandler[Any, Any, Any]]) -> None:
        """Be told which handlers there are: what none of them takes is nobody's business."""
        self._handlers = tuple(handlers)

    def lets_in(self, update: object) -> bool:
        """Tell whether an update is to be handled; of one that is not, nobody is to hear."""
        if not isinstance(update, Update):
            return True
        # In groups most of what is said is for others: it neither counts nor waits.
        if not self._is_taken(update):
            return False
        found = self._excess(update)
        if found is None:
            return True
        self.refused += 1
        excess, whom = found
        # One word to a group, whoever in it asks too much.
        key = whom, Excess.GROUP if excess is Excess.QUESTIONS else excess
        if self._notices.get(key):
            return False
        self._notices.put(key, value=True)
        self._to_tell[update.update_id] = excess
        logger.info("%s 发得太快，提醒一次，之后一分钟里多出来的不理（%s）", whom, excess.name)
        return True

    def must_be_told(self, update: Update) -> bool:
        """Tell whether an update was let in only to say that it is one too many."""
        return update.update_id in self._to_tell

    def take_excess(self, update: Update) -> Excess:
        """Give what there was too much of, once; see `must_be_told`."""
        return self._to_tell.pop(update.update_id)

    def _is_taken(self, update: Update) -> bool:
        checks = (handler.check_update(update) for handler in self._handlers)
        try:
            return any(check is not None and check is not False for check in checks)
        except Exception:  # noqa: BLE001 - it fails once more where failures are dealt with
            return True

    def _excess(self, update: Update) -> tuple[Excess, int] | None:
        """Count an update; gives what is too much, and the chat or person to be told."""
        if (message := update.message) is not None:
            return self._excess_of(message)
        user = update.effective_user
        if user is None or user.id in self._admins:
            return None
        if update.callback_query is not None and not self._taps.allows(user.id):
            return Excess.TAPS, user.id
        if update.inline_query is not None and not self._inline.allows(user.id):
            return Excess.INLINE, user.id
        return None

    def _excess_of(self, message: Message) -> tuple[Excess, int] | None:
        writer, chat = writer_of(message), message.chat
        if writer in self._admins:
            return None
        if not self._questions.allows(writer):
            return Excess.QUESTIONS, chat.id
        if chat.type != ChatType.PRIVATE and not self._in_groups.allows(chat.id):
            return Excess.GROUP, chat.id
        return None

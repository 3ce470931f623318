"""Say to who asks too much that it is too much: in the chat's turn, like an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import InlineQueryResultsButton, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler

from bot.edge.telegram.context import Context
from bot.edge.telegram.gate import Excess
from bot.edge.telegram.outbox import acknowledge, reply
from bot.presentation.card import notice
from bot.presentation.links import NO_QUESTION

if TYPE_CHECKING:
    from bot.edge.telegram.gate import Gate


class _Refused(BaseHandler[Update, Context, None]):
    """Takes the updates that the gate let in to be declined."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(decline)
        self._gate = gate

    def check_update(self, update: object) -> bool:
        """Tell whether an update is one of them."""
        return isinstance(update, Update) and self._gate.must_be_told(update)


def handlers(gate: Gate) -> list[BaseHandler[Update, Context, Any]]:
    """Give the handler that comes before all others."""
    return [_Refused(gate)]


async def decline(update: Update, context: Context) -> None:
    """Say what there was too much of, and what to do."""
    limits, texts = context.state.settings.limits, context.texts
    excess = context.state.gate.take_excess(update)
    if excess is Excess.TAPS and update.callback_query is not None:
        await acknowledge(update.callback_query, texts.taps_too_fast)
    elif excess is Excess.INLINE and update.inline_query is not None:
        button = InlineQueryResultsButton(texts.inline_too_fast, start_parameter=NO_QUESTION)
        # Not kept by Telegram: in a minute the same is answered.
        await update.inline_query.answer([], cache_time=0, is_personal=True, button=button)
    elif update.message is not None:
        words = (
            texts.group_too_fast(limits.group_questions_a_minute)
            if excess is Excess.GROUP
            else texts.too_fast(limits.questions_a_minute)
        )
        await reply(update.message, notice(words), texts)
    raise ApplicationHandlerStop

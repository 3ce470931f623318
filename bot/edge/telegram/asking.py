"""From a question to an outcome that the journal knows of."""

from __future__ import annotations

import datetime
import logging
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.base.errors import JournalError
from bot.base.model import Answer, Outcome, Refusal
from bot.edge.telegram.aside import computed, within
from bot.journal.records import Asked, new_id
from bot.search.dialogue import say

if TYPE_CHECKING:
    from bot.edge.telegram.context import Context
    from bot.journal.records import ChatKind, OutcomeKind
    from bot.language.followup import Turn
    from bot.presentation.library import Library

logger = logging.getLogger(__name__)

_PATIENCE: Final = 1.0
"""Seconds that a reader who tapped a button waits for a journal that may be down."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where."""

    user_id: int
    chat_kind: ChatKind


async def ask(
    context: Context, library: Library, question: str, asker: Asker
) -> tuple[Outcome, Asked]:
    """Answer a question; in a private chat it may follow up the one before.

    Returns:
        The outcome, and what the journal is to know of it: it does not yet.
    """
    turns = context.state.turns
    private = asker.chat_kind == "private"
    last: Turn | None = turns.get(asker.user_id) if private else None
    started = time.perf_counter()
    said = await computed(say, library.engine, question, last)
    elapsed = (time.perf_counter() - started) * 1000
    if private:
        turns.put(asker.user_id, said.turn)
    outcome = said.outcome
    best = outcome.candidates[0] if outcome.candidates else None
    shown = None if best is None or isinstance(outcome, Refusal) else best.sentence
    return outcome, Asked(
        id=new_id(),
        at=datetime.datetime.now(datetime.UTC),
        user_id=asker.user_id,
        chat_kind=asker.chat_kind,
        question=said.question,
        outcome=_kind(outcome),
        confidence=best.confidence if best else 0,
        latency_ms=elapsed,
        article_id=shown.article.id if shown else None,
        position=shown.position if shown else None,
        language=context.texts.tag,
    )


async def ask_again(library: Library, question: str, typed: str | None = None) -> Outcome:
    """Answer a question that was answered before; nobody is told.

    Args:
        library: What to answer from.
        question: As it was asked.
        typed: What was typed, where that is known and may have been a follow-up.
    """
    outcome = await computed(library.engine.ask, question)
    if not typed or typed == question or outcome.question.reading is not None:
        return outcome
    return replace(outcome, question=replace(outcome.question, text=typed, reading=question))


async def recall(context: Context, asked_id: str) -> str | None:
    """Give a question by its id, while the journal knows it and can be reached."""
    if not asked_id:
        return None
    try:
        row = await within(_PATIENCE, context.state.journal.question(asked_id))
    except (JournalError, TimeoutError) as error:
        logger.info("日志数据库现在查不到问题：%s", error)
        return None
    return row.question if row else None


def _kind(outcome: Outcome) -> OutcomeKind:
    if isinstance(outcome, Answer):
        return "answer"
    return "refusal" if isinstance(outcome, Refusal) else "suggestions"

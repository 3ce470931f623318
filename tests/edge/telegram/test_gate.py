from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from telegram import Chat, Message, Update, User
from telegram.ext import TypeHandler

from bot.edge.telegram.gate import Excess, Gate
from bot.input.settings import LimitSettings

if TYPE_CHECKING:
    from bot.edge.telegram.context import Context

ADMIN = 99
GROUP = -5
LIMITS = LimitSettings(questions_a_minute=2, group_questions_a_minute=3)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def nothing(update: Update, context: Context) -> None:
    del update, context


def a_gate(clock: Clock, kind: type[Any] = Update) -> Gate:
    gate = Gate(LIMITS, [ADMIN], clock)
    gate.guard([TypeHandler(kind, nothing)])
    return gate


def said(gate: Gate, writer: int, chat: int | None = None) -> Excess | bool:
    """Let somebody say something; gives what he is told, or whether it is handled at all."""
    where = Chat(writer, "private") if chat is None else Chat(chat, "supergroup")
    now = datetime.datetime.now(datetime.UTC)
    message = Message(1, now, where, from_user=User(writer, "甲", is_bot=False))
    update = Update(1, message=message)
    is_in = gate.lets_in(update)
    return gate.take_excess(update) if gate.must_be_told(update) else is_in


def test_who_sends_too_much_is_told_once_and_served_again_later() -> None:
    clock = Clock()
    gate = a_gate(clock)
    assert [said(gate, 1) for _ in range(4)] == [True, True, Excess.QUESTIONS, False]
    assert gate.refused == 2
    clock.now += 59
    assert said(gate, 1) is False
    clock.now += 1
    assert [said(gate, 1) for _ in range(3)] == [True, True, Excess.QUESTIONS]


def test_a_group_is_told_once_whoever_asks_too_much() -> None:
    gate = a_gate(Clock())
    assert [said(gate, 1, GROUP) for _ in range(3)] == [True, True, Excess.QUESTIONS]
    # What was not answered is not counted for the group.
    assert [said(gate, 2, GROUP) for _ in range(2)] == [True, False]
    assert said(gate, 3, GROUP - 1) is True


def test_an_admin_is_always_heard() -> None:
    gate = a_gate(Clock())
    assert all(said(gate, ADMIN) is True for _ in range(50))


def test_what_nobody_handles_is_not_let_in_and_does_not_count() -> None:
    gate = a_gate(Clock(), str)
    assert [said(gate, 1) for _ in range(50)] == [False] * 50
    assert gate.refused == 0

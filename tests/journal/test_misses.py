"""Which questions are missed, and until when."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from tests.journal.conftest import NOON, asked

if TYPE_CHECKING:
    from bot.journal.journal import Journal
    from bot.journal.records import ChatKind, OutcomeKind, Verdict

LONG_AGO = NOON - datetime.timedelta(days=365)


async def missed(journal: Journal, since: datetime.datetime = LONG_AGO) -> list[tuple[str, int]]:
    return [(miss.question, miss.times) for miss in await journal.misses(since)]


@pytest.mark.parametrize(
    ("outcome", "verdicts", "chat_kind", "is_missed"),
    [
        ("refusal", [], "private", True),
        ("refusal", [], "group", True),
        ("refusal", [-1, -1], "group", True),
        ("answer", [-1], "private", True),
        ("answer", [1, -1], "group", True),
        ("suggestions", [-1], "private", True),
        ("suggestions", [], "private", False),
        ("answer", [], "private", False),
        ("answer", [1], "private", False),
        ("answer", [0], "private", False),
        # Typed halfway: 火, 火星, 火星在 …
        ("refusal", [], "inline", False),
    ],
)
async def test_what_found_nothing_or_displeased_is_missed_once(
    outcome: OutcomeKind,
    verdicts: list[Verdict],
    chat_kind: ChatKind,
    is_missed: bool,
    journal: Journal,
) -> None:
    question = asked("问", outcome=outcome, chat_kind=chat_kind)
    journal.asked(question)
    for user_id, verdict in enumerate(verdicts):
        journal.feedback(question.id, user_id, verdict)
    assert await missed(journal) == [("问", 1)] * is_missed


async def test_the_same_question_counts_together_most_asked_first(journal: Journal) -> None:
    typed = ["火星在哪里？", "SCO是什么", "sco 是什麼?!", "木星", "火星在哪里", "ＳＣＯ是什么"]
    questions = [
        asked(text, at=NOON + datetime.timedelta(seconds=second))
        for second, text in enumerate(typed)
    ]
    for question in questions:
        journal.asked(question)
    found = await journal.misses(LONG_AGO)
    # The last asking stands for all.
    assert [(miss.question, miss.times, miss.id) for miss in found] == [
        ("ＳＣＯ是什么", 3, questions[5].id),
        ("火星在哪里", 2, questions[4].id),
        ("木星", 1, questions[3].id),
    ]
    assert [miss.last_at for miss in found] == [questions[index].at for index in (5, 4, 3)]
    assert [miss.times for miss in await journal.misses(LONG_AGO, limit=2)] == [3, 2]
    assert await missed(journal, questions[4].at) == [("ＳＣＯ是什么", 1), ("火星在哪里", 1)]


async def test_marks_alone_are_a_question_of_their_own(journal: Journal) -> None:
    for text in ("？", "！", "？"):
        journal.asked(asked(text))
    assert await missed(journal) == [("？", 2), ("！", 1)]


async def test_what_was_taught_is_missed_anew_if_it_is_refused_again(journal: Journal) -> None:
    for text in ("火星", "火星？", "木星"):
        journal.asked(asked(text))
    (mars, _) = await journal.misses(LONG_AGO)
    assert await journal.settle_miss([mars.id], "taught") == 2
    assert await journal.settle_miss([mars.id], "taught") == 0
    assert await missed(journal) == [("木星", 1)]
    journal.asked(asked("火星"))
    assert sorted(await missed(journal)) == [("木星", 1), ("火星", 1)]


async def test_what_is_ignored_stays_so_until_it_is_taught(journal: Journal) -> None:
    journal.asked(asked("火星"))
    (mars,) = await journal.misses(LONG_AGO)
    for _ in range(2):
        await journal.settle_miss([mars.id], "ignored")
    again = asked("火星！")
    journal.asked(again)
    assert await missed(journal) == []
    await journal.settle_miss([again.id], "taught")
    assert await missed(journal) == []
    journal.asked(asked("火星"))
    assert await missed(journal) == [("火星", 1)]


async def test_what_is_taught_by_its_wording_is_settled_too(journal: Journal) -> None:
    for text in ("火星", "木星", "土星"):
        journal.asked(asked(text))
    assert await journal.settle_miss([], "taught", texts=["火星？", "土星", "没人问过"]) == 2
    assert await missed(journal) == [("木星", 1)]


async def test_nothing_to_settle(journal: Journal) -> None:
    journal.asked(asked("火星"))
    assert await journal.settle_miss([], "ignored") == 0
    assert await journal.settle_miss(["neverwas"], "ignored") == 0
    assert await missed(journal) == [("火星", 1)]

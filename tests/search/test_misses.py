from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from bot.base.text import normalise
from bot.search.misses import _ALIKE, Alike, _essence, group_alike
from tests.search.bases import QUESTIONS


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("火星在哪里", "请问火星在哪里呢？", True),
        ("火星探测器什么时候返回", "火星探测器什么时候返回地球", True),
        # In whatever order.
        ("谁主持了会议？", "会议是谁主持的", True),
        ("上合組織峰會是誰主持的", "上合组织峰会谁主持", True),
        ("Who is the president?", "who is president", True),
        # One answer would not do for both.
        ("印度总理是谁", "印度总统是谁", False),
        ("普京是谁", "莫迪是谁", False),
        ("1998年大会的主席是谁", "1999年大会的主席是谁", False),
        ("第二十次会议什么时候召开", "第二十一次会议什么时候召开", False),
        ("北京有多少人", "火星在哪里", False),
        # Nothing but marks or particles.
        ("？", "！", False),
        ("吗", "呢", False),
        ("？", "?", True),
    ],
)
def test_what_is_alike(one: str, other: str, are_alike: bool) -> None:
    assert len(group_alike([(one, 1), (other, 1)])) == (1 if are_alike else 2)


def test_nothing_makes_no_groups() -> None:
    assert group_alike([]) == ()


def test_most_asked_first_inside_and_out() -> None:
    questions = [
        ("木星在哪里", 4),
        ("火星在哪里呢", 1),
        ("怎么联系你们", 5),
        ("火星在哪里", 3),
        ("请问火星在哪里", 2),
    ]
    assert group_alike(questions) == (
        Alike((3, 4, 1), 6),
        Alike((2,), 5),
        Alike((0,), 4),
    )


def test_groups_do_not_grow_from_neighbour_to_neighbour() -> None:
    # Each is like the next, but the first is not like the last.
    chain = [
        "甲乙丙丁戊己庚辛",
        "甲乙丙丁戊己庚辛壬",
        "甲乙丙丁戊己庚辛壬癸子丑"[:10],
        "乙丙丁戊己庚辛壬癸子",
    ]
    groups = group_alike([(text, len(chain) - index) for index, text in enumerate(chain)])
    assert [group.members for group in groups] == [(0, 1, 2), (3,)]


@given(st.lists(st.tuples(QUESTIONS, st.integers(1, 5)), max_size=12))
def test_every_question_is_in_one_group_and_no_leader_is_overlooked(
    questions: list[tuple[str, int]],
) -> None:
    groups = group_alike(questions)
    members = [index for group in groups for index in group.members]
    assert sorted(members) == list(range(len(questions)))
    leaders = [group.members[0] for group in groups]
    for index, one in enumerate(leaders):
        for other in leaders[:index]:
            assert not _are_alike(questions[one][0], questions[other][0])
    for group in groups:
        leader, *others = group.members
        assert all(_are_alike(questions[leader][0], questions[other][0]) for other in others)


def _are_alike(one: str, other: str) -> bool:
    first, second = _essence(one), _essence(other)
    same_numbers = first.numbers == second.numbers
    # What is nothing at all is like nothing.
    shared = fuzz.ratio(first.characters, second.characters) if first.characters else 0
    return same_numbers and shared >= _ALIKE


def test_ten_thousand_questions_are_grouped() -> None:
    # Nothing that is folded into another character, and no numerals.
    plain = [char for char in map(chr, range(0x5E00, 0x6200)) if normalise(char).text == char][:150]
    names = [f"{first}{last}" * 2 for first in plain[:50] for last in plain[50:]]
    questions = [(f"{name}公司{ask}", 1) for name in names for ask in ("是谁创办的", "是谁创办")]
    groups = group_alike(questions)
    assert [group.members for group in groups] == [
        (number, number + 1) for number in range(0, 10_000, 2)
    ]

from __future__ import annotations

import json

import pytest

from bot.presentation.lesson import MOST_WORDINGS, Lesson, Objection, Step, one_line

LIMIT = 20

ASKED = [
    ("谁主持？", ("谁主持？",)),
    ("  谁主持？  \n\n谁来主持\n", ("谁主持？", "谁来主持")),
    ("谁主持？\n誰主持\n谁 主持!", ("谁主持？",)),
    ("", Objection.NOTHING_ASKED),
    ("？？\n😀", Objection.NOTHING_ASKED),
    ("长" * 21, Objection.TOO_LONG),
    ("\n".join(f"问{number}" for number in range(MOST_WORDINGS + 1)), Objection.TOO_MANY),
]


@pytest.mark.parametrize(("typed", "expected"), ASKED)
def test_questions_are_taken_one_a_line_and_none_twice(
    typed: str, expected: tuple[str, ...] | Objection
) -> None:
    taken = Lesson().asked(typed, LIMIT)
    assert (taken.asks if isinstance(taken, Lesson) else taken) == expected


def test_further_wordings_come_to_those_there_are() -> None:
    first = Lesson().asked("谁主持？", LIMIT)
    assert isinstance(first, Lesson)
    assert first.step is Step.WORDINGS
    second = first.asked("谁主持\n由谁主持", LIMIT)
    assert isinstance(second, Lesson)
    assert (second.asks, second.step) == (("谁主持？", "由谁主持"), Step.ANSWER)


ONE_LINE = [
    ("谁主持？ = 普京。", ("谁主持？",), "普京。"),
    ("谁主持？＝普京。", ("谁主持？",), "普京。"),
    ("一加一 = 1 + 1 = 2", ("一加一",), "1 + 1 = 2"),
    ("谁主持？\n由谁主持 = 普京。\n第二行。", ("谁主持？", "由谁主持"), "普京。\n第二行。"),
]


@pytest.mark.parametrize(("typed", "asks", "answer"), ONE_LINE)
def test_a_whole_lesson_fits_in_one_line(typed: str, asks: tuple[str, ...], answer: str) -> None:
    lesson = one_line(typed, LIMIT)
    assert isinstance(lesson, Lesson)
    assert (lesson.asks, lesson.answer, lesson.step) == (asks, answer, Step.PLACE)


@pytest.mark.parametrize("typed", ["谁主持？", "谁主持 =", "= 普京", "谁主持 =  \n "])
def test_what_is_no_lesson_in_one_line_is_none(typed: str) -> None:
    assert one_line(typed, LIMIT) is None


def test_a_question_that_is_too_long_is_so_in_one_line_too() -> None:
    assert one_line("长" * 21 + "=答", LIMIT) is Objection.TOO_LONG


@pytest.mark.parametrize(
    "lesson",
    [
        Lesson(),
        Lesson(Step.CONFIRMATION, ("问\n😀", "<b>"), "答 ' \" \\", "an-article", ("AbCdEf12",)),
    ],
)
def test_a_lesson_outlives_a_restart(lesson: Lesson) -> None:
    assert Lesson.from_json(json.loads(json.dumps(lesson.to_json()))) == lesson


def test_only_some_steps_take_what_is_typed() -> None:
    assert [step for step in Step if step.takes_text] == [
        Step.QUESTION,
        Step.WORDINGS,
        Step.ANSWER,
    ]

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.links import NO_QUESTION, question_in_parameter, start_parameter

QUESTIONS = [
    ("谁？", "谁？"),
    ("谁主持了会议？", "谁主持了会议？"),
    ("一二三四五六七八九十一二三四五", "一二三四五六七八九十一二三四五"),
    ("一二三四五六七八九十一二三四五六", None),
    ("", None),
]


@pytest.mark.parametrize(("question", "carried"), QUESTIONS)
def test_a_link_carries_a_question_that_fits_in(question: str, carried: str | None) -> None:
    assert question_in_parameter(start_parameter(question)) == carried


@given(st.text(max_size=60))
def test_telegram_accepts_every_link(question: str) -> None:
    assert re.fullmatch(r"[\w-]{1,64}", start_parameter(question), re.ASCII)


FORGED = [NO_QUESTION, "", "q", "q!", "qAA", "q_-_-", "qgICA", "q" + "A" * 61, "x6LCB"]


@pytest.mark.parametrize("parameter", FORGED)
def test_what_no_link_of_ours_says_is_no_question(parameter: str) -> None:
    found = question_in_parameter(parameter)
    assert found is None or found.strip("\0") == ""


@given(st.text(max_size=80))
def test_no_parameter_breaks_the_reading(parameter: str) -> None:
    question_in_parameter(parameter)

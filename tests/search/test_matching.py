from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.model import Span
from bot.base.text import normalise
from bot.search.matching import matched_spans, merge
from tests.search.bases import COMMON, QUESTIONS, build

BASE = build("会议由普京主持。", words=["轮值主席国", "putin"])


def _matched(question: str, sentence: str) -> str:
    """Return the sentence with what matched in brackets."""
    shown, last = "", 0
    for start, end in matched_spans(BASE.query(question), normalise(sentence)):
        shown += sentence[last:start] + f"[{sentence[start:end]}]"
        last = end
    return shown + sentence[last:]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("谁了解会议", "本次[会议]由普京主持，[会议]很好。"),
        ("主持过会议的普京", "本次[会议]由[普京主持]，[会议]很好。"),
        ("谁是莫迪", "本次会议由普京主持，会议很好。"),
        ("是的吗？", "本次会议由普京主持，会议很好。"),
    ],
)
def test_the_words_of_the_question_are_marked_wherever_they_stand(
    question: str, shown: str
) -> None:
    assert _matched(question, "本次会议由普京主持，会议很好。") == shown


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("谁了解會議", "本次[會議]由ＰＵＴＩＮ主持"),
        ("谁了解会议", "本次[會議]由ＰＵＴＩＮ主持"),
        ("putin是谁", "本次會議由[ＰＵＴＩＮ]主持"),
    ],
)
def test_what_is_marked_is_the_sentences_own_script(question: str, shown: str) -> None:
    assert _matched(question, "本次會議由ＰＵＴＩＮ主持") == shown


def test_a_mark_covers_what_a_word_came_from() -> None:
    assert _matched("谁了解会议", "本次会\u200b议") == "本次[会\u200b议]"


@given(QUESTIONS, st.text(COMMON, max_size=60))
def test_marks_are_in_order_and_apart(question: str, sentence: str) -> None:
    spans = matched_spans(BASE.query(question), normalise(sentence))
    ends = [-1, *(span.end for span in spans)]
    for end, span in zip(ends, spans, strict=False):
        assert end < span.start < span.end <= len(sentence)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))))
def test_merging_keeps_every_place_and_adds_none(pieces: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + length) for start, length in pieces]
    merged = merge(spans)
    assert {at for span in merged for at in range(*span)} == {
        at for span in spans for at in range(*span)
    }
    assert all(one.end < other.start for one, other in pairwise(merged))

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.candidates import CANDIDATES, PASSAGE_WEIGHT, _largest, retrieve
from tests.search.bases import QUESTIONS, SUMMIT, TEXTS, ZOO, Base, build

BASE = build(SUMMIT, ZOO)


def _found(base: Base, question: str, limit: int = CANDIDATES) -> list[str]:
    rows = retrieve(base.index, base.query(question), limit).rows.tolist()
    return [base.index.sentences[row].text for row in rows]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("谁主持了会议？", "本次会议由轮值主席国俄罗斯总统普京主持"),
        ("誰主持了會議？", "本次会议由轮值主席国俄罗斯总统普京主持"),
        ("论坛在哪里举行", "数字经济产业论坛在重庆举行。"),
        ("谁接任轮值主席国", "会议决定，由塔吉克斯坦接任轮值主席国。"),
        ("门票多少钱", "园长李建国说"),
        ("普京", "本次会议由"),
    ],
)
def test_the_sentence_with_most_in_common_comes_first(question: str, first: str) -> None:
    assert _found(BASE, question)[0].startswith(first)


@pytest.mark.parametrize("question", ["", "？", "xyz", "🐼", "的"])
def test_nothing_in_common_means_no_candidates(question: str) -> None:
    base = build("会议由普京主持。")
    assert _found(base, question) == []


def test_a_base_without_sentences_has_no_candidates() -> None:
    assert _found(build(), "谁主持了会议？") == []
    assert _found(build("", "  "), "谁主持了会议？") == []


def test_a_sentence_is_found_by_what_stands_around_it_in_its_paragraph() -> None:
    base = build("大熊猫来自成都。\n\n老虎来自东北。它今年四岁。")
    assert "它今年四岁。" in _found(base, "老虎来自哪里")
    assert "大熊猫来自成都。" in _found(base, "老虎来自哪里")
    assert "大熊猫来自成都。" not in _found(base, "老虎")


@given(TEXTS, QUESTIONS, st.integers(1, 5))
def test_candidates_are_the_best_in_order(
    texts: list[str | list[str]], question: str, limit: int
) -> None:
    base = build(*texts)
    query = base.query(question)
    everything = retrieve(base.index, query, len(base.index.sentences) + 1)
    best = retrieve(base.index, query, limit)
    assert np.all(np.diff(everything.total) <= 0)
    assert np.all(everything.total > 0)
    assert best.rows.tolist() == everything.rows[:limit].tolist()
    assert len(set(everything.rows.tolist())) == len(everything.rows)


@given(TEXTS, QUESTIONS)
def test_the_total_is_what_sentence_and_paragraph_have_in_common(
    texts: list[str | list[str]], question: str
) -> None:
    base = build(*texts)
    found = retrieve(base.index, base.query(question))
    around = found.passage_characters + found.passage_bigrams + found.passage_words
    assert found.total.tolist() == pytest.approx(
        (found.sentence + PASSAGE_WEIGHT * around).tolist(), rel=1e-5
    )


def test_some_of_the_candidates_keep_their_scores() -> None:
    found = retrieve(BASE.index, BASE.query("谁主持了会议？"))
    some = found.take(np.array([2, 0]))
    assert some.rows.tolist() == [found.rows[2], found.rows[0]]
    assert some.total.tolist() == [found.total[2], found.total[0]]
    assert some.sentence.tolist() == [found.sentence[2], found.sentence[0]]


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=12), st.integers(1, 14))
def test_of_equals_the_first_are_taken_first(scores: list[float], limit: int) -> None:
    rows = _largest(np.array(scores, dtype=np.float32), limit).tolist()
    assert rows == sorted(range(len(scores)), key=lambda row: -scores[row])[:limit]


def test_candidates_do_not_depend_on_articles_that_share_nothing() -> None:
    foreign = ["Nothing here is Chinese.", "Nor there."]
    for question in ("谁主持了会议？", "门票多少钱", "论坛在哪里举行"):
        assert _found(build(SUMMIT, ZOO, *foreign * 5), question) == _found(BASE, question)

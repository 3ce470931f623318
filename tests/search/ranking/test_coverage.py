from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bot.search.ranking.alignment import align
from bot.search.ranking.coverage import COVERAGE, coverage, found_in
from bot.search.ranking.surroundings import REACH, Surroundings
from bot.search.ranking.terms import LONGEST_WORD, make_terms, unpacked
from tests.search.bases import QUESTIONS, TEXTS, Base, build

PARAGRAPHS = "大熊猫住在成都。它们爱吃竹子。\n\n老虎住在东北。它们爱吃肉。"


def _columns(base: Base, question: str) -> dict[str, list[float]]:
    """Return the columns of every sentence of a base."""
    rows = np.arange(len(base.index.sentences), dtype=np.int64)
    terms = make_terms(base.query(question))
    around = Surroundings.of(base.index, rows)
    found = found_in(terms, align(base.index, around.rows, terms.codes, LONGEST_WORD).ends)
    columns = coverage(terms, around, found).astype(np.float64)
    return dict(zip(COVERAGE, columns.tolist(), strict=True))


def test_what_is_covered_is_the_share_of_the_weight_found() -> None:
    base = build(PARAGRAPHS)
    query = base.query("老虎吃什么")
    weights = query.character_weights * query.is_content
    expected = [
        sum(weight for code, weight in zip(query.codes, weights, strict=True) if chr(code) in text)
        / weights.sum()
        for text in (one.text for one in base.index.texts)
    ]
    found = _columns(base, "老虎吃什么")
    assert found["characters_covered"] == pytest.approx(expected)
    assert found["characters_covered"][2] > found["characters_covered"][3] > 0


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        # of the question's one word, 大熊猫, each column sees: here, before, after, around
        ("words_covered", [1, 0, 0, 0]),
        ("words_before", [0, 1, 0, 0]),
        ("words_after", [0, 0, 0, 0]),
        ("words_with_before", [1, 1, 0, 0]),
        ("words_with_after", [1, 0, 0, 0]),
        ("words_around", [1, 1, 0, 0]),
        ("words_first", [1, 1, 0, 0]),
        ("words_with_earlier", [1, 1, 0, 0]),
        ("words_context", [1, 1, 0, 0]),
        ("words_alone", [1, 0, 0, 0]),
        # -1 where the first sentence of the surroundings lacks nothing
        ("words_beyond", [-1, -1, 0, 0]),
        ("words_near", [1, 0, 0, 0]),
        ("words_local", [1, 0, 0, 0]),
        ("words_near_local", [1, 0, 0, 0]),
    ],
)
def test_the_places_where_a_word_may_stand(column: str, expected: list[float]) -> None:
    assert _columns(build(PARAGRAPHS), "大熊猫呢")[column] == pytest.approx(expected)


def test_surroundings_end_with_the_paragraph_and_out_of_reach() -> None:
    far = build(["大熊猫来了。", *["没有别的。"] * (REACH + 1)])
    context = _columns(far, "大熊猫呢")["words_context"]
    assert context == pytest.approx([1.0] * (REACH + 1) + [0.0])
    assert _columns(build("大熊猫来了。", "没有别的。"), "大熊猫呢")["words_context"] == [1, 0]


def test_a_word_near_the_asking_word_counts_for_more() -> None:
    base = build("会议在北京。", "主持在北京。")
    near = _columns(base, "会议从头到尾都由谁主持")["words_near"]
    assert near[1] > near[0]


def test_what_few_around_have_counts_for_more() -> None:
    found = _columns(build("大熊猫和老虎。大熊猫和狮子。大熊猫来了。"), "大熊猫和老虎与长颈鹿")
    assert found["words_covered"][0] < found["words_local"][0]
    assert found["words_local"][2] < found["words_covered"][2]


@settings(deadline=None)
@given(TEXTS, QUESTIONS)
def test_every_column_is_a_share_for_any_question(
    texts: list[str | list[str]], question: str
) -> None:
    base = build(*texts)
    if not base.index.sentences or not len(base.query(question).codes):
        return
    columns = _columns(base, question)
    assert columns.keys() == COVERAGE.keys()
    for name, column in columns.items():
        least = -1 if name.endswith("beyond") else 0
        assert all(least <= value <= 1 + 1e-6 for value in column), name


@settings(deadline=None)
@given(TEXTS, QUESTIONS)
def test_more_sentences_cover_no_less(texts: list[str | list[str]], question: str) -> None:
    base = build(*texts)
    if not base.index.sentences or not len(base.query(question).codes):
        return
    columns = _columns(base, question)
    for unit in ("characters", "bigrams", "words"):
        for less, more in (
            ("alone", "covered"),
            ("covered", "with_before"),
            ("before", "with_before"),
            ("after", "with_after"),
            ("with_before", "around"),
            ("around", "context"),
            ("first", "with_first"),
            ("with_first", "with_earlier"),
            ("with_earlier", "context"),
        ):
            pairs = zip(columns[f"{unit}_{less}"], columns[f"{unit}_{more}"], strict=True)
            assert all(one <= other + 1e-9 for one, other in pairs), (less, more)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("会议由普京主持", [True, False, True]),
        # a longer word counts as found where its last characters are
        ("轮值主席国", [True]),
        ("的了吗", []),
    ],
)
def test_content_words_are_found_in_sentences(question: str, expected: list[bool]) -> None:
    base = build(["会议主持人是轮值主席国的。"], words=["轮值主席国"])
    terms = make_terms(base.query(question))
    alignment = align(base.index, np.array([0], dtype=np.int64), terms.codes, LONGEST_WORD)
    words = found_in(terms, alignment.ends)[2]
    assert unpacked(words, terms.size)[0, terms.last].astype(bool).tolist() == expected

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.evaluation.measures import longest_common_run, measure, units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("俄罗斯", ["俄", "罗", "斯"]),
        ("《莫斯科宣言》。", ["莫", "斯", "科", "宣", "言"]),
        ("Comic Blade月刊", ["comic", "blade", "月", "刊"]),
        ("1988-89年", ["198889", "年"]),
        ("1,161人", ["1,161", "人"]),
        ("MIT, USA", ["mit", ",", "usa"]),
        ("56.2%", ["56.2", "%"]),
        ("", []),
        ("……", []),
    ],
)
def test_units_are_characters_and_foreign_words(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    ("answer", "golds", "exact", "f1"),
    [
        ("莫斯科宣言", ["《莫斯科宣言》"], 1.0, 1.0),
        ("总统普京", ["普京"], 0.0, 2 * 2 / 6),
        ("普京", ["拜登", "普京"], 1.0, 1.0),
        ("北京", ["重庆"], 0.0, 0.0),
        ("甲乙丙丁", ["甲乙戊丙丁"], 0.0, 2 * 2 / 9),
        ("普京", [], 0.0, 0.0),
        ("NBA总决赛", ["nba总决赛"], 1.0, 1.0),
    ],
)
def test_answers_are_compared_without_marks_and_the_best_gold_counts(
    answer: str, golds: list[str], exact: float, f1: float
) -> None:
    assert measure(answer, golds) == pytest.approx((exact, f1))


@given(st.text(max_size=30))
def test_a_text_matches_itself(text: str) -> None:
    exact, f1 = measure(text, [text])
    assert exact == 1.0
    assert f1 == (1.0 if units(text) else 0.0)


@given(
    st.lists(st.sampled_from("甲乙丙"), max_size=8), st.lists(st.sampled_from("甲乙丙"), max_size=8)
)
def test_the_longest_common_run_is_symmetrical_and_stands_in_both(
    left: list[str], right: list[str]
) -> None:
    size = longest_common_run(left, right)
    assert size == longest_common_run(right, left)
    runs = {"".join(left[at : at + size]) for at in range(len(left) - size + 1)}
    assert any(run in "".join(right) for run in runs)

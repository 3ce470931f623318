from __future__ import annotations

import dataclasses
import inspect
from enum import Enum

import pytest

from bot.base import model
from bot.base.model import (
    Alias,
    Answer,
    Article,
    Faq,
    Hit,
    Knowledge,
    Problem,
    Question,
    Sentence,
    Span,
)

ARTICLE = Article("sco", "深化团结协作", text="会议由普京主持。")
SENTENCE = Sentence(ARTICLE, 1, "会议由普京主持。")


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("a.yaml", 3, 7, "缺少键 title"), "a.yaml:3:7: 缺少键 title"),
        (Problem("a.yaml", 3, 0, "缺少键 title"), "a.yaml:3: 缺少键 title"),
        (Problem("a.yaml", 0, 0, "不是 UTF-8"), "a.yaml: 不是 UTF-8"),
    ],
)
def test_a_problem_names_its_place_as_far_as_it_is_known(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_problems_are_sorted_by_file_then_line_then_column() -> None:
    problems = [
        Problem("b.yaml", 1, 1, "一"),
        Problem("a.yaml", 10, 1, "二"),
        Problem("a.yaml", 9, 2, "三"),
        Problem("a.yaml", 9, 1, "四"),
    ]
    assert [problem.message for problem in sorted(problems)] == ["四", "三", "二", "一"]


@pytest.mark.parametrize(
    ("span", "answer"),
    [(Span(3, 5), "普京"), (Span(0, 8), "会议由普京主持。"), (Span(2, 2), ""), (None, None)],
)
def test_the_short_answer_is_what_stands_at_the_span(span: Span | None, answer: str | None) -> None:
    assert Hit(SENTENCE, 93, span).answer == answer


def test_the_first_candidate_is_the_best() -> None:
    hits = (Hit(SENTENCE, 93), Hit(SENTENCE, 40))
    assert Answer(Question("谁主持了会议？"), hits, 1.0).best is hits[0]


def test_an_article_is_not_shown_with_each_of_its_sentences() -> None:
    assert "深化" not in repr(SENTENCE)


VALUES = [
    value
    for _, value in inspect.getmembers(model, inspect.isclass)
    if dataclasses.is_dataclass(value)
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_the_data_types_are_frozen_and_slotted(value: type) -> None:
    assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(value)


def test_whole_knowledge_can_be_compared_and_hashed() -> None:
    def build() -> Knowledge:
        article = Article(
            "sco",
            "深化团结协作",
            aliases=(Alias("上海合作组织", ("上合",)),),
            faq=(Faq(("怎么联系",), "写信。"),),
        )
        return Knowledge((article,))

    assert build() == build()
    assert hash(build()) == hash(build())


def test_names_of_kinds_and_parts_are_what_they_are_stored_as() -> None:
    for enum in (model.Kind, model.Part):
        assert issubclass(enum, Enum)
        assert [member.value for member in enum] == [member.name.lower() for member in enum]

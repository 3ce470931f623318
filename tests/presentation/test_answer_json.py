"""The JSON form of an outcome, field by field: other people's programs read it."""

from __future__ import annotations

import json

import pytest

from bot.base.model import (
    Answer,
    Article,
    Hit,
    Outcome,
    Part,
    Question,
    Refusal,
    Sentence,
    Span,
    Suggestions,
)
from bot.presentation.answer_json import to_json

ARTICLE = Article(id="harbour", title="新港开港")
CHAIR = Sentence(ARTICLE, position=7, text="仪式由市长王芳主持。")
TITLE = Sentence(ARTICLE, position=0, text="新港开港", part=Part.TITLE)
QUESTION = Question("谁主持了仪式？")
HITS = (Hit(CHAIR, confidence=93, span=Span(3, 7)), Hit(TITLE, confidence=12))


def decoded(outcome: Outcome) -> dict[str, object]:
    record: dict[str, object] = json.loads(to_json(outcome))
    return record


def test_answer_has_every_field_in_order() -> None:
    record = decoded(Answer(QUESTION, HITS, elapsed_ms=1.4321))
    assert list(record.items()) == [
        ("version", 1),
        ("question", "谁主持了仪式？"),
        ("outcome", "answer"),
        ("confidence", 93),
        ("answer", "市长王芳"),
        ("sentence", "仪式由市长王芳主持。"),
        ("span", [3, 7]),
        ("article", {"id": "harbour", "title": "新港开港"}),
        ("position", 7),
        (
            "candidates",
            [
                {
                    "sentence": "仪式由市长王芳主持。",
                    "article": "harbour",
                    "position": 7,
                    "confidence": 93,
                },
                {"sentence": "新港开港", "article": "harbour", "position": 0, "confidence": 12},
            ],
        ),
        ("elapsed_ms", 1.4),
    ]


def test_answer_without_a_short_answer_has_no_span() -> None:
    record = decoded(Answer(QUESTION, (Hit(TITLE, confidence=70),), elapsed_ms=1))
    assert (record["answer"], record["span"]) == (None, None)
    assert (record["sentence"], record["position"]) == ("新港开港", 0)


@pytest.mark.parametrize(
    ("outcome", "name", "confidence", "candidates"),
    [
        (Suggestions(QUESTION, HITS, 1.0), "suggestions", 93, 2),
        (Refusal(QUESTION, HITS[1:], 1.0), "refusal", 12, 1),
        (Refusal(QUESTION, (), 1.0), "refusal", 0, 0),
    ],
)
def test_without_an_answer_its_fields_are_null(
    outcome: Outcome, name: str, confidence: int, candidates: int
) -> None:
    record = decoded(outcome)
    assert record["outcome"] == name
    assert record["confidence"] == confidence
    found = record["candidates"]
    assert isinstance(found, list)
    assert len(found) == candidates
    nulls = [key for key, value in record.items() if value is None]
    assert nulls == ["answer", "sentence", "span", "article", "position"]


def test_span_counts_code_points() -> None:
    sentence = Sentence(ARTICLE, position=1, text="😀🎉王芳主持。")
    record = decoded(Answer(QUESTION, (Hit(sentence, 90, Span(2, 4)),), 1.0))
    assert record["answer"] == "王芳"


def test_is_one_line_with_its_characters_as_they_are() -> None:
    sentence = Sentence(ARTICLE, position=1, text="第一行\n第二行")
    line = to_json(Answer(QUESTION, (Hit(sentence, 90),), 1.0))
    assert "\n" not in line
    assert "谁主持了仪式？" in line

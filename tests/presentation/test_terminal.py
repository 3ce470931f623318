"""What people read at a terminal and in a pipe."""

from __future__ import annotations

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
from bot.presentation.terminal import render

ARTICLE = Article(id="harbour", title="新港开港", published="2024-05-06")
CHAIR = Hit(Sentence(ARTICLE, 7, "仪式由市长王芳主持。"), confidence=93, span=Span(3, 7))
GUESTS = Hit(Sentence(ARTICLE, 8, "来宾共三百人。"), confidence=40, span=Span(3, 6))
QUESTION = Question("谁主持了仪式？")


def plain(outcome: Outcome, *, suggestions: int = 3, results: int = 1) -> list[str]:
    return render(outcome, colour=False, suggestions=suggestions, results=results).split("\n")


def test_answer_comes_first_then_the_marked_sentence_then_where_it_stands() -> None:
    assert plain(Answer(QUESTION, (CHAIR, GUESTS), 1.0)) == [
        "市长王芳",
        "  仪式由【市长王芳】主持。",
        "  —— 《新港开港》，2024-05-06，第7句，可信度 93%",
    ]


def test_colours_mark_instead_of_brackets() -> None:
    text = render(Answer(QUESTION, (CHAIR,), 1.0), colour=True, suggestions=3)
    assert "仪式由\x1b[1;32m市长王芳\x1b[0m主持。" in text
    assert "【" not in text


def test_reading_used_is_told() -> None:
    question = Question("谁主持了义式", reading="谁主持了仪式")
    assert plain(Answer(question, (CHAIR,), 1.0))[:2] == ["市长王芳", "按“谁主持了仪式”理解"]


def test_answer_without_a_short_answer_is_the_sentence() -> None:
    hit = Hit(Sentence(ARTICLE, 2, " 新港昨天开港。\n"), confidence=80)
    assert plain(Answer(QUESTION, (hit,), 1.0))[0] == "  新港昨天开港。"


def test_answer_that_is_the_whole_sentence_is_not_said_twice() -> None:
    hit = Hit(Sentence(ARTICLE, 0, "2024-05-06", Part.PUBLISHED), 90, Span(0, 10))
    assert plain(Answer(QUESTION, (hit,), 1.0))[0] == "  【2024-05-06】"


def test_further_results_follow_when_asked_for() -> None:
    assert plain(Answer(QUESTION, (CHAIR, GUESTS), 1.0), results=5)[3:] == [
        "找到的句子：",
        "  2. 来宾共三百人。（《新港开港》，2024-05-06，第8句，可信度 40%）",
    ]


@pytest.mark.parametrize(
    ("part", "text", "source"),
    [
        (Part.TITLE, "新港开港", "《新港开港》，2024-05-06，标题，可信度 90%"),
        (Part.PUBLISHED, "2024-05-06", "《新港开港》，发布时间，可信度 90%"),
        (Part.SOURCE, "海港报", "《新港开港》，2024-05-06，来源，可信度 90%"),
    ],
)
def test_what_stands_beside_the_text_is_named(part: Part, text: str, source: str) -> None:
    hit = Hit(Sentence(ARTICLE, 0, text, part), confidence=90)
    assert plain(Answer(QUESTION, (hit,), 1.0))[-1] == f"  —— {source}"


def test_suggestions_are_numbered_and_no_more_than_wished() -> None:
    lines = plain(Suggestions(QUESTION, (CHAIR, GUESTS), 1.0), suggestions=1)
    assert len(lines) == 2
    assert lines[1].startswith("  1. 仪式由市长王芳主持。")


def test_refusal_says_so_and_offers_nothing() -> None:
    assert plain(Refusal(QUESTION, (GUESTS,), 1.0)) == ["收录的文章里没有找到这个问题的答案。"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("由\x1b[2J王芳主持。", "  由\ufffd[2J【王芳】主持。"),
        ("他说：\n\x00王芳主持。", "  他说： \ufffd【王芳】主持。"),
        ("他说：\x9b王芳主持。", "  他说：\ufffd【王芳】主持。"),
    ],
)
def test_control_characters_do_not_reach_the_terminal(text: str, shown: str) -> None:
    start = text.index("王芳")
    hit = Hit(Sentence(ARTICLE, 1, text), confidence=90, span=Span(start, start + 2))
    assert plain(Answer(QUESTION, (hit,), 1.0))[1] == shown

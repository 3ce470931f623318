from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.base.model import (
    Answer,
    Article,
    Hit,
    Knowledge,
    Outcome,
    Question,
    Refusal,
    Span,
    Suggestions,
)
from bot.input.settings import AnswerSettings, Thresholds
from bot.presentation import reply
from bot.presentation.callbacks import Origin
from bot.presentation.library import Library
from bot.presentation.texts import Texts
from bot.search.engine import Engine

if TYPE_CHECKING:
    from bot.presentation.card import Card

TEXTS = Texts()
ARTICLE = Article("a", "三句话", text="普京主持会议。莫迪出席会议。会议通过宣言。")
LIBRARY = Library.of(Engine.build(Knowledge((ARTICLE,)), Thresholds()))
SETTINGS = AnswerSettings()
ASKED = "AbCdEf12"
ORIGIN = Origin("s", ASKED)
PUTIN = Span(0, 2)
MEETING = (Span(4, 6),)


def hits(*confidences: int) -> tuple[Hit, ...]:
    sentences = (LIBRARY.engine.sentence("a", number) for number in (1, 2, 3))
    return tuple(
        Hit(sentence, confidence, PUTIN, MEETING)
        for sentence, confidence in zip(sentences, confidences, strict=False)
        if sentence is not None
    )


def labels(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


def test_an_answer_is_a_card_that_leads_on() -> None:
    outcome = Answer(Question("谁主持会议", reading="谁主持会议？"), hits(90, 30), 1.0)
    card = reply.to_question(TEXTS, LIBRARY, outcome, SETTINGS, ASKED)
    assert card.text.startswith("普京\n按“谁主持会议？”理解\n普京主持会议。\n")
    assert labels(card) == ["⬇ 下一句", "☰ 其他结果", "👍", "👎"]


def test_results_not_worth_a_look_are_not_offered() -> None:
    outcome = Answer(Question("谁主持会议"), hits(90, 2, 0), 1.0)
    made = reply.to_question(TEXTS, LIBRARY, outcome, SETTINGS, ASKED)
    assert labels(made) == ["⬇ 下一句", "👍", "👎"]
    assert labels(reply.to_results(TEXTS, LIBRARY, outcome, ORIGIN)) == ["1"]


def test_suggestions_are_few_and_not_below_the_threshold() -> None:
    outcome = Suggestions(Question("会议"), hits(50, 40, 24), 1.0)
    card = reply.to_question(TEXTS, LIBRARY, outcome, SETTINGS, ASKED)
    assert labels(card) == ["普京主持会议。", "莫迪出席会议。"]
    fewer = replace(SETTINGS, suggestions=1)
    assert labels(reply.to_question(TEXTS, LIBRARY, outcome, fewer, ASKED)) == ["普京主持会议。"]


def test_a_refusal_has_no_buttons_whatever_came_near() -> None:
    card = reply.to_question(
        TEXTS, LIBRARY, Refusal(Question("？"), hits(20), 1.0), SETTINGS, ASKED
    )
    assert card.text.endswith("目前收录了《三句话》。")
    assert card.buttons == ()


def test_a_tap_keeps_how_the_question_was_understood() -> None:
    outcome = Answer(Question("谁主持会义", reading="谁主持会议"), hits(90, 30), 1.0)
    second = LIBRARY.passage(LIBRARY.found(outcome.candidates[1]).shown)
    assert second is not None
    card = reply.to_tap(TEXTS, second, outcome)
    assert "按“谁主持会议”理解" in card.text
    assert "<b>莫迪</b>出席<u>会议</u>。" in card.html
    assert labels(card) == ["⬆ 上一句", "⬇ 下一句", "☰ 其他结果"]


def test_a_tap_keeps_the_question_and_the_verdict() -> None:
    outcome = Answer(Question("谁主持会议"), hits(90, 30), 1.0)
    second = LIBRARY.passage(LIBRARY.found(outcome.candidates[1], ORIGIN).shown)
    assert second is not None
    card = reply.to_tap(TEXTS, second, outcome, -1)
    assert labels(card) == ["⬆ 上一句", "⬇ 下一句", "☰ 其他结果", "👍", "👎 ✓"]


def test_a_tap_works_without_the_question() -> None:
    second = LIBRARY.passage(LIBRARY.found(hits(90, 30)[1]).shown)
    assert second is not None
    card = reply.to_tap(TEXTS, second, None)
    assert "<b>莫迪</b>出席会议。" in card.html
    assert labels(card) == ["⬆ 上一句", "⬇ 下一句"]


def test_results_of_a_question_that_finds_nothing_any_more_are_a_refusal() -> None:
    card = reply.to_results(TEXTS, LIBRARY, Refusal(Question("？"), (), 1.0), ORIGIN)
    assert card.text.startswith("收录的文章里没有找到")


def test_inline_results_are_short_and_likely() -> None:
    outcome = Answer(Question("谁"), hits(90, 24), 1.0)
    (result,) = reply.to_inline_query(TEXTS, LIBRARY, outcome, SETTINGS, ASKED)
    assert (result.title, result.description) == ("普京", "普京主持会议。\n《三句话》")
    assert labels(result.card) == ["⬇ 下一句", "👍", "👎"]
    assert len(result.id.encode()) <= 64


def test_an_inline_result_without_a_short_answer_is_named_by_its_sentence() -> None:
    hit = replace(hits(90)[0], span=None)
    outcome = Suggestions(Question("谁"), (hit,), 1.0)
    (result,) = reply.to_inline_query(TEXTS, LIBRARY, outcome, SETTINGS, ASKED)
    assert result.title == "普京主持会议。"


def test_nothing_found_is_nothing_to_send() -> None:
    outcome = Refusal(Question("谁"), hits(20), 1.0)
    assert reply.to_inline_query(TEXTS, LIBRARY, outcome, SETTINGS, ASKED) == ()


def test_examples_are_named_by_their_questions_and_differ() -> None:
    outcomes: list[Outcome] = [
        Answer(Question("谁主持会议？"), hits(90), 1.0),
        Answer(Question("会议由谁主持？"), hits(90), 1.0),
        Refusal(Question("？"), (), 1.0),
    ]
    (result,) = reply.examples(TEXTS, LIBRARY, outcomes)
    assert (result.title, result.description) == ("谁主持会议？", "普京主持会议。\n《三句话》")

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.input.squad import GoldQuestion, Passage
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.finder import SpanFinder
from bot.search.spans.text import SpanText
from bot.search.spans.words import Words
from bot.search.training.span_examples import (
    examples,
    group_of,
    restatement,
    without_marks,
)
from bot.search.training.spans import FOLDS, Fitted, fit_linear, train

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.search.training.span_examples import Example

TOKENISER = Tokeniser()
CITIES = (
    "北京",
    "上海",
    "重庆",
    "广州",
    "成都",
    "武汉",
    "南京",
    "杭州",
    "西安",
    "天津",
    "苏州",
    "长沙",
)
NAMES = (
    "王芳",
    "李伟",
    "张敏",
    "刘洋",
    "陈静",
    "杨勇",
    "赵磊",
    "黄丽",
    "周强",
    "吴军",
    "徐明",
    "孙杰",
)


def passage(number: int) -> Passage:
    city, name = CITIES[number % len(CITIES)], NAMES[number * 5 % len(NAMES)]
    text = f"论坛在{city}举行，由{name}主持。与会者来自各地、各行各业。"
    questions = (("论坛在哪里举行？", city), ("谁主持论坛？", name))
    return Passage(
        id=f"p{number}",
        title=f"论坛{number}",
        text=text,
        questions=tuple(
            GoldQuestion(
                f"{number}", question, (Span(at := text.index(gold), at + len(gold)),), (gold,)
            )
            for question, gold in questions
        ),
    )


PASSAGES = tuple(passage(number) for number in range(48))


def test_an_example_holds_its_right_sentence_a_wrong_one_and_the_gold_answer() -> None:
    first = next(examples(PASSAGES, TOKENISER))
    assert first.normalised.original.startswith("论坛在北京举行")
    assert first.answers == ("北京",)
    assert [first.normalised.text[gold.start : gold.end] for gold in first.golds] == ["北京"]
    assert first.wrong is not None
    assert first.wrong.size == len("与会者来自各地、各行各业。")


def test_a_gold_answer_that_is_marked_beside_its_place_is_found() -> None:
    text = "昨天的论坛由王芳主持。"
    question = GoldQuestion("1", "论坛由谁主持？", (Span(5, 7),), ("王芳",))
    (example,) = examples([Passage("p", "", text, (question,))], TOKENISER)
    assert example.golds == (Span(6, 8),)
    assert example.answers == ("王芳",)


def test_marks_that_are_lost_move_the_gold_answer_along() -> None:
    text = "参加者有“甲公司”、“乙公司”和丙公司。"
    question = GoldQuestion(
        "1", "还有谁参加？", (Span(text.index("丙"), text.index("。")),), ("丙公司",)
    )
    (whole,) = examples([Passage("p", "", text, (question,))], TOKENISER)
    stripped = without_marks(whole, TOKENISER)
    assert stripped is not None
    assert stripped.normalised.text == "参加者有甲公司乙公司和丙公司。"
    (gold,) = stripped.golds
    assert stripped.normalised.text[gold.start : gold.end] == "丙公司"
    assert without_marks(stripped, TOKENISER) is None


@pytest.mark.parametrize(("gold", "restates"), [("王芳", False), ("论坛由王芳主持", True)])
def test_a_gold_answer_that_repeats_the_question_is_told_apart(gold: str, restates: bool) -> None:
    text = "昨天的论坛由王芳主持。"
    at = text.index(gold)
    question = GoldQuestion("1", "论坛由谁主持？", (Span(at, at + len(gold)),), (gold,))
    (example,) = examples([Passage("p", "", text, (question,))], TOKENISER)
    assert (restatement(example) > 0.2) is restates


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    pytest.importorskip("xgboost")
    return train([PASSAGES[:24], PASSAGES[24:]], TOKENISER, seed=3)


def test_what_was_trained_answers(fitted: Fitted) -> None:
    finder = SpanFinder.of(fitted.arrays)
    sentence = normalise("大会在昆明举行，由王静主持。").text
    prepared = SpanText.of(sentence, TOKENISER.cut(sentence), Words(TOKENISER))
    found = []
    for question in ("大会在哪里举行？", "谁主持大会？"):
        (hit,) = finder.best(understand(normalise(question).text, TOKENISER), [prepared])
        found.append(sentence[hit.span.start : hit.span.end])
    assert found == ["昆明", "王静"]


def test_the_same_seed_gives_the_same_model(fitted: Fitted) -> None:
    again = train([PASSAGES], TOKENISER, seed=3)
    assert again.folds == fitted.folds
    assert again.arrays.keys() == fitted.arrays.keys()
    for name, array in fitted.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_each_article_has_a_finder_that_has_not_seen_it(
    fitted: Fitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[set[int]] = []

    def watched(data: Sequence[Example], seed: int) -> np.ndarray:
        learned.append({example.passage for example in data})
        return fit_linear(data, seed)

    monkeypatch.setattr("bot.search.training.spans.fit_linear", watched)
    train([PASSAGES], TOKENISER, seed=3)
    for number, passage in enumerate(PASSAGES):
        fold = fitted.folds[group_of(passage)]
        assert fitted.unseen(group_of(passage)) is fitted.held_out[fold]
        assert [number in passages for passages in learned] == [
            *(held != fold for held in range(FOLDS)),
            True,
        ]

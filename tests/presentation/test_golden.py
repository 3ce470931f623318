from __future__ import annotations

import pytest

from bot.base.model import (
    Answer,
    Article,
    Golden,
    Hit,
    Outcome,
    Part,
    Question,
    Refusal,
    Sentence,
    Suggestions,
)
from bot.presentation.golden import describe_result
from bot.search.golden import Grade, Result

ARTICLE = Article("harbour", "新港开港")
HIT = Hit(Sentence(ARTICLE, 3, "仪式由市长\n主持。"), 81)
DATE = Hit(Sentence(ARTICLE, 0, "2024-05-06", Part.PUBLISHED), 92)
QUESTION = Question("谁主持？")


@pytest.mark.parametrize(
    ("golden", "outcome", "expected", "found"),
    [
        (
            Golden("谁主持？", "harbour", "市长"),
            Refusal(QUESTION, (HIT,), 1),
            "harbour 里的“市长”",
            "拒答",
        ),
        (
            Golden("谁主持？", "harbour"),
            Suggestions(QUESTION, (HIT,), 1),
            "harbour 里的句子",
            "只列为候选，第一个是“仪式由市长 主持。”（harbour，第 3 句，可信度 81%）",
        ),
        (
            Golden("谁主持？"),
            Answer(QUESTION, (DATE,), 1),
            "拒答",
            "回答“2024-05-06”（harbour，正文之外，可信度 92%）",
        ),
    ],
)
def test_what_should_come_of_a_question_and_what_did(
    golden: Golden, outcome: Outcome, expected: str, found: str
) -> None:
    text = describe_result(Result(golden, outcome, Grade.WRONG))
    assert text == f"谁主持？\n  应为：{expected}\n  实为：{found}"

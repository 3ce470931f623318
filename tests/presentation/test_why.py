from __future__ import annotations

import pytest

from bot.base.model import Answer, Article, Hit, Outcome, Part, Question, Refusal, Sentence, Span
from bot.input.settings import Thresholds
from bot.language.readings import Replacement
from bot.presentation.why import explain
from bot.search.explanation import Explanation, FeatureEffect, WordMatch

ARTICLE = Article("harbour", "新港开港")
FIRST = Sentence(ARTICLE, 1, "仪式由市长王芳主持。")
SECOND = Sentence(ARTICLE, 2, "会后举行了仪式。")
DATE = Sentence(ARTICLE, 0, "2024-05-06", Part.PUBLISHED)
THRESHOLDS = Thresholds(answer=60, suggest=25)


def answer(sentence: Sentence, confidence: int, reading: str | None = None) -> Outcome:
    return Answer(Question("谁主持了议式", reading=reading), (Hit(sentence, confidence),), 1.0)


@pytest.mark.parametrize(
    ("explanation", "expected"),
    [
        pytest.param(
            Explanation(
                answer(FIRST, 82, "谁主持了仪式"),
                THRESHOLDS,
                replacements=(Replacement(Span(4, 6), "议式", "仪式"),),
                words=(WordMatch("主持", 0.5, found=True), WordMatch("开幕", 0.75, found=False)),
                runner_up=SECOND,
                effects=(FeatureEffect("offer", "what is offered", 1.0, 0.0, 0.25),),
            ),
            """\
可信度 82：比作答的门槛 60 高 22，比列为候选的门槛 25 高 57。
按“谁主持了仪式”理解：
  议式 → 仪式
问题里的词，在首选句里的：主持（0.50）；不在的：开幕（0.75）。
次选句：会后举行了仪式。
首选句胜出或落后之处（换成次选句的值，得分会少多少；特征的含义见 docs/model-card.md）：
  +0.250  offer  1 比 0""",
            id="all there is to tell",
        ),
        pytest.param(
            Explanation(answer(DATE, 92), THRESHOLDS),
            """\
可信度 92：比作答的门槛 60 高 32，比列为候选的门槛 25 高 67。
这不是从正文里检索出来的，而是教过的回答，或文章的标题、时间、来源。""",
            id="an answer from beside the text",
        ),
        pytest.param(
            Explanation(Refusal(Question("今天天气"), (), 1.0), THRESHOLDS),
            """\
可信度 0：离作答的门槛 60 差 60，离列为候选的门槛 25 差 25。
没有一个句子与问题有共同的实义词。""",
            id="nothing found",
        ),
    ],
)
def test_says_what_an_outcome_rests_on(explanation: Explanation, expected: str) -> None:
    assert explain(explanation) == expected

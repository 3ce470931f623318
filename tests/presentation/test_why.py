from __future__ import annotations

import pytest

from bot.base.model import Answer, Article, Hit, Outcome, Part, Question, Refusal, Sentence, Span
from bot.input.settings import Thresholds
from bot.language.readings import Replacement
from bot.presentation.markup import MESSAGE_LIMIT, units
from bot.presentation.texts import LANGUAGES
from bot.presentation.why import briefly, explain
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
首选句胜出或落后之处（换成次选句的值，排序的得分会少多少；前五句最后按置信度排；特征的含义见 docs/model-card.md）：
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


BRIEF = Explanation(
    Answer(
        Question("谁主持了议式", reading="谁主持了仪式"), (Hit(FIRST, 82), Hit(SECOND, 30)), 1.0
    ),
    THRESHOLDS,
    replacements=(Replacement(Span(4, 6), "议<式", "仪式"),),
    words=(WordMatch("主持", 0.5, found=True), WordMatch("开幕", 0.75, found=False)),
    runner_up=SECOND,
    effects=(FeatureEffect("offer", "what is offered", 1.0, 0.0, 0.25),),
)
BRIEFLY = [
    (
        "zh-hans",
        BRIEF,
        (
            "<b>可信度 82，比作答的门槛 60 高 22。</b>\n按“谁主持了仪式”理解\n议&lt;式 → 仪式\n"
            "句中有的词：主持\n句中没有的词：开幕\n次选（30%）：会后举行了仪式。"
        ),
    ),
    (
        "en",
        BRIEF,
        (
            "<b>Confidence 82: 22 above the 60 for answers.</b>\nUnderstood as “谁主持了仪式”\n"
            "议&lt;式 → 仪式\nWords it has: 主持\nWords it lacks: 开幕\nSecond (30%): 会后举行了仪式。"
        ),
    ),
    (
        "zh-hant",
        Explanation(answer(DATE, 92), THRESHOLDS),
        (
            "<b>可信度 92，比作答的門檻 60 高 32。</b>\n"
            "這是教過的回答，或文章的標題、時間、來源，不是從內文裡找出來的。"
        ),
    ),
    (
        "zh-hans",
        Explanation(
            Refusal(Question("谁出席了仪式"), (Hit(SECOND, 9),), 1.0),
            THRESHOLDS,
            words=(WordMatch("仪式", 0.5, found=True), WordMatch("出席", 0.5, found=False)),
        ),
        (
            "<b>可信度 9，离列为候选的门槛 25 差 16。</b>\n最接近的一句：会后举行了仪式。\n"
            "句中有的词：仪式\n句中没有的词：出席"
        ),
    ),
    (
        "en",
        Explanation(
            Refusal(Question("今天天气"), (Hit(SECOND, 0),), 1.0),
            THRESHOLDS,
            words=(WordMatch("今天天气", 0.5, found=False),),
        ),
        (
            "<b>Confidence 0: 25 below the 25 for suggestions.</b>\n"
            "No sentence has a content word in common with the question."
        ),
    ),
    (
        "zh-hans",
        Explanation(Refusal(Question("今天天气"), (), 1.0), THRESHOLDS),
        "<b>可信度 0，离列为候选的门槛 25 差 25。</b>\n没有一个句子与问题有共同的实义词。",
    ),
]


@pytest.mark.parametrize(("language", "explanation", "expected"), BRIEFLY)
def test_a_reader_is_told_briefly(language: str, explanation: Explanation, expected: str) -> None:
    assert briefly(LANGUAGES[language], explanation).html == expected


def test_a_brief_explanation_fits_whatever_was_asked() -> None:
    long = Sentence(ARTICLE, 1, "长" * 5000)
    words = tuple(WordMatch("词" * 300, 0.5, found=bool(n % 2)) for n in range(60))
    outcome = Answer(Question("问", reading="读" * 300), (Hit(long, 82), Hit(long, 30)), 1.0)
    explanation = Explanation(outcome, THRESHOLDS, words=words, runner_up=long)
    for texts in LANGUAGES.values():
        assert units(briefly(texts, explanation).text) <= MESSAGE_LIMIT

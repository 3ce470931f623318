from __future__ import annotations

import pytest

from bot.base.model import Answer, Article, Faq, Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine
from bot.search.examples import _proposals, example_questions

HEADLINE = "市动物园本周迎来两位新成员"


def _engine(*articles: Article) -> Engine:
    return Engine.build(Knowledge(articles), Thresholds())


def _article(text: str = "", **rest: object) -> Article:
    return Article("zoo", HEADLINE, text=text, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("本次会议由俄罗斯总统普京主持，各国领导人与会。", "本次会议由谁主持？"),
        ("大会决定，由塔吉克斯坦接任轮值主席国。", "谁接任轮值主席国？"),
        ("他们将在重庆举行数字经济论坛。", "数字经济论坛在哪里举行？"),
        ("校长赵敏说，新楼明年建成。", "校长是谁？"),
        ("图书馆、实验中学校长赵敏等参加。", "实验中学校长是谁？"),
        ("黄蝉是一种灌木。", "黄蝉是什么？"),
        ("这座大学创建于1902年。", "这座大学什么时候创建？"),
        ("总部位于青岛。", "总部在哪里？"),
    ],
)
def test_a_sentence_suggests_the_question_that_it_answers(text: str, question: str) -> None:
    assert (question, text) in list(_proposals(_engine(_article(text))))


def test_taught_questions_come_first_and_the_article_itself_last() -> None:
    article = _article(
        "黄蝉是一种灌木。",
        published="2026-03-02",
        faq=(Faq(("怎么联系你们", "联系方式"), "请写信。"),),
    )
    assert [question for question, _ in _proposals(_engine(article))] == [
        "怎么联系你们",
        "黄蝉是什么？",
        "这篇文章是什么时候发布的？",
    ]


def test_where_there_are_several_articles_the_one_meant_is_named() -> None:
    other = Article("other", "别的", text="别的。")
    engine = _engine(_article(published="2026-03-02"), other)
    (example,) = example_questions(engine, 4)
    assert HEADLINE in example
    outcome = engine.ask(example)
    assert isinstance(outcome, Answer)
    assert outcome.best.answer == "2026-03-02"


def test_an_article_with_a_short_title_can_be_asked_about_too() -> None:
    articles = [
        Article(name, name, published=f"2026-03-0{at}") for at, name in enumerate("甲乙", 1)
    ]
    examples = _engine(*articles).examples(4)
    assert len(examples) == 2


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_examples_are_few_distinct_and_answered(count: int) -> None:
    text = (
        "本次会议由俄罗斯总统普京主持，各国领导人与会。大会决定，由塔吉克斯坦接任轮值主席国。"
        "本次会议由俄罗斯总统普京主持，各国领导人与会。"
    )
    engine = _engine(_article(text, published="2026-03-02"))
    examples = engine.examples(count)
    assert len(examples) <= count
    assert len(set(examples)) == len(examples)
    assert all(isinstance(engine.ask(example), Answer) for example in examples)
    assert count < 50 or len(examples) >= 2


def test_an_example_is_answered_by_the_sentence_it_was_made_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = _engine(_article("黄蝉是一种灌木。校长赵敏说，新楼明年建成。"))
    assert engine.examples(2) == ("校长是谁？", "黄蝉是什么？")
    other = engine.ask("黄蝉是什么？")
    monkeypatch.setattr(Engine, "ask", lambda *_, **__: other)
    assert engine.examples(2) == ("黄蝉是什么？",)


def test_a_base_that_answers_nothing_has_no_examples() -> None:
    assert _engine().examples(4) == ()
    assert _engine(_article("下雨了。")).examples(4) == ()

"""Answers from beside the text: taught ones, and what an article says of itself."""

from __future__ import annotations

import pytest

from bot.base.model import Article, Faq, Part
from bot.base.text import normalise
from bot.search.taught import Taught, bare

HEADLINE = "市动物园本周迎来两位新成员"
NEWS = Article("zoo", HEADLINE, published="2026-03-02", source="晚报")
PLANT = Article("plant", "黄蝉", published="2020-01-01")
HELP = Article(
    "help",
    "常见问题",
    faq=(
        Faq(("怎么联系你们", "联系方式"), "请写信到 help@example.org。"),
        Faq(("几点开门",), "九点。"),
    ),
)


def find(question: str, *articles: Article) -> list[tuple[str, Part]]:
    hits = Taught.build(articles).find(normalise(question).text, limit=10)
    return [(hit.sentence.text, hit.sentence.part) for hit in hits]


@pytest.mark.parametrize(
    "question", ["怎么联系你们", "怎麼聯繫你們？", "怎么联系你们呀", "联系方式", "联系方式？"]
)
def test_taught_questions_are_known_again(question: str) -> None:
    assert find(question, HELP)[0] == ("请写信到 help@example.org。", Part.FAQ)


@pytest.mark.parametrize("question", ["怎么喂大熊猫", "你们几岁", "", "？"])
def test_other_questions_are_not_taken_for_taught_ones(question: str) -> None:
    assert find(question, HELP) == []


@pytest.mark.parametrize(
    ("question", "text", "part"),
    [
        ("这篇文章是什么时候发布的？", "2026-03-02", Part.PUBLISHED),
        ("文章发布时间", "2026-03-02", Part.PUBLISHED),
        ("这则新闻是哪天发的", "2026-03-02", Part.PUBLISHED),
        ("這篇報道什麼時候發表的", "2026-03-02", Part.PUBLISHED),
        ("这篇报道的来源是哪里", "晚报", Part.SOURCE),
        ("这篇文章是谁写的", "晚报", Part.SOURCE),
        ("文章标题是什么", HEADLINE, Part.TITLE),
        (f"《{HEADLINE}》是什么时候发布的？", "2026-03-02", Part.PUBLISHED),
    ],
)
def test_an_article_tells_about_itself(question: str, text: str, part: Part) -> None:
    assert find(question, NEWS) == [(text, part)]


@pytest.mark.parametrize(
    "question",
    [
        "讲话的题目是什么？",
        "文章里说的会议是什么时候开的",
        "会议时间是哪天",
        "大熊猫什么时候出生的",
        "黄蝉的别称叫什么",
        "黄蝉是什么时候发表的新种",
    ],
)
def test_questions_on_the_text_are_not_about_the_article(question: str) -> None:
    assert find(question, NEWS, PLANT) == []


def test_without_a_name_every_article_may_be_meant() -> None:
    taught = Taught.build((NEWS, PLANT))
    hits = taught.find("这篇文章是什么时候发布的", limit=10)
    assert {hit.sentence.text for hit in hits} == {"2026-03-02", "2020-01-01"}
    assert all(hit.confidence < 50 for hit in hits)


def test_a_source_that_is_not_given_is_not_told() -> None:
    assert find("这篇文章的来源是什么", PLANT) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("  你好，世界！ ", "你好世界"), ("a_b-c", "abc"), ("？！", "")]
)
def test_bare_text_has_letters_and_digits_only(text: str, expected: str) -> None:
    assert bare(text) == expected

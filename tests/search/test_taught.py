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
        ("文章是啥时候发的", "2026-03-02", Part.PUBLISHED),
        ("这是几年的新闻", "2026-03-02", Part.PUBLISHED),
        # what says nothing else cannot be about anything else
        ("什么时候发布的？", "2026-03-02", Part.PUBLISHED),
        ("文章是早上几点发出来的", "2026-03-02", Part.PUBLISHED),
        ("稿子几点几分挂到网上的", "2026-03-02", Part.PUBLISHED),
        ("这篇文章发布于几点", "2026-03-02", Part.PUBLISHED),
        ("发布日期是哪天", "2026-03-02", Part.PUBLISHED),
        ("标题是什么", HEADLINE, Part.TITLE),
        ("题目叫啥", HEADLINE, Part.TITLE),
        ("出处是哪里", "晚报", Part.SOURCE),
        ("作者是谁", "晚报", Part.SOURCE),
        # in English, too
        ("When was this article published?", "2026-03-02", Part.PUBLISHED),
        ("what date was the news posted", "2026-03-02", Part.PUBLISHED),
        ("What's the publication date of this article?", "2026-03-02", Part.PUBLISHED),
        ("what is the title of the article", HEADLINE, Part.TITLE),
        ("What's the headline?", HEADLINE, Part.TITLE),
        ("who wrote this", "晚报", Part.SOURCE),
        ("what is the source of this report", "晚报", Part.SOURCE),
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


DESK = Article(
    "desk",
    "服务台",
    faq=(
        Faq(("图书馆几点开门", "开馆时间"), "上午九点。"),
        Faq(("校长是谁",), "校长是赵敏。"),
        Faq(("可以带宠物入馆吗",), "不可以。"),
        Faq(("怎么办借书证", "如何办理借书证"), "到一楼服务台。"),
        Faq(("你是谁",), "我是问据。"),
    ),
)


def answers(question: str) -> list[tuple[str, int]]:
    hits = Taught.build([DESK]).find(normalise(question).text, limit=10)
    return [(hit.sentence.text, hit.confidence) for hit in hits]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("图书馆几点开门？", "上午九点。"),
        ("图书馆什么时候开门", "上午九点。"),
        ("請問圖書館幾點開門呢", "上午九点。"),
        ("开馆时间是几点", "上午九点。"),
        ("你们的开馆时间", "上午九点。"),
        ("谁是校长", "校长是赵敏。"),
        ("能带宠物入馆吗", "不可以。"),
        ("借书证怎么办", "到一楼服务台。"),
        ("如何办借书证", "到一楼服务台。"),
        ("你是谁", "我是问据。"),
    ],
)
def test_a_question_that_differs_in_nothing_that_counts_is_answered(
    question: str, answer: str
) -> None:
    (first, confidence), *_ = answers(question)
    assert first == answer
    assert confidence >= 90


@pytest.mark.parametrize(
    "question",
    [
        # another word
        "图书馆几点关门",
        "校车是谁的",
        "院长是谁",
        # asked for something else
        "图书馆为什么开门",
        # a slip of the pen
        "图书馆几点开们",
        "你们是谁的人",
    ],
)
def test_a_question_that_only_looks_alike_is_at_most_suggested(question: str) -> None:
    assert all(confidence < 50 for _, confidence in answers(question))


def test_an_answer_taught_for_several_questions_comes_once() -> None:
    found = answers("如何办借书证")
    assert [answer for answer, _ in found].count("到一楼服务台。") == 1


def test_answers_are_limited_and_best_first() -> None:
    articles = [
        Article(f"a{number}", "问答", faq=(Faq((f"几点开门{tail}",), f"{number}点。"),))
        for number, tail in enumerate(["", "呢", "营业", "停车"])
    ]
    hits = Taught.build(articles).find("几点开门", limit=3)
    assert len(hits) == 3
    confidences = [hit.confidence for hit in hits]
    assert confidences == sorted(confidences, reverse=True)
    assert hits[0].sentence.text == "0点。"


def test_a_taught_answer_is_marked_whole() -> None:
    (hit,) = Taught.build([HELP]).find("联系方式", limit=1)
    assert hit.answer == hit.sentence.text
    assert (hit.sentence.article, hit.sentence.position) == (HELP, 0)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # a short title is a subject, unless the article is named as one
        ("黄蝉这篇文章是什么时候发布的", [("2020-01-01", Part.PUBLISHED)]),
        ("《黄蝉》的发布时间", []),
        # the longer of two titles in one another
        ("《黄蝉与软枝黄蝉的分类》是哪天发布的", [("2021-01-01", Part.PUBLISHED)]),
        # two articles of one title
        (
            f"《{HEADLINE}》是什么时候发布的",
            [("2026-03-02", Part.PUBLISHED), ("2026-03-03", Part.PUBLISHED)],
        ),
    ],
)
def test_an_article_is_meant_by_its_title(question: str, expected: list[tuple[str, Part]]) -> None:
    classes = Article("classes", "黄蝉与软枝黄蝉的分类", published="2021-01-01")
    again = Article("again", HEADLINE, published="2026-03-03")
    assert find(question, NEWS, PLANT, classes, again) == expected


@pytest.mark.parametrize(
    "question",
    [
        "文章里提到的论坛时间是什么",
        "新闻发布会的时间",
        "新闻发布会是哪天",
        "报道中的总统叫什么",
        "文章标题里的共同体是什么",
        "新生报道时间",
        "这篇文章的作者在哪里工作",
        "文章是怎么说的",
        "时间",
        "文章",
        "标题",
        "when was the zoo opened",
        "who wrote the report on pandas",
        "what is the title of the director",
    ],
)
def test_a_question_that_says_more_is_about_the_text(question: str) -> None:
    assert find(question, NEWS) == []


@pytest.mark.parametrize(
    "question", ["", "？", "文章" * 50_000, "什么时候发布会" * 20_000, "\ud800"]
)
def test_any_text_may_be_asked(question: str) -> None:
    assert find(question, NEWS, DESK) == []


def test_nothing_taught_finds_nothing() -> None:
    assert find("这篇文章是什么时候发布的") == []


def test_what_belongs_to_no_article_is_known_too() -> None:
    taught = Article("taught", "", faq=(Faq(("你是谁",), "我是问据。"),))
    hits = Taught.build([HELP, NEWS], taught).find("你是谁", limit=10)
    assert [(hit.sentence.text, hit.sentence.article.id) for hit in hits] == [
        ("我是问据。", "taught")
    ]


def test_what_belongs_to_no_article_makes_the_article_no_less_certain() -> None:
    asked = "这篇文章是什么时候发布的"
    taught = Article("taught", "", faq=(Faq(("你是谁",), "我是问据。"),))
    alone, beside = Taught.build([NEWS]), Taught.build([NEWS], taught)
    assert alone.find(asked, limit=10) == beside.find(asked, limit=10)

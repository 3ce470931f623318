from __future__ import annotations

import pytest

from bot.base.model import Alias, Article, Faq, Lexicon
from bot.input.article import MAX_ANSWER, read_article, read_lexicon
from bot.input.readers import MAX_LINE, MAX_WORD
from bot.input.report import Report

KEYS = "title、published、source、url、tags、aliases、text、sentences、faq"


def problems_of(text: str) -> list[str]:
    report = Report("a.yaml", text)
    read_article(text, "a", report)
    return [str(problem).removeprefix("a.yaml:") for problem in report.problems]


def article_of(text: str) -> Article:
    report = Report("a.yaml", text)
    article = read_article(text, "a", report)
    assert report.problems == ()
    assert article is not None
    return article


def test_a_whole_article() -> None:
    text = """\
title: 深化团结协作
published: 2020-11-11 09:03:54
source: 新华社
url: https://example.org/article?id=1#top
tags: [外交, 上合组织]
aliases:
  上海合作组织: [上合组织, 上合, SCO]
text: |
  第一段。

    第二段：“缩进”保留。
faq:
  - ask: [怎么联系你们, 110]
    answer: 请写信到 help@example.org。
"""
    assert article_of(text) == Article(
        id="a",
        title="深化团结协作",
        text="第一段。\n\n  第二段：“缩进”保留。",
        published="2020-11-11 09:03:54",
        source="新华社",
        url="https://example.org/article?id=1#top",
        tags=("外交", "上合组织"),
        aliases=(Alias("上海合作组织", ("上合组织", "上合", "SCO")),),
        faq=(Faq(("怎么联系你们", "110"), "请写信到 help@example.org。"),),
    )


def test_sentences_in_place_of_a_text() -> None:
    assert article_of("title: a\nsentences: [第一句。, 第二句。]") == Article(
        id="a", title="a", sentences=("第一句。", "第二句。")
    )


def test_a_page_of_taught_answers() -> None:
    assert article_of("title: a\nfaq:\n- ask: [问]\n  answer: 答") == Article(
        id="a", title="a", faq=(Faq(("问",), "答"),)
    )


@pytest.mark.parametrize("key", ["published", "source", "url", "tags", "aliases"])
def test_what_is_optional_may_be_left_blank(key: str) -> None:
    assert article_of(f"title: a\ntext: b\n{key}:\n") == Article(id="a", title="a", text="b")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("一", "一"),
        ("|\n  一\n", "一"),
        ("|-\n  一\n", "一"),
        ("|+\n  一\n\n\n", "一\n\n"),
        ("|2\n    一\n\n  二\n", "  一\n\n二"),
        ("|\n\n  一\n", "\n一"),
        (">\n  一\n  二\n", "一 二"),
        ('"一\\n\\t二\\u2028\\r\\n"', "一\n\t二\u2028\r"),
        ("|\r\n  一\r\n  二\r\n", "一\n二"),
        ("'  一  '", "  一  "),
        ("|\n  标题: 不是键 # 也不是注释\n  - x\n", "标题: 不是键 # 也不是注释\n- x"),
    ],
)
def test_a_text_is_kept_verbatim(written: str, text: str) -> None:
    assert article_of(f"title: a\ntext: {written}").text == text


@pytest.mark.parametrize(
    "date",
    [
        "2020-11-11",
        "2020-11-11 09:03",
        "2020-11-11T09:03:54.5+08:00",
        "2020-02-29 23:59:59Z",
    ],
)
@pytest.mark.parametrize("quote", ["", "'"])
def test_a_date_is_kept_as_written(date: str, quote: str) -> None:
    text = f"title: a\ntext: b\npublished: {quote}{date}{quote}"
    assert article_of(text).published == date


def test_in_a_list_of_words_everything_is_a_word() -> None:
    text = "title: ' a '\ntext: b\ntags: [2020, NO, 1.50, ' 外交 ', '甲、乙', 2020-11-11]"
    assert article_of(text).tags == ("2020", "NO", "1.50", "外交", "甲、乙", "2020-11-11")
    assert article_of(text).title == "a"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["1:1: 文件是空的"]),
        ("# 空\n", ["1:1: 文件是空的"]),
        ("- a", ["1:1: 应为键值对（键: 值），实为列表"]),
        (
            "title：a",
            [
                (
                    "1:1: 应为键值对（键: 值），实为文字“title：a”；"
                    "第 1 行用了全角冒号“：”，键后面要用半角冒号加空格"
                )
            ],
        ),
        (
            "tags: [a]",
            [
                "1:1: 没有内容：text、sentences、faq 至少要有一项",
                "1:1: 缺少必需的键“title”",
            ],
        ),
        (
            "titel: a\nText: b\n作者: c\n",
            [
                f"1:1: 不认识的键“titel”，是不是“title”？可用的键：{KEYS}",
                f"2:1: 不认识的键“Text”，是不是“text”？可用的键：{KEYS}",
                f"3:1: 不认识的键“作者”；可用的键：{KEYS}",
            ],
        ),
        ("title: a\n\u3000text: b", ["2:1: 键“text”的前后有全角空格；请改成半角空格"]),
        ("title: a\ntext: b\nsentences: [c]", ["3:12: sentences：与 text 只能写一项"]),
        ("title:\ntext: ~", ["1:7: title：不能为空", "2:7: text：不能为空"]),
        ("title: ' '\ntext: |\n\n  \u200b\n\n", ["1:8: title：不能为空", "2:7: text：不能为空"]),
        ("title: a\nsentences: []", ["2:12: sentences：不能为空"]),
        ("title: a\nfaq:", ["2:5: faq：应为列表，实为空值"]),
        (
            "title: 2020\nsource: yes\ntext: 1.5\n",
            [
                '1:8: title：应为文字，实为整数 2020；确是文字的请加引号："2020"',
                '2:9: source：应为文字，实为真假值 yes；确是文字的请加引号："yes"',
                '3:7: text：应为文字，实为小数 1.5；确是文字的请加引号："1.5"',
            ],
        ),
        (
            "title: [a]\ntext: {a: b}\nsource: 2020-11-11",
            [
                "1:8: title：应为文字，实为列表",
                "2:7: text：应为文字，实为键值对",
                '3:9: source：应为文字，实为日期 2020-11-11；确是文字的请加引号："2020-11-11"',
            ],
        ),
        ('title: "a\\nb"\ntext: c', ["1:8: title：只能有一行"]),
        (
            f"title: {'字' * (MAX_LINE + 1)}\ntext: a\ntags: [{'字' * (MAX_WORD + 1)}]",
            [
                "1:8: title：最多 500 个字，实有 501 个",
                "3:8: tags[1]：最多 100 个字，实有 101 个",
            ],
        ),
        (
            "title: a\nsentences:\n  - 一\n  - 2\n  -\n  - [三]\n",
            [
                '4:5: sentences[2]：应为文字，实为整数 2；确是文字的请加引号："2"',
                "5:4: sentences[3]：不能为空",
                "6:5: sentences[4]：应为文字，实为列表",
            ],
        ),
        (
            "title: a\ntext: b\ntags: 外交\n",
            ["3:7: tags：应为列表，实为文字“外交”；只有一项也要放在半角方括号里"],
        ),
        (
            "title: a\ntext: b\ntags: [外交、上合]",
            ["3:8: tags[1]：含有“、”；各项之间要用半角逗号“, ”分开，确属一项的请加引号"],
        ),
        (
            "title: a\ntext: b\npublished: 2020年11月11日",
            [
                (
                    "3:12: published：应为日期，如 2020-11-11 或 2020-11-11 09:03:54，"
                    "实为文字“2020年11月11日”"
                )
            ],
        ),
        (
            "title: a\ntext: b\npublished: 20201111",
            ["3:12: published：应为日期，如 2020-11-11 或 2020-11-11 09:03:54，实为整数 20201111"],
        ),
        *(
            (
                f"title: a\ntext: b\npublished: {date}",
                [f"3:12: published：没有这样的日期或时间：“{date}”"],
            )
            for date in (
                "2021-02-29",
                "2020-13-01",
                "0000-01-01",
                "2020-11-11 24:01",
                "2020-11-11 09:03:61",
            )
        ),
        *(
            (
                f"title: a\ntext: b\nurl: '{url}'",
                [f"3:6: url：应为 http://、https:// 开头的有效网址，实为文字“{url}”"],
            )
            for url in (
                "",
                "example.org",
                "ftp://a.b",
                "http://",
                "http://[a",
                "http://a:99999",
                "http://a b",
            )
        ),
        (
            "title: a\ntext: b\naliases: [c]",
            ["3:10: aliases：应为键值对（名称: [别名, 别名]），实为列表"],
        ),
        (
            "title: a\ntext: b\naliases:\n  甲: 乙\n  丙: []\n  丁:\n  戊: ['']\n  己、庚: [辛]\n",
            [
                "4:6: aliases.甲：应为列表，实为文字“乙”；只有一项也要放在半角方括号里",
                "5:6: aliases.丙：不能为空",
                "6:5: aliases.丁：应为列表，实为空值",
                "7:7: aliases.戊[1]：不能为空",
                "8:3: aliases：含有“、”；各项之间要用半角逗号“, ”分开，确属一项的请加引号",
            ],
        ),
        (
            "title: a\nfaq:\n  - ask: [x]\n  - answer: y\n  - ask: []\n    answer: ' '\n    anwser: z\n  - w\n",
            [
                "3:5: faq[1]：缺少必需的键“answer”",
                "4:5: faq[2]：缺少必需的键“ask”",
                "5:10: faq[3].ask：不能为空",
                "6:13: faq[3].answer：不能为空",
                "7:5: faq[3]：不认识的键“anwser”，是不是“answer”？可用的键：ask、answer",
                "8:5: faq[4]：应为键值对（键: 值），实为文字“w”",
            ],
        ),
        (
            f"title: a\nfaq:\n- ask: [x]\n  answer: {'字' * (MAX_ANSWER + 1)}",
            ["4:11: faq[1].answer：最多 3000 个字，实有 3001 个"],
        ),
        (
            f"title: a\ntext: b\naliases:\n  甲: [{', '.join(map(str, range(101)))}]\n",
            ["4:6: aliases.甲：最多 100 项，实有 101 项"],
        ),
    ],
)
def test_each_mistake_is_named(text: str, problems: list[str]) -> None:
    assert problems_of(text) == problems


def test_a_whole_lexicon() -> None:
    text = "words: [命运共同体, 5G]\nsynonyms:\n  - [开幕, 召开]\n  - [YES, NO]\nstopwords: [请问, ，]\n"
    report = Report("lexicon.yaml", text)
    assert read_lexicon(text, report) == Lexicon(
        words=("命运共同体", "5G"),
        synonyms=(("开幕", "召开"), ("YES", "NO")),
        stopwords=("请问", "，"),
    )
    assert report.problems == ()


@pytest.mark.parametrize("text", ["", "# 都注释掉了\n", "words:\nsynonyms:\nstopwords:\n"])
def test_a_lexicon_may_be_empty(text: str) -> None:
    report = Report("lexicon.yaml", text)
    assert read_lexicon(text, report) == Lexicon()
    assert report.problems == ()


def test_each_mistake_in_a_lexicon_is_named() -> None:
    text = "word: [a]\nsynonyms: [[甲], [乙, 乙], 丙, [丁, ~]]\nstopwords: {a: b}\n"
    report = Report("lexicon.yaml", text)
    read_lexicon(text, report)
    assert [str(problem) for problem in report.problems] == [
        "lexicon.yaml:1:1: 不认识的键“word”，是不是“words”？可用的键：words、synonyms、stopwords",
        "lexicon.yaml:2:12: synonyms[1]：一组同义词至少要有两个不同的词",
        "lexicon.yaml:2:17: synonyms[2]：一组同义词至少要有两个不同的词",
        "lexicon.yaml:2:25: synonyms[3]：应为列表，实为文字“丙”；只有一项也要放在半角方括号里",
        "lexicon.yaml:2:32: synonyms[4][2]：不能为空",
        "lexicon.yaml:3:12: stopwords：应为列表，实为键值对",
    ]


def test_a_group_of_synonyms_has_an_end() -> None:
    text = f"synonyms: [[{', '.join(map(str, range(101)))}]]\n"
    report = Report("lexicon.yaml", text)
    read_lexicon(text, report)
    assert [problem.message for problem in report.problems] == [
        "synonyms[1]：最多 100 项，实有 101 项"
    ]

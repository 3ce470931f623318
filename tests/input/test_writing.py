from __future__ import annotations

import string
from typing import TYPE_CHECKING, TypeVar

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import KnowledgeError
from bot.base.model import Alias, Article, Faq
from bot.input import tree
from bot.input.article import read_article
from bot.input.readers import line, prose, question, word
from bot.input.report import Report
from bot.input.tree import Scalar
from bot.input.values import Reader, Value
from bot.input.writing import dump_article, flow, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Every character that YAML holds, those that it treats in a special way well represented.
ANY = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
SPECIAL = st.sampled_from(string.punctuation + " \t\n\r\x85\xa0\u2028\u2029\u3000\ufeff，、。：😀")
WILD = st.text(st.one_of(SPECIAL, ANY, st.sampled_from("ab一二0123")), max_size=40)
SIGNS = st.sampled_from(
    ["", "- ", "? ", "#", " #", ": ", "---\n", "...\n", "|", ">-", "!!str ", "&a ", "*a", "<<", "%"]
)
TEXT = st.builds(str.__add__, SIGNS, WILD)


def accepted(read: Reader[str]) -> Callable[[str], bool]:
    """Tell of a text whether the format takes it, and keeps it as it is."""

    def check(text: str) -> bool:
        # A reader takes off the line feed that a block puts at the end.
        end = "\n" if read is prose else ""
        node = Scalar(text + end, plain=False, offset=0)
        return read(Value(node, "", Report("", ""))) == text

    return check


LINES = TEXT.filter(accepted(line))
QUESTIONS = TEXT.filter(accepted(question))
WORDS = st.one_of(
    TEXT.filter(accepted(word)),
    st.sampled_from(["NO", "110", "1.5", "null", "~", "2020-11-11", "甲、乙", "12:30:45", "0x1F"]),
)
PROSE = TEXT.filter(accepted(prose))
DATES = st.one_of(
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes") + "Z"),
)


def tuples(items: st.SearchStrategy[T], *, min_size: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, min_size=min_size, max_size=3).map(tuple)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(st.one_of(st.just(""), PROSE))
    sentences: tuple[str, ...] = () if text else draw(tuples(PROSE))
    least = 0 if text or sentences else 1
    faq = st.builds(Faq, tuples(QUESTIONS, min_size=1), PROSE)
    aliases = st.builds(Alias, WORDS, tuples(WORDS, min_size=1))
    return Article(
        id="a",
        title=draw(LINES),
        text=text,
        sentences=sentences,
        published=draw(st.none() | DATES),
        source=draw(st.none() | LINES),
        url=draw(
            st.none() | st.sampled_from(["https://例子.中国/a?b=c&d=e#f", "http://[::1]:80/:"])
        ),
        tags=draw(tuples(WORDS)),
        aliases=draw(st.lists(aliases, max_size=2, unique_by=lambda a: a.name).map(tuple)),
        faq=draw(tuples(faq, min_size=least)),
    )


@settings(deadline=None)
@given(article=articles())
def test_any_article_reads_back_the_same(article: Article) -> None:
    # dump_article reads what it wrote with the parser in C; the one in Python has to agree.
    text = dump_article(article)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "LOADER", yaml.SafeLoader)
        report = Report("a.yaml", text)
        again = read_article(text, "a", report)
    assert report.problems == ()
    assert again == article


def test_an_article_is_written_as_people_write_it() -> None:
    article = Article(
        id="a",
        title="上合峰会：普京主持",
        text="第一段。\n\n第二段: “引号” # 不是注释",
        published="2020-11-11 09:03:54",
        source="新华社",
        url="https://example.org/article",
        tags=("外交", "甲、乙", "2020"),
        aliases=(Alias("上海合作组织", ("上合", "SCO")),),
        faq=(
            Faq(("怎么联系你们", "联系方式"), "请写信到 help@example.org。"),
            Faq(("几点开门？",), "九点。\n周一闭馆。"),
        ),
    )
    assert (
        dump_article(article)
        == """\
title: 上合峰会：普京主持
published: 2020-11-11 09:03:54
source: 新华社
url: https://example.org/article
tags: [外交, "甲、乙", "2020"]
aliases:
  上海合作组织: [上合, SCO]
text: |
  第一段。

  第二段: “引号” # 不是注释
faq:
  - ask: [怎么联系你们, 联系方式]
    answer: "请写信到 help@example.org。"
  - ask: [几点开门？]
    answer: |
      九点。
      周一闭馆。
"""
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("一", "|\n  一\n"),
        ("一\n", "|+\n  一\n\n"),
        ("\n一", "|\n\n  一\n"),
        ("  一\n二", "|2\n    一\n  二\n"),
        ("\t一", "|2\n  \t一\n"),
        ("一\n  ", "|\n  一\n    \n"),
        ("一\r\n", '"一\\r\\n\\n"\n'),
        ("一\u2028二", '"一\\u2028二"\n'),
    ],
)
def test_a_text_is_a_block_wherever_a_block_can_hold_it(text: str, written: str) -> None:
    article = Article(id="a", title="t", text=text)
    assert dump_article(article) == f"title: t\ntext: {written}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("新华社", "新华社"),
        ("WTO 2.0", "WTO 2.0"),
        ("http://a.b:80/c", "http://a.b:80/c"),
        ("no", '"no"'),
        ("2020", '"2020"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a ", '"a "'),
        ("- a", '"- a"'),
        ('"a"\\', '"\\"a\\"\\\\"'),
        ("\ufeffa\n", '"\\ufeffa\\n"'),
        ("", '""'),
    ],
)
def test_a_scalar_is_quoted_where_yaml_would_take_it_for_something_else(
    text: str, written: str
) -> None:
    assert scalar(text) == written


def test_a_list_on_one_line() -> None:
    assert flow(["a", "b,c", "[d", ""]) == '[a, "b,c", "[d", ""]'


@pytest.mark.parametrize(
    ("article", "problem"),
    [
        (Article(id="a", title="", text="b"), "a.yaml:1:8: title：不能为空"),
        (Article(id="a", title="t"), "a.yaml:1:1: 没有内容：text、sentences、faq 至少要有一项"),
        (
            Article(id="a", title="t", text="一\0"),
            "a.yaml:3:4: 含有控制字符 U+0000；请删去",
        ),
        (
            Article(id="a", title="t\x1b", text="一"),
            "a.yaml:1:8: 含有控制字符 U+001B；请删去",
        ),
        (
            Article(id="a", title="\ud800", text="一"),
            "a.yaml:1:9: 含有控制字符 U+D800；请删去",
        ),
        (
            Article(id="a", title=" t ", text="一", tags=(" b",)),
            "a.yaml: title、tags：首尾有空白，存成文件会丢掉；请先去掉",
        ),
        (
            Article(id="a", title="t", text="一", published="昨天"),
            "a.yaml:2:12: published：应为日期，如 2020-11-11 或 2020-11-11 09:03:54，实为文字“昨天”",
        ),
    ],
)
def test_what_would_not_read_back_is_not_written(article: Article, problem: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        dump_article(article)
    assert str(error.value) == problem

from __future__ import annotations

import pytest

from bot.input.documents.reading import read

BODY = """
<nav><a href="/">首页</a> <a href="/b">新闻</a></nav>
<h1>新港开港</h1>
<div id="content">
<p>　　新港昨天在青岛开港。仪式由市长王芳主持，
来宾共三百人，其中有各国船东和码头工人的代表。</p>
<h2>历史</h2>
<p>这座码头建于<b>一九九八年</b>，<br>长三百米，可以停靠两艘大船，花费三亿元。</p>
<ul><li>一号泊位停靠货船</li><li>二号泊位停靠客船</li></ul>
<table><tr><th>年份</th><th>吞吐量</th></tr><tr><td>2020</td><td>三百万吨</td></tr></table>
</div>
<script>alert("坏")</script><footer>版权所有 京ICP备123号</footer>
"""
TEXT = """\
新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人，其中有各国船东和码头工人的代表。

历史

这座码头建于一九九八年，长三百米，可以停靠两艘大船，花费三亿元。

一号泊位停靠货船

二号泊位停靠客船

年份 | 吞吐量

2020 | 三百万吨"""


def page(head: str = "", body: str = BODY) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_the_article_is_kept_and_what_stands_around_it_is_not() -> None:
    article = read("a.html", page("<title>新港开港-海港报</title>"))
    assert (article.title, article.text) == ("新港开港", TEXT)
    assert (article.published, article.source, article.url) == (None, None, None)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="publishdate" content="2024-05-06">', "2024-05-06"),
        ('<meta name="firstpublishedtime" content="2024-05-06-09:03:54">', "2024-05-06 09:03:54"),
        (
            '<meta property="article:published_time" content="2024-05-06T09:03:54+08:00">',
            "2024-05-06 09:03:54",
        ),
        (
            '<meta property="article:published_time" content="2024-05-06T01:03:54Z">',
            "2024-05-06 01:03:54Z",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-05-06"}]}</script>',
            "2024-05-06",
        ),
        ('<meta name="publishdate" content="2024-13-06">', None),
        ('<meta name="copyright" content="2024-05-06">', None),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_the_date_is_what_the_page_says(head: str, published: str | None) -> None:
    assert read("a.html", page(head)).published == published


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta name="source" content="来源：海港报">', "海港报"),
        ('<meta property="og:site_name" content="海港网"/>', "海港网"),
        (
            '<meta name="mediaid" content="海港报"><meta property="og:site_name" content="b">',
            "海港报",
        ),
    ],
)
def test_the_source_is_what_the_page_says(head: str, source: str) -> None:
    assert read("a.html", page(head)).source == source


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://example.org/a">', "https://example.org/a"),
        ('<meta property="og:url" content="https://example.org/a">', "https://example.org/a"),
        ('<link rel="canonical" href="/a">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
    ],
)
def test_the_address_is_what_the_page_says(head: str, url: str | None) -> None:
    assert read("a.html", page(head)).url == url


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="新港 开港"><title>b</title>', "新港 开港"),
        ("<title>新港开港-海港报</title>", "新港开港-海港报"),
    ],
)
def test_the_title_is_what_the_page_says(head: str, title: str) -> None:
    assert (
        read("a.html", page(head, "<p>新港昨天在青岛开港。</p><p>仪式由市长主持。</p>")).title
        == title
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_pages_in_any_encoding(encoding: str, *, declared: bool) -> None:
    head = f'<meta charset="{encoding}">' if declared else ""
    text = "新港昨天在青港，人山人海，市民多在港口。"
    data = f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(encoding)
    assert read("a.html", data).text == text


def test_the_title_of_a_page_that_is_nothing_but_a_fragment_is_not_its_text() -> None:
    article = read(
        "a.html",
        "<title>新港开港</title><article><h1>新港开港</h1><p>仪式由市长主持。</p></article>".encode(),
    )
    assert (article.title, article.text) == ("新港开港", "仪式由市长主持。")


def test_a_page_without_paragraphs_is_read_too() -> None:
    body = "<div>新港昨天在青岛开港。<br><br>仪式由市长王芳主持，来宾共三百人。</div>"
    assert read("a.html", page("", body)).text == (
        "新港昨天在青岛开港。\n\n仪式由市长王芳主持，来宾共三百人。"
    )

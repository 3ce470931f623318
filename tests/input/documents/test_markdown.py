from __future__ import annotations

from bot.input.documents.reading import read

TEXT = """\
---
title: 新港开港
date: 2024-05-06T09:03:54+08:00
source: 海港报
url: https://example.org/a
tags: [港口, 青岛]
layout: post
---
# 新港开港

新港昨天在**青岛**开港，
仪式由[市长](https://example.org)主持。

## 历史

- 一号泊位
- 二号泊位

| 年份 | 吞吐量 |
|------|--------|
| 2020 | 三百万吨 |

> 引用一句。

![图](a.png) <b>粗</b><script>alert(1)</script>

```
甲
乙
```
"""


def test_markdown_with_front_matter() -> None:
    article = read("a.md", TEXT.encode())
    assert (article.title, article.published) == ("新港开港", "2024-05-06 09:03:54")
    assert (article.source, article.url) == ("海港报", "https://example.org/a")
    assert article.tags == ("港口", "青岛")
    assert article.text.split("\n\n") == [
        "新港昨天在青岛开港，仪式由市长主持。",
        "历史",
        "一号泊位",
        "二号泊位",
        "年份 | 吞吐量",
        "2020 | 三百万吨",
        "引用一句。",
        "粗",
        "甲\n乙",
    ]


def test_the_first_heading_is_the_title() -> None:
    article = read("a.md", "# 新港开港\r\n\r\n新港昨天开港。\r\n".encode())
    assert (article.title, article.text) == ("新港开港", "新港昨天开港。")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read("a.md", "---\n新港昨天: [开港。\n\n---\n仪式。\n".encode()).text.startswith(
        "新港昨天"
    )

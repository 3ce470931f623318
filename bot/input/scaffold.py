"""A new knowledge base: settings, an example article, an empty lexicon."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bot.base.errors import KnowledgeError
from bot.base.model import Problem
from bot.input.files import create_bytes, reason
from bot.input.settings import Settings, render_settings

_EXAMPLE: Final = """\
# 一篇文章一个文件，文件名就是文章的编号。只有 title 和正文是必需的。
# 这是一篇示例，内容纯属虚构；换成自己的文章后请删去。
title: 青石镇图书馆迁入新馆
published: 2024-05-18 10:00:00
source: 青石镇小报
# url: https://example.org/library
tags: [图书馆, 示例]

# 读者可能用来称呼它的别的说法。
aliases:
  青石镇图书馆: [镇图书馆, 青图]

# 正文照原样写在“|”下面，每行缩进两格；空行分段。
# 想自己定好每一句，可以改用 sentences: 列表，代替 text:。
text: |
  五月十八日上午，青石镇图书馆在河西路九号的新馆正式开放。镇长沈秋禾和三百多位居民参加了开馆仪式，馆长陆文舟主持仪式。

  新馆由旧粮仓改建，历时十四个月，共有三层，藏书六万二千册。因为旧馆多次遭遇水淹，镇里在两年前决定搬迁。陆文舟说，新馆最受欢迎的是二楼的儿童阅览室。

  新馆每周二至周日九点到二十点开放，周一闭馆。居民凭身份证即可免费办理借书证，每次最多借八本，借期三十天。

# 文章里没有写、但常有人问的，可以在这里教它怎么答。
faq:
  - ask: [怎么联系图书馆, 图书馆的电话是多少]
    answer: 请写信到 library@example.org。
"""

_LEXICON: Final = """\
# 全库通用的词表。每一项都可以不写；去掉行首的 # 就生效。

# 不应拆开的词：专名、术语。文章的标题和别名不必再写。
words:
#  - 命运共同体
#  - 数字经济

# 意思相同的词，一组一行，至少两个。
synonyms:
#  - [开幕, 召开, 举行]
#  - [医生, 大夫]

# 问句里没有意义、检索时不看的词。
stopwords:
#  - 麻烦
#  - 您好
"""

_ENV: Final = """\
# 把本文件复制为 .env 并填好；.env 不要给别人看，也不要提交到版本库。

# 机器人令牌：在 Telegram 里找 @BotFather，发 /newbot，照提示做完就会得到。
TELEGRAM_BOT_TOKEN=

# 只在用 webhook 接收消息时需要：自己想一串字母、数字、_ 或 -，越长越好。
TELEGRAM_WEBHOOK_SECRET=

# 只在记录存进 PostgreSQL 且要用口令时需要，如 postgresql://用户:口令@主机/数据库 。
WENJU_JOURNAL_URL=

# 记录里的读者编号用它散列；不填就自动生成，放在 journal.key 里。换了它，从前的记录就认不出是谁的了。
WENJU_JOURNAL_KEY=
"""


def create_base(folder: Path) -> tuple[Path, ...]:
    """Write the files of a new knowledge base and return their paths.

    Raises:
        KnowledgeError: A file of the same name is in the way, and nothing was written; or the
            folder cannot be written to.
    """
    files = {
        Path("config.yaml"): render_settings(Settings()),
        Path("knowledge/example.yaml"): _EXAMPLE,
        Path("knowledge/lexicon.yaml"): _LEXICON,
        Path(".env.example"): _ENV,
    }
    in_the_way = [name for name in files if os.path.lexists(folder / name)]
    if in_the_way:
        message = "已经存在，不会覆盖；请移开它或换一个文件夹"
        raise KnowledgeError([Problem(str(folder / name), 0, 0, message) for name in in_the_way])
    made: list[Path] = []
    try:
        for name, text in files.items():
            made.append(folder / name)
            _write(made[-1], text)
    except KnowledgeError:
        # Half a knowledge base would be in the way of the next attempt.
        for path in made[:-1]:
            path.unlink(missing_ok=True)
        raise
    return tuple(made)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Refuses a file that has come into being meanwhile.
        create_bytes(path, text.encode())
    except OSError as error:
        raise KnowledgeError([Problem(str(path), 0, 0, f"写不进去：{reason(error)}")]) from error

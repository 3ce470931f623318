"""Asking words as people mistype them: 论坛在那里举行, 通过了神马宣言, 总统较什么.

A question lives by its asking words, and no knowledge base has them, so that the slips in them are
few and the same everywhere.
"""

from __future__ import annotations

import re
from typing import Final

from bot.language.question import find_kind

_WHAT: Final = "(?:什么|啥)"
_UNITS: Final = r"(?:[国个些位名座家里儿天年月日种届条省市]|一[个位年天些届]|[几两]个|方面|边)"

# What was typed, and what was meant, as long: offsets stay as they are.
_ALWAYS: Final = (
    # 教什么 and 交什么 ask for something else.
    (re.compile(rf"(?<!比)[较焦](?={_WHAT}(?:名字?)?\W*$)|[教交](?={_WHAT}名字?\W*$)"), "叫"),
    (re.compile(r"(?<=什么)时[侯后]"), "时候"),
    (re.compile("啥子|乜嘢|甚么"), "什么"),
    (re.compile("什名字"), "什么名"),
    # Cantonese.
    (re.compile("边个"), "哪位"),
    (re.compile("边度"), "哪里"),
    (re.compile("点解"), "为何"),
    (re.compile("咩"), "啥"),
    (re.compile("系(?=哪|谁|啥|什么)"), "是"),
)
_WHEN: Final = re.compile("几时(?!几)")
# Words of their own as well: slips only where nothing else asks.
_WHERE_NOTHING_ASKS: Final = (
    (re.compile(r"[什神甚沈肾伸][末莫马摸嘛磨幺]|[神肾][么吗]|什[吗没]"), "什么"),
    (re.compile(r"(?<!\w)(?:多[绍烧稍哨])|(?<=[是有要了卖花共达])多[上绍烧稍哨]"), "多少"),
    (re.compile(r"[怎咋][末莫摸马]"), "怎么"),
    (re.compile(r"如和(?![平谐睦解声]|\W*$)"), "如何"),
    (re.compile(r"(?<=是)[睡淮准推难](?=\W*$)"), "谁"),
    (re.compile(rf"那(?={_UNITS})"), "哪"),
)


def in_common_words(question: str) -> str:
    """Return a normalised question with the commoner asking words for the same, as long: 何时."""
    return _WHEN.sub("何时", question)


def mend_asking(question: str) -> str:
    """Return a normalised question with its asking words as they were meant: of the same length."""
    for pattern, meant in _ALWAYS:
        question = pattern.sub(meant, question)
    if find_kind(question)[1] is not None:
        return question
    for pattern, meant in _WHERE_NOTHING_ASKS:
        if pattern.search(question):
            # Now something asks, and what else there is like it is as it should be.
            return pattern.sub(meant, question)
    return question

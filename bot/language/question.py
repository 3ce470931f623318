"""Understand a question: what kind of answer it asks for, and which of its words count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.model import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.language.tokens import Token, Tokeniser

# The first pattern that matches decides; so the more particular ones stand first.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.WHY, r"为什么|为何|为啥|缘何|因何|何以|怎么会|(?:因为|出于|由于)什么|(?:什么|哪些|何种)(?:样的)?(?:原因|缘故|理由)"),
    (Kind.WHEN, r"什么时候|什么时间|什么时期|什么日期|什么年代|何时|几时|何年|何月|何日|哪一?(?:个|段|些)?(?:年|月|日|天|号|世纪|朝代|年代|时期|时候|时间|年份|月份|季节|时代)|几(?:年|月|日|号|点)|(?<!是)多久(?:以?前|之?后)"),
    (Kind.HOW_MANY, r"多少|第几|几|多(?:大|高|长|远|重|久|深|宽|快|厚|少)"),
    (Kind.WHERE, r"哪里|哪儿|何处|何地|什么地方|什么地点|什么位置|哪一?个?(?:地方|国家|国|城市|城|省份?|市|县|区|州|镇|村|岛|洲|地区|地点|位置)|在哪|位于哪|去哪|到哪"),
    (Kind.WHO, r"谁|何人|什么人|哪一?(?:位|名|个人|些人)|什么名字"),
    (Kind.HOW, r"怎么样|怎样|怎么|如何|咋|什么(?:方式|方法|办法|手段|途径|形式)"),
    (Kind.WHICH, r"哪"),
    (Kind.WHAT, r"什么|甚么|啥|何(?=[^况必以而])"),
    (Kind.YES_NO, r"吗|是否|是不是|有没有|能不能|会不会|可不可以|对不对|与否"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)

# After 哪 and 什么 the measure words and 样的, up to the noun that is asked for.
_MEASURE = re.compile(
    r"一?(?:种|个|些|位|名|家|座|条|项|部|本|支|届|场|类|样|所|款|首|张|片|块|件|起|次|方面)?的?"
)

# Function words: they say little about which sentence answers.
STOPWORDS = frozenset(
    "的 了 着 过 得 地 吗 呢 吧 啊 呀 嘛 么 哦 是 在 和 与 及 或 而 且 但 也 都 就 还 又 被 把 将 由 "
    "从 到 于 对 以 为 因 因为 所以 这 那 其 该 此 有 没有 会 能 可以 要 请 请问 之 所 等 中 里 上 下 "
    "叫 做 叫做 称 一个 这个 那个 哪 哪个 哪些 哪里 哪儿 哪位 什么 啥 谁 何 何时 何处 何地 多少 几 几个 "
    "怎么 怎样 怎么样 如何 为什么 为何 是否 是不是 时候 我 你 您 我们 他 她 它 他们 吗 ？ ?".split()
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A normalised question, taken apart."""

    text: str
    kind: Kind
    asked: Span | None
    """The words that ask: 谁, 什么时候, 哪个."""
    focus: Span | None
    """The noun asked for, after 哪 or 什么, or the unit after 几 or 多少."""
    tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    """The tokens that a sentence should share: without the asking words and stop words."""


def understand(
    text: str, tokeniser: Tokeniser, stopwords: Collection[str] = STOPWORDS
) -> Understanding:
    """Take a normalised question apart."""
    kind, asked = _kind(text)
    tokens = tuple(tokeniser.cut(text))
    return Understanding(
        text=text,
        kind=kind,
        asked=asked,
        focus=_focus(text, kind, asked, tokens, stopwords),
        tokens=tokens,
        content=tuple(
            token
            for token in tokens
            if token.text not in stopwords
            and any(map(str.isalnum, token.text))
            and not (asked and asked.start <= token.start and token.end <= asked.end)
        ),
    )


def _kind(text: str) -> tuple[Kind, Span | None]:
    for kind, pattern in _KIND_PATTERNS:
        if match := pattern.search(text):
            return kind, Span(*match.span())
    return Kind.WHAT, None


def _focus(
    text: str,
    kind: Kind,
    asked: Span | None,
    tokens: Sequence[Token],
    stopwords: Collection[str],
) -> Span | None:
    """Return the noun after the asking words, or none where no noun follows."""
    if asked is None or kind in {Kind.WHO, Kind.WHY, Kind.HOW, Kind.YES_NO}:
        return None
    measure = _MEASURE.match(text, asked.end)
    start = measure.end() if measure else asked.end
    for token in tokens:
        if token.end <= start:
            continue
        if token.text in stopwords or not any(map(str.isalnum, token.text)):
            return None
        return Span(max(start, token.start), token.end)
    return None

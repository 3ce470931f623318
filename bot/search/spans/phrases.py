"""What ends with the very noun asked for: 帶來了什么革命 has its answer in 信息革命."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind, Span
from bot.search.posts import is_post
from bot.search.spans.words import is_noun, tag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser

_KINDS: Final = frozenset({Kind.WHICH, Kind.WHAT})
_OF_LIKENESS_OR_MANY: Final = re.compile(r"样的?$|些|几")
"""什么样的体制 has no 体制 in its answer, and 哪些国家 many."""
_PERSONS: Final = tuple("家者人员手王帝族")
"""A person has a name besides: 西班牙矿物学家."""
_SHORTEST: Final = 2
_MODIFYING: Final = ("n", "a", "b", "j", "l", "z", "vn", "eng", "latin", "mixed", "unknown")
"""Parts of speech that a compound is made of."""
_IN_A_ROW: Final = frozenset("次 届 期".split())
_ENDING: Final = ("n", "j", "vn", "unknown")
"""Parts of speech that it ends with."""
_NAMING: Final = ("n", "j", "l", "vn", "eng", "latin", "mixed", "unknown")
"""Of these, what tells one thing from others of its kind."""
_COUNTING: Final = frozenset({"m", "mq", "q"})
_GENERAL: Final = frozenset(
    "主要 著名 重要 最大 总 以上 以下 上述 其他 各 同一 整个 不同 这一 一些".split()
)
"""What is said of anything."""


class Asked(NamedTuple):
    """The noun that a question asks for."""

    nouns: tuple[str, ...]
    """With as much of what follows as may belong to it, the longest first: 管理学院, 管理."""
    before: str
    """The word before the asking ones: 弘扬什么精神."""
    question: str
    """What stands in it is not what it asks for."""


def asked_noun(understanding: Understanding, tokeniser: Tokeniser) -> Asked | None:
    """Return the noun that a question asks for; None where it asks for none, or for many."""
    asked, focus = understanding.asked, understanding.focus
    if asked is None or focus is None or understanding.kind not in _KINDS:
        return None
    text = understanding.text
    noun = text[slice(*focus)]
    between = text[asked.start : focus.start]
    if len(noun) < _SHORTEST or noun.endswith(_PERSONS) or _OF_LIKENESS_OR_MANY.search(between):
        return None
    nouns = [noun]
    for token in understanding.tokens:
        if token.start == focus.start + len(nouns[-1]) and is_noun(token.text, tokeniser):
            nouns.append(text[focus.start : token.end])
    before = next((one.text for one in understanding.tokens if one.end == asked.start), "")
    return Asked(tuple(reversed(nouns)), before, text)


def phrase(
    asked: Asked, sentence: str, tokens: Sequence[Token], span: Span, tokeniser: Tokeniser
) -> Span:
    """Return the short answer so far, or the compound that ends with the noun asked for.

    Args:
        asked: what `asked_noun` returns.
        sentence: normalised.
        tokens: its words.
        span: the short answer so far, which stays where it has the noun or stands before it, and
            where the sentence has the noun alone, or more than once.
        tokeniser: what knows their parts of speech.
    """
    noun = next((noun for noun in asked.nouns if noun in sentence), None)
    if noun is None or sentence.count(noun) > 1 or noun in sentence[slice(*span)]:
        return span
    start = sentence.find(noun)
    if span.end <= start and sentence[span.end : start] in {"", "的"}:
        return span
    last = next((at for at, one in enumerate(tokens) if one.end == start + len(noun)), None)
    if last is None or not tag_of(tokens[last].text, tokeniser).startswith(_ENDING):
        return span
    first = last
    while first > 0 and _goes_before(tokens[first - 1], tokens[first], tokeniser):
        first -= 1
    if first > 0 and tag_of(tokens[first - 1].text, tokeniser) in _COUNTING:
        # 网球是一项|体育运动 says what sort of thing that is, not which.
        return span
    words = list(tokens[first : last + 1])
    while words and (words[0].text in _GENERAL or words[0].text == asked.before):
        words.pop(0)
    if not any(_tells(word, asked, start, tokeniser) for word in words):
        return span
    return Span(words[0].start, tokens[last].end)


def _goes_before(word: Token, other: Token, tokeniser: Tokeniser) -> bool:
    if word.end != other.start or not word.text.isalnum():
        return False
    # 元首|理事会|第二十|次|会议.
    is_part = word.text.startswith("第") or word.text in _IN_A_ROW or is_post(word.text)
    return is_part or tag_of(word.text, tokeniser).startswith(_MODIFYING)


def _tells(word: Token, asked: Asked, start: int, tokeniser: Tokeniser) -> bool:
    """Tell whether a word of a compound says which one it is, and the question does not say it."""
    if word.start >= start or word.text in asked.question:
        return False
    return tag_of(word.text, tokeniser).startswith(_NAMING)

"""What comes under a number in a text: 第三点是什么 asks for what 第三，深化务实合作 goes on with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Span

if TYPE_CHECKING:
    from bot.language.question import Understanding

_NUMBER: Final = r"第([一二三四五六七八九十]{1,3}|\d{1,2})"
_ASKED: Final = re.compile(
    rf"(?:.{{0,12}}的|.{{0,8}}(?:讲话|文章|发言|会议|报告|声明|宣言|公报|协议|演讲|建议)[里中]?)?{_NUMBER}(?:点|条|项|个?方面|个?(?:建议|意见|要求|主张|倡议|原因|理由|措施))?"
    r"(?:建议|意见|要求|主张|倡议|原因|理由|内容|措施)?(?:是|说的?是?|讲的?是?|谈的?是?|指的是)?了?"
    r"(?:什么|啥|哪些|怎么说的?)(?:内容)?\W*"
)
_SAID: Final = re.compile(r"第(\w{1,3})[,、:]\s*(?=\w)")
_DIGITS: Final = dict(zip("123456789", "一二三四五六七八九", strict=True))


def asked_point(understanding: Understanding) -> str | None:
    """Return the number, in characters, of the point that is all a question asks for; or None."""
    match = _ASKED.fullmatch(understanding.text)
    return _DIGITS.get(match[1], match[1]) if match else None


def point(number: str, sentence: str) -> Span | None:
    """Return what a normalised sentence says under a number that it begins with; None without it."""
    match = _SAID.match(sentence)
    if match is None or _DIGITS.get(match[1], match[1]) != number:
        return None
    return Span(match.end(), len(re.sub(r"\W+$", "", sentence)))

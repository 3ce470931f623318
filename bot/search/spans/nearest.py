"""Of several amounts or times in a sentence the one beside what the question speaks of.

儿科在几楼: of 儿科在三楼，口腔科在四楼 the first; 几个补给点: of 22个补给点和16个医疗站 the first as well.
"""

from __future__ import annotations

import bisect
import re
from string import digits
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind, Span
from bot.search.spans.measures import ASKS_CLOCK, NUMERALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.question import Understanding
    from bot.search.spans.measures import Sort

_LONGEST_NUMBER: Final = 20
_MARKS: Final = frozenset(".,:")
_DIGITS: Final = frozenset(digits + NUMERALS) | _MARKS
_NUMBER: Final = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两]")
_EDGE: Final = re.compile(r"[,;。!?:]")
_HOURS: Final = re.compile(
    r"(?:[上下中]午|早上|晚上|凌晨|傍晚)?\d{1,2}(?::\d{2}|[点时](?:\d{1,2}分|半|整)?)"
)
_ASKS_HOURS: Final = re.compile(f"{ASKS_CLOCK}|几时几分")
_TIMES: Final = re.compile(
    r"[今明去]年|(?:\d{2,4}年)(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]"
)
_ASKS_TIME: Final = re.compile(r"什么时[候间]|何时")
_TIMELY: Final = re.compile(r"[\d年月日天时期前后明今去周初末夜晚早]")
_YEAR: Final = re.compile(r"\d{3,4}年\D{0,2}|\d{1,2}[月日号]")
_TO: Final = re.compile(r"\s*(?:至|到|[-–—~])\s*")
_END: Final = re.compile(r"关|闭|下班|结束|打烊|停|截|最晚|为止|收")


class Nearest(NamedTuple):
    """What tells the amounts or times of a sort, and which is asked for."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]
    """Of the question, what may stand beside the right one."""
    counted: str
    """What is counted, right behind the right one: 补给点."""
    wants_end: bool | None
    """Of a time from and to, whether the second is asked for; None where that does not matter."""


def asked_nearest(understanding: Understanding, sort: Sort | None) -> Nearest | None:
    """Return what of a sort a question asks for; None where it asks for no amount and no time.

    Args:
        understanding: the question.
        sort: what `asked_sort` returns.
    """
    words = tuple(token.text for token in understanding.content if len(token.text) > 1)
    if _ASKS_HOURS.search(understanding.text):
        return Nearest(_HOURS, words, "", _END.search(understanding.text) is not None)
    if _ASKS_TIME.search(understanding.text):
        return Nearest(_TIMES, words, "", None)
    if sort is None or sort.weight < 1 or understanding.kind is not Kind.HOW_MANY:
        return None
    focus = understanding.focus
    counted = understanding.text[slice(*focus)] if focus else ""
    return Nearest(sort.tells, words, counted, None)


def nearest(asked: Nearest, sentence: str, span: Span) -> Span:
    """Return the short answer of a normalised sentence, or the same sort of thing nearer by.

    Args:
        asked: what `asked_nearest` returns.
        sentence: normalised.
        span: the short answer so far.
    """
    found = [_whole(one.span(), sentence) for one in asked.pattern.finditer(sentence)]
    found = [one for one in found if _NUMBER.search(sentence, *one)]
    if asked.pattern is not _TIMES:
        # 1895年, 6月 and 18日 are rarely how long.
        found = [one for one in found if not _YEAR.fullmatch(sentence, *one)] or found
    is_wrong = span not in found and _YEAR.fullmatch(sentence, *span) is not None
    meets = any(span.meets(*one) for one in found)
    # A number without its unit may be right, and so may any other time.
    other = _TIMELY if asked.pattern is _TIMES else _NUMBER
    may_be_right = not is_wrong and other.search(sentence, *span) is not None
    if not found or (meets and len(found) == 1) or (not meets and may_be_right):
        return span
    beside = next((one for one in found if _counts(one, sentence, asked.counted)), None)
    if beside is not None:
        return span if span.meets(*beside) else beside
    said = _said_around(found, sentence, asked.words)
    best = max(said)
    if not best and not is_wrong and asked.pattern not in {_HOURS, _TIMES}:
        return span
    likely = [one for one, weight in zip(found, said, strict=True) if weight == best]
    if (
        asked.wants_end is not None
        and len(likely) > 1
        and _is_range(likely[0], likely[1], sentence)
    ):
        chosen = likely[1 if asked.wants_end else 0]
    elif any(span.meets(*one) for one in likely):
        return span
    else:
        chosen = likely[0]
    return span if span.meets(*chosen) else chosen


def _whole(place: tuple[int, int], sentence: str) -> Span:
    """Return an amount with all of its digits."""
    start, end = place
    least = start - _LONGEST_NUMBER
    while start > max(least, 0) and sentence[start - 1] in _DIGITS:
        start -= 1
    while start < end and sentence[start] in _MARKS:
        start += 1
    return Span(start, end)


def _counts(one: Span, sentence: str, counted: str) -> bool:
    return len(counted) > 1 and sentence.startswith(counted, one.end)


def _said_around(found: Sequence[Span], sentence: str, words: Sequence[str]) -> list[int]:
    """Return for each how many characters of the question its clause has."""
    edges = [
        edge.start() for edge in _EDGE.finditer(sentence) if not _within_number(edge, sentence)
    ]
    borders = [0, *edges, len(sentence)]
    said: list[int] = []
    in_clause: dict[Span, int] = {}
    for one in found:
        at = bisect.bisect_right(borders, one.start)
        end = bisect.bisect_left(borders, one.end)
        if borders[end] - borders[at - 1] <= one.end - one.start + 1:
            # 1970年, and what happened then.
            end = min(end + 1, len(borders) - 1)
        clause = Span(borders[at - 1], borders[end])
        if clause not in in_clause:
            text = sentence[slice(*clause)]
            in_clause[clause] = sum(len(word) for word in words if word in text)
        said.append(in_clause[clause])
    return said


def _within_number(edge: re.Match[str], sentence: str) -> bool:
    beside = (sentence[max(edge.start() - 1, 0)], sentence[edge.end() : edge.end() + 1])
    return edge.group() in ":," and all(map(str.isdigit, beside))


def _is_range(first: Span, second: Span, sentence: str) -> bool:
    return _TO.fullmatch(sentence, first.end, second.start) is not None

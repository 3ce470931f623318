"""Dates as documents write them, and lines that say when and where a text was published."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)\s?日?"
    r"(?:[T\s\u3000-]{0,3}(?P<hour>\d{1,2})[:：时](?P<minute>\d\d)(?:分|[:：](?P<second>\d\d)(?:\.\d+)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?(?!\d)"
)
_LOCAL: Final = re.compile(r"\+08:?00")
"""The zone of nearly every text here: what it adds to a time, its readers take for granted."""
_FIELD: Final = re.compile(
    r"(?:(?P<when>发布时间|发布日期|发表时间|发表于|发布于|发布|时间|日期)|(?P<source>来\s*源|稿源|出处))\s*[:：]?\s*"
)
# What else a line under a headline says, and no reader asks for.
_TRIFLE: Final = re.compile(
    r"(?:浏览|阅读|点击|访问|评论)(?:次数|量|数)?\s*[:：]?\s*\d*\s*次?|字(?:号|体)\s*[:：]?\s*(?:大|中|小|[\[\]【】])*"
    r"|打印(?:本页)?|关闭(?:窗口)?|分享(?:到)?\s*[:：]?|收藏|我要纠错"
)
_SOURCE: Final = re.compile(r"[^\s\u3000|｜:：]{2,40}")
_FILLING: Final = re.compile(r"[\s\u3000|｜/·,，;；()（）\[\]【】]*")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Byline:
    """A line that says only when and where a text was published."""

    published: str | None = None
    source: str | None = None


def find_date(text: str) -> str | None:
    """Find the first date in a text, with the time if one follows, as the knowledge format has it."""
    return next((found for match in _DATE.finditer(text) if (found := _written(match))), None)


def read_byline(text: str) -> Byline | None:
    """Read a byline; None where a line says anything else, or says who wrote it."""
    if len(text) > _LONGEST:
        return None
    date = _DATE.search(text)
    published = _written(date) if date else None
    rest = (
        text
        if date is None or published is None
        else text[: date.start()] + "\n" + text[date.end() :]
    )
    source = None
    for field in _FIELD.finditer(rest):
        value = _SOURCE.match(rest, field.end()) if field["source"] else None
        source = source or (value[0] if value else None)
    said = _FIELD.sub("", rest)
    if source:
        said = said.replace(source, "", 1)
    said = _FILLING.sub("", _TRIFLE.sub("", said))
    return Byline(published, source) if (published or source) and not said else None


def _written(match: re.Match[str]) -> str | None:
    """Write a date as ISO 8601 does; None where the calendar has no such day."""
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        date = datetime.date(year, month, day).isoformat()
        if match["hour"] is None:
            return date
        time = datetime.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None
    written = time.isoformat("seconds" if match["second"] else "minutes")
    return f"{date} {written}{_zone(match['zone'])}"


def _zone(zone: str | None) -> str:
    if zone is None or _LOCAL.fullmatch(zone):
        return ""
    return zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"

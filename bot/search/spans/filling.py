"""Sentences that say what is asked in the question's own words: 大桥由谁设计, 大桥由李明设计."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind

if TYPE_CHECKING:
    from bot.language.question import Understanding

_FEWEST: Final = 5
"""Characters of the question around its asking words: less of it stands together by chance."""
_LONGEST: Final = 20
_KINDS: Final = frozenset({Kind.WHO, Kind.WHERE, Kind.WHICH, Kind.WHAT})


def pattern_of(understanding: Understanding) -> re.Pattern[str] | None:
    """Return what finds the question's own words in a normalised sentence, around something else.

    None where too little stands around the asking words, or a time or a number is asked for, which
    has to be looked at.
    """
    asked = understanding.asked
    if asked is None or understanding.kind not in _KINDS:
        return None
    end = understanding.focus.end if understanding.focus else asked.end
    before = understanding.text[: asked.start]
    after = re.sub(r"\W+$", "", understanding.text[end:])
    if not before or not after or len(before) + len(after) < _FEWEST:
        return None
    return re.compile(rf"{re.escape(before)}\w{{1,{_LONGEST}}}?{re.escape(after)}")

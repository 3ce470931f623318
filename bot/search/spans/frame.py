"""What a question's own words leave room for: the pieces that frames are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bot.language.question import Understanding

ADVERBS: Final = (
    r"(?:必将|将会?|会|要|已经?|应该?|应当|可以?|可能|能够?|是|曾经?|正在?|都|才|也|必须|需要)"
)
EMPTY: Final = frozenset("了着过是的有")
_LONGEST_NOUN: Final = 10


class Frame(NamedTuple):
    """What finds the answer in a sentence, by the words around it."""

    pattern: re.Pattern[str]
    """With the group `answer`, and `whole` where an answer may be said with more."""
    is_whole: bool = False
    """Whether nothing less is the answer: all of a list."""
    is_telling: bool = False
    """Whether a sentence that it fits is likely to be the one: it says what something is."""


def words_before(understanding: Understanding) -> list[str]:
    """Return the words before the asking ones, without those right before them that say nothing."""
    asked = understanding.asked
    words = [one.text for one in understanding.tokens if asked and one.end <= asked.start]
    while words and words[-1] in EMPTY:
        words.pop()
    return words


def verb_before(understanding: Understanding) -> str:
    """Return a pattern for the word before the asking ones; nothing where that is a character."""
    words = words_before(understanding)
    return re.escape(words[-1]) if words and len(words[-1]) > 1 else ""


def noun_after(text: str, understanding: Understanding) -> str:
    """Return alternatives, to be put in a group, for the noun asked for with what follows it."""
    focus = understanding.focus
    if focus is None:
        return ""
    tail = text[focus.start :][:_LONGEST_NOUN]
    least = max(2, focus.end - focus.start)
    return "|".join(re.escape(tail[:size]) for size in range(len(tail), least - 1, -1))

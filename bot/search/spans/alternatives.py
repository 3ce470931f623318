"""Which of two: 公办还是民办 asks for the one that the sentence has."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Span
from bot.search.matching import occurrences

if TYPE_CHECKING:
    from bot.language.question import Understanding

_TWO: Final = re.compile(
    r"(?P<lead>.*?)(?P<one>\w{1,8})[,，]?还是(?P<other>\w{1,8}?)(?:的|呢|啊|呀)*\W*"
)
_VERBS: Final = re.compile(r".*(?:是|为|用|在|属于|选择?|叫)")


class Alternatives(NamedTuple):
    """Two things, of which a question asks for one."""

    lead: str
    """What the question says of them."""
    options: tuple[str, str]


def asked_alternatives(understanding: Understanding) -> Alternatives | None:
    """Return between what a question lets choose; None where it does not."""
    match = _TWO.fullmatch(understanding.text)
    if match is None:
        return None
    before = match["lead"] + match["one"]
    verb = _VERBS.match(before)
    one = before[verb.end() :] if verb else match["one"]
    other = match["other"].removeprefix("是")
    lead = before[: len(before) - len(one)]
    return Alternatives(lead, (one, other)) if one and other and one != other else None


def chosen(asked: Alternatives, words: tuple[str, ...], sentence: str) -> Span | None:
    """Return the one that a normalised sentence has; of both, the one nearer to a word asked about.

    Args:
        asked: what `asked_alternatives` returns.
        words: the content words of the question.
        sentence: normalised.
    """
    longest = sorted(asked.options, key=len, reverse=True)
    # Of 代总统 the 总统 is none.
    found = list(re.finditer("|".join(map(re.escape, longest)), sentence))
    anchors = sorted(
        place for word in words if word in asked.lead for place in occurrences(word, sentence)
    )
    options = {one.group() for one in found}
    if not found or (len(options) > 1 and not anchors):
        return None

    def distance(one: re.Match[str]) -> int:
        after = bisect_left(anchors, one.span())
        beside = anchors[max(after - 1, 0) : after + 1]
        return min((max(start - one.end(), one.start() - end) for start, end in beside), default=0)

    return Span(*min(found, key=distance).span())

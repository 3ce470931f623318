"""What a question asks with, and where its words stand in the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind, Span
from bot.search.spans.tags import TAG_NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.search.spans.grid import Grid

FAR: Final = 99
"""The distance to a match where there is none."""
_FARTHEST: Final = 69
_LONGEST_QUESTION: Final = 80
_ALIGNED: Final = 6
_PADDING: Final = TAG_NUMBERS["padding"]
# In the question, nearness to the asking words falls to a third in so many characters.
_NEAR: Final = 5.0
_ASKED_NOUN = re.compile(r"(?:什么|哪一?[个些段]?|何)(.+)")
# Nouns that only ask: no answer ends with them.
_VAGUE = frozenset(
    "时候 时 时间 地方 地点 位置 地 处 里 儿 人 样 位 名 名字 缘故 原因 理由".split()
)
_ASPECTS = frozenset("了过着")
OFFICERS = frozenset("哪国 哪个国家 哪省 哪个省 哪市 哪个市 哪县 哪个县".split())
"""What asks for an officer together with the office that follows: 哪国|总统."""
_TELLING = frozenset({Kind.WHY, Kind.HOW})
_LIKENESS = (
    "(?:意义|影响|特[点征色性]|作用|区别|差异|不同|看法|评价|情[况形]|变化|背景|功[能用]|用途|[优缺]点|优势"
    "|[好坏]处|原理|过程|措施|做法|贡献|定义|意思|[含涵]义|现象|[结后]果|下场)"
)
_ASKS_WHAT_IT_IS_LIKE = re.compile(
    rf"{_LIKENESS}(?:是|为|有|都有|主要[是有]|在于)?(?:什么|哪些|啥|何)"
    rf"|(?:什么|何|怎样的|哪些)[^,，]{{0,4}}{_LIKENESS}$"
)
# Characters that stand everywhere, and those that ask: to share one means nothing.
_COMMON = np.zeros(1 << 16, dtype=bool)
_COMMON[
    [
        ord(character)
        for character in "的了着是在和与及或而也都就还又被把将由从到于对以为因所这那其该此有会能要之等中上下个什么哪谁何多少几时年"
    ]
] = True


@dataclass(frozen=True, slots=True)
class SpanQuestion:
    """A question as the search for short answers sees it."""

    text: str
    """Without the marks at its end."""
    kind: Kind
    asked: str
    """The words that ask, 一 left out: 哪一个 asks as 哪个 does."""
    focus: str
    """The noun asked for, or nothing."""
    place: int
    """Where the asking words stand: 0 at the beginning, 1 within, 2 at the end."""
    before: str
    """The character before the asking words."""
    codes: NDArray[np.int32]
    """The code points of `text`, -1 in place of the asking words and at the end."""
    nearness: NDArray[np.float32]
    """How near to the asking words each two neighbouring characters stand, from 0 to 1."""
    asked_start: int
    asked_end: int
    is_telling: bool
    """Whether it takes a clause to answer: why, how, or what something is like."""

    @classmethod
    def of(cls, understanding: Understanding) -> SpanQuestion:
        """Prepare an understood question."""
        text = understanding.text.rstrip("?？。 .!")[:_LONGEST_QUESTION]
        size = len(text)
        start, end = understanding.asked or (size, size)
        start, end = min(start, size), min(end, size)
        asked = text[start:end].replace("一", "")
        focus = understanding.focus or _focus_within(text, start, end)
        if understanding.kind is Kind.WHO and asked in OFFICERS:
            # 哪国总统 asks as one.
            end = next((one.end for one in understanding.tokens if one.start == end), end)
            end = min(end, size)
        rest = size - (max(focus.end, end) if focus else end)
        codes = np.array([*map(ord, text), -1], dtype=np.int32)
        codes[start:end] = -1
        noun = text[focus.start : focus.end] if focus else ""
        place = np.arange(size)
        beyond = place - end - len(noun) * (place > end)
        gap = np.where(place < start, start - 2 - place, beyond)
        return cls(
            text=text,
            kind=understanding.kind,
            asked=asked,
            focus=noun,
            place=0 if start <= 1 else 2 if rest <= 1 else 1,
            before=text[start - 1 : start] if start else "",
            codes=codes,
            nearness=np.exp(-np.maximum(gap, 0) / _NEAR).astype(np.float32),
            asked_start=start,
            asked_end=end,
            is_telling=understanding.kind in _TELLING
            or _ASKS_WHAT_IT_IS_LIKE.search(text) is not None,
        )


def _focus_within(text: str, start: int, end: int) -> Span | None:
    """Return the noun within the asking words: 城市 in 哪个城市, 时期 in 什么时期."""
    found = _ASKED_NOUN.fullmatch(text, start, end)
    return Span(*found.span(1)) if found and found[1] not in _VAGUE else None


@dataclass(frozen=True, slots=True)
class Match:
    """Where the question's words stand; an entry a piece, unless it says otherwise."""

    covered: NDArray[np.float64]
    """The share of a piece's characters that stand beside the same neighbour in the question."""
    covered_left: NDArray[np.float64]
    """The same, with what stands before the asking words."""
    covered_right: NDArray[np.float64]
    """The same, with what stands after the asking words."""
    level: NDArray[np.int64]
    """2: covered by half or more; 1: shares a character that says something; 0: new."""
    side: NDArray[np.int64]
    """1: stands before the asking words; 2: after them; 3: both; 0: not matched."""
    left_distance: NDArray[np.int64]
    """How many pieces back the next matched piece is; FAR for none."""
    left_side: NDArray[np.int64]
    """The side of that piece."""
    right_distance: NDArray[np.int64]
    right_side: NDArray[np.int64]
    left_aligned: NDArray[np.int64]
    """How many characters before the piece are those before the asking words."""
    right_aligned: NDArray[np.int64]
    """How many characters after the piece are those after the asking words or the focus."""
    nearness: NDArray[np.float64]
    """How near to the asking words a matched piece stands in the question; 0 for new ones."""
    left_nearness: NDArray[np.float64]
    """The nearness of the next matched piece on the left."""
    right_nearness: NDArray[np.float64]
    characters: NDArray[np.int64]
    """Running count of covered characters; one more than characters."""
    shared: NDArray[np.int64]
    """Running count of characters that stand anywhere in the question, common ones apart."""


def match(grid: Grid, question: SpanQuestion) -> Match:
    """Find a question's words in the sentences."""
    start, end = question.asked_start, question.asked_end
    # A row for each character of the question: numpy is quicker along long rows.
    equal = grid.codes == question.codes[:, None]
    pairs = equal[:-1, :-1] & equal[1:, 1:]
    near = pairs * question.nearness[:, None]
    near_left, near_right = (part.max(axis=0, initial=0.0) for part in (near[:start], near[start:]))
    marked = np.zeros((4, len(grid.codes)), dtype=np.bool_)
    _cover(near_left, marked[1])
    _cover(near_right, marked[2])
    np.logical_or(marked[1], marked[2], out=marked[0])
    np.logical_and(equal.any(axis=0), ~_COMMON[grid.codes & 0xFFFF], out=marked[3])
    running = np.zeros((4, len(grid.codes) + 1), dtype=np.int64)
    marked.cumsum(axis=1, out=running[:, 1:])
    inside = running[:, grid.ends] - running[:, grid.starts]
    share = inside[:3] / np.maximum(grid.ends - grid.starts, 1)
    most = share >= 0.5
    level = np.where(most[0], 2, inside[3] > 0) * grid.is_word
    side = most[1] + 2 * most[2]
    nearness = _nearness(grid, np.maximum(near_left, near_right))
    nearness *= level == 2
    left, right = _neighbours(grid, level)
    places = np.arange(len(level))
    left_aligned = _aligned(grid.codes, question.codes[:start][::-1], grid.starts - 1, -1)
    if question.before in _ASPECTS:
        # 进入了什么 is answered by 进入动荡变革期.
        bare = _aligned(grid.codes, question.codes[: start - 1][::-1], grid.starts - 1, -1)
        left_aligned = np.maximum(left_aligned, bare)
    after_focus = end + len(question.focus)
    right_aligned = _aligned(grid.codes, question.codes[end:], grid.ends, 1)
    if question.focus:
        focused = _aligned(grid.codes, question.codes[after_focus:], grid.ends, 1)
        right_aligned = np.maximum(right_aligned, focused)
    return Match(
        covered=share[0],
        covered_left=share[1],
        covered_right=share[2],
        level=level,
        side=side,
        left_distance=np.where(level[left] == 2, np.minimum(places - left, _FARTHEST), FAR),
        left_side=side[left],
        right_distance=np.where(level[right] == 2, np.minimum(right - places, _FARTHEST), FAR),
        right_side=side[right],
        left_aligned=left_aligned,
        right_aligned=right_aligned,
        nearness=nearness,
        left_nearness=nearness[left],
        right_nearness=nearness[right],
        characters=running[0],
        shared=running[3],
    )


def _cover(nearness: NDArray[np.float64], covered: NDArray[np.bool_]) -> None:
    """Mark the characters that take part in a pair of neighbours that the question holds too."""
    begins = nearness > 0
    covered[:-1] = begins
    covered[1:] |= begins


def _nearness(grid: Grid, near: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each piece the nearness of its matched characters, the nearest one's."""
    bounds = np.empty(2 * len(grid.starts), dtype=np.int64)
    bounds[::2], bounds[1::2] = grid.starts, grid.ends
    return np.maximum.reduceat(np.append(near, 0.0), bounds)[::2]


def _neighbours(
    grid: Grid, level: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each piece the next matched one on the left, and on the right.

    Where the sentence has none there, it is the padding, which is never matched.
    """
    size = len(level)
    found = (level == 2) | (grid.tags == _PADDING)
    places = np.arange(size)
    left, right = np.zeros((2, size), dtype=np.int64)
    np.maximum.accumulate(np.where(found, places, 0)[:-1], out=left[1:])
    np.minimum.accumulate(np.where(found, places, size - 1)[:0:-1], out=right[-2::-1])
    right[-1] = size - 1
    return left, right


def _aligned(
    codes: NDArray[np.int32],
    wanted: NDArray[np.int32],
    places: NDArray[np.int64],
    step: int,
) -> NDArray[np.int64]:
    """Return how many characters from each place on, in steps, are the wanted ones."""
    aligned = np.zeros(len(places), dtype=np.int64)
    rows = np.arange(len(places))
    # Where no place goes on, all is known: mostly after a step or two. No run leaves a sentence,
    # since what stands between sentences is in no question.
    for count, character in enumerate(wanted[:_ALIGNED].tolist(), start=1):
        kept = codes[places] == character
        rows, places = rows[kept], places[kept] + step
        if not len(rows):
            break
        aligned[rows] = count
    return aligned

"""What a question asks with, and where its words stand in the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.base.model import Kind
    from bot.language.question import Understanding
    from bot.search.spans.grid import Grid

FAR: Final = 99
"""The distance to a match where there is none."""
_FARTHEST: Final = 69
_LONGEST_QUESTION: Final = 80
_ALIGNED: Final = 6
# In the question, nearness to the asking words falls to a third in so many characters.
_NEAR: Final = 5.0
_ASKED_NOUN = re.compile(r"(?:什么|哪一?[个些段]?|何)(.+)")
# Nouns that only ask: no answer ends with them.
_VAGUE = frozenset(
    "时候 时 时间 地方 地点 位置 地 处 里 儿 人 样 位 名 名字 缘故 原因 理由".split()
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
    codes: NDArray[np.int64]
    """The code points of `text`, -1 in place of the asking words and at the end."""
    asked_start: int
    asked_end: int

    @classmethod
    def of(cls, understanding: Understanding) -> SpanQuestion:
        """Prepare an understood question."""
        text = understanding.text.rstrip("?？。 .!")[:_LONGEST_QUESTION]
        size = len(text)
        start, end = understanding.asked or (size, size)
        start, end = min(start, size), min(end, size)
        focus = understanding.focus or _focus_within(text, start, end)
        rest = size - (max(focus.end, end) if focus else end)
        codes = np.array([*map(ord, text), -1], dtype=np.int64)
        codes[start:end] = -1
        return cls(
            text=text,
            kind=understanding.kind,
            asked=text[start:end].replace("一", ""),
            focus=text[focus.start : focus.end] if focus else "",
            place=0 if start <= 1 else 2 if rest <= 1 else 1,
            before=text[start - 1 : start] if start else "",
            codes=codes,
            asked_start=start,
            asked_end=end,
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
    equal = grid.codes[:, None] == question.codes[None, :]
    pairs = np.zeros_like(equal)
    pairs[:-1, :-1] = equal[:-1, :-1] & equal[1:, 1:]
    left = _cover(pairs[:, : max(start - 1, 0)])
    right = _cover(pairs[:, end:])
    shared = equal.any(axis=1) & ~_COMMON[grid.codes & 0xFFFF]
    covered = _running(left | right)
    single = _running(shared)
    share, share_left, share_right = (
        _share(grid, running) for running in (covered, _running(left), _running(right))
    )
    level = np.where(share >= 0.5, 2, (single[grid.ends] > single[grid.starts]).astype(np.int64))
    level[~grid.is_word] = 0
    side = (share_left >= 0.5) + 2 * (share_right >= 0.5)
    nearness = _nearness(grid, question, pairs)
    nearness[level != 2] = 0
    left_distance, left_side, left_nearness = _nearest(level, side, nearness, grid.sentences)
    # What is next on the right is what is next on the left when everything is turned around.
    turned = _nearest(level[::-1], side[::-1], nearness[::-1], grid.sentences[::-1])
    right_distance, right_side, right_nearness = turned[0][::-1], turned[1][::-1], turned[2][::-1]
    after_focus = end + len(question.focus)
    return Match(
        covered=share,
        covered_left=share_left,
        covered_right=share_right,
        level=level,
        side=side,
        left_distance=left_distance,
        left_side=left_side,
        right_distance=right_distance,
        right_side=right_side,
        left_aligned=_aligned(grid.codes, question.codes[:start][::-1], grid.starts - 1, -1),
        right_aligned=np.maximum(
            _aligned(grid.codes, question.codes[end:], grid.ends, 1),
            _aligned(grid.codes, question.codes[after_focus:], grid.ends, 1),
        ),
        nearness=nearness,
        left_nearness=left_nearness,
        right_nearness=right_nearness,
        characters=covered,
        shared=single,
    )


def _running(values: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(values)])


def _cover(pairs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which characters take part in a pair of neighbours that the question holds too."""
    begins: NDArray[np.bool_] = np.asarray(pairs.any(axis=1), dtype=np.bool_)
    covered = begins.copy()
    covered[1:] |= begins[:-1]
    return covered


def _share(grid: Grid, running: NDArray[np.int64]) -> NDArray[np.float64]:
    size = np.maximum(grid.ends - grid.starts, 1)
    return np.asarray((running[grid.ends] - running[grid.starts]) / size, dtype=np.float64)


def _nearness(grid: Grid, question: SpanQuestion, pairs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each piece the nearness of its matched characters, the nearest one's."""
    place = np.arange(pairs.shape[1])
    gap = np.where(
        place < question.asked_start,
        question.asked_start - 2 - place,
        place - question.asked_end - len(question.focus) * (place > question.asked_end),
    )
    near = np.exp(-np.maximum(gap, 0) / _NEAR)
    best = np.append((pairs * near).max(axis=1, initial=0.0), 0.0)
    inside = np.minimum(grid.starts, len(best) - 2)
    return np.maximum.reduceat(
        best, np.stack([inside, grid.ends]).T.ravel().clip(0, len(best) - 1)
    )[::2]


def _nearest(
    level: NDArray[np.int64],
    side: NDArray[np.int64],
    nearness: NDArray[np.float64],
    sentences: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return how far back the next matched piece of the same sentence is, its side and nearness."""
    places = np.arange(len(level))
    last = np.maximum.accumulate(np.where(level == 2, places, -1))
    last = np.concatenate([[-1], last[:-1]])
    known = (last >= 0) & (sentences[last] == sentences)
    distance = np.where(known, np.minimum(places - last, _FARTHEST), FAR)
    return distance, np.where(known, side[last], 0), np.where(known, nearness[last], 0.0)


def _aligned(
    codes: NDArray[np.int64],
    wanted: NDArray[np.int64],
    places: NDArray[np.int64],
    step: int,
) -> NDArray[np.int64]:
    """Return how many characters from each place on, in steps, are the wanted ones."""
    wanted = wanted[:_ALIGNED]
    if not len(wanted) or not len(codes):
        return np.zeros(len(places), dtype=np.int64)
    reached = places[:, None] + step * np.arange(len(wanted))[None, :]
    inside = (reached >= 0) & (reached < len(codes))
    same = inside & (codes[np.clip(reached, 0, len(codes) - 1)] == wanted[None, :])
    return np.asarray(np.logical_and.accumulate(same, axis=1).sum(axis=1), dtype=np.int64)

"""Which candidates can be the answer to a question, by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.spans import people
from bot.search.spans.grid import Candidates, candidates
from bot.search.spans.match import OFFICERS
from bot.search.spans.tags import TAG_NUMBERS, shifted, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Grid
    from bot.search.spans.match import Match, SpanQuestion

# One person, one place, one number: none of them runs on after a comma.
_ENTITIES = frozenset({Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.HOW_MANY, Kind.WHICH})
# What a text or a thing is called, and what leads up to it.
_TITLES = ("题目", "标题", "主题", "名称", "名字")
_ENTITLED = np.array(
    [text_key(word) for word in "题为 名为 称为 命名为 取名 取名为 定名为 叫做".split()]
)
_BY = np.array([text_key(word) for word in ("由", "被")])
# Nor does a name go on with a preposition: 北京|以视频方式.
_NAMES = frozenset({Kind.WHO, Kind.WHERE})
_PREPOSITION = tag_table("p")
_UNITS = frozenset("年月")
_COUNT = tag_table("digits", "m")
_NUMERAL = tag_table("m", "mq")
_DIGITS: Final = TAG_NUMBERS["digits"]
_UNKNOWN: Final = TAG_NUMBERS["unknown"]
_YEAR: Final = 4
_NAMED = frozenset({Kind.WHICH, Kind.WHAT, Kind.WHERE})
_NOUN = tag_table("n", "ng", "nr", "ns", "nt", "nz", "j", "l", "unknown", "a", "an", "b", "vn")
# After these, what follows 什么 is what is done to it: 被什么围绕.
_PASSIVE = frozenset("被由让给受为所")
_OF: Final = text_key("的")
# A noun is led up to by so many pieces at most.
_LONGEST_PHRASE: Final = 3
_AT_END: Final = 2
# A reason or a manner is told in a clause, which may say the question again.
_CLAUSES = frozenset({Kind.WHY, Kind.HOW})
# So many characters in a row are no accident.
_BESIDE: Final = 4
# A clause that settles a question is shown from its beginning unless it takes more pieces.
_SHOWN: Final = 20


def fitting(grid: Grid, question: SpanQuestion, matched: Match) -> Candidates:
    """Return the candidates that fit the question, all of a sentence where none of its does.

    What 什么宣言 asks for does not end right before 宣言; one person is not 莫迪哈萨克斯坦总统;
    and what settles 参加了吗 is a clause, or the end of one.
    """
    if question.kind is Kind.YES_NO:
        spans = candidates(grid)
        fit = _settles(grid, matched, spans)
    else:
        opening = _opening(grid, question, matched)
        spans = candidates(grid, opening, _closing(grid, question, matched))
        fit = ~_misfits(grid, question, matched, spans)
    spans = spans.take(fit.nonzero()[0])
    found = np.bincount(grid.sentences[spans.first], minlength=len(grid.offsets) - 1) > 0
    if found.all():
        return spans
    rest = candidates(grid, ~found[grid.sentences])
    return Candidates(
        np.concatenate([spans.first, rest.first]), np.concatenate([spans.last, rest.last])
    )


def _opening(grid: Grid, question: SpanQuestion, matched: Match) -> NDArray[np.bool_] | None:
    """Tell with which pieces a fitting span may begin; None for all."""
    follows = _follows(grid, question)
    if question.kind is not Kind.WHO:
        return follows
    if question.asked in OFFICERS:
        return grid.where_said(people.states_asked(grid, question))
    whole = ~people.leave_state(grid, matched)
    return whole if follows is None else follows & whole


def _closing(grid: Grid, question: SpanQuestion, matched: Match) -> NDArray[np.bool_] | None:
    """Tell with which pieces a fitting span may end; None for all."""
    if question.kind is Kind.WHO:
        return ~people.break_off(grid, matched)
    if question.kind is Kind.WHEN and question.asked[-1:] in _UNITS:
        return grid.where_said(_ends_with_unit(grid, ord(question.asked[-1])))
    if question.kind is Kind.WHAT and question.place == _AT_END and not question.focus:
        return grid.where_said(_is_topic(grid, question))
    if question.kind in _NAMED and question.focus:
        return ~_cuts_focus(grid, question)
    return None


def _misfits(
    grid: Grid, question: SpanQuestion, matched: Match, spans: Candidates
) -> NDArray[np.bool_]:
    """Tell which candidates do not fit, where that hangs on both of their ends."""
    misfits = _goes_on(grid, question, matched, spans)
    if question.kind in _ENTITIES and "些" not in question.text:
        misfits |= spans.hold(grid.is_edge)
    if question.kind in _NAMES:
        misfits |= spans.hold(_PREPOSITION[grid.tags])
    if question.kind is Kind.WHO:
        misfits |= people.run_on(grid, spans) | people.say_too_much(grid, spans)
    return misfits


def _is_topic(grid: Grid, question: SpanQuestion) -> NDArray[np.bool_]:
    """Tell after which pieces it says by whom it is done: 会议|由普京主持 for 普京主持了什么."""
    verb = question.text[: question.asked_start].rstrip("了过着")[-2:]
    edge = grid.is_edge
    if len(verb) < len("主持"):
        return np.zeros(len(edge), dtype=np.bool_)
    clause = edge.cumsum()
    done = edge & grid.reads(grid.starts - len(verb), verb)
    has = np.zeros(int(clause[-1]) + 1, dtype=np.bool_)
    has[clause[done] - 1] = True
    return np.asarray(shifted((grid.words[:, None] == _BY).any(axis=1), -1) & has[clause])


def _ends_with_unit(grid: Grid, unit: int) -> NDArray[np.bool_]:
    """Tell which pieces are the unit asked for after a number: 2020|年 for 哪一年, not 2020年11月."""
    is_unit = grid.lasts == unit
    counted = is_unit & shifted(_COUNT[grid.tags], 1)
    size = grid.ends - grid.starts
    whole = is_unit & _NUMERAL[grid.tags] & (size > 1)
    # Foreign texts leave the unit of a year away: 于2014举行.
    bare = (grid.tags == _DIGITS) & (size == _YEAR) & (unit == ord("年"))
    return np.asarray(counted | whole | bare)


def _cuts_focus(grid: Grid, question: SpanQuestion) -> NDArray[np.bool_]:
    """Tell after which pieces a span is cut off from the noun asked for, or cuts it off itself."""
    size = len(question.focus)
    noun = _NOUN[grid.tags]
    leads = _begins_focus(grid, question)
    opens = grid.reads(grid.starts, question.focus)
    # From back to front: the noun itself, and what leads up to it: 上海合作组织|民间|友好论坛.
    for _ in range(_LONGEST_PHRASE):
        leads |= noun & shifted(leads, -1)
    cut = shifted(leads, -1)
    rest = question.text[question.asked_end :].partition(question.focus)
    if rest[0].endswith("的"):
        # 什么样的战略 asks for all that stands before 的: 互利共赢|的战略, not 互利.
        tail = (grid.words == _OF) & shifted(opens, -1)
        for _ in range(_LONGEST_PHRASE):
            cut |= grid.is_word & shifted(grid.is_word, -1) & shifted(tail, -2)
            tail = shifted(tail, -1) & grid.is_word
    elif len(rest[2]) > 1:
        # 什么友好论坛 asks for no 民间友好 either.
        whole = grid.reads(grid.ends - size, question.focus)
        cut |= whole & shifted(noun, -1) & grid.reads(grid.ends, rest[2][:2])
    return np.asarray(cut)


def _begins_focus(grid: Grid, question: SpanQuestion) -> NDArray[np.bool_]:
    """Tell with which pieces the noun asked for begins: 友好论坛 is one, 借疫生乱 is none."""
    is_object = question.text.endswith(question.focus) and question.before not in _PASSIVE
    is_noun = _NOUN[grid.tags] & (grid.tags != _UNKNOWN)
    return np.asarray(grid.reads(grid.starts, question.focus) & (is_noun | is_object))


def _follows(grid: Grid, question: SpanQuestion) -> NDArray[np.bool_] | None:
    """Tell which pieces follow the very words that the question ends with; None for all.

    多边主义必将战胜|单边主义 for 多边主义必将战胜什么, and 印度总理|莫迪 for 印度总理是谁.
    """
    stem = question.text[: question.asked_start]
    if question.place != _AT_END or question.focus or question.kind in _CLAUSES:
        return None
    title = stem.rstrip("是叫为")
    if question.kind is Kind.WHAT and title.endswith(_TITLES):
        return grid.where_said(shifted((grid.words[:, None] == _ENTITLED).any(axis=1), 1))
    if question.kind is Kind.WHO and stem != title and len(title) >= _BESIDE:
        after = people.may_begin(grid) & grid.reads(grid.starts - len(title), title)
    elif len(stem) > _BESIDE:
        tail = stem[-_BESIDE - 1 :]
        after = (grid.ends > grid.starts) & grid.reads(grid.starts - len(tail), tail)
        # A quote, 了 or 于 may come between.
        after |= shifted(after, 1) | shifted(after, 2)
    else:
        return None
    # Only in sentences that say so.
    return grid.where_said(after)


def _goes_on(
    grid: Grid, question: SpanQuestion, matched: Match, spans: Candidates
) -> NDArray[np.bool_]:
    """Tell which candidates go on with the very words that follow the asking ones.

    三股势力借疫|生乱 and 三股势力借疫生乱 for 严防什么借疫生乱. What answers with a clause, or with
    the noun asked for, may end with such words but not within them.
    """
    anchors = matched.right_aligned >= _BESIDE
    if not anchors.any():
        return np.zeros(len(spans.first), dtype=np.bool_)
    places = np.where(anchors, np.arange(len(anchors)), -1)
    nearest = np.maximum.accumulate(places)[spans.last - 1]
    within = nearest >= spans.first
    asks_for_noun = question.focus and _begins_focus(grid, question).any()
    if not (question.is_telling or asks_for_noun):
        return np.asarray(within)
    reach = grid.ends[nearest] + matched.right_aligned[nearest]
    return np.asarray(within & (reach > grid.ends[spans.last]))


def _settles(grid: Grid, matched: Match, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidate of each sentence is the clause that says most of the question."""
    first, last = spans.first, spans.last
    covered = matched.level == 2
    opens_run = covered & ~shifted(covered, 1)
    edge = grid.is_edge
    marks = np.cumsum(edge)
    fit = (
        edge[last + 1]
        & (marks[last] == marks[first])
        & ((edge[first - 1] & (last - first < _SHOWN)) | opens_run[first])
    )
    weight = np.concatenate([[0.0], np.cumsum(matched.covered * (grid.weights + 0.1))])
    # Of two that say as much, the one that begins its clause; where it is long, the shorter one.
    said = weight[last + 1] - weight[first]
    said = said - 0.3 * np.maximum(last - first - _SHOWN, 0) + 0.01 * edge[first - 1]
    best = np.full(int(grid.sentences.max()) + 1, -np.inf)
    owner = grid.sentences[first]
    np.maximum.at(best, owner[fit], said[fit])
    return np.asarray(fit & (said == best[owner]))

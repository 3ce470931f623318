"""Which candidates can be the answer to a question, by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.spans.text import shifted, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion

_NAMED = frozenset({Kind.WHICH, Kind.WHAT, Kind.WHERE})
_NOUN = tag_table("n", "ng", "nr", "ns", "nt", "nz", "j", "l", "unknown", "a", "an", "b", "vn")
# After these, what follows 什么 is what is done to it: 被什么围绕.
_PASSIVE = frozenset("被由让给受为所")
_PERSON = tag_table("nr", "nrfg", "nrt", "unknown")
# jieba takes some states for people: 哈萨克斯坦, 阿富汗.
_STATE = tag_table("ns", "nt", "nr", "nrt")
_TITLE = tag_table("n", "b", "unknown")
_OFFICE = tag_table("ns", "nt", "nz", "j", "n")
_NAME = tag_table("n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "unknown")
_OF = np.uint64(text_key("的"))
# A noun is led up to by so many pieces at most.
_LONGEST_PHRASE: Final = 3
_AT_END: Final = 2
# A reason or a manner is told in a clause, which may say the question again.
_CLAUSES = frozenset({Kind.WHY, Kind.HOW})
# So many characters in a row are no accident.
_BESIDE: Final = 4
# A clause that settles a question is shown from its beginning unless it takes more pieces.
_SHOWN: Final = 20


def fitting(grid: Grid, question: SpanQuestion, matched: Match, spans: Candidates) -> Candidates:
    """Return the candidates that fit the question, or all where none does.

    What 什么宣言 asks for does not end right before 宣言; one person is not 莫迪哈萨克斯坦总统;
    and what settles 参加了吗 is a clause, or the end of one.
    """
    if not len(spans.first):
        return spans
    if question.kind is Kind.YES_NO:
        fit = _settles(grid, matched, spans)
    else:
        fit = ~_stops_within(grid, matched, spans) & _follows(grid, question, spans)
        if question.kind is Kind.WHO:
            fit &= ~_runs_on(grid, spans) & ~_breaks_off(grid, matched, spans)
        elif question.kind in _NAMED and question.focus:
            fit &= ~_cuts_focus(grid, question, spans)
    # Sentence by sentence: one without a fitting candidate keeps what it has.
    owner = grid.sentences[spans.first]
    some = np.bincount(owner[fit], minlength=int(owner.max()) + 1) > 0
    return spans.take(np.flatnonzero(fit | ~some[owner]))


def _cuts_focus(grid: Grid, question: SpanQuestion, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates are cut off from the noun that is asked for, or cut it off itself."""
    size = len(question.focus)
    opens = _reads(grid, grid.starts, question.focus)
    noun = _NOUN[grid.tags]
    is_object = question.text.endswith(question.focus) and question.before not in _PASSIVE
    # From back to front: the noun itself, and what leads up to it: 上海合作组织|民间|友好论坛.
    leads = opens & (noun | is_object)
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
        whole = _reads(grid, grid.ends - size, question.focus)
        cut |= whole & shifted(noun, -1) & _reads(grid, grid.ends, rest[2][:2])
    return cut[spans.last]


def _reads(grid: Grid, places: NDArray[np.int64], text: str) -> NDArray[np.bool_]:
    """Tell at which places of the sentences a text stands."""
    found = np.ones(len(places), dtype=bool)
    for shift, character in enumerate(text):
        found &= grid.codes[np.clip(places + shift, 0, len(grid.codes) - 1)] == ord(character)
    return found


def _follows(grid: Grid, question: SpanQuestion, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates follow the very words that the question ends with, where they stand.

    多边主义必将战胜|单边主义 for 多边主义必将战胜什么, and 印度总理|莫迪 for 印度总理是谁.
    """
    allowed = np.ones(len(grid.tags), dtype=bool)
    stem = question.text[: question.asked_start]
    if question.place != _AT_END or question.focus or question.kind in _CLAUSES:
        return allowed[spans.first]
    title = stem.rstrip("是叫为")
    after = np.zeros(len(grid.tags), dtype=bool)
    if question.kind is Kind.WHO and stem != title and len(title) >= _BESIDE:
        person = _PERSON[grid.tags] | _STATE[grid.tags]
        person |= grid.is_word & shifted(person, -1)  # 托|卡耶夫
        after = person & _reads(grid, grid.starts - len(title), title)
    elif len(stem) > _BESIDE:
        tail = stem[-_BESIDE - 1 :]
        after = (grid.ends > grid.starts) & _reads(grid, grid.starts - len(tail), tail)
        # A quote, 了 or 于 may come between.
        after |= shifted(after, 1) | shifted(after, 2)
    # Only in sentences that say so.
    says = np.bincount(grid.sentences[after], minlength=int(grid.sentences.max()) + 1) > 0
    return (after | ~says[grid.sentences])[spans.first]


def _stops_within(grid: Grid, matched: Match, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates end amid the very words that follow the asking ones: 三股势力借疫|生乱."""
    anchors = matched.right_aligned >= _BESIDE
    places = np.where(anchors, np.arange(len(anchors)), -1)
    nearest = np.maximum.accumulate(places)[spans.last - 1]
    reach = grid.ends[nearest] + matched.right_aligned[nearest]
    return np.asarray((nearest >= spans.first) & (reach > grid.ends[spans.last]))


def _breaks_off(grid: Grid, matched: Match, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates leave a person's state or office without its name: 俄罗斯|总统普京."""
    after = spans.last + 1
    return np.asarray(
        _OFFICE[grid.tags[spans.last]] & _NAME[grid.tags[after]] & (matched.level[after] < 2)
    )


def _runs_on(grid: Grid, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates hold a name and the state whose officer is named next."""
    tag = grid.tags
    state, title = shifted(tag, -1), shifted(tag, -2)
    # Whatever word comes next begins the name: jieba may take 托 of 托卡耶夫 for a verb.
    breaks = _PERSON[tag] & _STATE[state] & _TITLE[title] & shifted(grid.is_word, -3)
    running = np.cumsum(breaks)
    return np.asarray(running[spans.last - 1] > running[spans.first - 1]) & (
        spans.last > spans.first
    )


def _settles(grid: Grid, matched: Match, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidate of each sentence is the clause that says most of the question."""
    first, last = spans.first, spans.last
    covered = matched.level == 2
    opens_run = covered & ~shifted(covered, 1)
    marks = np.cumsum(grid.at_clause_edge(np.arange(len(grid.tags))))
    fit = (
        grid.at_clause_edge(last + 1)
        & (marks[last] == marks[first])
        & ((grid.at_clause_edge(first - 1) & (last - first < _SHOWN)) | opens_run[first])
    )
    weight = np.concatenate([[0.0], np.cumsum(matched.covered * (grid.weights + 0.1))])
    # Of two that say as much, the one that begins its clause; where it is long, the shorter one.
    said = weight[last + 1] - weight[first]
    said = said - 0.3 * np.maximum(last - first - _SHOWN, 0) + 0.01 * grid.at_clause_edge(first - 1)
    best = np.full(int(grid.sentences.max()) + 1, -np.inf)
    owner = grid.sentences[first]
    np.maximum.at(best, owner[fit], said[fit])
    return np.asarray(fit & (said == best[owner]))

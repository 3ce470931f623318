"""Which spans name a person: by rule, for questions that ask 谁."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.spans.tags import shifted, tag_table, text_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.spans.grid import Candidates, Grid
    from bot.search.spans.match import Match, SpanQuestion

_HEADS = np.array([text_key(word) for word in "总统 国王 女王 皇帝 天皇 总理 首相".split()])
# Covered by the question.
_COVERED: Final = 2
# jieba takes some states for people: 哈萨克斯坦, 阿富汗.
_STATE = tag_table("ns", "nt", "nr", "nrt")
_TITLE = tag_table("n", "b", "unknown")
_OFFICE_NAME = tag_table("n", "b")
_CALLED = tag_table("nr", "nrfg", "nrt", "ns", "unknown")
_OFFICE = tag_table("ns", "nt", "nz", "j", "n")
_NAME = tag_table("n", "nr", "nrt", "nrfg", "ns", "nt", "nz", "unknown")
_PHRASE = tag_table("n", "ng", "nr", "ns", "nt", "nz", "j", "l", "unknown", "a", "an", "b", "vn")
_PERSON = tag_table("nr", "nrfg", "nrt", "unknown")


def may_begin(grid: Grid) -> NDArray[np.bool_]:
    """Tell with which pieces a person may begin."""
    person = _PERSON[grid.tags] | _STATE[grid.tags]
    return np.asarray(person | (grid.is_word & shifted(person, -1)))  # 托|卡耶夫


def states_asked(grid: Grid, question: SpanQuestion) -> NDArray[np.bool_]:
    """Tell which pieces are the state that 哪国总统 asks for: those before 总统."""
    post = question.text[question.asked_start : question.asked_end][-2:]
    return _STATE[grid.tags] & grid.reads(grid.ends, post)


def leave_state(grid: Grid, matched: Match) -> NDArray[np.bool_]:
    """Tell which pieces are the office or the name of a head of state: 俄罗斯|总统|普京.

    Where the question names the office, 俄罗斯总统是谁, the name alone answers.
    """
    head = (grid.words[:, None] == _HEADS).any(axis=1) & (matched.level < _COVERED)
    head &= shifted(_STATE[grid.tags], 1)
    return np.asarray(head | (shifted(head, 1) & _CALLED[grid.tags]))


def break_off(grid: Grid, matched: Match) -> NDArray[np.bool_]:
    """Tell after which pieces a person's state or office stands without its name: 俄罗斯|总统普京."""
    after = _NAME[grid.tags] & (matched.level < 2)
    return np.asarray(_OFFICE[grid.tags] & shifted(after, -1))


def run_on(grid: Grid, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates hold a name and the state whose officer is named next."""
    tag = grid.tags
    state, title = shifted(tag, -1), shifted(tag, -2)
    # Whatever word comes next begins the name: jieba may take 托 of 托卡耶夫 for a verb.
    breaks = _PERSON[tag] & _STATE[state] & _TITLE[title] & shifted(grid.is_word, -3)
    return spans.hold(shifted(breaks, 1))


def say_too_much(grid: Grid, spans: Candidates) -> NDArray[np.bool_]:
    """Tell which candidates say more of a person than state and office: 轮值主席国|俄罗斯总统普京."""
    tag = grid.tags
    named = _STATE[tag] & _OFFICE_NAME[shifted(tag, -1)] & _CALLED[shifted(tag, -2)]
    starts = named & _PHRASE[shifted(tag, 1)]
    running = starts.cumsum()
    # The name, two pieces on, belongs to the candidate.
    return np.asarray(running[spans.first] < running[np.maximum(spans.last - 2, spans.first)])

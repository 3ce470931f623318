from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bot.base.text import normalise
from bot.language.question import Understanding, understand
from bot.search.ranking.ranker import JUDGED_CANDIDATES
from bot.search.sentences import SentenceSearch
from bot.search.trained import shipped
from tests.search.bases import QUESTIONS, SUMMIT, TEXTS, ZOO, Base, build

BASE = build(SUMMIT, ZOO, words=["上海合作组织", "轮值主席国", "世界卫生组织"])


def _search(base: Base) -> SentenceSearch:
    return SentenceSearch(base.index, base.tokeniser, shipped())


def _understand(question: str, base: Base = BASE) -> Understanding:
    return understand(normalise(question).text, base.tokeniser)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("本次会议由谁主持？", "普京"),
        ("数字经济产业论坛在哪里举行？", "重庆"),
        ("谁接任轮值主席国？", "塔吉克斯坦"),
        ("门票多少钱？", "60元"),
    ],
)
def test_the_first_hit_holds_the_answer_and_marks_it(question: str, answer: str) -> None:
    hit, *_ = _search(BASE).find(_understand(question), limit=3)
    assert answer in (hit.answer or "")
    assert hit.matched


@pytest.mark.parametrize("question", ["", "？", "的了吗", "🐼", "xyzzy"])
def test_where_nothing_is_in_common_there_are_no_hits(question: str) -> None:
    base = build("会议由普京主持。")
    assert _search(base).rank(_understand(question, base)) is None
    assert _search(base).find(_understand(question, base), limit=3) == []


def test_an_empty_base_has_no_hits() -> None:
    base = build()
    assert _search(base).find(_understand("谁主持了会议？", base), limit=3) == []


@settings(max_examples=50, deadline=None)
@given(TEXTS, QUESTIONS)
def test_hits_are_in_order_and_their_spans_sound(
    texts: list[str | list[str]], question: str
) -> None:
    base = build(*texts)
    search = _search(base)
    ranked = search.rank(_understand(question, base))
    if ranked is None:
        return
    assert sorted(ranked.order.tolist()) == list(range(len(ranked.rows)))
    assert np.all(np.diff(ranked.chances) <= 0)
    assert np.all((ranked.chances >= 0) & (ranked.chances <= 1))
    hits = search.hits(ranked, len(ranked.rows))
    assert len({(hit.sentence.article.id, hit.sentence.position) for hit in hits}) == len(hits)
    assert [hit.confidence for hit in hits] == sorted(
        (hit.confidence for hit in hits), reverse=True
    )
    for place, hit in enumerate(hits):
        assert 0 <= hit.confidence <= 99
        assert (hit.span is not None) == (place < JUDGED_CANDIDATES)
        assert hit.span is None or 0 <= hit.span.start < hit.span.end <= len(hit.sentence.text)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_fewer_hits_are_the_first_of_more(limit: int) -> None:
    understanding = _understand("会议")
    everything = _search(BASE).find(understanding, limit=100)
    assert _search(BASE).find(understanding, limit=limit) == everything[:limit]

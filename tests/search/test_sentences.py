from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from bot.base.text import normalise
from bot.language.question import Understanding, understand
from bot.search.ranking.ranker import JUDGED_CANDIDATES
from bot.search.sentences import SentenceSearch
from bot.search.trained import shipped
from tests.search.bases import QUESTIONS, SUMMIT, TEXTS, ZOO, Base, build

if TYPE_CHECKING:
    from bot.base.model import Hit

BASE = build(SUMMIT, ZOO, words=["上海合作组织", "轮值主席国", "世界卫生组织"])


def _search(base: Base) -> SentenceSearch:
    return SentenceSearch(base.index, base.tokeniser, shipped())


def _find(base: Base, question: str, limit: int) -> list[Hit]:
    search = _search(base)
    ranked = search.rank(_understand(question, base))
    return [] if ranked is None else search.hits(ranked, limit)


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
    hit, *_ = _find(BASE, question, limit=3)
    assert answer in (hit.answer or "")
    assert hit.matched


@pytest.mark.parametrize(
    ("question", "marked"),
    [("普京", False), ("俄罗斯总统普京？", False), ("普京是谁", True), ("会议主持", True)],
)
def test_words_that_ask_nothing_get_the_sentence_alone(question: str, marked: bool) -> None:
    hit, *_ = _find(BASE, question, limit=1)
    assert (hit.span is not None) is marked


def test_a_sentence_that_says_it_again_takes_no_trust_away() -> None:
    said = "市长王芳昨天在青州以视频方式出席海港会议并发表讲话。"
    once, twice = build(said), build(f"海港报记者丁林摄{said}{said}")
    alone, first = (_find(base, "王芳在哪里出席会议？", 1)[0] for base in (once, twice))
    assert alone.answer == first.answer == "青州"
    # Each of the two is right half the time, where one of them is.
    assert min(first.confidence, alone.confidence) > 60


@pytest.mark.parametrize("question", ["", "？", "的了吗", "🐼", "xyzzy"])
def test_where_nothing_is_in_common_there_are_no_hits(question: str) -> None:
    base = build("会议由普京主持。")
    assert _search(base).rank(_understand(question, base)) is None


def test_an_empty_base_has_no_hits() -> None:
    base = build()
    assert _find(base, "谁主持了会议？", limit=3) == []


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
        assert hit.span is None or place < JUDGED_CANDIDATES
        assert hit.span is None or 0 <= hit.span.start < hit.span.end <= len(hit.sentence.text)


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_fewer_hits_are_the_first_of_more(limit: int) -> None:
    everything = _find(BASE, "会议", limit=100)
    assert _find(BASE, "会议", limit=limit) == everything[:limit]


@pytest.mark.parametrize(("post", "doubted"), [("印度总理", False), ("法国总理", True)])
def test_a_post_that_others_hold_is_no_sure_answer(post: str, doubted: bool) -> None:
    base = build("印度总理莫迪在法国出席了会议。")
    hit, *_ = _find(base, f"{post}是谁", limit=1)
    assert (hit.confidence < 35) == doubted

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import ModelError
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.finder import SpanFinder, SpanHit
from bot.search.spans.hashing import SIZE
from bot.search.spans.text import SpanText
from bot.search.spans.words import Words

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("普京", "托卡耶夫", "莫迪", "诺罗夫", "古特雷斯", "轮值主席国", "三股势力", "上海合作组织")
TOKENISER = Tokeniser(WORDS)
KNOWN = Words(TOKENISER)


CHAIR = "本次会议由上海合作组织轮值主席国俄罗斯总统普京主持，印度总理莫迪等成员国领导人与会。"


@functools.cache
def finder() -> SpanFinder:
    return SpanFinder.load()


def prepare(text: str) -> SpanText:
    text = normalise(text).text
    return SpanText.of(text, TOKENISER.cut(text), KNOWN)


def best(question: str, *sentences: str) -> list[SpanHit]:
    understanding = understand(normalise(question).text, TOKENISER)
    return finder().best(understanding, [prepare(sentence) for sentence in sentences])


def answer(question: str, sentence: str) -> str:
    (hit,) = best(question, sentence)
    return normalise(sentence).text[hit.span.start : hit.span.end]


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("数字经济产业论坛在哪里举行？", "中方将于明年在重庆举行数字经济产业论坛。", {"重庆"}),
        ("谁接任轮值主席国？", "会议决定，由塔吉克斯坦接任轮值主席国。", {"塔吉克斯坦"}),
        ("这条铁路有多长？", "这条铁路全长364.6公里，2012年通车。", {"364.6公里", "全长364.6公里"}),
        ("铁路哪一年通车？", "这条铁路全长364.6公里，2012年通车。", {"2012年"}),
        ("要严防什么？", "严防三股势力，维护安全。", {"三股势力"}),
        ("会议通过了什么宣言？", "会议通过了莫斯科宣言。", {"莫斯科宣言"}),
        ("習近平在哪裡出席會議？", "习近平在北京以视频方式出席会议。", {"北京"}),
        ("他出席会议了吗？", "会议在莫斯科举行，他出席会议，并发表讲话。", {"他出席会议"}),
        ("谁主持了会议？", CHAIR, {"俄罗斯总统普京"}),
        ("会议由哪国总统主持？", CHAIR, {"俄罗斯总统普京"}),
        ("印度总理是谁？", CHAIR, {"莫迪", "印度总理莫迪"}),
        ("普京主持了什么？", CHAIR, {"本次会议", "会议"}),
        ("要严防什么借疫生乱？", "严防三股势力借疫生乱，维护安全。", {"三股势力"}),
        ("世界进入了什么时期？", "世界进入动荡变革期。", {"动荡变革期"}),
        ("铁路哪一年通车？", "铁路于2012年7月1日通车，全长364.6公里。", {"2012年"}),
        ("铁路什么时候通车？", "铁路于2012年7月1日通车，全长364.6公里。", {"2012年7月1日"}),
        ("他在哪里出席会议？", "他日前在北京以视频方式出席会议，并发表讲话。", {"北京"}),
    ],
)
def test_the_short_answer_is_found(question: str, sentence: str, expected: set[str]) -> None:
    assert answer(question, sentence) in expected


def test_the_right_sentence_scores_higher() -> None:
    wrong = "欢迎各方参与中方发起的全球数据安全倡议。"
    right, other = best("谁主持了会议？", CHAIR, wrong)
    assert right.score > other.score


def test_a_sentence_is_judged_alone() -> None:
    sentences = [CHAIR, "会议决定，由塔吉克斯坦接任轮值主席国。", "。", "习近平在北京出席会议。"]
    together = best("谁主持了会议？", *sentences)
    alone = [best("谁主持了会议？", sentence)[0] for sentence in sentences]
    assert [hit.span for hit in together] == [hit.span for hit in alone]
    assert [hit.score for hit in together] == pytest.approx([hit.score for hit in alone], abs=1e-4)


def test_nothing_asked_nothing_found() -> None:
    assert best("谁主持了会议？") == []


TEXT = st.text(
    st.sampled_from("普京主持会议在北京的，。、《》“”·-3.6年公里 abs谁什么吗了是由\n\u200b😀"),
    max_size=60,
) | st.text(max_size=40)


@settings(deadline=None, max_examples=150)
@given(TEXT, st.lists(TEXT, min_size=1, max_size=3))
def test_whatever_is_asked_the_span_is_whole_pieces_of_the_sentence(
    question: str, sentences: list[str]
) -> None:
    hits = best(question, *sentences)
    assert len(hits) == len(sentences)
    for sentence, (span, score, looks) in zip(sentences, hits, strict=True):
        assert np.isfinite(looks).all()
        prepared = prepare(sentence)
        assert 0.0 <= score <= 1.0
        assert 0 <= span.start <= span.end <= prepared.size
        assert span.start < span.end or prepared.size == 0
        assert {span.start, span.end} <= {0, *prepared.pieces.ends.tolist()}


@settings(deadline=None, max_examples=60)
@given(TEXT)
def test_no_known_word_is_cut(sentence: str) -> None:
    text = normalise(sentence).text
    (hit,) = best("谁主持了会议？", sentence)
    for token in TOKENISER.cut(text):
        if TOKENISER.frequency(token.text) and token.text != "年时":
            assert not token.start < hit.span.start < token.end
            assert not token.start < hit.span.end < token.end


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"format": np.array("other")},
        {"format": np.array("wenju-spans-3")},
        {"format": np.array("wenju-spans-3"), "weights": np.zeros(3, dtype=np.float16)},
        {"format": np.array("wenju-spans-3"), "weights": np.zeros(SIZE, dtype=np.int64)},
        {"format": np.array("wenju-spans-3"), "weights": np.full(SIZE, np.nan)},
        {"format": np.array("wenju-spans-3"), "weights": np.zeros(SIZE, dtype=np.float16)},
    ],
)
def test_a_foreign_or_damaged_model_is_refused(arrays: dict[str, np.ndarray]) -> None:
    with pytest.raises(ModelError):
        SpanFinder.of(arrays)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        SpanFinder.load(tmp_path / "spans.npz")

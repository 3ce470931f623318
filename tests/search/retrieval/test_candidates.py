from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.search.retrieval.building import text_sentences
from bot.search.retrieval.candidates import CANDIDATES, Candidates, retrieve
from bot.search.retrieval.keys import word_key
from bot.search.retrieval.scoring import PASSAGE_WEIGHT
from tests.search.bases import QUESTIONS, SUMMIT, TEXTS, ZOO, Base, articles_of, build

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE = build(SUMMIT, ZOO)
ALL = 1 << 40


def _found(base: Base, question: str, limit: int = CANDIDATES, budget: int = ALL) -> list[str]:
    rows = retrieve(base.index, base.query(question), limit, budget).rows.tolist()
    return [base.index.sentences[row].text for row in rows]


class Naive(NamedTuple):
    """BM25 as it is written down, over lists: for each sentence its six scores, and their sum."""

    scores: list[list[float]]
    totals: list[float]

    @classmethod
    def of(cls, base: Base, texts: Sequence[str | list[str]], question: str) -> Naive:
        sentences = [
            (number, sentence.paragraph, normalise(sentence.text).text)
            for number, article in enumerate(articles_of(*texts))
            for sentence in text_sentences(article)
        ]
        query = base.query(question)
        kinds = [
            ([list(map(ord, text)) for *_, text in sentences], query.character_keys.keys),
            (
                [[ord(one) << 21 | ord(two) for one, two in pairwise(text)]
                 for *_, text in sentences],
                query.bigram_keys.keys,
            ),
            ([_words(base, text) for *_, text in sentences], query.word_keys.keys),
        ]  # fmt: skip
        places = [(number, paragraph) for number, paragraph, _ in sentences]
        own = [_bm25(documents, keys.tolist()) for documents, keys in kinds]
        around = []
        for documents, keys in kinds:
            paragraphs: dict[tuple[int, int], list[int]] = {}
            for place, document in zip(places, documents, strict=True):
                paragraphs.setdefault(place, []).extend(document)
            found = _bm25(list(paragraphs.values()), keys.tolist())
            by_place = dict(zip(paragraphs, found, strict=True))
            around.append([by_place[place] for place in places])
        scores = [list(one) for one in zip(*own, *around, strict=True)]
        return cls(scores, [sum(one[:3]) + 0.6 * sum(one[3:]) for one in scores])


def _words(base: Base, text: str) -> list[int]:
    words = [token.text for token in base.tokeniser.cut(text)]
    return [word_key(one) for word in words for one in (word, *base.tokeniser.parts(word))]


def _bm25(documents: list[list[int]], query: list[int]) -> list[float]:
    mean = sum(map(len, documents)) / max(len(documents), 1)
    scores = [0.0] * len(documents)
    counts = [Counter(document) for document in documents]
    for key in query:
        holders = sum(key in one for one in counts)
        idf = math.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
        for number, one in enumerate(counts):
            if one[key]:
                norm = 1.2 * (0.5 + 0.5 * one.total() / mean)
                scores[number] += idf * one[key] * 2.2 / (one[key] + norm)
    return scores


def _columns(found: Candidates) -> list[list[float]]:
    names = [field.name for field in fields(Candidates)][2:]
    columns = [getattr(found, name).tolist() for name in names]
    return [list(scores) for scores in zip(*columns, strict=True)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("谁主持了会议？", "本次会议由轮值主席国俄罗斯总统普京主持"),
        ("誰主持了會議？", "本次会议由轮值主席国俄罗斯总统普京主持"),
        ("论坛在哪里举行", "数字经济产业论坛在重庆举行。"),
        ("谁接任轮值主席国", "会议决定，由塔吉克斯坦接任轮值主席国。"),
        ("门票多少钱", "园长李建国说"),
        ("普京", "本次会议由"),
    ],
)
def test_the_sentence_with_most_in_common_comes_first(question: str, first: str) -> None:
    assert _found(BASE, question)[0].startswith(first)


@pytest.mark.parametrize("question", ["", "？", "xyz", "🐼", "的"])
def test_nothing_in_common_means_no_candidates(question: str) -> None:
    base = build("会议由普京主持。")
    assert _found(base, question) == []
    assert _found(base, question, budget=0) == []


def test_a_base_without_sentences_has_no_candidates() -> None:
    assert _found(build(), "谁主持了会议？") == []
    assert _found(build("", "  "), "谁主持了会议？") == []


def test_a_sentence_is_found_by_what_stands_around_it_in_its_paragraph() -> None:
    base = build("大熊猫来自成都。\n\n老虎来自东北。它今年四岁。")
    assert "它今年四岁。" in _found(base, "老虎来自哪里")
    assert "大熊猫来自成都。" in _found(base, "老虎来自哪里")
    assert "大熊猫来自成都。" not in _found(base, "老虎")


@pytest.mark.parametrize("budget", [0, 1, 3, 10, ALL])
def test_what_stands_around_it_is_found_with_any_budget(budget: int) -> None:
    base = build("大熊猫来自成都。", "老虎来自东北。它今年四岁。", *["来自来自。"] * 10)
    assert _found(base, "老虎", 2, budget) == ["老虎来自东北。", "它今年四岁。"]


@given(TEXTS, QUESTIONS, st.integers(1, 6))
def test_without_a_budget_the_candidates_are_the_best_of_all(
    texts: list[str | list[str]], question: str, limit: int
) -> None:
    base = build(*texts)
    naive = Naive.of(base, texts, question)
    found = retrieve(base.index, base.query(question), limit, ALL)
    rows = found.rows.tolist()
    assert len(rows) == min(limit, sum(total > 0 for total in naive.totals))
    assert found.total.tolist() == pytest.approx(
        sorted(naive.totals, reverse=True)[: len(rows)], rel=1e-4
    )
    assert found.total.tolist() == pytest.approx([naive.totals[row] for row in rows], rel=1e-4)
    order = sorted(range(len(rows)), key=lambda at: (-found.total[at], rows[at]))
    assert order == list(range(len(rows)))


@given(TEXTS, QUESTIONS, st.integers(1, 6), st.integers(0, 60))
def test_with_any_budget_the_scores_are_those_of_bm25(
    texts: list[str | list[str]], question: str, limit: int, budget: int
) -> None:
    base = build(*texts)
    naive = Naive.of(base, texts, question)
    found = retrieve(base.index, base.query(question), limit, budget)
    rows = found.rows.tolist()
    assert len(rows) == len(set(rows)) <= limit
    assert bool(rows) == any(total > 0 for total in naive.totals)
    for row, total, scores in zip(rows, found.total.tolist(), _columns(found), strict=True):
        assert scores == pytest.approx(naive.scores[row], rel=1e-4, abs=1e-6)
        assert total == pytest.approx(naive.totals[row], rel=1e-4)
    assert np.all(np.diff(found.total) <= 0)


@settings(max_examples=50)
@given(TEXTS, QUESTIONS, st.integers(1, 5))
def test_fewer_candidates_are_the_first_of_more(
    texts: list[str | list[str]], question: str, limit: int
) -> None:
    base = build(*texts)
    query = base.query(question)
    everything = retrieve(base.index, query, len(base.index.sentences) + 1, ALL)
    best = retrieve(base.index, query, limit, ALL)
    assert best.rows.tolist() == everything.rows[:limit].tolist()
    assert best.total.tolist() == everything.total[:limit].tolist()


@settings(max_examples=50)
@given(TEXTS, QUESTIONS)
def test_the_total_is_what_sentence_and_paragraph_have_in_common(
    texts: list[str | list[str]], question: str
) -> None:
    base = build(*texts)
    found = retrieve(base.index, base.query(question))
    around = found.passage_characters + found.passage_bigrams + found.passage_words
    assert found.total.tolist() == pytest.approx(
        (found.sentence + PASSAGE_WEIGHT * around).tolist(), rel=1e-5
    )


def test_some_of_the_candidates_keep_their_scores() -> None:
    found = retrieve(BASE.index, BASE.query("谁主持了会议？"))
    some = found.take(np.array([2, 0]))
    assert some.rows.tolist() == [found.rows[2], found.rows[0]]
    assert some.total.tolist() == [found.total[2], found.total[0]]
    assert some.sentence.tolist() == [found.sentence[2], found.sentence[0]]


@pytest.mark.parametrize("budget", [0, 5, ALL])
@pytest.mark.parametrize("limit", [1, 4, 7])
def test_of_equals_the_first_of_the_base_are_taken_first(limit: int, budget: int) -> None:
    base = build(*["会议开始。", "普京主持会议。普京主持会议。"] * 4)
    found = retrieve(base.index, base.query("普京主持会议"), limit, budget)
    assert found.rows.tolist() == [1, 2, 4, 5, 7, 8, 10, 11][:limit]
    assert len(set(found.total.tolist())) == 1


def test_a_key_beyond_the_budget_is_searched_by_where_there_is_no_other() -> None:
    base = build(*["会。"] * 20)
    # None of the other characters stands in the base.
    assert len(_found(base, "会🐼🐻🦊", limit=5, budget=3)) == 5


def test_candidates_do_not_depend_on_articles_that_share_nothing() -> None:
    foreign = ["Nothing here is Chinese", "Nor there"]
    for question in ("谁主持了会议？", "门票多少钱", "论坛在哪里举行"):
        assert _found(build(SUMMIT, ZOO, *foreign * 5), question) == _found(BASE, question)


def test_little_is_lost_where_only_a_share_of_what_is_found_is_gone_through() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing secret
    people, places, things = ("王芳 李雷 周海 孙丽", "青岛 重庆 兰州 昆明", "展览 论坛 会议 球赛")
    events = [
        f"{chance.choice(people.split())}主持的第{number}届{chance.choice(things.split())}"
        f"在{chance.choice(places.split())}举行，共有{chance.randrange(100)}人参加。"
        for number in range(300)
    ]
    base = build(*events)
    kept = wanted = 0
    for event in events[::15]:
        question = f"谁主持了{event[5:]}"
        best = _found(base, question, 10)
        wanted += len(best)
        # A fifteenth of what the question's characters, bigrams and words are found in.
        kept += len({*best} & {*_found(base, question, 10, budget=600)})
    assert kept / wanted > 0.7

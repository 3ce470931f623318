"""What the ranker looks at: complete, finite, and the same on bases of any size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Article
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.ranking.features import FEATURES, features
from bot.search.retrieval.candidates import CANDIDATES, retrieve
from bot.search.retrieval.index import Index
from bot.search.retrieval.query import make_query
from tests.search.bases import QUESTIONS, SUMMIT, TEXTS, ZOO, build

TOKENISER = Tokeniser()
FISH = Article(
    "fish",
    "黄鳍紫鱼",
    text="黄鳍紫鱼是笛鲷科的一种。分布于印度洋。体长可达50公分。体呈淡蓝红色。以小鱼为食。",
)
OTHERS = [
    Article(f"other{number}", "别的", text=f"第{number}号仓库存放机器。仓库的钥匙由老张保管。")
    for number in range(30)
]


def table(question: str, *articles: Article) -> tuple[list[str], dict[str, list[float]]]:
    """Return the candidates' texts, best first, and each feature's column."""
    index = Index.build(articles, TOKENISER)
    query = make_query(understand(normalise(question).text, TOKENISER), index, TOKENISER)
    candidates = retrieve(index, query)
    matrix = features(index, query, candidates)
    assert matrix.shape == (len(candidates.rows), len(FEATURES))
    assert np.isfinite(matrix).all()
    columns = {name: matrix[:, at].tolist() for at, name in enumerate(FEATURES)}
    return [index.sentences[row].text for row in candidates.rows], columns


@pytest.mark.parametrize(
    ("feature", "least", "most"),
    [
        # The subject stands in the first sentence, what is asked of it in another one.
        ("characters_beyond", "黄鳍紫鱼是笛鲷科的一种。", "体长可达50公分。"),
        ("words_near", "黄鳍紫鱼是笛鲷科的一种。", "体长可达50公分。"),
        ("name_article", None, "体长可达50公分。"),
        ("words_context", None, "体长可达50公分。"),
        ("offer", "以小鱼为食。", "体长可达50公分。"),
    ],
)
def test_what_is_asked_of_a_subject_stands_out(feature: str, least: str | None, most: str) -> None:
    texts, columns = table("黄鳍紫鱼体长多少？", FISH, *OTHERS)
    column = dict(zip(texts, columns[feature], strict=True))
    assert column[most] == max(column.values())
    if least in column:
        assert column[least] < column[most]


def test_sentences_of_the_subject_cover_the_question_together() -> None:
    texts, columns = table("黄鳍紫鱼体长多少？", FISH, *OTHERS)
    at = texts.index("体长可达50公分。")
    assert columns["words_covered"][at] < columns["words_context"][at] == pytest.approx(1.0)
    assert columns["characters_alone"][at] > 0


def test_features_of_the_best_sentence_hardly_depend_on_the_size_of_the_base() -> None:
    compared = [
        "total_share", "characters_covered", "bigrams_context", "words_near", "run2", "in_order",
    ]  # fmt: skip
    found = []
    for others in (OTHERS[:3], OTHERS):
        texts, columns = table("黄鳍紫鱼体长多少？", FISH, *others)
        at = texts.index("体长可达50公分。")
        found.append([columns[name][at] for name in compared])
    assert found[0] == pytest.approx(found[1], abs=0.25)


@settings(max_examples=80, deadline=None)
@given(
    st.text(st.characters(), min_size=1, max_size=30) | st.text("黄鳍体长多少谁哪,? 1", min_size=1)
)
def test_any_question_gives_finite_features(question: str) -> None:
    index = Index.build([FISH, Article("empty", "空")], TOKENISER)
    text = normalise(question).text
    if not text:
        return
    query = make_query(understand(text, TOKENISER), index, TOKENISER)
    candidates = retrieve(index, query)
    if len(candidates.rows):
        assert np.isfinite(features(index, query, candidates)).all()


def test_candidates_are_bounded_and_in_order() -> None:
    index = Index.build(OTHERS, TOKENISER)
    query = make_query(understand("仓库的钥匙由谁保管", TOKENISER), index, TOKENISER)
    candidates = retrieve(index, query)
    assert len(candidates.rows) == CANDIDATES
    totals = candidates.total.tolist()
    assert totals == sorted(totals, reverse=True)
    assert "钥匙" in index.sentences[candidates.rows[0]].text


@settings(max_examples=80, deadline=None)
@given(TEXTS, QUESTIONS)
def test_any_question_of_any_base_gives_finite_features(
    texts: list[str | list[str]], question: str
) -> None:
    base = build(*texts)
    query = base.query(question)
    candidates = retrieve(base.index, query)
    if len(candidates.rows):
        # Nothing on the way is infinite or no number either, not even where the result hides it.
        with np.errstate(all="raise", under="ignore"):
            matrix = features(base.index, query, candidates)
        assert matrix.shape == (len(candidates.rows), len(FEATURES))
        assert matrix.dtype == np.float32
        assert np.isfinite(matrix).all()


SHARES = [name for name in FEATURES if name.endswith(("_share", "_ideal", "_covered"))]


@settings(max_examples=40, deadline=None)
@given(QUESTIONS)
def test_shares_are_shares(question: str) -> None:
    base = build(SUMMIT, ZOO)
    query = base.query(question)
    candidates = retrieve(base.index, query)
    if len(candidates.rows):
        matrix = features(base.index, query, candidates)
        columns = dict(zip(FEATURES, matrix.T, strict=True))
        assert columns["total_share"][0] == pytest.approx(1)
        for name in SHARES:
            assert np.all((columns[name] >= -1) & (columns[name] <= 1 + 1e-5)), name


# What compares a question with a sentence and its article, and with nothing else in the base.
OWN = [
    "matched", "window", "density", "first_match", "in_order", "sentence_length",
    "question_length", "length_ratio", "position", "relative_position", "kind", "offer", "persons",
    "places", "unknown_words", "numbers", "focus",
]  # fmt: skip


@pytest.mark.parametrize("question", ["谁主持了会议？", "门票多少钱", "论坛在哪里举行"])
def test_unrelated_articles_leave_what_is_a_sentences_own_as_it_was(question: str) -> None:
    unrelated = ["Nothing here is Chinese.", "Nor there."]
    found = []
    for base in (build(SUMMIT, ZOO, *unrelated), build(SUMMIT, ZOO, *unrelated * 2)):
        query = base.query(question)
        candidates = retrieve(base.index, query)
        matrix = features(base.index, query, candidates)
        columns = dict(zip(FEATURES, matrix.T.tolist(), strict=True))
        found.append((candidates.rows.tolist(), [columns[name] for name in OWN]))
    assert found[0] == found[1]


def test_a_single_sentence_has_nobody_to_lead() -> None:
    base = build(["普京主持会议。"])
    query = base.query("谁主持会议")
    matrix = features(base.index, query, retrieve(base.index, query))
    columns = dict(zip(FEATURES, matrix[0].tolist(), strict=True))
    for name, value in {
        "lead": 0.0,
        "rank": 0.0,
        "total_share": 1.0,
        "passage_share": 1.0,
        "relative_position": 0.0,
        "words_covered": 1.0,
        "words_alone": 1.0,
        "run4": 1.0,
        "in_order": 1.0,
        "word_missed": 0.0,
        "word_count": 1.0,
        "focus": -1.0,
    }.items():
        assert columns[name] == pytest.approx(value), name

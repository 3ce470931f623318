from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.model import Span
from bot.language.english import Term
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.translated import retrieve_terms
from tests.search.bases import SUMMIT, ZOO, build

BASE = build(SUMMIT, ZOO, "大桥全长二十公里，由工程师设计。总工程师在桥上讲话。")


def term(*translations: tuple[str, float], weight: float = 1.0) -> Term:
    return Term("word", Span(0, 4), weight, translations)


def found(*terms: Term, limit: int = 10) -> list[str]:
    rows = retrieve_terms(BASE.index, terms, limit).rows
    return [BASE.index.texts[row].text for row in rows]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("普", "本次会议由轮值主席国俄罗斯总统普京主持"),
        ("门票", "园长李建国说"),
        ("总工程师", "总工程师在桥上讲话"),
        # no word of the text, but there
        ("市动物园昨天", "市动物园昨天宣布"),
    ],
)
def test_finds_strings_be_they_words_or_not(word: str, sentence: str) -> None:
    assert found(term((word, 1.0)))[0].startswith(sentence)


@pytest.mark.parametrize("word", ["狗", "昨天门票", "天昨"])
def test_what_no_text_has_finds_nothing(word: str) -> None:
    assert found(term((word, 1.0))) == []


def test_the_likelier_translation_counts_for_more() -> None:
    assert "大熊猫" in found(term(("大熊猫", 0.9), ("总统", 0.1)))[0]
    assert "总统" in found(term(("大熊猫", 0.1), ("总统", 0.9)))[0]


def test_a_sentence_with_more_of_the_terms_goes_first() -> None:
    terms = term(("主席", 0.5), ("主持", 0.5)), term(("会议", 0.5), ("大会", 0.5))
    assert "主持" in found(*terms)[0]
    assert len(found(*terms, limit=2)) == 2


def test_scores_are_shares_of_the_terms() -> None:
    candidates = retrieve_terms(BASE.index, [term(("会议", 1.0))])
    assert candidates.characters == pytest.approx(candidates.words)
    assert np.all(np.diff(candidates.total) <= 0)
    assert np.all(candidates.total > 0)
    assert candidates.rows.dtype == retrieve(BASE.index, BASE.query("会议")).rows.dtype


@given(
    st.lists(
        st.lists(
            st.tuples(st.text("会议主持大熊猫的a", min_size=1, max_size=5), st.floats(0.02, 1)),
            max_size=3,
        ),
        max_size=4,
    )
)
def test_any_terms_find_sentences_that_have_something_of_them(
    terms: list[list[tuple[str, float]]],
) -> None:
    rows = retrieve_terms(BASE.index, [term(*one) for one in terms]).rows
    passages = {int(BASE.index.passages[row]) for row in rows}
    text = "".join(
        text.text
        for text, passage in zip(BASE.index.texts, BASE.index.passages.tolist(), strict=True)
        if passage in passages
    )
    assert len(rows) == len(set(rows.tolist()))
    assert not len(rows) or any(word[0] in text for one in terms for word, _ in one)

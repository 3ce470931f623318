from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Alias, Article, Faq, Part, Span
from bot.presentation.callbacks import (
    ShowArticles,
    ShowResults,
    ShowSentence,
    article_key,
    parse_callback,
)

ARTICLE = Article("sco", "题", text="一句。", published="2020", source="社", faq=())
SPANS = st.tuples(st.integers(0, 999_998), st.integers(0, 999_999)).map(lambda pair: Span(*pair))
SENTENCES = st.builds(
    ShowSentence,
    article=st.builds(Article, st.text(), st.text()).map(article_key),
    part=st.sampled_from(Part),
    position=st.integers(0, 9_999_999),
    span=st.none() | SPANS,
    confidence=st.integers(0, 100),
    before=st.integers(0, 99),
    after=st.integers(0, 99),
)


@settings(deadline=None)
@given(SENTENCES | st.just(ShowResults()) | st.builds(ShowArticles, st.integers(0, 999_999)))
def test_what_a_button_says_fits_and_is_understood(
    callback: ShowSentence | ShowResults | ShowArticles,
) -> None:
    assert len(str(callback).encode()) <= 64
    assert parse_callback(str(callback)) == callback


FORGED = [
    "",
    "x",
    "m2",
    "a:",
    "a:-1",
    "a:٣",
    "s:",
    "s:short:x1::93:0:0",
    "s:AbCdEf12:z1::93:0:0",
    "s:AbCdEf12:x1:5-:93:0:0",
    "s:AbCdEf12:x1::93:0:0\n",
    "s:AbCdEf12:x1::93:100:0",
]


@pytest.mark.parametrize("data", FORGED)
def test_what_no_button_says_is_nothing(data: str) -> None:
    assert parse_callback(data) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_data_breaks_the_reading(data: str) -> None:
    parse_callback(data)


DIFFERENT = [
    replace(ARTICLE, id="other"),
    replace(ARTICLE, title="别的"),
    replace(ARTICLE, text="一句！"),
    replace(ARTICLE, published="2021"),
    replace(ARTICLE, source=None),
    replace(ARTICLE, faq=(Faq(("问",), "答"),)),
]


@pytest.mark.parametrize("other", DIFFERENT)
def test_an_article_that_says_something_else_has_another_key(other: Article) -> None:
    assert article_key(other) != article_key(ARTICLE)


def test_the_key_is_that_of_what_is_said_and_stays_the_same_for_ever() -> None:
    renamed = replace(ARTICLE, tags=("外交",), aliases=(Alias("甲", ("乙",)),))
    assert article_key(renamed) == article_key(ARTICLE)
    assert article_key(ARTICLE) == "bNqIc65B"

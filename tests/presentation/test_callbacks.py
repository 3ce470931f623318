from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Alias, Article, Faq, Part, Span
from bot.journal.records import new_id
from bot.presentation.callbacks import (
    Callback,
    ChooseLanguage,
    Origin,
    ShowArticles,
    ShowResults,
    ShowSentence,
    Vote,
    Wish,
    answer_key,
    article_key,
    parse_callback,
)
from bot.presentation.texts import LANGUAGES

FAQ = Faq(("问",), "答")
ARTICLE = Article("sco", "题", text="一句。", published="2020", source="社", faq=())
SPANS = st.tuples(st.integers(0, 999_998), st.integers(0, 999_999)).map(lambda pair: Span(*pair))
LETTERS = st.sampled_from([texts.letter for texts in LANGUAGES.values()])
IDS = st.builds(new_id)
ORIGINS = st.just(Origin()) | st.builds(Origin, LETTERS, st.just("") | IDS)
SENTENCES = st.builds(
    ShowSentence,
    article=st.builds(Article, st.text(), st.text()).map(article_key),
    part=st.sampled_from(Part),
    position=st.integers(0, 9_999_999),
    span=st.none() | SPANS,
    confidence=st.integers(0, 100),
    before=st.integers(0, 99),
    after=st.integers(0, 99),
    origin=ORIGINS,
)
CALLBACKS = (
    SENTENCES
    | st.builds(ShowResults, ORIGINS)
    | st.builds(ShowArticles, st.integers(0, 999_999), ORIGINS)
    | st.builds(Vote, IDS, up=st.booleans(), given=st.booleans())
    | st.builds(Wish, IDS)
    | st.builds(ChooseLanguage, LETTERS)
)


@settings(deadline=None)
@given(CALLBACKS)
def test_what_a_button_says_fits_and_is_understood(callback: Callback) -> None:
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
    "s:AbCdEf12:x1::93:0:0:",
    "s:AbCdEf12:x1::93:0:0:sshort",
    "m:",
    "m:SAbCdEf12",
    "v:AbCdEf12:",
    "v:AbCdEf12:+!!",
    "v:short:+",
    "w:AbCdEf123",
    "l:zh",
]


OLDER = [
    ("m", ShowResults()),
    ("a:3", ShowArticles(3)),
    ("s:AbCdEf12:x1::93:0:1", ShowSentence("AbCdEf12", Part.TEXT, 1, None, 93, after=1)),
]


@pytest.mark.parametrize(("data", "callback"), OLDER)
def test_buttons_that_say_nothing_of_the_question_are_understood(
    data: str, callback: Callback
) -> None:
    assert parse_callback(data) == callback


VERDICTS = [(True, False, 1), (False, False, -1), (True, True, 0), (False, True, 0)]


@pytest.mark.parametrize(("up", "given_before", "verdict"), VERDICTS)
def test_a_verdict_given_before_is_taken_back(
    *, up: bool, given_before: bool, verdict: int
) -> None:
    assert Vote("AbCdEf12", up=up, given=given_before).verdict == verdict


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
]


@pytest.mark.parametrize("other", DIFFERENT)
def test_an_article_that_says_something_else_has_another_key(other: Article) -> None:
    assert article_key(other) != article_key(ARTICLE)


def test_the_key_is_that_of_what_is_said_and_stays_the_same_for_ever() -> None:
    renamed = replace(ARTICLE, tags=("外交",), aliases=(Alias("甲", ("乙",)),), faq=(FAQ,))
    assert article_key(renamed) == article_key(ARTICLE)
    assert article_key(ARTICLE) == "gqK49Wzu"


def test_a_taught_answer_keeps_its_key_whatever_else_is_taught() -> None:
    more = replace(ARTICLE, text="别的。", faq=(FAQ, Faq(("问二",), "答二")))
    assert answer_key(more, FAQ.answer) == answer_key(replace(ARTICLE, faq=(FAQ,)), FAQ.answer)
    assert answer_key(ARTICLE, "答") != answer_key(replace(ARTICLE, id="other"), "答")
    assert answer_key(ARTICLE, "答") == "AWrHqcPc"

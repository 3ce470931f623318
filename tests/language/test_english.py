from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.english import stem, tokens, translate, translate_word, translations

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.vocabulary import Vocabulary
    from tests.language.conftest import Build


@pytest.mark.parametrize(
    "forms",
    [
        "make makes making made",
        "study studies studied studying",
        "chair chairs chaired chairing",
        "plan plans planned planning",
        "win wins winning won",
        "write writes writing wrote written",
        "country countries country's",
        "child children",
        "pass passes passed passing",
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["who", "1990s", "bus", "is", "über"])
def test_short_and_strange_words_have_stems(word: str) -> None:
    assert stem(word)


def test_tokens_are_words_and_numbers() -> None:
    assert tokens("who won the 2nd game, in 1,999?") == ["who", "won", "the", "2nd", "game", "in", "1,999"]  # fmt: skip


def test_the_dictionary_translates_words_phrases_and_names() -> None:
    assert "会议" in translations("meet")
    assert "总理" in translations(f"{stem('prime')} {stem('minister')}")
    assert "爱因斯坦" in translations("einstein")
    assert translations("qwertyuiop") == {}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who chaired the meeting?", "谁主持 会议"),
        ("where was the forum held?", "哪里论坛 举行"),
        # what something is of goes first, and together where the base has it so
        ("who is the prime minister of india?", "印度总理是谁"),
        ("where was the meeting of the forum held?", "哪里论坛 会议 举行"),
        ("was the meeting held in chongqing?", "会议 举行 重庆 吗"),
        # a phrase keeps its little words, and does without those that are not said in Chinese
        ("who takes over the rotating presidency?", "谁接任轮值主席国"),
        # the parts of a name mean nothing where the base lacks it
        ("who is the president of the united states?", "united states总统是谁"),
    ],
)
def test_questions_are_put_into_the_words_of_the_base(
    summit: Vocabulary, question: str, text: str
) -> None:
    translation = translate(question, summit)

    assert translation is not None
    assert translation.text == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("who is chen qiming?", "陈启明是谁"),
        ("what did chen qiming welcome?", "什么陈启明 欢迎"),
        ("what happened in yunxi?", "什么 happened 云溪"),
        ("how big is yunxi county?", "多少 big 云溪县"),
        # said otherwise, it is another name
        ("what happened in yunsi?", None),
    ],
)
def test_names_are_spelt_as_they_sound(build: Build, question: str, text: str | None) -> None:
    translation = translate(question, build("陈启明在云溪县欢迎来宾。"))
    assert (translation.text if translation else None) == text


def test_terms_carry_every_translation_that_the_base_has(summit: Vocabulary) -> None:
    translation = translate("who chaired the unesco meeting?", summit)

    assert translation is not None
    chaired, unesco, meeting = translation.terms
    assert chaired.translations[0][0] == "主持"
    assert "主席" in dict(chaired.translations)
    assert unesco.translations == ()
    assert meeting.span == (23, 30)
    assert translation.known == pytest.approx(2 / 3)
    for term in translation.terms:
        assert all(summit.holds(word) for word, _ in term.translations)


def test_company_decides_between_translations(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("他去银行存款。" + "无关的话。" * 200 + "船停在河岸。")

    at_the_river = translate("the boats at the bank", vocabulary)
    with_money = translate("deposits in the bank", vocabulary)

    assert at_the_river is not None
    assert with_money is not None
    assert at_the_river.text == "船 岸"
    assert with_money.text.endswith("银行")


def test_numbers_and_latin_names_stand_for_themselves(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("ARPNET于1969年建成，第3次会议有1200人。")

    translation = translate("when was arpnet's 3rd meeting of 1,200 in 1969", vocabulary)

    assert translation is not None
    assert translation.text == "什么时候 arpnet 第3 1200 会议 1969"


@pytest.mark.parametrize("question", ["", "?", "qwertyuiop", "the of and", "12345"])
def test_what_the_base_does_not_speak_of_is_not_translated(
    summit: Vocabulary, question: str
) -> None:
    assert translate(question, summit) is None


def test_single_words_in_a_chinese_question(summit: Vocabulary) -> None:
    assert translate_word("meeting", summit) == "会议"
    assert translate_word("the", summit) is None
    assert translate_word("volcano", summit) is None


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.sampled_from("who chaired meeting is 19thnd,'.会") | st.characters(), max_size=200)
)
def test_anything_translates_or_not(summit: Vocabulary, text: str) -> None:
    translation = translate(text, summit)

    if translation is not None:
        assert translation.text
        assert 0 < translation.known <= 1
        for term in translation.terms:
            assert text[term.span.start : term.span.end] == term.text

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

import pytest

from bot.base.model import Part
from bot.base.text import simplify
from bot.presentation.texts import LANGUAGES, Texts, texts_by_letter, texts_for

CHOSEN = [
    (None, "zh-hans"),
    ("", "zh-hans"),
    ("zh", "zh-hans"),
    ("zh-hans", "zh-hans"),
    ("zh-CN", "zh-hans"),
    ("zh-SG", "zh-hans"),
    ("zh_Hans_HK", "zh-hans"),
    ("zh-hant", "zh-hant"),
    ("zh-TW", "zh-hant"),
    ("zh-hk", "zh-hant"),
    ("zh-MO", "zh-hant"),
    ("zh-Hant-CN", "zh-hant"),
    ("yue", "zh-hant"),
    ("en", "en"),
    ("en-GB", "en"),
    ("de", "en"),
    ("xx-unknown-tag", "en"),
]


@pytest.mark.parametrize(("tag", "language"), CHOSEN)
def test_a_reader_gets_the_language_nearest_to_his(tag: str | None, language: str) -> None:
    assert texts_for(tag) is LANGUAGES[language]


def test_a_language_is_found_by_its_tag_and_its_letter() -> None:
    for tag, texts in LANGUAGES.items():
        assert texts_for(tag) is texts
        assert texts_by_letter(texts.letter) is texts
        assert re.fullmatch("[a-z]", texts.letter)
    assert len({texts.letter for texts in LANGUAGES.values()}) == len(LANGUAGES)
    assert texts_by_letter("?") is None


EVERY_LANGUAGE = pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
PAIRS = {
    f"{tag} {name}": (original, translated)
    for tag in ("zh-hant", "en")
    for name, original, translated in (
        ("readers", Texts(), LANGUAGES[tag]),
        ("admins", Texts().admin, LANGUAGES[tag].admin),
        ("teaching", Texts().teaching, LANGUAGES[tag].teaching),
        ("running", Texts().running, LANGUAGES[tag].running),
    )
}
TRANSLATIONS = pytest.mark.parametrize(("original", "translated"), PAIRS.values(), ids=PAIRS.keys())


def wording(texts: object) -> dict[str, object]:
    """Give what a language says, as far as it is not another set of texts."""
    return {
        name: value
        for name, value in vars(type(texts)).items()
        if not name.startswith("__") and (callable(value) or isinstance(value, str | Mapping))
    }


@TRANSLATIONS
def test_each_language_says_everything_in_its_own_words(
    original: object, translated: object
) -> None:
    assert wording(translated).keys() == wording(original).keys()


def _given(method: object) -> dict[str, object]:
    """Make up facts of which each can be found in what is said with them."""
    given: dict[str, object] = {}
    parameters = list(inspect.signature(method).parameters.values())[1:]  # type: ignore[arg-type]
    for number, parameter in enumerate(parameters):
        value = 31 + 100 * number
        match parameter.annotation:
            case "int":
                given[parameter.name] = value
            case "float":
                given[parameter.name] = value + 0.5
            case "Sequence[str]":
                given[parameter.name] = [f"«{value}a»", f"«{value}b»"]
            case "Part":
                given[parameter.name] = Part.TITLE
            case _:
                given[parameter.name] = f"«{value}»"
    return given


@TRANSLATIONS
def test_each_language_tells_the_same_facts(original: object, translated: object) -> None:
    facts = re.compile(r"«\w+»|\d+(?:\.\d+)?|/[a-z]+")
    for name, method in wording(original).items():
        if callable(method):
            given = _given(method)
            said = (getattr(one, name)(**given) for one in (original, translated))
            first, second = (set(facts.findall(str(words))) for words in said)
            assert first == second, name


@TRANSLATIONS
def test_each_language_names_the_same_commands(original: object, translated: object) -> None:
    def commands(value: object) -> set[str]:
        return set(re.findall(r"/[a-z]+", str(value)))

    for name, ours in wording(original).items():
        theirs = getattr(translated, name)
        if isinstance(ours, str | Mapping):
            assert commands(ours) == commands(theirs), name
        if isinstance(ours, Mapping):
            assert list(ours) == list(theirs), name


@pytest.mark.parametrize("whose", ["readers", "admins", "teaching", "running"])
def test_traditional_chinese_never_falls_back_into_simplified_characters(whose: str) -> None:
    original, texts = PAIRS[f"zh-hant {whose}"]
    given = {name: _given(value) for name, value in wording(original).items() if callable(value)}
    said = "".join(
        str(getattr(texts, name)(**given[name]) if name in given else value)
        for name, value in wording(texts).items()
    )
    assert not {simplify(one) for one in said if simplify(one) != one} & set(said)


@EVERY_LANGUAGE
def test_every_part_has_a_name(texts: Texts) -> None:
    for part in set(Part) - {Part.TEXT}:
        assert texts.part(part)


@EVERY_LANGUAGE
def test_what_telegram_shows_in_one_line_is_short(texts: Texts) -> None:
    assert len(texts.inline_nothing) <= 64
    assert len(texts.inline_more) <= 64
    assert len(texts.placeholder) <= 64
    for name, value in wording(Texts()).items():
        if isinstance(value, str) and name not in {"choose_language", "unknown_command"}:
            assert len(getattr(texts, name)) <= 200
    for name, description in {**texts.commands, **texts.admin.commands}.items():
        assert name.isascii()
        assert 1 <= len(description) <= 256


HINTS = [
    (Texts().usage("谁？"), "想问什么？请把问题一起发来，例如：谁？"),
    (Texts().usage(None), "想问什么？请把问题一起发来。"),
    (Texts().position(7, 7), "第7句"),
    (Texts().position(6, 8), "第6–8句"),
    (Texts().refusal([], 0), "收录的文章里没有找到这个问题的答案。"),
    (
        Texts().why_confidence(40, 50, 25),
        "可信度 40，离作答的门槛 50 差 10，比列为候选的门槛 25 高 15。",
    ),
    (Texts().why_confidence(10, 50, 25), "可信度 10，离列为候选的门槛 25 差 15。"),
    (LANGUAGES["en"].articles(1), "1 article:"),
    (LANGUAGES["en"].usage(None), "What would you like to know? Send the question too."),
]


@pytest.mark.parametrize(("words", "expected"), HINTS)
def test_words_fit_what_they_are_about(words: str, expected: str) -> None:
    assert words == expected

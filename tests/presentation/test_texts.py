from __future__ import annotations

import pytest

from bot.base.model import Part
from bot.presentation.texts import LANGUAGES, Texts, texts_for

TAGS = [None, "", "zh", "zh-hans", "zh-CN", "en", "xx-unknown-tag"]


@pytest.mark.parametrize("tag", TAGS)
def test_every_reader_gets_some_language(tag: str | None) -> None:
    assert texts_for(tag) is LANGUAGES["zh"]


def test_a_language_goes_by_the_beginning_of_its_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    traditional = Texts()
    monkeypatch.setattr("bot.presentation.texts.LANGUAGES", {**LANGUAGES, "zh-hant": traditional})
    assert texts_for("zh-Hant-TW") is traditional
    assert texts_for("zh-Hans") is LANGUAGES["zh"]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_part_has_a_name(texts: Texts) -> None:
    for part in set(Part) - {Part.TEXT}:
        assert texts.part(part)


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_what_telegram_shows_in_one_line_is_short(texts: Texts) -> None:
    assert len(texts.inline_nothing) <= 64
    assert len(texts.placeholder) <= 64
    notices = (texts.article_changed, texts.button_outdated, texts.question_gone)
    assert all(len(notice) <= 200 for notice in notices)
    for name, description in {**texts.commands, **texts.admin_commands}.items():
        assert name.isascii()
        assert 1 <= len(description) <= 256


HINTS = [
    (Texts().usage("谁？"), "想问什么？请把问题一起发来，例如：谁？"),
    (Texts().usage(None), "想问什么？请把问题一起发来。"),
    (Texts().position(7, 7), "第7句"),
    (Texts().position(6, 8), "第6–8句"),
    (
        Texts().added([str(n) for n in range(21)]),
        "新增 21 篇：" + "、".join(map(str, range(20))) + " 等",
    ),
]


@pytest.mark.parametrize(("words", "expected"), HINTS)
def test_words_fit_what_they_are_about(words: str, expected: str) -> None:
    assert words == expected

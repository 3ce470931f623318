from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Span
from bot.presentation.markup import clip, escape, excerpt, link, mark, plain, quote, units
from tests.emulator.markup import parse_html

TEXTS = st.text(st.characters(codec="utf-8")) | st.text("<>&;\"'b/俄😀 ")


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    """Draw spans in order, without overlap."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return tuple(Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False))


MARKED = [
    ("普京主持", Span(0, 2), [], "<b>普京</b>主持"),
    ("普京主持", None, [Span(2, 4)], "普京<u>主持</u>"),
    ("普京主持", Span(0, 2), [Span(2, 4)], "<b>普京</b><u>主持</u>"),
    ("普京主持", Span(0, 2), [Span(1, 3)], "<b>普<u>京</u></b><u>主</u>持"),
    ("普京主持", Span(1, 3), [Span(0, 4)], "<u>普</u><b><u>京主</u></b><u>持</u>"),
    ("a<b&c", Span(1, 2), [], "a<b>&lt;</b>b&amp;c"),
]


@pytest.mark.parametrize(("text", "answer", "matched", "expected"), MARKED)
def test_spans_are_marked_and_tags_nest(
    text: str, answer: Span | None, matched: list[Span], expected: str
) -> None:
    assert mark(text, answer, matched) == expected


@settings(deadline=None)
@given(st.data(), TEXTS)
def test_marked_text_is_accepted_and_says_the_same(data: st.DataObject, text: str) -> None:
    answer = data.draw(st.none() | spans(len(text)).filter(bool).map(lambda found: found[0]))
    matched = data.draw(spans(len(text)))
    said, entities = parse_html(mark(text, answer, matched))
    assert said == text
    assert plain(mark(text, answer, matched)) == text
    bold = [e for e in entities if e["type"] == "bold"]
    expected = (
        [(units(text[: answer.start]), units(text[answer.start : answer.end]))] if answer else []
    )
    assert [(e["offset"], e["length"]) for e in bold] == expected


def test_what_utf8_cannot_carry_is_replaced() -> None:
    assert escape("a\ud800<") == "a\ufffd&lt;"


def test_a_link_cannot_be_broken_out_of() -> None:
    markup = link("题", 'https://example.org/?a="><b>')
    assert parse_html(markup)[1][0]["url"] == 'https://example.org/?a="><b>'


def test_without_an_address_there_is_no_link() -> None:
    assert link("题", None) == "题"


def test_a_long_quotation_can_be_unfolded() -> None:
    assert quote("a", expandable=True) == "<blockquote expandable>a</blockquote>"
    assert quote("a", expandable=False) == "<blockquote>a</blockquote>"


EXCERPTS = [
    ("一二三四五六七", 7, None, "一二三四五六七"),
    ("一二三四五六七", 5, None, "一二三…"),
    ("一二三四五六七", 5, Span(3, 4), "…三四五…"),
    ("一二三四五六七", 5, Span(6, 7), "…五六七"),
    ("一二三四五六七", 5, Span(1, 6), "…二三四…"),
    ("😀😀😀😀", 6, None, "😀😀…"),
    ("😀😀😀😀", 5, None, "😀…"),
]


@pytest.mark.parametrize(("text", "limit", "around", "expected"), EXCERPTS)
def test_a_text_is_cut_around_what_matters(
    text: str, limit: int, around: Span | None, expected: str
) -> None:
    assert clip(text, limit, around) == expected


@settings(deadline=None)
@given(st.data(), TEXTS, st.integers(2, 40))
def test_an_excerpt_fits_and_holds_what_matters(data: st.DataObject, text: str, limit: int) -> None:
    around = data.draw(spans(len(text)).filter(bool).map(lambda found: found[0]) | st.none())
    part = excerpt(text, limit, around)
    assert units(clip(text, limit, around)) <= limit
    if around and units(text[around.start : around.end]) <= limit - 2:
        assert part.start <= around.start
        assert around.end <= part.end


def test_units_are_those_of_utf16() -> None:
    assert units("俄😀a") == len("俄😀a".encode("utf-16-le")) / 2


@settings(deadline=None)
@given(TEXTS)
def test_escaped_once_is_unescaped_once(text: str) -> None:
    assert html.unescape(escape(text)) == text

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.base.model import Span
from bot.base.text import Normalised, normalise, simplify

# Every code point, lone surrogates among them; and what is met often or is awkward.
ANY = st.text(st.characters(codec=None, exclude_categories=()))
AWKWARD = st.text(
    "谁誰會昇乾ＡＺ１２，。！“”…﹏ﬁﬀ①㈱㎏½İßẞǰΐᾳ\u0345e\u0301\u0323\u0304ｶﾞ가각ㄱㅏᆨ\u1100\u1161\u11a8"
    "\u200b\u200d\u202e\ufeff\xad\ufe0f\U000e0100\ud83d\ude00😀👨‍👩‍👧 \t\r\n\v\f\x00\x1f\x85\u2028\u3000"
)
TEXTS = ANY | AWKWARD


def _sources(normalised: Normalised) -> list[str]:
    """Return what each character came from."""
    original = normalised.original
    spans = zip(normalised.starts, normalised.ends, strict=True)
    return [original[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        ("谁主持了会议", "谁主持了会议"),
        # traditional characters, of Taiwan and Hong Kong too
        ("誰主持了會議", "谁主持了会议"),
        ("聯合國秘書長是誰", "联合国秘书长是谁"),
        ("裡面有臺灣麵條", "里面有台湾面条"),
        ("後天皇后頭髮發展", "后天皇后头发发展"),
        ("乾隆吃餅乾", "乾隆吃饼干"),
        # width
        ("ＳＣＯ２０２０", "sco2020"),
        ("？！，：；（）", "?!,:;()"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("　", " "),
        # case
        ("WHO WTO", "who wto"),
        ("Straße", "strasse"),
        # compatibility forms
        ("ﬁnance", "finance"),
        ("①②③", "123"),
        ("㎏", "kg"),
        ("½", "1⁄2"),
        ("……", "......"),
        ("⼈⽂", "人文"),
        # combining marks
        ("e\u0301a\u0308", "éä"),
        ("\u0301a", "\u0301a"),
        # Hangul, conjoining and compatibility letters
        ("\u1112\u1161\u11ab", "한"),
        ("ㅎㅏ", "하"),
        # invisible characters
        ("普\u200b京\ufeff", "普京"),
        ("\u202e普京\u202c", "普京"),
        ("so\xadft", "soft"),
        ("a\x00b\x1bc", "abc"),
        ("葛\U000e0100城❤\ufe0f", "葛城❤"),
        # white space is not invisible, whatever its kind
        ("a\tb\r\nc\vd\fe\x85f\u2028g", "a\tb\r\nc\vd\fe\x85f\u2028g"),
        # unpaired surrogates
        ("a\ud83d\u0301b\udc00", "a\ufffd\u0301b\ufffd"),
        ("😀", "😀"),
    ],
)
def test_text_is_folded(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("谁，A", ["谁", "，", "A"]),
        ("誰會", ["誰", "會"]),
        ("ﬁx", ["ﬁ", "ﬁ", "x"]),
        ("…", ["…", "…", "…"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("Straße", ["S", "t", "r", "a", "ß", "ß", "e"]),
        ("ｶﾞ", ["ｶﾞ"]),
        ("普\u200b京", ["普", "京"]),
        ("\ufeff普", ["普"]),
        ("e\u200b\u0301", ["e\u200b\u0301"]),
        ("😀？", ["😀", "？"]),
    ],
)
def test_each_character_knows_where_it_came_from(text: str, sources: list[str]) -> None:
    assert _sources(normalise(text)) == sources


@pytest.mark.parametrize(
    ("text", "part", "source"),
    [
        ("本次會議由普京主持。", "会议", "會議"),
        ("伊姆蘭\u200b·汗出席", "伊姆兰·汗", "伊姆蘭\u200b·汗"),
        ("占比½左右", "1", "½"),
        ("ＳＣＯ峰会", "sco", "ＳＣＯ"),
        ("说……好", "..", "……"[:1]),
    ],
)
def test_a_span_leads_back_to_the_source(text: str, part: str, source: str) -> None:
    normalised = normalise(text)
    start = normalised.text.index(part)
    span = normalised.to_original(Span(start, start + len(part)))
    assert text[span.start : span.end] == source


def test_an_empty_span_stays_empty_and_in_its_place() -> None:
    normalised = normalise("a\u200bﬁ")
    assert [normalised.to_original(Span(at, at)) for at in range(4)] == [
        Span(0, 0),
        Span(2, 2),
        Span(2, 2),
        Span(3, 3),
    ]


@given(TEXTS)
def test_offsets_are_ordered_and_within_the_original(text: str) -> None:
    normalised = normalise(text)
    starts, ends = list(normalised.starts), list(normalised.ends)
    assert len(starts) == len(ends) == len(normalised.text)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    # Two characters share their source or have nothing of it in common.
    assert all(
        (starts[at], ends[at]) == (starts[at + 1], ends[at + 1]) or ends[at] <= starts[at + 1]
        for at in range(len(starts) - 1)
    )


@given(TEXTS, st.data())
def test_the_source_of_a_span_covers_that_of_its_characters(text: str, data: st.DataObject) -> None:
    normalised = normalise(text)
    start = data.draw(st.integers(0, len(normalised.text)))
    end = data.draw(st.integers(start, len(normalised.text)))
    source = normalised.to_original(Span(start, end))
    assert 0 <= source.start <= source.end <= len(text)
    for at in range(start, end):
        assert source.start <= normalised.starts[at]
        assert normalised.ends[at] <= source.end


@given(TEXTS)
def test_only_what_is_invisible_has_no_trace_in_the_normalised_text(text: str) -> None:
    normalised = normalise(text)
    covered = {
        at
        for start, end in zip(normalised.starts, normalised.ends, strict=True)
        for at in range(start, end)
    }
    for at in set(range(len(text))) - covered:
        assert unicodedata.category(text[at]) in {"Cf", "Cc", "Mn"}
        assert not text[at].isspace()


@example("ß\u0323")
@given(TEXTS)
@example("畢昇")
@example("蕭乾")
@example("薴")
@example("\uffa1\uffc2")
@example("a\u200b\u0301")
def test_normalised_text_is_already_normal(text: str) -> None:
    normal = normalise(text).text
    assert normalise(normal).text == normal


@given(TEXTS)
def test_normalised_text_has_neither_surrogates_nor_invisible_characters(text: str) -> None:
    for character in normalise(text).text:
        category = unicodedata.category(character)
        assert category != "Cs"
        assert category not in {"Cf", "Cc"} or character.isspace()


@given(
    st.text("谁誰會議，。！ＡbﬁE…\n 1①", max_size=20), st.text("谁誰，。ＡbﬁE…\n 1①", max_size=20)
)
def test_characters_that_do_not_compose_are_folded_each_for_itself(left: str, right: str) -> None:
    """Whether a text is folded at one go or piece by piece makes no difference."""
    whole, first, second = normalise(left + right), normalise(left), normalise(right)
    if simplify(first.text + second.text) == first.text + second.text:
        assert whole.text == first.text + second.text
    assert list(whole.starts) == [*first.starts, *(len(left) + at for at in second.starts)]
    assert list(whole.ends) == [*first.ends, *(len(left) + at for at in second.ends)]


@given(TEXTS.map(lambda text: normalise(text).text))
def test_simplifying_keeps_the_number_of_characters(text: str) -> None:
    assert len(simplify(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" + "\u0301\u0323" * 100_000, id="marks on one letter"),
        pytest.param("\u1100" + "\u1161" * 200_000, id="vowels on one initial"),
        pytest.param("\u200b" * 200_000, id="nothing visible"),
        pytest.param("\ud800" * 200_000, id="surrogates"),
        pytest.param("ﷺ" * 20_000, id="long expansions"),
        pytest.param("誰，" * 100_000, id="ordinary"),
    ],
)
def test_long_texts_of_one_kind_are_folded_too(text: str) -> None:
    normalised = normalise(text)
    assert len(normalised.starts) == len(normalised.text)

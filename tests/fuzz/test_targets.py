from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

# Every code point there is, unpaired surrogates among them; and what formats are made of.
ANYTHING = st.text(st.characters(codec=None), max_size=400)
MARKS = "\u200b\u200d\u202e\u2066\u0301\u0335\ufdfa\ufeff\u3000\ud800\udfff\x00\x1b😀👨‍👩‍👧"
CHINESE = st.text("谁主持了会议？普京上合那呢的的不是哪里12年月<>&;\"'b/", max_size=80)
MARKED = st.text(MARKS + "会a<&>;", max_size=120)
YAML_PARTS = (
    "title: text: faq: ask: answer: tags: aliases: words: synonyms: question: article: refuse: "
    "limits: telegram: admins: - [ ] { } & * ! | > # % @ ' \" ~ --- ... ? : , << true null 1e5 "
    "0x1f 2020-01-01 &a *a !!python/object甲 乙 \\u0001 \\ud800"
).split(" ")
YAML = st.lists(st.sampled_from([*YAML_PARTS, "\n", "\n  ", "\n- ", " ", "\t", "\r"]), max_size=60)
DATA = st.from_regex(
    r"[s!amvwl:]{0,3}[\w-]{0,8}:?[xtpsf]?\d{0,7}:(\d{1,6}-\d{1,6})?:\d{0,3}:\d{0,2}:\d{0,2}"
    r"(:[a-z][\w-]{0,8})?",
    fullmatch=True,
)
TEXTS = ANYTHING | CHINESE | MARKED | YAML.map("".join) | DATA


@pytest.mark.parametrize("target", TARGETS)
@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_whatever_is_thrown_at_it_it_holds(target: str, text: str) -> None:
    TARGETS[target](text)


STORMS = {
    "zero width": "\u200b" * 100_000,
    "combining": "e" + "\u0301" * 100_000,
    "right to left": "\u202e会" * 50_000,
    "ligatures that unfold": "\ufdfa" * 100_000,
    "surrogates": "\ud800" * 100_000,
    "tags": "<b>" * 33_000,
    "entities": "&lt;" * 25_000,
    "one character": "会" * 100_000,
    "words": "谁主持了会议" * 17_000,
    "digits": "1" * 100_000,
    "pinyin": "zhongguo" * 12_500,
    "brackets": "[" * 100_000,
    "lists": "- " * 50_000,
    "blanks": " " * 100_000,
    "lines": "\n" * 100_000,
    "nothing": "\x00" * 100_000,
    "quotes": '"' * 100_000,
    "anchors": "&a " * 33_000,
    "aliases": "*a " * 33_000,
    "a button": "s:" + "A" * 100_000,
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("storm", STORMS.values(), ids=STORMS)
def test_a_hundred_thousand_characters_do_no_harm(target: str, storm: str) -> None:
    TARGETS[target](storm)

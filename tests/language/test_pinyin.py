from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.pinyin import (
    SoundIndex,
    all_syllables,
    fold,
    general_words,
    latin_runs,
    same_sound,
    sounds_of,
    syllables_of,
)


@pytest.mark.parametrize(
    ("character", "syllables"),
    [
        ("会", ("hui",)),
        ("重", ("zhong", "chong")),
        ("女", ("nv",)),
        ("a", ()),
        ("。", ()),
        ("", ()),
    ],
)
def test_syllables_of_a_character(character: str, syllables: tuple[str, ...]) -> None:
    assert syllables_of(character) == syllables


def test_who_is_read_both_ways() -> None:
    assert set(syllables_of("谁")) == {"shei", "shui"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhi", "zi"), ("chang", "can"), ("shen", "seng"), ("nan", "lan"), ("jing", "jin"), ("fei", "hui"), ("fu", "hu")],
)  # fmt: skip
def test_confusable_syllables_fold_onto_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ba", "pa"), ("shi", "xi"), ("hui", "hu"), ("an", "en")]
)
def test_others_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_homophones_share_a_sound_whatever_the_tone() -> None:
    assert same_sound("理", "里")
    assert same_sound("重", "冲")
    assert not same_sound("京", "金")


def test_a_word_sounds_as_its_characters_may_be_read() -> None:
    assert sounds_of("重庆") == (("zon", "qin"), ("con", "qin"))
    assert sounds_of("G20") == ()


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("shei zhuchi", ["shei", "zhuchi"]),
        ("xi'an", ["xi", "an"]),
        ("nǚrén lüse", ["nǚrén", "lüse"]),
        ("会议zhuchi者", ["zhuchi"]),
        ("who chaired the meeting", []),
        ("wto", []),
    ],
)
def test_runs_of_pinyin_are_found(text: str, runs: list[str]) -> None:
    assert [text[run.start : run.end] for run in latin_runs(text)] == runs


def test_every_way_to_part_a_run_is_known() -> None:
    (run,) = latin_runs("xian")

    assert run.syllables == {0: ("xi", "xian"), 2: ("an",)}


def test_words_are_found_by_sound() -> None:
    index = SoundIndex([("会议", sounds_of("会议")), ("会", sounds_of("会"))])

    assert index.leads_on("hui")
    assert list(index.words("hui'yi")) == ["会议"]
    assert not index.leads_on("yi")
    assert list(index.words("hui'yi'shi")) == []


def test_general_words_come_the_most_frequent_first() -> None:
    assert list(general_words().words("zhong'guo")) == ["中国"]
    assert next(iter(general_words().words("shi'jie"))) == "世界"


@given(st.text(st.sampled_from("abchizhuangnvüǎ'1 会") | st.characters(), max_size=60))
def test_runs_lie_in_the_text_and_part_into_syllables(text: str) -> None:
    for run in latin_runs(text):
        assert 0 <= run.start < run.end <= len(text)
        reached = {run.start}
        for at in range(run.start, run.end):
            if at in reached:
                found = run.syllables[at]
                assert set(found) <= all_syllables()
                reached.update(at + len(syllable) for syllable in found)
        assert run.end in reached

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.targets import Targets, checksum, frames, may_be_meant

WORDS = ("会议", "汇议", "中国", "上海合作组织", "重庆", "银行", "Putin", "三", "一" * 11)


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        ("hui'yi", ["会议", "汇议"]),
        ("zon'guo", ["中国"]),
        # 重 and 行 are read in several ways.
        ("con'qin", ["重庆"]),
        ("zon'qin", ["重庆"]),
        ("yin'han", ["银行"]),
        ("hui", []),
        ("putin", []),
    ],
)
def test_words_are_found_by_every_sound_of_theirs(sound: str, words: list[str]) -> None:
    assert Targets.of(WORDS).find(sound) == words


def test_words_are_found_by_what_one_slip_leaves_in_place() -> None:
    targets = Targets.of(["上海合作组织", "上海市", "海上", "上下市"])

    assert [targets.find(frame) for frame in frames("上海是", 3)] == [["上海市"], [], []]
    assert targets.find(frames("上天市", 3)[2]) == ["上海市", "上下市"]
    assert targets.find(frames("上海合作阻织", 6)[0]) == ["上海合作组织"]
    # Of two characters one stays.
    assert targets.find(frames("上方", 2)[0]) == []
    assert [targets.find(frame) for frame in frames("海水", 2)] == [["海上"], []]
    assert [targets.find(frame) for frame in frames("天上", 2)] == [[], ["海上"]]


@given(st.lists(st.text("会议中国重庆上海合作组织a1，", max_size=12), max_size=20))
def test_what_is_there_is_never_filtered_out(words: list[str]) -> None:
    targets = Targets.of(words)

    assert [targets.word(number) for number in range(len(targets))] == list(
        filter(may_be_meant, words)
    )
    assert all(targets.may_have(checksum(word)) for word in filter(may_be_meant, words))


def test_the_beginning_of_a_sound_leads_on() -> None:
    targets = Targets.of(["上海合作组织"])

    assert all(
        targets.may_have(checksum(sound)) for sound in ("san", "san'hai", "san'hai'he'zuo'zu'zi")
    )
    assert not targets.may_have(checksum("hai"))


def test_most_of_what_is_not_there_is_filtered_out() -> None:
    targets = Targets.of([chr(0x4E00 + at) + chr(0x4E01 + at) for at in range(2000)])

    others = [chr(0x6E00 + at) + chr(0x6E02 + at) for at in range(2000)]
    assert sum(targets.may_have(checksum(word)) for word in others) < 400


def test_without_words_there_is_nothing() -> None:
    targets = Targets.of([])

    assert (len(targets), targets.find("hui'yi")) == (0, [])

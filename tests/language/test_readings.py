from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.readings import LONGEST_QUESTION, MOST_READINGS, Reading, read
from bot.language.slips import How

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.vocabulary import Vocabulary


def _first(question: str, vocabulary: Vocabulary) -> Reading:
    readings = read(normalise(question).text, vocabulary)
    assert readings, f"{question} has no reading"
    return readings[0]


@pytest.mark.parametrize(
    ("question", "meant", "how"),
    [
        # the same sound
        ("谁主持了汇议", "谁主持了会议", How.HOMOPHONE),
        ("印度总里是谁", "印度总理是谁", How.HOMOPHONE),
        ("数字经济产业论谈在哪办", "数字经济产业论坛在哪办", How.HOMOPHONE),
        ("论值主席国是谁", "轮值主席国是谁", How.HOMOPHONE),
        ("莫地是谁", "莫迪是谁", How.HOMOPHONE),
        # nearly the same sound: n and ng, s and sh
        ("普金主持了什么", "普京主持了什么", How.HOMOPHONE),
        ("世界卫身组织", "世界卫生组织", How.HOMOPHONE),
        # one wrong, lost, swapped character
        ("哈萨克斯担总统是谁", "哈萨克斯坦总统是谁", How.TYPO),
        ("哈萨斯坦总统是谁", "哈萨克斯坦总统是谁", How.TYPO),
        ("塔吉斯克坦是什么", "塔吉克斯坦是什么", How.TYPO),
        ("扥罗夫是谁", "诺罗夫是谁", How.TYPO),
        # any character of a word of two, where the base has the word in that place
        ("印度总埋是谁", "印度总理是谁", How.TYPO),
        ("印度理总是谁", "印度总理是谁", How.TYPO),
        ("印度总绕叫什么", "印度总理叫什么", How.TYPO),
        ("联合国秘叔长是谁", "联合国秘书长是谁", How.HOMOPHONE),
        # pinyin: spaced and not, with tones, capitals, among characters
        ("shei zhuchi le huiyi", "谁主持了会议", How.PINYIN),
        ("SHUI ZHUCHI LE HUIYI?", "谁主持了会议?", How.PINYIN),
        ("shuizhuchilehuiyi", "谁主持了会议", How.PINYIN),
        ("shei2 zhu3chi2 le hui4yi4", "谁主持了会议", How.PINYIN),
        ("shéi zhǔchí le huìyì", "谁主持了会议", How.PINYIN),
        ("zhuchi会议的是谁", "主持会议的是谁", How.PINYIN),
        ("yindu zongli shi shei", "印度总理是谁", How.PINYIN),
        # other names
        ("上合秘书长是谁", "上海合作组织秘书长是谁", How.ALIAS),
        ("世卫发挥什么作用", "世界卫生组织发挥什么作用", How.ALIAS),
        ("WHO发挥什么作用", "世界卫生组织发挥什么作用", How.ALIAS),
        ("who", "世界卫生组织", How.ALIAS),
        ("普丁主持了什么", "普京主持了什么", How.ALIAS),
        # of several the one that the base has right behind what stands before
        ("联合国一把手是谁", "联合国秘书长是谁", How.WORDING),
        # other words for the same, where the base has them and not those
        ("论坛在哪里召开", "论坛在哪里举行", How.WORDING),
        ("会议的主持人是谁", "会议由谁主持", How.WORDING),
        # English
        ("who chaired the meeting", "谁主持 会议", How.ENGLISH),
        ("meeting在哪里举行", "会议在哪里举行", How.ENGLISH),
    ],
)
def test_first_reading(summit: Vocabulary, question: str, meant: str, how: How) -> None:
    reading = _first(question, summit)

    assert (reading.text, reading.how) == (meant, how)


@pytest.mark.parametrize(
    "question",
    [
        "谁主持了会议?",
        "轮值主席国由谁接任",
        "数字经济产业论坛在哪里举行",
        # words of general Chinese stay what they are
        "美国总统是谁?",
        "日本首相出席会议了吗?",
        "世界杯决赛在哪里举行?",
        "苹果手机多少钱",
        "今天天气怎么样?",
        "帮我写一首诗",
        "谁发明了电灯?",
        "各国人民的向往",
        # a name inside other words, a part of a longer unknown name
        "海上合作有哪些",
        "iphone多少钱",
        "gui是什么",
        # and not where it has not, nor for another word
        "绘画总绕着谁",
        "印度总部在哪",
        "",
        "?",
        "😀",
    ],
)
def test_what_is_no_mistake_has_no_reading(summit: Vocabulary, question: str) -> None:
    assert all(reading.how is How.WORDING for reading in read(question, summit))


def test_replacements_point_into_the_question(summit: Vocabulary) -> None:
    question = "印度总里和普金"

    (reading,) = read(question, summit)

    assert [(typed, meant) for _, typed, meant in reading.replaced] == [
        ("总里", "总理"),
        ("普金", "普京"),
    ]
    for span, typed, _ in reading.replaced:
        assert question[span.start : span.end] == typed


def test_a_correction_may_lead_to_an_abbreviation(summit: Vocabulary) -> None:
    readings = read("上河组织是什么", summit)

    assert [reading.text for reading in readings][:2] == ["上合组织是什么", "上海合作组织是什么"]
    assert readings[1].how is How.HOMOPHONE


def test_more_trusted_readings_come_first(summit: Vocabulary) -> None:
    readings = read("上合秘书常是谁", summit)

    assert [reading.cost for reading in readings] == sorted(r.cost for r in readings)
    assert readings[0].how is How.ALIAS
    assert "上海合作组织秘书长是谁" in [reading.text for reading in readings]


def test_aliases_of_the_base_go_both_ways(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("大桥于2018年通车。", [("港珠澳跨海大桥", "大桥")])

    assert _first("港珠澳跨海大桥何时通车", vocabulary).text == "大桥何时通车"


def test_names_that_the_base_lacks_are_no_readings(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("北约在布鲁塞尔。")

    assert read("世卫在哪里", vocabulary) == ()
    assert read("北约在哪里", vocabulary) == ()
    assert _first("北大西洋公约组织在哪里", vocabulary).text == "北约在哪里"


def test_long_texts_are_taken_as_they_stand(summit: Vocabulary) -> None:
    assert read("谁主持了汇议" * (LONGEST_QUESTION // 6 + 1), summit) == ()


_WILD = st.text(
    st.sampled_from("谁主持汇议会总里理普金京上合海 的了zhucileguang'1235?,·ǎü😀\n一二第哪")
    | st.characters(),
    max_size=LONGEST_QUESTION,
)


@settings(max_examples=150, deadline=None)
@given(_WILD)
def test_whatever_is_typed_is_read_within_bounds(summit: Vocabulary, text: str) -> None:
    question = normalise(text).text

    readings = read(question, summit)

    assert readings == read(question, summit)
    assert len(readings) <= MOST_READINGS
    assert len({reading.text for reading in readings}) == len(readings)
    for reading in readings:
        assert reading.text
        assert reading.text != question
        assert 0 < reading.cost <= 1
        ends = 0
        for span, typed, meant in reading.replaced:
            assert ends <= span.start < span.end <= len(question)
            assert typed == question[span.start : span.end]
            assert meant
            ends = span.end

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.asking import in_common_words, mend_asking


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("论坛在那里举行", "论坛在哪里举行"),
        ("论坛在那个城市举行？", "论坛在哪个城市举行?"),
        ("莫迪是那国总理", "莫迪是哪国总理"),
        ("会议是那天开的", "会议是哪天开的"),
        ("那些人参加了", "哪些人参加了"),
        ("会议通过了神马宣言", "会议通过了什么宣言"),
        ("普京什莫时候来", "普京什么时候来"),
        ("会议什么时侯开", "会议什么时候开"),
        ("哈萨克斯坦总统较什么", "哈萨克斯坦总统叫什么"),
        ("蒙古国总统叫什名字", "蒙古国总统叫什么名"),
        ("总统交什么名字？", "总统叫什么名字?"),
        ("论坛怎末报名", "论坛怎么报名"),
        ("如和报名", "如何报名"),
        ("有多上成员国", "有多少成员国"),
        ("主持会议的是睡", "主持会议的是谁"),
        ("要消除什幺", "要消除什么"),
        # Cantonese
        ("伊朗總統係邊個", "伊朗总统是哪位"),
        ("論壇喺邊度舉行", "论坛喺哪里举行"),
        ("總理叫咩名", "总理叫啥名"),
    ],
)
def test_mistyped_asking_words_are_mended(typed: str, meant: str) -> None:
    assert mend_asking(normalise(typed).text) == meant


@pytest.mark.parametrize(
    "question",
    [
        # something else asks, so that these are what they are
        "那个论坛在哪里举行",
        "那天谁主持了会议",
        "那里有大学吗",
        "神马是什么",
        "水是由什么组成的",
        "他教什么课",
        "王老师教什么",
        "报名要交什么",
        "两种方案比较什么",
        "如合同未签",
        "水是生命之源",
        # nothing asks, and nothing looks like it
        "那曲的海拔",
        "如果会议取消",
        "多瑙河的长度",
        "会议纪要",
    ],
)
def test_what_is_right_stays(question: str) -> None:
    assert mend_asking(question) == question


@given(st.text(alphabet="那哪里国个神马么什多上少是水睡如和何较交叫时侯,?a "))
def test_nothing_moves_and_once_is_enough(text: str) -> None:
    mended = mend_asking(text)
    assert len(mended) == len(text)
    assert mend_asking(mended) == mended


@pytest.mark.parametrize(
    ("question", "expected"),
    [("论坛几时举行", "论坛何时举行"), ("几时几分发车", "几时几分发车"), ("何时", "何时")],
)
def test_rare_asking_words_are_put_as_commonly(question: str, expected: str) -> None:
    assert in_common_words(question) == expected

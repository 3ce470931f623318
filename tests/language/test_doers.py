from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.doers import asked_doer, asks_photographer


@pytest.mark.parametrize(
    ("question", "noun", "asked"),
    [
        ("主持人是谁", "主持人", "由谁主持"),
        ("会议的主持人是谁？", "主持人", "会议由谁主持"),
        ("大桥设计者叫什么名字", "设计者", "大桥由谁设计"),
        ("运动会的协办方是哪个单位", "协办方", None),
        ("运动会的协办方是谁", "协办方", "运动会由谁协办"),
        ("参加者有哪些人", "参加者", "由谁参加"),
        ("谁是会议的主持人", "主持人", "会议由谁主持"),
        ("谁是主持人?", "主持人", "由谁主持"),
        ("会议 主持人", "主持人", "会议由谁主持"),
        ("下一任轮值主席国是哪国", "下一任轮值主席国", "谁接任轮值主席国"),
        ("作者是谁", "", None),
        ("什么主持人", "", None),
        ("谁主持了会议", "", None),
        ("主持人的电话是多少", "", None),
    ],
)
def test_who_does_something_is_asked_with_the_verb(
    question: str, noun: str, asked: str | None
) -> None:
    text = normalise(question).text
    doer = asked_doer(text)
    if asked is None:
        assert doer is None
        return
    assert doer is not None
    assert doer.noun == noun
    start, end = doer.span
    assert (text[:start] + doer.meant + text[end:]).rstrip("?") == asked


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("照片是谁拍的", True),
        ("新闻图片是哪位记者拍的？", True),
        ("谁拍的照片", True),
        ("摄影记者是谁", True),
        ("who took the photo?", True),
        ("照片在哪里拍的", False),
        ("谁主持了会议", False),
        ("电影是谁拍的", False),
    ],
)
def test_who_took_the_pictures_is_asked(question: str, expected: bool) -> None:
    assert asks_photographer(normalise(question).text) is expected

from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.phrases import asked_noun, phrase

TOKENISER = Tokeniser()
PRINTING = "印刷术带来了信息革命，也带来了思想的解放。"


@pytest.mark.parametrize(
    ("question", "sentence", "so_far", "expected"),
    [
        # what ends with the very noun that is asked for
        ("带来了什么革命", PRINTING, "思想的解放", "信息革命"),
        ("对抗什么主义", "敌人为经济利益，故而对抗恐怖主义。", "经济利益", "恐怖主义"),
        (
            "哪个委员会的驻地在这里",
            "该市是莱茵河航运中央委员会的驻地。",
            "莱茵河航运",
            "莱茵河航运中央委员会",
        ),
        ("在哪个公共政策学院", "建筑师设计的哈里斯公共政策学院。", "建筑师", "哈里斯公共政策学院"),
        (
            "出席的是什么会议",
            "他以视频方式出席元首理事会第二十次会议。",
            "视频方式",
            "元首理事会第二十次会议",
        ),
        # without the verb before it, and without what is said of anything
        ("弘扬什么精神", "上海合作组织弘扬上海精神。", "上海合作组织", "上海精神"),
        ("有什么政策", "政府有重要环保政策。", "政府", "环保政策"),
        # an answer with the noun stays, and so does one right before it
        ("带来了什么革命", PRINTING, "信息革命", "信息革命"),
        ("带来了什么革命", PRINTING, "信息", "信息"),
        # the noun alone, twice, or with nothing that the question lacks
        ("带来了什么革命", "他带来了革命。", "他", "他"),
        ("带来了什么革命", "工业革命与信息革命。", "工业", "工业"),
        ("有什么国家政策", "政府有国家政策。", "政府", "政府"),
        # nor what sort of thing something is
        ("哪种运动需要球网", "网球是一项体育运动。", "网球", "网球"),
        # what somebody is like has a name besides, and likeness goes without the noun
        ("哪位物理学家发现的", "西班牙物理学家安德烈发现了它。", "安德烈", "安德烈"),
        ("什么样的政策", "政府有环保政策。", "政府", "政府"),
        # other questions
        ("谁带来了革命", PRINTING, "印刷术", "印刷术"),
    ],
)
def test_the_compound_that_ends_with_the_noun_asked_for(
    question: str, sentence: str, so_far: str, expected: str
) -> None:
    asked = asked_noun(understand(normalise(question).text, TOKENISER), TOKENISER)
    text = normalise(sentence).text
    span = Span(text.find(so_far), text.find(so_far) + len(so_far))
    if asked is not None:
        span = phrase(asked, text, tuple(TOKENISER.cut(text)), span, TOKENISER)
    assert text[slice(*span)] == expected

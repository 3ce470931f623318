from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.filling import pattern_of

TOKENISER = Tokeniser()


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("大桥由谁主持设计？", "大桥由梅旸春主持设计。", True),
        ("魔法用什么道具来描绘", "书里的魔法用塔罗牌来描绘。", True),
        # another sentence altogether, or other words around it
        ("大桥由谁主持设计？", "大桥由梅旸春负责设计。", False),
        ("大桥由谁主持设计？", "铁路由梅旸春主持设计。", False),
        # a clause in between
        ("大桥由谁主持设计？", "大桥由国家修建，梅旸春主持设计。", False),
        # too little around the asking words, or nothing on one side
        ("由谁设计", "由梅旸春设计。", False),
        ("谁主持了会议", "普京主持了会议。", False),
        # a time or a number has to be looked at
        ("大桥在什么时候建成通车", "大桥在南京建成通车。", False),
    ],
)
def test_the_question_s_own_words_stand_around_what_is_asked(
    question: str, sentence: str, expected: bool
) -> None:
    understanding = understand(normalise(question).text, TOKENISER)
    pattern = pattern_of(understanding)
    assert (pattern is not None and bool(pattern.search(normalise(sentence).text))) == expected

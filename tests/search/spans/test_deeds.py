from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.deeds import asked_deed, doers

TOKENISER = Tokeniser()


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("谁倡议设立热线的", "中方倡议疾控中心设立热线。", "中方"),
        ("倡议是谁发起的", "欢迎各方参与中方发起的倡议。", "中方"),
        # each time that it is told
        ("谁设计的", "有人说中方设计，其实俄方设计。", "中方 俄方"),
        # over adverbs, times and what is moved before the verb
        ("谁来举办论坛", "中方将于明年举办论坛。", "中方"),
        ("反对谁干涉内政", "反对外部势力以任何借口干涉内政。", "外部势力"),
        # nobody does it, or not in this sentence
        ("谁举办论坛", "明年举办论坛。", ""),
        ("谁举办论坛", "论坛将在北京开幕。", ""),
        # other questions
        ("印度总理是谁", "印度总理莫迪出席。", ""),
        ("什么时候举办论坛", "中方将于明年举办论坛。", ""),
    ],
)
def test_who_does_it_stands_before_the_verb(question: str, sentence: str, expected: str) -> None:
    deed = asked_deed(understand(normalise(question).text, TOKENISER), TOKENISER)
    text = normalise(sentence).text
    found = doers(deed, TOKENISER.cut(text), TOKENISER) if deed else []
    assert " ".join(text[slice(*one)] for one in found) == expected

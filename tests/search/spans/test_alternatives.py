from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.alternatives import asked_alternatives, chosen

TOKENISER = Tokeniser()
POSTS = "吉尔吉斯斯坦代总统扎帕罗夫和白俄罗斯总理戈洛夫琴科与会，蒙古国总统缺席。"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("学校是公办还是民办？", "本校是省属公办高校。", "公办"),
        ("是公办还是民办的啊", "本校是民办高校。", "民办"),
        # of both the one that stands nearer; in 代总统 there is no 总统
        ("扎帕罗夫是总统还是代总统", POSTS, "代总统"),
        ("白俄罗斯来的是总统还是总理", POSTS, "总理"),
        # neither, or nothing to tell them by
        ("学校是公办还是民办", "本校始建于1958年。", None),
        ("是公办还是民办", "公办和民办学校一视同仁。", None),
        ("谁主持了会议", "普京主持了会议。", None),
    ],
)
def test_one_of_two_is_chosen(question: str, sentence: str, expected: str | None) -> None:
    understanding = understand(normalise(question).text, TOKENISER)
    asked = asked_alternatives(understanding)
    words = tuple(word.text for word in understanding.content)
    text = normalise(sentence).text
    found = chosen(asked, words, text) if asked else None
    assert (text[slice(*found)] if found else None) == expected

from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.attendance import asked_guest, mention

TOKENISER = Tokeniser(["联合国秘书长", "上海合作组织", "上合组织"])
GUESTS = "印度总理莫迪、伊朗总统鲁哈尼和联合国秘书长古特雷斯与会，何立峰等参加。"


MINISTERS = "越南农业与环境部副部长阮文雄、新加坡交通部长林慧芬、泰国副总理颂猜、巴基斯坦总理伊姆兰·汗与会。"


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("伊朗总统出席了吗", GUESTS, "伊朗总统鲁哈尼"),
        ("联合国秘书长参加会议了吗？", GUESTS, "联合国秘书长古特雷斯"),
        ("何立峰有没有参加", GUESTS, "何立峰"),
        ("何立峰来了没", GUESTS, "何立峰"),
        ("伊朗派谁参会了", GUESTS, "伊朗总统鲁哈尼"),
        ("印度是谁出席的", GUESTS, "印度总理莫迪"),
        # named by the full form first, and by the short one elsewhere
        (
            "上合组织秘书长出席了吗",
            "上海合作组织秘书长诺罗夫与会，上合组织秘书长致辞。",
            "诺罗夫",
        ),
        # a state's minister, not named right behind it; and names that no dictionary has
        ("越南派了哪位官员来厦门开会", MINISTERS, "越南农业与环境部副部长阮文雄"),
        ("海洋合作会议泰国来的是谁", MINISTERS, "泰国副总理颂猜"),
        ("巴基斯坦那边来的是谁", MINISTERS, "巴基斯坦总理伊姆兰·汗"),
        ("参加会议的是谁", MINISTERS, None),
        # who is not among them
        ("日本首相出席会议了吗", GUESTS, None),
        ("日本派谁参会了", GUESTS, None),
        # named, but not as one who came
        ("何立峰参加了吗", "何立峰表示祝贺。", None),
        # other questions
        ("谁出席了会议", GUESTS, None),
        ("伊朗总统是谁", GUESTS, None),
    ],
)
def test_who_came_is_found_in_the_list(question: str, sentence: str, expected: str | None) -> None:
    guest = asked_guest(understand(normalise(question).text, TOKENISER))
    text = normalise(sentence).text
    found = mention(guest, text, TOKENISER.cut(text), TOKENISER) if guest else None
    assert (text[slice(*found)] if found else None) == expected

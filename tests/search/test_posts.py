from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Token, Tokeniser
from bot.search.posts import Post, asked_post, bare_post, is_held_by_others

TOKENISER = Tokeniser(["上海合作组织", "上合组织"])
LEADERS = (
    "会议由俄罗斯总统普京主持，印度总理莫迪吉尔吉斯斯坦代总统扎帕罗夫白俄罗斯总理戈洛夫琴科"
    "上海合作组织秘书长诺罗夫和联合国秘书长古特雷斯与会。"
)


def _post(question: str) -> Post | None:
    return asked_post(understand(normalise(question).text, TOKENISER))


@pytest.mark.parametrize(
    ("question", "post"),
    [("市长是谁", "市长"), ("谁是总统？", "总统"), ("青州市长是谁", None), ("谁来了", None)],
)
def test_a_post_of_which_is_not_said_whose(question: str, post: str | None) -> None:
    found = bare_post(understand(normalise(question).text, TOKENISER))
    assert found == (None if post is None else Post(post, ""))


def test_a_deputy_holds_another_post() -> None:
    post = Post("市长", "")
    for sentence, others in (("副市长王芳出席。", True), ("市长林建华出席。", False)):
        assert is_held_by_others(post, sentence, TOKENISER.cut(sentence)) is others


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("印度总理是谁", ("总理", "印度")),
        ("谁是印度的现任总理？", ("总理", "印度")),
        ("法国的首都在哪里", ("首都", "法国")),
        ("副市长叫什么", ("市长", "副")),
        ("驰野汽车首席技术官是谁", ("首席技术官", "驰野汽车")),
        ("北湖渔火队主教练是谁", ("主教练", "渔火队")),
        # a conference of ministers is nobody
        ("水资源部长级会议在哪里举行", None),
        # not said whose
        ("总统是谁", None),
        ("哪国总统主持了会议", None),
        ("轮值主席国是谁", None),
        ("谁主持了会议", None),
    ],
)
def test_the_post_that_a_question_asks_for(question: str, expected: tuple[str, str] | None) -> None:
    assert _post(question) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("印度总理是谁", LEADERS, False),
        ("吉尔吉斯斯坦总统是谁", LEADERS, False),
        ("上合组织秘书长是谁", LEADERS, False),
        ("中国总理是谁", LEADERS, True),
        ("俄罗斯总理是谁", LEADERS, True),
        ("哈萨克斯坦总理是谁", "巴基斯坦总理伊姆兰汗出席。", True),
        ("印度总统是谁", LEADERS, True),
        ("美国总统是谁", LEADERS, True),
        # said of nobody: it may well be the one
        ("青州市长是谁", "市长林建华出席通车仪式。", False),
        ("公司的总部在哪", "公司成立于2016年，总部设在杭州。", False),
        ("法国总统是谁", "总统和总理出席。", False),
        # not there at all: nothing is known
        ("日本首相是谁", LEADERS, False),
        ("副市长是谁", "市长林建华和副市长王芳出席。", False),
        ("副市长是谁", "市长林建华出席通车仪式。", True),
        ("青州市长是谁", "青州副市长王芳出席。", True),
        ("云溪县县长是谁", "云溪县副县长郭敏提醒群众注意安全。", True),
        ("云溪县副县长是谁", "云溪县副县长郭敏提醒群众注意安全。", False),
        ("东岭雪豹队队长是谁", "北湖渔火队队长许佳宁独得31分。", True),
        ("雪豹队主教练是谁", "东岭雪豹队主教练安德烈·佩蒂承认失误太多。", False),
        ("驰野汽车首席运营官是谁", "驰野汽车首席财务官彭立群公布了业绩。", False),
    ],
)
def test_a_post_may_be_held_by_others(question: str, sentence: str, others: bool) -> None:
    post = _post(question)
    assert post is not None
    assert is_held_by_others(post, sentence, TOKENISER.cut(sentence)) == others


@given(
    st.text("印度法国总理市长副的由,代a ", max_size=20),
    st.text("印度法国总理市长副的由,代a ", max_size=20),
)
def test_any_question_and_sentence_may_be_compared(question: str, sentence: str) -> None:
    post = _post(question)
    if post is not None:
        assert post.text in question
        assert post.whose
        named = post.whose + post.text
        assert not is_held_by_others(post, named, [Token(named, 0, len(named))])
        tokens = TOKENISER.cut(sentence)
        assert post.text in sentence or not is_held_by_others(post, sentence, tokens)

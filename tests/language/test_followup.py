from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.followup import MOST_COMPLETIONS, Turn, complete
from bot.language.tokens import Tokeniser

TOKENISER = Tokeniser(["数字经济", "上海合作组织", "轮值主席国", "梅旸春"])

PRESIDENT = Turn("俄罗斯总统是谁?", "普京")
CHAIR = Turn("谁主持了会议?", "俄罗斯总统普京")
FORUM = Turn("数字经济产业论坛在哪里举行?", "重庆")
FORUM_DAY = Turn("数字经济产业论坛什么时候举行?", "明年")
BRIDGE = Turn("大桥由谁主持设计?", "梅旸春")
REFUSED = Turn("俄罗斯总统是谁?")

FIRST = [
    # Something else takes the place of what is most like it.
    (PRESIDENT, "那印度总理呢？", "印度总理是谁"),
    (PRESIDENT, "印度呢", "印度总统是谁"),
    (PRESIDENT, "那么印度呢？", "印度总统是谁"),
    (PRESIDENT, "還有印度總理呢？", "印度总理是谁"),
    (PRESIDENT, "那印度总理？", "印度总理是谁"),
    (PRESIDENT, "他的夫人呢？", "普京的夫人是谁"),
    (REFUSED, "那印度总理呢？", "印度总理是谁"),
    (CHAIR, "莫迪呢？", "莫迪主持了会议"),
    (CHAIR, "2019年呢？", "2019年谁主持了会议"),
    (FORUM_DAY, "民间友好论坛呢？", "民间友好论坛什么时候举行"),
    (FORUM_DAY, "在重庆呢？", "在重庆数字经济产业论坛什么时候举行"),
    (BRIDGE, "铁路桥呢？", "铁路桥由谁主持设计"),
    # A pronoun stands for what was answered or asked about.
    (PRESIDENT, "他在哪里？", "普京在哪里"),
    (PRESIDENT, "那他在哪里？", "普京在哪里"),
    (PRESIDENT, "谁见过他？", "谁见过普京"),
    (REFUSED, "他在哪里？", "俄罗斯总统在哪里"),
    (CHAIR, "她什么时候出生？", "俄罗斯总统普京什么时候出生"),
    (FORUM, "那里有多少人？", "重庆有多少人"),
    (FORUM_DAY, "它在哪里举行？", "数字经济产业论坛在哪里举行"),
    # A question about nothing is about the same.
    (FORUM_DAY, "在哪里举行？", "数字经济产业论坛在哪里举行"),
    (FORUM_DAY, "那在哪里？", "数字经济产业论坛在哪里举行"),
    (FORUM, "什么时候？", "数字经济产业论坛什么时候举行"),
    (FORUM, "那是什么时候？", "数字经济产业论坛是什么时候举行"),
    (FORUM, "有多少人参加？", "数字经济产业论坛有多少人参加"),
    (CHAIR, "为什么？", "为什么俄罗斯总统普京主持了会议"),
    (FORUM, "为什么？", "为什么数字经济产业论坛在重庆举行"),
    (BRIDGE, "什么时候设计的？", "大桥什么时候设计的"),
    # What is pointed at is called by its whole name.
    (FORUM, "那个论坛什么时候举行？", "数字经济产业论坛什么时候举行"),
    (FORUM, "该论坛什么时候举行？", "数字经济产业论坛什么时候举行"),
]


@pytest.mark.parametrize(("last", "text", "question"), FIRST)
def test_the_last_question_lends_the_words(last: Turn, text: str, question: str) -> None:
    assert complete(normalise(text).text, last, TOKENISER)[:1] == (question,)


def test_an_ordinary_word_within_a_name_is_not_exchanged() -> None:
    last = Turn("轮值主席国俄罗斯总统普京在哪里?")
    assert not [one for one in complete("那论坛呢", last, TOKENISER) if "俄罗斯论坛普京" in one]


ALONE = [
    "你能做什么？",
    "我怎么办？",
    "谁接任轮值主席国？",
    "那谁接任轮值主席国？",
    "莫迪在哪里？",
    "那么印度总理是谁？",
    "普京为什么说他赢了？",
    "其他人参加了吗？",
    "吉他怎么弹？",
    "那英是谁？",
    "那里昂在哪里？",
    "印度总理",
    "大桥的铁路桥有多长？",
    "为什么要主持会议？",
    "在哪里举行民间友好论坛？",
    "这次疫情是什么时候开始的？",
    "这篇文章是什么时候发布的？",
    "你好",
    "谢谢！",
    "？",
    "",
    "呢",
    "那个人" * 20,
]


@pytest.mark.parametrize("last", [PRESIDENT, FORUM, BRIDGE], ids=["who", "where", "by whom"])
@pytest.mark.parametrize("text", ALONE)
def test_a_text_that_says_all_is_left_alone(text: str, last: Turn) -> None:
    assert complete(normalise(text).text, last, TOKENISER) == ()


PIECES = st.sampled_from(
    "那 呢 他 它 那里 谁 在哪里 为什么 什么时候 举行 印度 总理 的 ？ 2019 年 a 😀".split()
)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=40)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.none() | TEXTS)
def test_whatever_is_said_the_completions_are_few_and_different(
    text: str, question: str, answer: str | None
) -> None:
    text, last = normalise(text).text, Turn(normalise(question).text, answer)
    questions = complete(text, last, TOKENISER)
    assert len(questions) <= MOST_COMPLETIONS
    assert len(set(questions)) == len(questions)
    assert not {text, last.question, ""} & set(questions)

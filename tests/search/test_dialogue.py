from __future__ import annotations

import pytest

from bot.base.model import Answer, Article, Faq, Knowledge, Refusal
from bot.input.settings import Thresholds
from bot.language.followup import Turn
from bot.search.dialogue import say
from bot.search.engine import Engine

SUMMIT = Article(
    "summit",
    "峰会",
    text=(
        "本次会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪、阿富汗总统加尼等与会。"
        "习近平指出，疫情加速了国际格局调整，世界进入动荡变革期。"
        "中方将于明年在重庆举行数字经济产业论坛。"
        "中方已于去年举办民间友好论坛。"
        "会议决定，由塔吉克斯坦接任轮值主席国。"
    ),
    faq=(Faq(("什么时候开门？",), "早上八点。"),),
)
ENGINE = Engine.build(Knowledge((SUMMIT,)), Thresholds())
FORUM = "数字经济产业论坛在哪里举行？"


def talk(*texts: str) -> list[tuple[str | None, str | None]]:
    """Give the short answer to each text, and how it was understood where not as it was typed."""
    last: Turn | None = None
    told = []
    for text in texts:
        said = say(ENGINE, text, last)
        last = said.turn
        assert said.outcome.question.text == text
        answer = said.outcome.best.answer if isinstance(said.outcome, Answer) else None
        told.append((answer, said.outcome.question.reading))
    return told


TALKS = [
    (("俄罗斯总统是谁？", "那印度总理呢？"), ("莫迪", "印度总理是谁")),
    (("印度总理是谁？", "那阿富汗总统呢？"), ("加尼", "阿富汗总统是谁")),
    ((FORUM, "什么时候举行？"), ("明年", "数字经济产业论坛什么时候举行")),
    ((FORUM, "什么时候？", "民间友好论坛呢？"), ("去年", "民间友好论坛什么时候举行")),
    # with mistyped asking words before
    (("数字经济产业论坛在那里举行", "什么时候举行？"), ("明年", "数字经济产业论坛什么时候举行")),
    ((FORUM, "谁接任轮值主席国？"), ("塔吉克斯坦", None)),
]


@pytest.mark.parametrize(("texts", "told"), TALKS)
def test_a_follow_up_is_answered_and_says_how_it_was_understood(
    texts: tuple[str, ...], told: tuple[str, str | None]
) -> None:
    (answer, reading), (words, expected) = talk(*texts)[-1], told
    assert words in (answer or "")
    assert reading == expected


def test_what_follows_refers_to_the_question_in_full() -> None:
    first = say(ENGINE, FORUM, None)
    second = say(ENGINE, "什么时候？", first.turn)
    assert second.question == "数字经济产业论坛什么时候举行"
    assert second.turn == Turn("数字经济产业论坛什么时候举行", "明年")


def test_without_a_question_before_there_is_no_follow_up() -> None:
    said = say(ENGINE, "什么时候举行？", None)
    assert said.question == "什么时候举行？"
    assert said.outcome.question.reading is None


def test_a_taught_answer_goes_before_a_guess() -> None:
    last = say(ENGINE, FORUM, None).turn
    said = say(ENGINE, "什么时候开门？", last)
    assert isinstance(said.outcome, Answer)
    assert said.outcome.best.answer == "早上八点。"
    assert said.outcome.question.reading is None


def test_a_refused_follow_up_says_how_it_was_understood() -> None:
    last = say(ENGINE, "火星探测器什么时候返回？", None).turn
    said = say(ENGINE, "那月球车呢？", last)
    assert isinstance(said.outcome, Refusal)
    assert said.question == said.outcome.question.reading == "月球车什么时候返回"

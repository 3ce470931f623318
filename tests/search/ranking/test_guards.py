from __future__ import annotations

import numpy as np
import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.ranking.features import FEATURES
from bot.search.ranking.guards import trust

TOKENISER = Tokeniser()


def _trust(
    question: str, sentence: str = "", answer: str = "", held: float = 1, words: float = 1
) -> float:
    """Return what the guards leave, where so much of the question's names and words is known."""
    row = np.zeros((1, len(FEATURES)), dtype=np.float32)
    row[0, list(FEATURES).index("name_article")] = held
    row[0, list(FEATURES).index("word_article")] = words
    understanding = understand(normalise(question).text, TOKENISER)
    tokens = TOKENISER.cut(sentence)
    (left,) = trust(understanding, row, [(sentence, tokens)], [answer]).tolist()
    return float(left)


def test_an_article_that_lacks_the_names_of_a_question_is_trusted_less() -> None:
    nameless, all_, half, none = (_trust("谁来了", held=held) for held in (-1, 1, 0.5, 0))
    assert nameless == all_ == 1 > half > none > 0


def test_an_article_without_any_of_the_words_is_trusted_less() -> None:
    assert _trust("谁发明了电灯", words=0.2) == 1 > _trust("谁发明了电灯", words=0) > 0


def test_a_sentence_on_others_is_trusted_less() -> None:
    sentence = "印度总理莫迪出席。"
    assert _trust("印度总理是谁", sentence) == 1 > _trust("中国总理是谁", sentence) > 0


@pytest.mark.parametrize(
    ("question", "is_trusted"),
    [
        ("第二十次会议在哪里举行", True),
        ("第十九次会议在哪里举行", False),
        # what the sentence does not count may have any number
        ("第三届论坛在哪里举行", True),
        ("会议在哪里举行", True),
    ],
)
def test_a_sentence_on_another_of_a_row_is_trusted_less(question: str, is_trusted: bool) -> None:
    assert (_trust(question, "第二十次会议在北京举行。", answer="北京") == 1) == is_trusted


@pytest.mark.parametrize(
    ("question", "sentence", "is_trusted"),
    [
        ("省道217线什么时候抢通", "省道217线塌方，5时抢通。", True),
        ("省道317线什么时候抢通", "省道217线塌方，5时抢通。", False),
        ("省道什么时候抢通", "省道217线塌方，5时抢通。", True),
        ("t7续航多少公里", "t7长续航版的续航是620公里。", True),
        ("t8续航多少公里", "t7长续航版的续航是620公里。", False),
        ("续航620公里的是哪款", "t7长续航版的续航是620公里。", True),
        ("冠军奖金多少", "冠军将获得120万元，亚军60万元。", True),
        ("季军奖金多少", "冠军将获得120万元，亚军60万元。", False),
        ("奖金多少", "冠军将获得120万元，亚军60万元。", True),
        ("下半年销量多少", "上半年销量为3万辆。", False),
        ("去年产量多少", "今年产量41万吨。", False),
        ("去年产量多少", "去年产量41万吨。", True),
        ("今年产量多少", "五年前年产量达到41万吨。", True),
        ("上任书记的是谁", "王芳是本届书记。", True),
        ("上一届论坛签约多少", "本届论坛签约86.5亿元。", False),
        ("上一届论坛签约多少", "首届论坛签约86.5亿元。", True),
        ("公司总部在哪里", "公司总经理昨天到北京出席会议。", False),
        ("公司总部在哪里", "公司位于北京。", True),
        ("下一次会议在哪里举行", "会议9月14日在兰州举行。", False),
        ("下一次会议在哪里举行", "下一次会议将于2025年在塔什干举行。", True),
        ("下届会议在哪里举行", "2025年的会议拟在塔什干举行。", True),
    ],
)
def test_a_sentence_on_others_of_a_kind_is_trusted_less(
    question: str, sentence: str, is_trusted: bool
) -> None:
    assert (_trust(question, sentence, answer=sentence) == 1) == is_trusted


@pytest.mark.parametrize(
    ("question", "sentence", "is_trusted"),
    [
        ("项圈有多重", "项圈重约480克。", True),
        ("项圈有多重", "5只雪豹戴上了项圈。", False),
        ("石门桥是哪一年建的", "石门桥建于清代。", False),
        ("石门桥是哪一年建的", "石门桥建于1912年。", True),
        ("手机多少钱", "手机3月发布。", False),
        ("手机多少钱", "手机免费领取。", True),
        # nor is one trusted of which the short answer is of another sort
        ("钟楼有多高", "三丈。", False),
        ("巴士多久一班", "班次表。", False),
        ("巴士多久一班", "二十分钟。", True),
        # where the asking words may ask for something else, any will do
        ("众多高校参加了什么", "运动会。", True),
        ("他讲了哪几点意见", "三项措施。", True),
        ("排名第一的国家是哪个", "德国。", True),
        ("学生什么时候入住", "会议结束后入住。", True),
        # what is not asked for in units may be told in any
        ("有几座桥", "桥有3座。", True),
    ],
)
def test_a_sentence_without_the_units_asked_for_is_trusted_less(
    question: str, sentence: str, is_trusted: bool
) -> None:
    assert (_trust(question, sentence, answer=sentence) == 1) == is_trusted


@pytest.mark.parametrize(
    ("question", "answer", "is_trusted"),
    [
        ("普京的生日是哪天", "上海合作组织", False),
        ("普京的生日是哪天", "10月7日", True),
        ("会议什么时候举行", "明年", True),
        ("疫苗多少钱", "需求", False),
        ("疫苗多少钱", "三十元", True),
        ("门票多少钱", "免费", True),
        ("莫斯科有多大", "元首理事会", False),
        ("论坛在哪里举行", "明年", False),
        ("论坛在哪里举行", "重庆", True),
        ("论坛在哪里举行", "俄罗斯总统普京", False),
        ("论坛在哪座城市举行", "轮值主席国", False),
        ("论坛在哪座城市举行", "重庆市", True),
        ("论坛在哪个国家举行", "轮值主席国", True),
        # which one it is says nothing of how many
        ("组织有多少个成员国", "第二十次", False),
        ("会议是第几次", "第二十次", True),
        ("城市人口排名是多少", "第十二", True),
        # an era may have any name
        ("长城是哪个朝代修的", "北齐", True),
        # and what is not asked for a time or a number may be anything
        ("谁主持了会议", "普京", True),
    ],
)
def test_a_short_answer_of_another_kind_is_trusted_less(
    question: str, answer: str, is_trusted: bool
) -> None:
    assert (_trust(question, f"北京人今年说{answer}元", answer=answer) == 1) == is_trusted


def test_somebody_is_no_place() -> None:
    sentence = "联合国秘书长古特雷斯在纽约与会。"
    assert _trust("会议在哪里举行", sentence, answer="纽约") == 1
    assert _trust("会议在哪里举行", sentence, answer="古特雷斯") < 1

from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.edges import Edges

TOKENISER = Tokeniser()
GAME = "互利合作必将取代零和博弈。"
HARM = "疫情对全球经济产生严重影响。"
TALKS = "坚持通过对话和协商化解矛盾。"
FIELDS = "要支持教育文化体育等领域交流。"
COUNCIL = "他出席元首理事会第二十次会议。"
WHY = "要深化团结协作，为地区发展作出贡献，推动合作。"


@pytest.mark.parametrize(
    ("question", "sentence", "so_far", "expected"),
    [
        # nothing ends with an adverb, nor with the question's own verb, nor who with a verb
        ("什么取代零和博弈", GAME, "互利合作必将", "互利合作"),
        ("疫情对哪些方面产生了影响", HARM, "全球经济产生", "全球经济"),
        ("由谁负责", "派陈诚兼任处长。", "陈诚兼任", "陈诚"),
        # a verb that leads up to a list
        ("支持哪些领域交流", FIELDS, "支持教育文化体育", "教育文化体育"),
        # what is joined with it, where the question's words stand on both sides
        ("通过什么化解矛盾", TALKS, "对话", "对话和协商"),
        ("通过什么化解矛盾", TALKS, "协商", "对话和协商"),
        ("什么可以化解矛盾", TALKS, "对话", "对话"),
        # which one of a row belongs to what is asked for, and a degree to its adjective
        ("出席的是什么会议", COUNCIL, "元首理事会", "元首理事会第二十次会议"),
        ("建设什么体制", "建设更高水平新体制。", "高水平", "更高水平"),
        # a time without the place
        ("论坛什么时候举行", "将于明年在重庆举行论坛。", "明年在重庆", "明年"),
        # what it is for
        ("为什么要深化团结协作", WHY, "要深化团结协作", "为地区发展作出贡献"),
        ("为什么深化团结协作", WHY, "要深化团结协作", "要深化团结协作"),
        # as it should be
        ("什么取代零和博弈", GAME, "互利合作", "互利合作"),
        ("谁主持了会议", "普京主持了会议。", "普京", "普京"),
    ],
)
def test_a_short_answer_begins_and_ends_where_it_should(
    question: str, sentence: str, so_far: str, expected: str
) -> None:
    edges = Edges.of(understand(normalise(question).text, TOKENISER))
    text = normalise(sentence).text
    span = Span(text.find(so_far), text.find(so_far) + len(so_far))
    found = edges.mended(text, tuple(TOKENISER.cut(text)), span, TOKENISER)
    assert text[slice(*found)] == expected

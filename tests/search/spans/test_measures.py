from __future__ import annotations

import pytest

from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.measures import asked_sort

TOKENISER = Tokeniser()


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("门票多少钱", "六十元", "六十人"),
        ("门票多少钱", "免费", "二楼"),
        ("几点开门", "上午9点", "周二至周日"),
        ("会议是几号开的", "3月8日", "3月"),
        ("周几闭馆", "周一", "一楼"),
        ("大桥是哪年建成的", "1968年", "南京"),
        ("大桥建了多久", "历时八年", "八座"),
        ("校长今年多大年纪", "52岁", "5.2万平方米"),
        ("增长了百分之几", "18%", "18台"),
        ("大桥有多长", "全长4589米", "1968年"),
        ("火箭有多重", "580吨", "56米"),
        ("占地面积是多少", "五万平方米", "2007年"),
        ("订位电话是多少", "0551-6283", "微信"),
        ("有多少名志愿者", "六十名", "六十元"),
        ("编钟在几楼", "二楼东厅", "1978年"),
        ("报名表交到哪里", "教学楼二楼体育办公室", "各班须"),
        ("火箭在哪里回收", "海上平台", "火箭一级"),
        ("人口排名第几", "第六", "六万人"),
    ],
)
def test_a_short_answer_is_of_the_sort_that_is_asked_for(
    question: str, fitting: str, other: str
) -> None:
    sort = asked_sort(understand(normalise(question).text, TOKENISER))
    assert sort is not None
    assert sort.tells.search(normalise(fitting).text)
    assert not sort.tells.search(normalise(other).text)


@pytest.mark.parametrize("question", ["谁主持了会议", "屏幕多大", "电话是谁发明的", "坐几号线"])
def test_most_questions_ask_for_no_sort(question: str) -> None:
    assert asked_sort(understand(question, TOKENISER)) is None

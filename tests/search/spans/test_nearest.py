from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.measures import asked_sort
from bot.search.spans.nearest import asked_nearest, nearest

TOKENISER = Tokeniser()
FLOORS = "儿科在门诊楼3楼，口腔科在4楼，眼科在5楼。"
HOURS = "周一至周五上午9:00至12:00，下午13:30至17:00对外办公。"


@pytest.mark.parametrize(
    ("question", "sentence", "so_far", "expected"),
    [
        # what is counted stands right behind the number
        ("有几个补给点", "沿途设22个补给点和16个医疗站。", "16个", "22个"),
        ("有几个医疗站", "沿途设22个补给点和16个医疗站。", "16个", "16个"),
        # the clause that speaks of it
        ("口腔科在几楼", FLOORS, "5楼", "4楼"),
        ("眼科在几楼", FLOORS, "5楼", "5楼"),
        ("海拔多少米", "山高6,656米，最高峰海拔7,095米。", "6,656米", "7,095米"),
        # from and to
        ("几点开门", "每天9点至17点开放。", "17点", "9点"),
        ("几点关门", "每天9点至17点开放。", "9点", "17点"),
        ("烧了几天几夜", "10月18日起，大火烧了三天三夜。", "三天三夜", "三天三夜"),
        # a year is rarely how long, and a time by itself belongs to what comes next
        ("持续多久", "自1895年起，至1945年止，约50年。", "1895年", "50年"),
        ("何时毕业", "1970年，在台北毕业，1975年在美国获奖。", "1975年", "1970年"),
        # what is no amount or time at all gives way to one
        ("什么时候发射的", "9月6日，火箭在文昌发射。", "文昌", "9月6日"),
        ("什么时候发射的", "火箭于去年在文昌发射，6日返回。", "去年", "去年"),
        # a number without its unit may be right, and so may the only one
        ("长多少公里", "全长220多公里，宽30。", "30", "30"),
        ("有多少人", "共有21名学生。", "学生", "学生"),
        # no amount and no time
        ("谁发射的", "9月6日，火箭在文昌发射。", "文昌", "文昌"),
    ],
)
def test_the_amount_beside_what_is_asked_about(
    question: str, sentence: str, so_far: str, expected: str
) -> None:
    understanding = understand(normalise(question).text, TOKENISER)
    asked = asked_nearest(understanding, asked_sort(understanding))
    text = normalise(sentence).text
    begin = text.find(normalise(so_far).text)
    span = Span(begin, begin + len(so_far))
    found = span if asked is None else nearest(asked, text, span)
    assert text[slice(*found)] == normalise(expected).text

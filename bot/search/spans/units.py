"""What an amount is an amount of, told by its units: 650元 is no age, and 5月29日 no number of members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind
from bot.search.spans.measures import ASKS_CLOCK, ASKS_MONEY, ASKS_WEIGHT, NUMBER

if TYPE_CHECKING:
    from bot.language.question import Understanding

_OF: Final = {
    "money": re.compile(rf"{NUMBER}\s?(?:万|亿)?(?:[元块角]|美元|欧元|英镑|日元)"),
    "age": re.compile(rf"{NUMBER}\s?[周多余]?岁"),
    "share": re.compile(r"%|百分之"),
    "length": re.compile(
        rf"{NUMBER}\s?(?:多|余)?(?:毫米|厘米|公分|公里|千米|海里|英里|英尺|米(?![酒饭粉]))"
    ),
    "weight": re.compile(rf"{NUMBER}\s?(?:多|余)?(?:公斤|千克|毫克|克|斤|吨)"),
    "area": re.compile(r"平方|公顷|亩"),
    "degree": re.compile(r"度(?![假过])|℃"),
    "clock": re.compile(r"\d{1,2}(?::\d{2}|[点时](?!间))"),
    "date": re.compile(r"\d{1,2}月|\d{1,2}[日号](?![线楼])|\d{4}年"),
    "telephone": re.compile(r"\d{7,}"),
    "people": re.compile(rf"{NUMBER}\s?(?:多|余)?(?:个|人|名|位|家|户|席|口)"),
}
_ASKED: Final = tuple(
    (re.compile(asks), own)
    for asks, own in (
        (ASKS_MONEY, {"money"}),
        (r"几岁|多少岁|多大(?:年[纪龄]|岁数|了)|年龄", {"age"}),
        (r"百分之|比例|率\w{0,3}多[少高大]", {"share"}),
        (rf"{ASKS_CLOCK}|几时", {"clock"}),
        (r"哪一?年(?![代轻龄级])|何年|几[月号日](?!线)|哪[天日]|什么日[期子]", {"date"}),
        (r"(?<![众很许更])多[高长深宽厚远](?![时校级层中期辈])|海拔|多少(?:米|公里)", {"length"}),
        (rf"{ASKS_WEIGHT}|体重|重量", {"weight"}),
        (r"(?:电话|手机|热线)(?:号码?)?[是为]?(?:多少|几)", {"telephone"}),
        (r"多大", {"age", "area", "length", "weight", "share", "degree"}),
        (r"什么时[候间]|何时", {*_OF} - {"money", "length", "weight"}),
        (r"多少度|几度|[气高低体水]温", {"degree"}),
        (r"(?:多少|几)(?:个?人|名|位|家|[户口]|人口|会员|成员|学生|职工|员工|席位?)", {"people"}),
    )
)
# What a sentence that answers has: of 600 marked answers of these sorts in CMRC trial, DRCD dev,
# XQuAD zh and everyday questions 3 stand in a sentence without.
_NEEDED: Final = {
    "money": re.compile(r"[元块角毛钱币]|免费|免票|不收费|美元|[$¥€£]|成|折|半价"),
    "age": re.compile(r"岁|出生|生于|年"),
    "weight": re.compile(r"公斤|千克|毫克|克|斤|吨|磅|两|盎司|重"),
    "clock": re.compile(rf"{NUMBER}[点时]|\d:\d|小时|[早晚]上|[上下中]午|全天|通宵"),
    "date": re.compile(r"[年月日号周]|\d{3,4}|星期|节|[今明昨后前当]天|初[一二三四五六七八九十]"),
}
# Measure words, those together that count the same things.
_MEASURES: Final = tuple(
    map(
        frozenset,
        "辆台部架 本册部卷 条只头匹 座栋幢 支枝把根 棵株 份件套身 顶 床 张幅 艘 盏 箱袋包桶瓶盒 间套".split(),
    )
)
_ANY_MEASURE: Final = "".join(sorted(frozenset[str]().union(*_MEASURES)))
_ASKED_MEASURE: Final = re.compile(rf"(?:多少|几)([{_ANY_MEASURE}])")
_COUNTED: Final = re.compile(rf"{NUMBER}\s?([{_ANY_MEASURE}])")


def is_of_other_units(understanding: Understanding, answer: str) -> bool:
    """Tell whether a short answer is an amount of something else than a question asks for.

    Only where both the question and the answer's units leave no doubt.
    """
    if understanding.kind not in {Kind.HOW_MANY, Kind.WHEN}:
        return False
    if _counts_others(understanding.text, answer):
        return True
    own = _asked(understanding)
    if own is None:
        return False
    found = {name for name, units in _OF.items() if units.search(answer)}
    return bool(found) and not found & own


def lacks_units(understanding: Understanding, sentence: str) -> bool:
    """Tell whether a normalised sentence has nothing in which an amount that is asked for is told."""
    if understanding.kind not in {Kind.HOW_MANY, Kind.WHEN}:
        return False
    own = _asked(understanding) or set()
    # Where an amount of several sorts may be meant, or a time in words, nothing is needed.
    needed = [_NEEDED[one] for one in own if len(own) == 1 and one in _NEEDED]
    return bool(needed) and not any(units.search(sentence) for units in needed)


def _asked(understanding: Understanding) -> set[str] | None:
    """Return of what an amount is asked for; None where that is open."""
    return next((own for asks, own in _ASKED if asks.search(understanding.text)), None)


def _counts_others(question: str, answer: str) -> bool:
    """Tell whether a short answer counts with measure words for other things: 300床 is no 多少顶."""
    asked = _ASKED_MEASURE.search(question)
    told = _COUNTED.findall(answer)
    return (
        asked is not None
        and bool(told)
        and not any({asked[1], one} <= group for group in _MEASURES for one in told)
    )

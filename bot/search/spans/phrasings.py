"""Questions of some forms, and how texts put the same: 人民向往什么, 人民对美好生活的向往."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.search.spans.frame import ADVERBS, Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHAT: Final = "(?:什么|啥)"
_HOW: Final = "(?:怎么|如何|怎样|靠什么|凭什么|通过什么)(?:办法|方法|方式|手段)?(?:来|去|才能)?"
_WITH: Final = "(?:跟|和|与|同|向)"
_TOOK_PART: Final = "等?(?:一同|一起|共同|陪同)?(?:参加|出席|与会|陪同)"
_COMPANIONS: Final = r"(?P<answer>(?!等?(?:一同|一起|共同|陪同|参加))(?:(?!等)[^,;。]){2,60}?)"
_PART: Final = re.compile("<(who|what|verb|role)>")


class _Phrasing(NamedTuple):
    """A form of questions."""

    asked: re.Pattern[str]
    """What such a question looks like as a whole, marks apart."""
    told: str
    """A pattern for sentences that say it, with the group `answer`; <who> and the like are what the
    groups of these names are in the question."""
    is_whole: bool = True
    is_telling: bool = True


_PHRASINGS: Final = (
    # 人民向往什么
    _Phrasing(
        re.compile(
            rf"(?P<who>\w{{2,12}}?)(?:更加?|最|越来越|都|正在?|很|非常)*(?P<verb>\w{{2}})(?:的是|着)?{_WHAT}(?:样的\w{{1,4}})?"
        ),
        r"<who>对(?P<answer>\w{2,20}?)的<verb>",
        is_whole=False,
    ),
    # 贸易体制的核心是什么
    _Phrasing(
        re.compile(
            rf"(?P<what>\w{{2,16}}?)的(?P<role>核心|基础|中心|主体|主题|目标|导向|代表|原则|纽带)[是为](?:{_WHAT}|谁)"
        ),
        r"以(?P<answer>[^\W以]{2,20}?)为<role>.{0,20}?<what>",
        is_whole=False,
        is_telling=False,
    ),
    # 安全共同体靠什么来建, 怎么构建安全共同体: 第二，维护安全，构建安全共同体。
    _Phrasing(
        re.compile(rf"(?P<what>\w{{3,16}}?)(?:要|应该?|该|应当)?{_HOW}\w{{1,2}}"),
        r"^(?:第\w{1,2}[,、])?(?P<answer>\w{4,20}),\w{2}<what>\W*$",
    ),
    _Phrasing(
        re.compile(rf"{_HOW}\w{{2}}(?P<what>\w{{3,16}})"),
        r"^(?:第\w{1,2}[,、])?(?P<answer>\w{4,20}),\w{2}<what>\W*$",
    ),
    # 一带一路要跟谁对接 and 一带一路倡议同欧亚经济联盟深入对接
    _Phrasing(
        re.compile(
            rf"(?P<what>\w{{2,12}}?){ADVERBS}*+{_WITH}(?:{_WHAT}|谁|哪[个些])(?P<verb>\w{{2}})[啊呀呢]?"
        ),
        rf"<what>\w{{0,3}}?{_WITH}(?P<answer>\w{{2,40}}?)(?:深入|进行|实现|加强|相)?<verb>",
    ),
    # 历史证明了什么
    _Phrasing(
        re.compile(rf"(?P<who>\w{{2,12}}?)(?P<verb>证明|表明|显示|说明)了?{_WHAT}"),
        r"<who>.{0,10}<verb>了?[,:]?(?P<answer>[^。!?]{4,300}?)\W*$",
        is_telling=False,
    ),
    # 跟丁薛祥一起参加的还有谁, 丁薛祥和谁一起参加: 丁薛祥、王毅等参加会见
    _Phrasing(
        re.compile(
            r"[跟和与同](?P<who>\w{2,6}?)一[起同道块]儿?.{0,8}(?:谁|哪些人|哪几[个位])\w{0,4}"
        ),
        rf"<who>[、,和与及]?{_COMPANIONS}{_TOOK_PART}",
    ),
    _Phrasing(
        re.compile(r"(?P<who>\w{2,6}?)[是都]?[跟和与同](?:谁|哪些人)一[起同道块]儿?.{2,8}"),
        rf"<who>[、,和与及]?{_COMPANIONS}{_TOOK_PART}",
    ),
    # 中方还有哪些人参加: reports end with who of ours took part
    _Phrasing(
        re.compile(
            r"(?=.*(?:参加|出席|与会|参会|陪同))(?:除了?\w{2,8},?)?(?:以外|之外|外)?,?(?:中方|我方|中国|陪同)\w{0,4}"
            rf"(?:还有|有|都有|是)?(?:哪些|{_WHAT}|谁)(?:人|人员|官员|领导人?|干部)?(?:陪同|一起|也|都)*(?:参加|出席|与会|参会)?.{{0,6}}"
        ),
        rf"^(?P<answer>(?:(?!等)[^,;。]){{4,80}}?){_TOOK_PART}\w{{0,8}}\W*$",
    ),
)


def phrasing_frames(text: str) -> Iterator[Frame]:
    """Yield how sentences may put what a question asks.

    Args:
        text: a normalised question without the marks at its end.
    """
    for row in _PHRASINGS:
        match = row.asked.fullmatch(text)
        if match is not None:
            yield Frame(re.compile(_filled(row.told, match)), row.is_whole, row.is_telling)


def _filled(told: str, asked: re.Match[str]) -> str:
    return _PART.sub(lambda part: re.escape(asked[part[1]]), told)

"""Nouns for who does something, said with the verb: 会议主持人是谁 asks 会议由谁主持."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.base.model import Span

_NOUN: Final = r"(?P<noun>(?P<verb>[^\W\d_]{2})(?:人员?|者|方|单位|机构))"
_WHO: Final = r"(?:谁|哪一?[位个]|哪一?个?人|哪些人|什么人|何人)"
_LAST: Final = re.compile(
    rf"的?{_NOUN}(?:(?:是|为|有|都有){_WHO}|(?:叫|姓甚)?(?:什么名字|叫什么|叫啥))(?=\W*$)"
)
_FIRST: Final = re.compile(rf"{_WHO}是(?P<what>.{{0,20}}?)的?{_NOUN}(?=\W*$)")
_BARE: Final = re.compile(
    rf"(?!.*(?:什么|啥|谁|哪|几|多少|怎|吗))(?P<what>\w{{2,10}}?)[ 的]*{_NOUN}\W*"
)
_NEXT: Final = re.compile(
    rf"(?P<noun>下一?[任届个](?P<what>\w{{2,12}}?))(?:[会将]?是|为|叫|由)(?:{_WHO}|哪一?个?国家?)(?:来?担任|接任|当)?\W*"
)
_TAKES_OVER: Final = "接任"

_PICTURE: Final = r"(?:照片?|图片?|相片|配图|画面)"
_TOOK: Final = r"(?:谁|哪[位个]\w{0,2})(?:拍|摄)"
_PHOTOGRAPHER: Final = re.compile(
    rf".{{0,8}}(?:{_PICTURE}.{{0,2}}{_TOOK}\w{{0,5}}|{_TOOK}影?了?的?.{{0,4}}{_PICTURE}"
    r"|(?:摄影|拍摄)(?:师|者|记者|人)?(?:是|叫)(?:谁|哪[位个]|什么名字?)\w{0,2}"
    r"|who (?:took|shot|made) (?:the |these |those )?(?:photo|picture|image)\w*.{0,20})\W*"
)


class Doer(NamedTuple):
    """The part of a question that asks for who does something."""

    span: Span
    noun: str
    """主持人."""
    verb: str
    """主持."""
    meant: str
    """The same with the verb: 由谁主持."""


def asked_doer(question: str) -> Doer | None:
    """Return what asks a normalised question for a doer; None where nothing does."""
    match = (
        _LAST.search(question)
        or _FIRST.fullmatch(question.rstrip("?!.。 "))
        or _BARE.fullmatch(question)
        or _NEXT.fullmatch(question)
    )
    if match is None:
        return None
    what = match.groupdict().get("what") or ""
    if match.re is _NEXT:
        return Doer(Span(*match.span()), match["noun"], _TAKES_OVER, f"谁{_TAKES_OVER}{what}")
    meant = f"{what}由谁{match['verb']}"
    return Doer(Span(*match.span()), match["noun"], match["verb"], meant)


def asks_photographer(question: str) -> bool:
    """Tell whether a normalised question asks who took a picture: 照片是谁拍的."""
    return _PHOTOGRAPHER.fullmatch(question) is not None

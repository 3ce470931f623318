"""Polite padding and particles: what is said around a question and means nothing."""

from __future__ import annotations

import re

from bot.base.model import Span

_GAPS = r"[\s,.。:;!?、~…—-]"
# 请问下一届… asks for the next one.
_ASIDE = r"(?:一下下?|下(?!一?[次届任站场轮个]|[周月午半])|一句|一?个问题|一问|一个|个)?"
_YOU = r"(?:你们?|您|大家|各位|亲|老师|同学)"
# 请问您，… calls somebody; 请问您知道… begins to ask.
_CALLED = rf"(?:{_YOU}(?!知|晓|清楚|能|可以))?"

# What stands alone before a comma, or before one of the openings below.
_ALONE = rf"""
    (?:{_YOU}|机器人|小助手)好[啊呀哦哈]? | 哈[喽啰罗] | [嗨喂嗯呃额诶欸哎] | hi | hello | hey
    | (?:早上|上午|中午|下午|晚上)好 | 早安 | 晚安 | 在吗 | 在不在 | 有人吗
    | 不好意思 | 打扰(?:了|一下) | 抱歉 | 对不起 | 劳驾 | (?:非常)?感谢 | 谢谢{_YOU}? | 多谢 | 辛苦了
    | 麻烦(?:了|{_YOU})? | 拜托(?:了|{_YOU})? | 话说 | 那么 | 那个 | (?:我?(?:有|想)?问?(?:一?个|个)(?:小?问题|疑问)) | 求助 | 所以(?:说)?
"""
# What opens a question.
_OPENING = rf"""
    (?:敢|借|请|求|想|要|再|先|弱弱[地的]?|顺便|另外|麻烦|我)++(?:问|咨询|打听|询问){_ASIDE}{_CALLED}
    | (?:想|要|我)*+请教(?:一下|下|一?个问题|{_YOU})
    | 问(?:一下|下)
    | (?:我|俺|咱|我们)?(?:很|特别|非常|就|只是|真的)?(?:想要?|希望)(?:知道|了解|弄清楚?|搞清楚?|明白){_ASIDE}
    | (?:请|麻烦|拜托|求|能不能|可不可以|能否|可否|能|可以)*+(?:{_YOU})?(?:能不能|可不可以|能否|能|可以)?
      (?:帮我|帮忙|给我|跟我|和我)?
      (?:告诉(?:我们?(?:一下)?|一下我?)|(?<=[请你您忙])回答(?:我|一下)*|(?<=[我忙])(?:说明一?下|说[说下]|讲[讲下]|讲一下|说一下|介绍一?下|查一?下|查查|找一?下|看一?下|看看))
    | (?:{_YOU}|谁|有人|有谁|有没有人|哪位)(?:知不知道|晓不晓得|清不清楚|知道|晓得|清楚|能告诉我|可以告诉我|能说说)
"""
_BEFORE = re.compile(
    rf"{_GAPS}*+(?:(?:(?:{_ALONE})(?:{_GAPS}++|(?={_OPENING}))|(?:{_OPENING}){_GAPS}*+))+",
    re.VERBOSE,
)
_KNOWING = re.compile(r"知道|晓得|清楚|告诉|能说说")

_MARKS = r"[\s?!.。,:;…~、]"
_PARTICLES = r"[呢啊吧呗呀嘛哦噢喔哈啦呐哇诶欸]"
_THANKS = rf"(?:非常|十分)?(?:谢谢|多谢|感谢|thanks|thank you)(?:{_YOU}|了|啦)?"
_FAREWELL = r"再见|拜拜|回见|bye(?:\s?bye)?|(?:好|行|知道了?|明白了?|收到)的?|ok|哈{2,}|嘿+"
_PLEAS = r"谢了|拜托了?|麻烦了|求解答?|求告知|求助|求回答|求科普|急求|在线等"
_AFTER = re.compile(rf"(?:{_MARKS}|{_PARTICLES}|{_THANKS}|(?<={_MARKS})(?:{_PLEAS}))++$")

_ASKS = re.compile(
    r"谁|[什甚]么|啥|哪|几|多[少大久长高远重]|怎|咋|如何|为何|何[时地处人]|吗|是否|是不是|有没有"
)
_FINAL_MA = re.compile(r"(?:[好行][吗么不]|好不好|可以[吗么不]|(?<![什怎那这要])[吗么不])$")


_NOTHING = re.compile(rf"(?:[\W_]|{_PARTICLES}|{_THANKS}|{_FAREWELL}|{_YOU}好吗|(?x:{_ALONE}))*+")


def asks_nothing(text: str) -> bool:
    """Tell whether a normalised text is but greetings, thanks, farewells or marks."""
    return _NOTHING.fullmatch(text) is not None


def strip_padding(question: str) -> Span:
    """Find the part of a normalised question that says what is asked.

    Greetings, politeness, the 你知道…吗 around another question word, final particles and marks
    are padding. What would leave nothing to ask is left as it is.

    Returns:
        The span of what is left.
    """
    start = _start(question)
    end = _end(question, start)
    if start and _KNOWING.search(question, 0, start):
        end = _before_ma(question, start, end)
    return Span(start, end)


def _start(question: str) -> int:
    match = _BEFORE.match(question)
    if match is None:
        return 0
    rest = question[match.end() :]
    # 谁知道会议 asks who does; 谁知道会议在哪里 does not.
    needs_asking = match.group().startswith(("谁", "哪位", "有"))
    asks = _ASKS.search(rest) is not None
    return match.end() if _has_words(rest) and (asks or not needs_asking) else 0


def _end(question: str, start: int) -> int:
    match = _AFTER.search(question, start)
    if match is None or not _has_words(question[start : match.start()]):
        return len(question)
    return match.start()


def _before_ma(question: str, start: int, end: int) -> int:
    """Leave out the 吗 of 你知道…吗 where what is asked about has a question word of its own."""
    match = _FINAL_MA.search(question[start:end])
    if match is None:
        return end
    before = start + match.start()
    return before if _ASKS.search(question, start, before) else end


def _has_words(text: str) -> bool:
    return len(re.findall(r"[^\W_]", text)) > 1

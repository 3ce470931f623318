"""Where a question's own words stand in a sentence in another order, they frame the short answer.

什么取代了零和博弈 and 零和博弈被什么取代 have the same answer, what stands before 取代零和博弈.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.question import Understanding

_ADVERBS: Final = (
    r"(?:必将|将会?|会|要|已经?|应该?|应当|可以?|可能|能够?|是|曾经?|正在?|都|才|也|必须|需要)*+"
)
_PASSIVE: Final = re.compile(
    rf"(?P<what>\w{{2,20}}?){_ADVERBS}(?:被|由|受|让)(?P<asked>.+?)(?:所|来)?(?P<verb>\w{{2}})(?:了|的|过)?"
)
_BASED: Final = re.compile(
    rf"(?P<what>\w{{0,16}}?){_ADVERBS}以(?P<asked>.+?)(?:作)?为(?P<as>\w{{2,6}})的?"
)
_IDEA: Final = "(?:精神|理念|原则|宗旨|方针|主义|思想|口号)"
_DEFINED: Final = re.compile(
    r"(?:什么|啥)才?(?:是|叫做?|成为了?)(?P<what>\w{2,16})"
    r"|(?:所谓的?)?(?P<other>\w{2,16}?)(?:[问说讲]的|的(?:内涵|含义|意思|定义|精髓|具体内容))?(?:是|指的?是?)(?:什么|啥)(?:意思)?"
    rf"|(?P<idea>\w{{0,8}}{_IDEA})的?(?:具体|主要|核心|基本)?(?:内容|内涵)?"
    r"(?:具体|主要)?(?:都|又)?(?:是|有|包括了?|包含了?|指的?是?)(?:什么|啥|哪些)(?:内容|内涵|方面)?"
)
_ACTIVE: Final = re.compile(rf"(?:什么|啥|谁){_ADVERBS}(?:来)?(?P<deed>\w{{4,}})")
_NO_QUOTES: Final = re.compile(r"[\"'“”‘’「」『』]")
_MEANS: Final = re.compile(
    r"(?P<what>\w{3,16}?)(?:要|应该?|该|应当)?(?:怎么|如何|怎样|靠什么|凭什么|通过什么)(?:办法|方法|方式|手段)?(?:来|去|才能)?\w{1,2}"
    r"|(?:怎么|如何|怎样|靠什么|通过什么)(?:办法|方法|方式|手段)?(?:来|去|才能)?\w{2}(?P<other>\w{3,16})"
)
"""By what something is done: 怎么构建卫生健康共同体, 卫生健康共同体靠什么来建."""
_WITH: Final = "(?:跟|和|与|同|向)"
_ALONG_WITH: Final = re.compile(
    rf"(?P<what>\w{{2,12}}?){_ADVERBS}{_WITH}(?:什么|啥|谁|哪[个些])(?P<verb>\w{{2}})(?:[啊呀呢])?"
)
_DOES_TO: Final = re.compile(
    r"(?P<who>\w{2,12}?)(?:更加?|最|越来越|都|正在?|很|非常)*(?P<verb>\w{2})(?:的是|着)?(?:什么|啥)(?:样的\w{1,4})?"
)
_ROLE: Final = re.compile(
    r"(?P<what>\w{2,16}?)的(?P<role>核心|基础|中心|主体|主题|目标|导向|代表|原则|纽带)(?:是|为)(?:什么|啥|谁)"
)
_BESIDES: Final = re.compile(
    r"(?:跟|和|与|同)(?P<who>\w{2,6}?)一[起同道块]儿?.{0,8}(?:谁|哪些人|哪几[个位])\w{0,4}"
    r"|(?P<other>\w{2,6}?)(?:是|都)?(?:跟|和|与|同)(?:谁|哪些人)一[起同道块]儿?.{2,8}"
)
_OUR_PEOPLE: Final = re.compile(
    r"(?=.*(?:参加|出席|与会|参会|陪同))(?:除了?\w{2,8}[,，]?)?(?:以外|之外|外)?[,，]?(?:中方|我方|中国|陪同)\w{0,4}(?:还有|有|都有|是)?(?:哪些|什么|谁)"
    r"(?:人|人员|官员|领导人?|干部)?(?:陪同|一起|也|都)*(?:参加|出席|与会|参会)?.{0,6}"
)
"""Who of ours took part: a report ends with them."""
_TOOK_PART: Final = "等?(?:一同|一起|共同|陪同)?(?:参加|出席|与会|陪同)"
_THAT: Final = re.compile(r"(?P<who>\w{2,12}?)(?P<verb>证明|表明|显示|说明)了?(?:什么|啥)")
_ONE_OF_A_KIND: Final = re.compile(r"哪(?:些|[几两二三四五六七八九十])[个大项种]?$")
_LIST: Final = re.compile(
    rf"(?P<what>\w{{2,12}}?)(?:都|主要|一共)?(?:有|包括|是|为){_ADVERBS}(?:哪些|哪几\w)(?:人|国家?)?"
)
_LIKENESS: Final = re.compile(r"样的?$|[哪何]一?种$")
_EMPTY: Final = frozenset("了着过是的有")
_ALL: Final = frozenset("都 一共 总共 主要 分别 还".split())
_LONGEST: Final = 20
_LONGEST_NOUN: Final = 10
_TELLING: Final = 8
"""Characters before 的 that tell what something is: less only names it."""
_SUBJECT: Final = r"(?:^|[\W_]|而|把)"
_CLAUSE: Final = r"(?:^|[,;:。])"
_SHORTEST_OBJECT: Final = 3
_OPENING: Final = r"(?:^|[,;:]|以及|包括|等\w{2,8}?[和、])"
_ITEMS: Final = r"(?:(?!以及|等)[^,;:。]){1,200}?"


class Frame(NamedTuple):
    """What finds the answer in a sentence, by the words around it."""

    pattern: re.Pattern[str]
    """With the group `answer`, and `whole` where an answer may be said with more."""
    is_whole: bool = False
    """Whether nothing less is the answer: all of a list."""
    is_telling: bool = False
    """Whether a sentence that it fits is likely to be the one: it says what something is."""


def frames_of(understanding: Understanding) -> tuple[Frame, ...]:
    """Return what a question's words may look like in a normalised sentence; the surest first."""
    if understanding.asked is None:
        return ()
    text = re.sub(r"\W+$", "", understanding.text)
    return (
        *_lists(text, understanding),
        *_siblings(understanding),
        *_many(text, understanding),
        *_passive(text, understanding),
        *_active(text, understanding),
        *_means(text),
        *_along_with(text),
        *_told_that(text),
        *_nominal(text),
        *_companions(text),
        *_based(text, understanding),
        *_defined(_NO_QUOTES.sub("", text)),
        *_likeness(text, understanding),
    )


def framed(frames: Sequence[Frame], sentence: str, span: Span) -> Span:
    """Return the short answer that the first frame leaves in a normalised sentence.

    Args:
        frames: what `frames_of` returns.
        sentence: normalised.
        span: the short answer so far, which stays unless it stands elsewhere.
    """
    for frame in frames:
        match = frame.pattern.search(sentence)
        if match is None:
            continue
        whole = Span(*match.span("whole" if "whole" in match.groupdict() else "answer"))
        stays = span.meets(*whole) and not frame.is_whole
        return span if stays else Span(*match.span("answer"))
    return span


def _lists(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame what 等 sums up: 阿富汗总统、伊朗总统|等观察员国领导人 for 有哪些观察员国领导人."""
    match, asked = _LIST.fullmatch(text), understanding.asked
    verb = ""
    if match:
        nouns = re.escape(match["what"])
    elif asked and text.startswith(("哪些", "哪几"), asked.start):
        nouns = _noun_after(text, understanding)
        before = [one.text for one in understanding.tokens if one.end <= asked.start]
        before = [word for word in before if word not in _ALL]
        verb = re.escape(before[-1]) if before else ""
        if verb == "有" and len(before) > 1 and nouns:
            # 观察员国有哪些领导人: 等观察员国领导人 rather than 等领导人.
            whose = "".join(before[:-1]).rpartition("的")[2]
            yield _summed_up(verb, rf"{re.escape(whose)}的?(?:{nouns})")
    else:
        return
    if nouns:
        yield _summed_up(verb, nouns)
    if match and "的" in match["what"]:
        # 与会的常设机构负责人有哪些.
        yield _summed_up(verb, re.escape(match["what"].rpartition("的")[2]))


def _summed_up(verb: str, nouns: str) -> Frame:
    pattern = rf"{_OPENING}(?:{verb})?(?P<answer>{_ITEMS})等\w{{0,3}}?(?:{nouns})"
    return Frame(re.compile(pattern), is_whole=True)


def _siblings(understanding: Understanding) -> Iterator[Frame]:
    """Frame what ends alike: 构建|卫生健康共同体、安全共同体 for 构建哪几个共同体."""
    asked, focus = understanding.asked, understanding.focus
    if asked is None or focus is None:
        return
    noun = understanding.text[slice(*focus)]
    if len(noun) < 2 or not _ONE_OF_A_KIND.search(understanding.text[: focus.start]):
        return
    before = [one.text for one in understanding.tokens if one.end <= asked.start]
    verb = next((word for word in reversed(before) if word not in _EMPTY), "")
    sibling = rf"\w{{1,8}}?{re.escape(noun)}(?:[、,和与及]|以及)?"
    last = rf"\w{{1,8}}?{re.escape(noun)}"
    if len(verb) > 1:
        yield Frame(re.compile(rf"{verb}了?(?P<answer>(?:{sibling})+{last})"), is_whole=True)


def _passive(text: str, understanding: Understanding) -> Iterator[Frame]:
    match = _PASSIVE.fullmatch(text)
    if match is None or not _asks(match["asked"], understanding):
        return
    what, verb = re.escape(match["what"]), re.escape(match["verb"])
    doer = rf"{_SUBJECT}(?P<answer>[^\W在为对向]{{1,{_LONGEST}}}?)"
    yield Frame(re.compile(rf"{doer}{_ADVERBS}{verb}[了过]?{what}"))


def _active(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame who or what does something: 多边主义|必将战胜单边主义 for 什么能战胜单边主义."""
    match = _ACTIVE.fullmatch(text)
    if match is None or understanding.focus is not None:
        return
    doer = rf"{_CLAUSE}(?P<answer>[^\W在为对向但只则而]{{2,{_LONGEST}}}?)"
    is_whole = not text.startswith("谁")
    yield Frame(re.compile(rf"{doer}{_ADVERBS}{re.escape(match['deed'])}"), is_whole=is_whole)
    verb, *objects = understanding.content
    what = text[verb.end :]
    if objects and objects[0].start == verb.end and len(what) >= _SHORTEST_OBJECT:
        # Another verb may say the same.
        others = rf"{_ADVERBS[:-2]}++[^\W在为对向的]{{2}}"
        yield Frame(re.compile(rf"{doer}{others}{re.escape(what)}"), is_whole=is_whole)


def _many(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame what stands before a noun of which many are asked for: 经历|战争和贫困|的重大考验."""
    asked, nouns = understanding.asked, _noun_after(text, understanding)
    if asked is None or not nouns or not text.startswith("哪些", asked.start):
        return
    before = [one.text for one in understanding.tokens if one.end <= asked.start]
    while before and before[-1] in _EMPTY:
        before.pop()
    if before and len(before[-1]) > 1:
        verb = re.escape(before[-1])
        many = rf"{verb}[了着过]?(?P<answer>[\w、]{{4,40}}?)的\w{{0,4}}(?:{nouns})"
        yield Frame(re.compile(many), is_whole=True)


def _means(text: str) -> Iterator[Frame]:
    """Frame what is done for something: 第一，|加强抗疫合作|，构建卫生健康共同体."""
    match = _MEANS.fullmatch(text)
    if match is not None:
        what = re.escape(match["what"] or match["other"])
        pattern = rf"^(?:第\w{{1,2}}[,、])?(?P<answer>\w{{4,20}}),\w{{2}}{what}\W*$"
        yield Frame(re.compile(pattern), is_whole=True, is_telling=True)


def _along_with(text: str) -> Iterator[Frame]:
    match = _ALONG_WITH.fullmatch(text)
    if match is not None:
        what, verb = re.escape(match["what"]), re.escape(match["verb"])
        with_it = (
            rf"{what}\w{{0,3}}?{_WITH}(?P<answer>\w{{2,40}}?)(?:深入|进行|实现|加强|相)?{verb}"
        )
        yield Frame(re.compile(with_it), is_whole=True, is_telling=True)


def _told_that(text: str) -> Iterator[Frame]:
    """Frame all that something shows: 历史已经并将继续证明，|睦邻友好必将超越以邻为壑，…."""
    match = _THAT.fullmatch(text)
    if match is not None:
        who, verb = re.escape(match["who"]), match["verb"]
        yield Frame(
            re.compile(rf"{who}.{{0,10}}{verb}了?[,:]?(?P<answer>[^。!?]{{4,}}?)\W*$"),
            is_whole=True,
        )


def _nominal(text: str) -> Iterator[Frame]:
    """Frame what is said with a noun: 人民对|美好生活|的向往 for 人民向往什么."""
    match = _DOES_TO.fullmatch(text)
    if match is not None:
        who, verb = re.escape(match["who"]), re.escape(match["verb"])
        yield Frame(re.compile(rf"{who}对(?P<answer>\w{{2,{_LONGEST}}}?)的{verb}"), is_telling=True)
    match = _ROLE.fullmatch(text)
    if match is not None:
        what, role = re.escape(match["what"]), re.escape(match["role"])
        yield Frame(re.compile(rf"以(?P<answer>[^\W以]{{2,{_LONGEST}}}?)为{role}.{{0,20}}?{what}"))


def _companions(text: str) -> Iterator[Frame]:
    """Frame who else took part: 王毅、|何立峰等|参加 for 王毅和谁一起参加."""
    match = _BESIDES.fullmatch(text)
    if match is not None:
        who = re.escape(match["who"] or match["other"])
        others = rf"{who}[、,和与及]?(?P<answer>(?:(?!等)[^,;。]){{2,60}}?)"
        yield Frame(re.compile(others + _TOOK_PART), is_whole=True, is_telling=True)
    elif _OUR_PEOPLE.fullmatch(text):
        all_of_them = r"^(?P<answer>(?:(?!等)[^,;。]){4,80}?)"
        took_part = rf"{_TOOK_PART}\w{{0,8}}\W*$"
        yield Frame(re.compile(all_of_them + took_part), is_whole=True, is_telling=True)


def _based(text: str, understanding: Understanding) -> Iterator[Frame]:
    match = _BASED.fullmatch(text)
    if match is None or not _asks(match["asked"], understanding):
        return
    what, role = re.escape(match["what"]), re.escape(match["as"])
    based = rf"以(?P<answer>[^\W以]{{1,{_LONGEST}}}?)作?为{role}"
    if what:
        yield Frame(re.compile(rf"{based}的?{what}"))
    yield Frame(re.compile(based))


def _defined(text: str) -> Iterator[Frame]:
    match = _DEFINED.fullmatch(text)
    if match is not None:
        what = re.escape(match["what"] or match["other"] or match["idea"])
        # Unless it is said the other way about: 时代之问是….
        unless = rf"^(?!.*{what}(?:是|为|指))"
        said = rf"(?P<answer>[^。;:]{{2,{_LONGEST}}}?)(?:成为|称为|叫做)了?\W?{what}(?!的)"
        yield Frame(re.compile(unless + said), is_telling=True)
        # 那些缺乏经验的暴发户 does not tell what one is; an idea is told so, and what is lived by.
        holding = "?" if re.search(f"{_IDEA}$", what) else ""
        told = rf"(?P<answer>[\w、]{{{_TELLING},60}}?)"
        of_it = rf"{_CLAUSE}(?:秉持|弘扬|坚持|发扬|秉承|遵循){holding}{told}的\W?{what}"
        yield Frame(re.compile(of_it), is_telling=True)


def _likeness(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame what is said of a noun: 建设|更高水平开放型|经济新体制 for 建设什么样的经济新体制."""
    nouns, asked, focus = _noun_after(text, understanding), understanding.asked, understanding.focus
    if not nouns or asked is None or focus is None:
        return
    like = _LIKENESS.search(text[asked.start : focus.start])
    if not like or (asked.start > 0 and "种" in like.group()):
        return
    before = [one.text for one in understanding.tokens if one.end <= asked.start]
    while before and before[-1] in _EMPTY:
        before.pop()
    noun = rf"(?:{nouns})"
    if not before:
        yield Frame(re.compile(rf"{_SUBJECT}(?P<whole>(?P<answer>\w{{1,{_LONGEST}}}?)的{noun})"))
    elif len(before[-1]) > 1:
        verb = re.escape(before[-1])
        likeness = rf"(?P<whole>(?P<answer>[^\W以为]{{1,{_LONGEST}}}?)的?{noun})"
        yield Frame(re.compile(rf"{verb}[了着过]?{likeness}"))


def _noun_after(text: str, understanding: Understanding) -> str:
    """Return a pattern for the noun asked for, with as much of what follows as a sentence has."""
    focus = understanding.focus
    if focus is None:
        return ""
    tail = text[focus.start :][:_LONGEST_NOUN]
    least = max(2, focus.end - focus.start)
    return "|".join(re.escape(tail[:size]) for size in range(len(tail), least - 1, -1))


def _asks(asked: str, understanding: Understanding) -> bool:
    """Tell whether a part of the question begins with its asking words and has little more."""
    found = understanding.text[slice(*(understanding.asked or (0, 0)))]
    return (
        found in {"什么", "啥", "谁"} and asked.startswith(found) and len(asked) <= len(found) + 4
    )

"""Where a question's own words stand in a sentence in another order, they frame the short answer.

什么取代了零和博弈 and 零和博弈被什么取代 have the same answer, what stands before 取代零和博弈.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Span
from bot.search.spans.frame import ADVERBS, Frame, noun_after, verb_before, words_before
from bot.search.spans.lists import list_frames
from bot.search.spans.phrasings import phrasing_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.question import Understanding

_PASSIVE: Final = re.compile(
    rf"(?P<what>\w{{2,20}}?){ADVERBS}*+(?:被|由|受|让)(?P<asked>.+?)(?:所|来)?(?P<verb>\w{{2}})(?:了|的|过)?"
)
_BASED: Final = re.compile(
    rf"(?P<what>\w{{0,16}}?){ADVERBS}*+以(?P<asked>.+?)(?:作)?为(?P<as>\w{{2,6}})的?"
)
_IDEA: Final = "(?:精神|理念|原则|宗旨|方针|主义|思想|口号)"
_DEFINED: Final = re.compile(
    r"(?:什么|啥)才?(?:是|叫做?|成为了?)(?P<what>\w{2,16})"
    r"|(?:所谓的?)?(?P<other>\w{2,16}?)(?:[问说讲]的|的(?:内涵|含义|意思|定义|精髓|具体内容))?(?:是|指的?是?)(?:什么|啥)(?:意思)?"
    rf"|(?P<idea>\w{{0,8}}{_IDEA})的?(?:具体|主要|核心|基本)?(?:内容|内涵)?"
    r"(?:具体|主要)?(?:都|又)?(?:是|有|包括了?|包含了?|指的?是?)(?:什么|啥|哪些)(?:内容|内涵|方面)?"
)
_ACTIVE: Final = re.compile(rf"(?:什么|啥|谁){ADVERBS}*+(?:来)?(?P<deed>\w{{4,}})")
_NO_QUOTES: Final = re.compile(r"[\"'“”‘’「」『』]")
_LIKENESS: Final = re.compile(r"样的?$|[哪何]一?种$")
_LONGEST: Final = 20
_TELLING: Final = 8
"""Characters before 的 that tell what something is: less only names it."""
_SUBJECT: Final = r"(?:^|[\W_]|而|把)"
_CLAUSE: Final = r"(?:^|[,;:。])"
_SHORTEST_OBJECT: Final = 3


def frames_of(understanding: Understanding) -> tuple[Frame, ...]:
    """Return what a question's words may look like in a normalised sentence; the surest first."""
    if understanding.asked is None:
        return ()
    text = re.sub(r"\W+$", "", understanding.text)
    return (
        *list_frames(text, understanding),
        *_passive(text, understanding),
        *_active(text, understanding),
        *phrasing_frames(text),
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


def _passive(text: str, understanding: Understanding) -> Iterator[Frame]:
    match = _PASSIVE.fullmatch(text)
    if match is None or not _asks(match["asked"], understanding):
        return
    what, verb = re.escape(match["what"]), re.escape(match["verb"])
    doer = rf"{_SUBJECT}(?P<answer>[^\W在为对向]{{1,{_LONGEST}}}?)"
    yield Frame(re.compile(rf"{doer}{ADVERBS}*+{verb}[了过]?{what}"))


def _active(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame who or what does something: 多边主义|必将战胜单边主义 for 什么能战胜单边主义."""
    match = _ACTIVE.fullmatch(text)
    if match is None or understanding.focus is not None:
        return
    doer = rf"{_CLAUSE}(?P<answer>[^\W在为对向但只则而]{{2,{_LONGEST}}}?)"
    is_whole = not text.startswith("谁")
    yield Frame(re.compile(rf"{doer}{ADVERBS}*+{re.escape(match['deed'])}"), is_whole=is_whole)
    content = understanding.content
    what = text[content[0].end :] if content else ""
    if len(content) > 1 and content[1].start == content[0].end and len(what) >= _SHORTEST_OBJECT:
        # Another verb may say the same.
        others = rf"{ADVERBS}++[^\W在为对向的]{{2}}"
        yield Frame(re.compile(rf"{doer}{others}{re.escape(what)}"), is_whole=is_whole)


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
        # Unless it is said the other way about: 时代之问是…. It is what the sentence begins with.
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
    nouns, asked, focus = noun_after(text, understanding), understanding.asked, understanding.focus
    if not nouns or asked is None or focus is None:
        return
    like = _LIKENESS.search(text[asked.start : focus.start])
    if not like or (asked.start > 0 and "种" in like.group()):
        return
    noun, verb = rf"(?:{nouns})", verb_before(understanding)
    if not words_before(understanding):
        yield Frame(re.compile(rf"{_SUBJECT}(?P<whole>(?P<answer>\w{{1,{_LONGEST}}}?)的{noun})"))
    elif verb:
        likeness = rf"(?P<whole>(?P<answer>[^\W以为]{{1,{_LONGEST}}}?)的?{noun})"
        yield Frame(re.compile(rf"{verb}[了着过]?{likeness}"))


def _asks(asked: str, understanding: Understanding) -> bool:
    """Tell whether a part of the question begins with its asking words and has little more."""
    found = understanding.text[slice(*(understanding.asked or (0, 0)))]
    return (
        found in {"什么", "啥", "谁"} and asked.startswith(found) and len(asked) <= len(found) + 4
    )

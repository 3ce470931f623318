"""Where several things are asked for: 有哪些观察员国领导人, 构建哪几个共同体, 经历哪些考验."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.search.spans.frame import ADVERBS, Frame, noun_after, verb_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.language.question import Understanding

_LIST: Final = re.compile(
    rf"(?P<what>\w{{2,12}}?)(?:都|主要|一共)?(?:有|包括|是|为){ADVERBS}*+(?:哪些|哪几\w)(?:人|国家?)?"
)
_ONE_OF_A_KIND: Final = re.compile(r"哪(?:些|[几两二三四五六七八九十])[个大项种]?$")
_ALL: Final = frozenset("都 一共 总共 主要 分别 还".split())
_OPENING: Final = r"(?:^|[,;:]|以及|包括|等\w{2,8}?[和、])"
_ITEMS: Final = r"(?:(?!以及|等)[^,;:。]){1,200}?"


def list_frames(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Yield what all of a list may look like in a normalised sentence; the surest first.

    Args:
        text: the question without the marks at its end.
        understanding: the same.
    """
    yield from _summed_up(text, understanding)
    yield from _alike(understanding)
    yield from _before_noun(text, understanding)


def _summed_up(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame what 等 sums up: 阿富汗总统、伊朗总统|等观察员国领导人 for 有哪些观察员国领导人."""
    match, asked = _LIST.fullmatch(text), understanding.asked
    if match is not None:
        yield _before_sum("", re.escape(match["what"]))
        _, of, noun = match["what"].rpartition("的")
        if of and noun:
            # 与会的常设机构负责人有哪些.
            yield _before_sum("", re.escape(noun))
        return
    nouns = noun_after(text, understanding)
    if asked is None or not nouns or not text.startswith(("哪些", "哪几"), asked.start):
        return
    before = [one.text for one in understanding.tokens if one.end <= asked.start]
    before = [word for word in before if word not in _ALL]
    verb = before[-1] if before else ""
    whose = re.escape("".join(before[:-1]).rpartition("的")[2])
    if verb == "有" and whose:
        # 观察员国有哪些领导人: 等观察员国领导人 rather than 等领导人.
        yield _before_sum(verb, rf"{whose}的?(?:{nouns})")
    yield _before_sum(re.escape(verb), nouns)


def _before_sum(verb: str, nouns: str) -> Frame:
    pattern = rf"{_OPENING}(?:{verb})?(?P<answer>{_ITEMS})等\w{{0,3}}?(?:{nouns})"
    return Frame(re.compile(pattern), is_whole=True)


def _alike(understanding: Understanding) -> Iterator[Frame]:
    """Frame what ends alike: 构建|卫生健康共同体、安全共同体 for 构建哪几个共同体."""
    focus, verb = understanding.focus, verb_before(understanding)
    noun = understanding.text[slice(*focus)] if focus else ""
    if focus is None or not verb or len(noun) < 2:
        return
    if _ONE_OF_A_KIND.search(understanding.text[: focus.start]):
        one = rf"\w{{1,8}}?{re.escape(noun)}"
        alike = rf"{verb}了?(?P<answer>(?:{one}(?:[、,和与及]|以及)?)+{one})"
        yield Frame(re.compile(alike), is_whole=True)


def _before_noun(text: str, understanding: Understanding) -> Iterator[Frame]:
    """Frame what stands before a noun of which many are asked for: 经历|战争和贫困|的重大考验."""
    asked, nouns = understanding.asked, noun_after(text, understanding)
    verb = verb_before(understanding)
    if asked is None or not nouns or not verb or not text.startswith("哪些", asked.start):
        return
    many = rf"{verb}[了着过]?(?P<answer>[\w、]{{4,40}}?)的\w{{0,4}}(?:{nouns})"
    yield Frame(re.compile(many), is_whole=True)

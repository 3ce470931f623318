"""Who holds a post: 印度总理是谁 asks for the name that stands right behind 印度总理."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind, Span
from bot.language.names import is_surname, sounds_foreign
from bot.search.posts import Post, asked_post, bare_post, posts_held
from bot.search.spans.words import is_noun, tag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser

_CALLED: Final = re.compile(r"(?:叫做?|姓名|姓|名字|大名|名叫|名|的|是|为|人|呀|啊|呢|\W)*")
"""What may stand beside the post and the asking words."""
_PEOPLE: Final = frozenset({"nr", "nrfg", "nrt", "nz", "ns"})
"""What names of people look like to those who do not know them: 普京 is a place to jieba."""
_FOR_NAME: Final = re.compile(r"叫|名字|姓名|大名")
_SHORTEST: Final = 3
"""Characters: less stands in front of many a name."""
_THEN: Final = re.compile(
    rf"^\w{{0,10}}?(?:(?<=[会行幕])时候?|那会儿|(?<=[本这此该])[届次]|现在|目前|当时|如今)的?(?=\w{{{_SHORTEST},}}$)"
)
"""When somebody is or was what is asked for: 开会时的轮值主席国."""
_CHANGES: Final = re.compile(
    r"[上下首往]一?[届任个]|第\w{1,4}?[届任]|临时|[接继]任|接[替班]|当选|任命|提名|辞去|罢免"
)
"""Who came before or comes next, and who gives or takes a post, is not who holds it."""
_STATE: Final = re.compile(r"哪一?个?国家?")
_AMONG: Final = re.compile(r"哪一?[位名]")
_DOTS: Final = frozenset("·•‧・")
_LONGEST_PART: Final = 2
_LONGEST_NAME: Final = 4
_IN_LISTS: Final = frozenset("、,和及与")
_GIVEN: Final = frozenset("anzi")
"""Parts of speech of words that are given names: adjectives and nouns, 宏伟 and 明远."""
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]+世")


def asked_holder(understanding: Understanding, tokeniser: Tokeniser) -> Post | None:
    """Return the post whose holder is all that a question asks for: 印度总理是谁; or None.

    What no list of posts has is one by the way it is asked for: 轮值主席国是哪国, 作者是谁.
    """
    text, asked = understanding.text, understanding.asked
    if _CHANGES.search(text):
        return None
    post = asked_post(understanding)
    if post is None:
        post = _as_post(understanding, tokeniser)
    if post is None:
        return None
    start = understanding.content[0].start
    end = text.rfind(post.text) + len(post.text)
    if asked is not None and not (asked.end <= start or end <= asked.start):
        return None
    asking = asked or Span(start, start)
    beside = (
        text[: min(start, asking.start)],
        text[asking.end : start],
        text[end : asking.start],
        text[max(end, asking.end) :],
    )
    if not all(map(_CALLED.fullmatch, beside)):
        return None
    asks = asked is None or _asks_for_name(understanding) or any(map(_FOR_NAME.search, beside))
    return post if asks else None


def asked_role(understanding: Understanding) -> str | None:
    """Return what the one is whose name a question asks for among others: 哪位教授研究午睡."""
    asked = understanding.asked
    if asked is None or not _AMONG.fullmatch(understanding.text, *asked):
        return None
    return next((one.text for one in understanding.content if one.start == asked.end), None)


def _as_post(understanding: Understanding, tokeniser: Tokeniser) -> Post | None:
    content = understanding.content
    if not content or not _asks_for_name(understanding):
        return None
    phrase = _THEN.sub("", understanding.text[content[0].start : content[-1].end])
    is_one = len(phrase) >= _SHORTEST and is_noun(content[-1].text, tokeniser)
    return Post(phrase, "") if is_one else bare_post(understanding)


def _asks_for_name(understanding: Understanding) -> bool:
    if understanding.kind is Kind.WHO:
        return True
    asked = understanding.asked
    return asked is not None and _STATE.fullmatch(understanding.text, *asked) is not None


def holder(post: Post, sentence: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> Span | None:
    """Return the name right behind a post; None where the sentence names nobody there.

    Args:
        post: what `asked_holder` returns.
        sentence: normalised.
        tokens: its words.
        tokeniser: what knows their parts of speech.
    """
    for start in posts_held(post, sentence, tokens):
        end = _name_end(start, tokens, tokeniser)
        if end > start:
            return Span(start, end)
    return None


def _name_end(start: int, tokens: Sequence[Token], tokeniser: Tokeniser) -> int:
    """Return where the name ends that begins at a place; the place itself where none does."""
    end = start
    goes_on, behind_dot = True, False
    first = bisect_left(tokens, start, key=lambda token: token.start)
    if _is_chinese_name(tokens[first : first + 2], start, tokeniser):
        return tokens[first + 1].end
    listed = _listed(tokens[first : first + _LONGEST_NAME + 1], start, tokeniser)
    if listed is not None:
        return listed
    for token in islice(tokens, first, None):
        if token.start != end or not (
            (goes_on and _is_name(token.text, tokeniser))
            or (token.start > start and _belongs(token.text, tokeniser))
            or (token.start == start and sounds_foreign(token.text))
            or (behind_dot and token.text.isalpha())
        ):
            break
        end = token.end
        # A character is a surname; behind a dot the name goes on.
        behind_dot = token.text in _DOTS
        goes_on = behind_dot or end - start == 1
    return end if end - start > 1 else start


def _is_chinese_name(tokens: Sequence[Token], start: int, tokeniser: Tokeniser) -> bool:
    """Tell whether two words are a surname and a given name that is a word as well: 顾|明远."""
    if len(tokens) < 2 or tokens[0].start != start or not is_surname(tokens[0].text):
        return False
    given = tokens[1].text
    return given.isalpha() and len(given) <= _LONGEST_PART and tokeniser.tag(given)[:1] in _GIVEN


def _listed(tokens: Sequence[Token], start: int, tokeniser: Tokeniser) -> int | None:
    """Return where a name ends that no dictionary has, in the place of one in a list: 副总理颂|猜."""
    end = start
    for token in tokens:
        if token.text in _IN_LISTS and 1 < end - start <= _LONGEST_NAME:
            return end
        is_part = len(token.text) == 1 or not tokeniser.frequency(token.text)
        if token.start != end or not token.text.isalpha() or not is_part:
            return None
        end = token.end
    return None


def _is_name(word: str, tokeniser: Tokeniser) -> bool:
    tag = tag_of(word, tokeniser)
    # What the base itself brings along, and the dictionary says nothing of, mostly is a name.
    return tag in _PEOPLE or (tag == "unknown" and tokeniser.frequency(word) > 0)


def _belongs(word: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a word is one more part of a name: jieba cuts foreign ones, 扎|帕罗|夫."""
    if word in _DOTS or _ORDINAL.fullmatch(word):
        return True
    # A longer word of the dictionary is the next name or state: 莫迪|哈萨克斯坦.
    is_known = tokeniser.frequency(word) > 0 and len(word) > _LONGEST_PART
    return sounds_foreign(word) and not is_known and not tokeniser.tag(word).startswith("ns")

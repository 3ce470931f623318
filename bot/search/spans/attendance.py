"""Who came: 伊朗总统出席了吗 and 伊朗派谁参会 ask of one in a list of those who took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind, Span
from bot.search.posts import POSTS, Post, asked_post
from bot.search.spans.holders import holder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser

_CAME: Final = r"(?:参加|参与|出席|与会|参会|到会|列席|到场|在场|露面)"
_TO_WHAT: Final = r"(?:.{0,12}?(?:会议?|论坛|峰会|大会|活动|仪式|典礼))?"
_DID_COME: Final = re.compile(
    rf"(?P<who>\w+?)(?:也|都|到底)?(?:有没有|有无|是否|是不是|有|没有?)?(?:来|去)?(?:{_CAME}|来|去)(?:了|过)?"
    rf"{_TO_WHAT}(?:了|过)?(?:没有?|[吗么不])?"
)
_WHO: Final = r"(?:谁|哪位|哪个人|什么人)"
_WHO_CAME: Final = re.compile(
    rf"(?P<who>\w{{2,8}}?)(?:方面|那边|这边)?(?:是|派了?|由|让|的)*{_WHO}(?:代表|官员|领导人?)?(?:来|去)?\w{{0,4}}?(?:{_CAME}|开会).*"
)
_THEY_CAME: Final = re.compile(
    rf".*?(?P<who>\w{{2,8}}?)(?:方面|那边|这边)?(?:来|去)?(?:来|{_CAME}|开会)\w{{0,4}}?的(?:人|代表|官员|领导人?)?是{_WHO}"
)
# 越南农业与环境部副部长: the first post that is named behind a state is one of its own.
_POST_OF: Final = re.compile(rf"\w{{0,12}}?(?P<post>{POSTS.pattern})")
_SAYS_SO: Final = re.compile(_CAME)


class Guest(NamedTuple):
    """Somebody of whom a question asks whether they came, or who came for whom it names."""

    name: str
    """As the question puts it: 何立峰, 伊朗总统, 伊朗."""
    post: Post | None
    """What they are, where they are named by that: 总统 of 伊朗."""
    is_sender: bool
    """Whether somebody is asked for who came for those named: 伊朗派谁."""


def asked_guest(understanding: Understanding) -> Guest | None:
    """Return of whom a question asks whether they came; None where it asks something else."""
    text = re.sub(r"\W+", "", understanding.text)
    if understanding.kind is Kind.YES_NO and (match := _DID_COME.fullmatch(text)):
        return Guest(match["who"], asked_post(understanding), is_sender=False)
    if understanding.kind is Kind.WHO and (
        match := _WHO_CAME.fullmatch(text) or _THEY_CAME.fullmatch(text)
    ):
        return Guest(match["who"], None, is_sender=True)
    return None


def mention(
    guest: Guest, sentence: str, tokens: Sequence[Token], tokeniser: Tokeniser
) -> Span | None:
    """Return where a sentence names a guest among those who came; None where it does not.

    Args:
        guest: what `asked_guest` returns.
        sentence: normalised.
        tokens: its words.
        tokeniser: what knows their parts of speech.
    """
    name = guest.name
    if guest.is_sender and name not in sentence:
        # What else is said before: 海洋合作会议泰国.
        name = tokeniser.words(name)[-1]
    start = sentence.find(name)
    if start < 0 or not _SAYS_SO.search(sentence):
        return None
    post = guest.post
    if guest.is_sender:
        held = _POST_OF.match(sentence, start + len(name))
        post = Post(held["post"], sentence[start : held.start("post")]) if held else None
        if post is None:
            return None
    if post is None:
        return Span(start, start + len(guest.name))
    named = holder(post, sentence, tokens, tokeniser)
    if named is None:
        return None
    # The sentence may name whose post it is by another form: 上海合作组织 for 上合组织.
    begin = sentence.rfind(post.whose, 0, named.start)
    return named if begin < 0 else Span(begin, named.end)

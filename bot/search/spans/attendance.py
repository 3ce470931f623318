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
_WHO_CAME: Final = re.compile(
    rf"(?P<who>\w{{2,8}}?)(?:方面|那边|这边)?(?:是|派|由|让|的)*(?:谁|哪位|哪个人|什么人)(?:代表)?(?:来|去)?(?:{_CAME}|开会).*"
)
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
    if understanding.kind is Kind.WHO and (match := _WHO_CAME.fullmatch(text)):
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
    start = sentence.find(guest.name)
    if start < 0 or not _SAYS_SO.search(sentence):
        return None
    post = guest.post
    if guest.is_sender:
        held = POSTS.match(sentence, start + len(guest.name))
        post = Post(held.group(), guest.name) if held else None
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

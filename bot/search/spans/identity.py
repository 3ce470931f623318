"""Who somebody is: 莫迪是谁 asks for what stands beside the name, not for another name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.model import Kind, Span
from bot.search.posts import is_post
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.tokens import Token, Tokeniser
    from bot.search.retrieval.query import Query

_NAMES: Final = ("nr", "ns", "nz")
"""What jieba takes people for: 普京 is a place to it."""
_PERSONS: Final = frozenset({"nr", "nrfg"})
_DESCRIBING: Final = ("n", "l", "b", "m", "j")
"""Parts of speech that a description is made of: 印度总理, 代总统, 首任秘书长."""
_LONGEST_NAME: Final = 6


def asked_person(query: Query) -> str | None:
    """Return the name that a question asks about, with what it says before it; None without one.

    印度总理莫迪是谁 asks about 印度总理莫迪, and so does 谁是印度总理莫迪; 莫迪是哪国总理 about 莫迪.
    """
    understanding = query.understanding
    asked = understanding.asked
    if understanding.kind is not Kind.WHO or asked is None or not query.words:
        return None
    text, words = understanding.text, query.words
    if is_post(text[asked.end :].removeprefix("的")):
        words = tuple(word for word in words if word.end <= asked.start)
    if not words:
        return None
    last, tag = words[-1], query.word_tags[len(words) - 1]
    is_first = text[asked.end : words[0].start] == "是" and asked.start == 0
    is_last = text[last.end : asked.start] == "是"
    is_name = tag.startswith(_NAMES) or (not tag and 1 < len(last.text) <= _LONGEST_NAME)
    if not is_name or not (is_first or is_last):
        return None
    start = last.start
    for word in reversed(words[:-1]):
        if word.end != start:
            break
        start = word.start
    return text[start : last.end]


def description(
    person: str, text: str, tokens: Sequence[Token], tokeniser: Tokeniser
) -> Span | None:
    """Return what stands directly before a name and describes it; None where nothing does.

    Args:
        person: what `asked_person` returns.
        text: a sentence, normalised.
        tokens: its words.
        tokeniser: what knows their parts of speech.
    """
    end = text.find(person)
    if end < 0:
        return None
    start = end
    for token in reversed([token for token in tokens if token.end <= end]):
        if token.end != start or not _describes(token.text, tokeniser):
            break
        start = token.start
    return Span(start, end) if start < end else None


def _describes(word: str, tokeniser: Tokeniser) -> bool:
    tag = tokeniser.tag(word)
    if not tag:
        # Of what no dictionary knows only bodies and places: another name is another person.
        return tag_of(word, tokeniser) in {"nt", "ns"}
    return tag.startswith(_DESCRIBING) and tag not in _PERSONS

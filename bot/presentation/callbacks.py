"""What a button says to the bot when it is tapped: all there is to know, in 64 bytes.

Nothing about a button is kept anywhere else, so it works after a restart. An article goes by a
hash of what it says: a button under an answer whose article has since changed finds nothing.
A question goes by its id in the journal.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.base.model import Article, Part, Span

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES = 6
"""Of 100,000 articles, two get the same key with a probability of 2 in 100,000."""
MOST_AROUND = 99
"""Sentences that can be shown on either side of the one that answers."""

_PARTS = {
    "x": Part.TEXT,
    "t": Part.TITLE,
    "p": Part.PUBLISHED,
    "s": Part.SOURCE,
    "f": Part.FAQ,
}
_LETTERS = {part: letter for letter, part in _PARTS.items()}
_ORIGIN: Final = r"(?::([a-z])([\w-]{8})?)?"
_SENTENCE = re.compile(
    r"s:([\w-]{8}):([xtpsf])(\d{1,7}):(?:(\d{1,6})-(\d{1,6}))?:(\d{1,3}):(\d\d?):(\d\d?)" + _ORIGIN,
    re.ASCII,
)
_RESULTS = re.compile(rf"m{_ORIGIN}", re.ASCII)
_ARTICLES = re.compile(rf"a:(\d{{1,6}}){_ORIGIN}", re.ASCII)
_VOTE = re.compile(r"v:([\w-]{8}):([+-])(!?)", re.ASCII)
_WISH = re.compile(r"w:([\w-]{8})", re.ASCII)
_LANGUAGE = re.compile(r"l:([a-z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a message answers, and in which language."""

    language: str = ""
    """The language's letter; empty where nothing says so."""
    asked: str = ""
    """The question's id in the journal; empty where there is none."""

    def __str__(self) -> str:
        """Give what is put behind a button's data."""
        return f":{self.language}{self.asked}" if self.language else ""


@dataclass(frozen=True, slots=True)
class ShowSentence:
    """Show the evidence card of a sentence."""

    article: str
    """The key of the article, or of the taught answer."""
    part: Part
    position: int
    """Within the text; 0 beside it."""
    span: Span | None
    confidence: int
    before: int = 0
    """How many sentences before it to show."""
    after: int = 0
    origin: Origin = Origin()

    def __str__(self) -> str:
        """Give the button's data."""
        span = f"{self.span.start}-{self.span.end}" if self.span else ""
        place = f"{_LETTERS[self.part]}{self.position}"
        around = f"{self.before}:{self.after}"
        return f"s:{self.article}:{place}:{span}:{self.confidence}:{around}{self.origin}"

    def grown(self, *, before: int = 0, after: int = 0) -> ShowSentence:
        """Show more sentences around it."""
        return replace(self, before=self.before + before, after=self.after + after)


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Show every sentence found for the question."""

    origin: Origin = Origin()

    def __str__(self) -> str:
        """Give the button's data."""
        return f"m{self.origin}"


@dataclass(frozen=True, slots=True)
class ShowArticles:
    """Show a page of the list of articles."""

    page: int
    """Counted from 0."""
    origin: Origin = Origin()

    def __str__(self) -> str:
        """Give the button's data."""
        return f"a:{self.page}{self.origin}"


@dataclass(frozen=True, slots=True)
class Vote:
    """Say whether an answer is right, or take that back."""

    asked: str
    up: bool
    given: bool = False
    """Whether the button shows this verdict as given: the next tap takes it back."""

    @property
    def verdict(self) -> Literal[1, 0, -1]:
        """What a tap says."""
        if self.given:
            return 0
        return 1 if self.up else -1

    def __str__(self) -> str:
        """Give the button's data."""
        return f"v:{self.asked}:{'+' if self.up else '-'}{'!' * self.given}"


@dataclass(frozen=True, slots=True)
class Wish:
    """Be told when there is an answer."""

    asked: str

    def __str__(self) -> str:
        """Give the button's data."""
        return f"w:{self.asked}"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Use a language."""

    letter: str

    def __str__(self) -> str:
        """Give the button's data."""
        return f"l:{self.letter}"


Callback = ShowSentence | ShowResults | ShowArticles | Vote | Wish | ChooseLanguage


def parse_callback(data: str) -> Callback | None:
    """Read a button's data; anything that no button of ours says is None."""
    for pattern, read in _READERS:
        if found := pattern.fullmatch(data):
            return read(found)
    return None


def _sentence(found: re.Match[str]) -> ShowSentence:
    key, letter, position, start, end, confidence, before, after = found.groups()[:8]
    return ShowSentence(
        key,
        _PARTS[letter],
        int(position),
        None if start is None else Span(int(start), int(end)),
        int(confidence),
        int(before),
        int(after),
        _origin(found, 9),
    )


def _origin(found: re.Match[str], group: int) -> Origin:
    return Origin(found[group] or "", found[group + 1] or "")


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Callback]], ...]] = (
    (_SENTENCE, _sentence),
    (_RESULTS, lambda found: ShowResults(_origin(found, 1))),
    (_ARTICLES, lambda found: ShowArticles(int(found[1]), _origin(found, 2))),
    (_VOTE, lambda found: Vote(found[1], up=found[2] == "+", given=bool(found[3]))),
    (_WISH, lambda found: Wish(found[1])),
    (_LANGUAGE, lambda found: ChooseLanguage(found[1])),
)


def article_key(article: Article) -> str:
    """Name an article by its id and what its text says, in eight characters."""
    return _key(
        article.id,
        article.title,
        article.text,
        article.sentences,
        article.published,
        article.source,
    )


def answer_key(article: Article, answer: str) -> str:
    """Name a taught answer by itself and where it stands, in eight characters."""
    return _key(article.id, answer)


def _key(*said: object) -> str:
    digest = hashlib.blake2b(repr(said).encode(), digest_size=KEY_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()

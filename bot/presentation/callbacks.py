"""What a button says to the bot when it is tapped: all there is to know, in 64 bytes.

Nothing about a button is kept anywhere else, so it works after a restart. An article goes by a
hash of what it says: a button under an answer whose article has since changed finds nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace

from bot.base.model import Article, Part, Span

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
_SENTENCE = re.compile(
    r"s:([\w-]{8}):([xtpsf])(\d{1,7}):(?:(\d{1,6})-(\d{1,6}))?:(\d{1,3}):(\d\d?):(\d\d?)",
    re.ASCII,
)
_ARTICLES = re.compile(r"a:(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShowSentence:
    """Show the evidence card of a sentence."""

    article: str
    """The article's key."""
    part: Part
    position: int
    """Within the text; among the taught answers, from 0, where it is one of them; otherwise 0."""
    span: Span | None
    confidence: int
    before: int = 0
    """How many sentences before it to show."""
    after: int = 0

    def __str__(self) -> str:
        """Give the button's data."""
        span = f"{self.span.start}-{self.span.end}" if self.span else ""
        place = f"{_LETTERS[self.part]}{self.position}"
        return f"s:{self.article}:{place}:{span}:{self.confidence}:{self.before}:{self.after}"

    def grown(self, *, before: int = 0, after: int = 0) -> ShowSentence:
        """Show more sentences around it."""
        return replace(self, before=self.before + before, after=self.after + after)


@dataclass(frozen=True, slots=True)
class ShowResults:
    """Show every sentence found for the question that is replied to."""

    def __str__(self) -> str:
        """Give the button's data."""
        return "m"


@dataclass(frozen=True, slots=True)
class ShowArticles:
    """Show a page of the list of articles."""

    page: int
    """Counted from 0."""

    def __str__(self) -> str:
        """Give the button's data."""
        return f"a:{self.page}"


Callback = ShowSentence | ShowResults | ShowArticles


def parse_callback(data: str) -> Callback | None:
    """Read a button's data; anything that no button of ours says is None."""
    if data == str(ShowResults()):
        return ShowResults()
    if page := _ARTICLES.fullmatch(data):
        return ShowArticles(int(page[1]))
    if found := _SENTENCE.fullmatch(data):
        key, letter, position, start, end, confidence, before, after = found.groups()
        span = None if start is None else Span(int(start), int(end))
        return ShowSentence(
            key, _PARTS[letter], int(position), span, int(confidence), int(before), int(after)
        )
    return None


def article_key(article: Article) -> str:
    """Name an article by its id and what it says, in eight characters."""
    said = (
        article.id,
        article.title,
        article.text,
        article.sentences,
        article.published,
        article.source,
        article.faq,
    )
    digest = hashlib.blake2b(repr(said).encode(), digest_size=KEY_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()

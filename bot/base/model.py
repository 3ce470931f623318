"""The domain's data types: frozen values that every layer speaks."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Span(NamedTuple):
    """A half-open range of characters (code points) in some text."""

    start: int
    end: int

    def meets(self, start: int, end: int) -> bool:
        """Tell whether it has a character in common with another range."""
        return start < self.end and self.start < end


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a user's file; `str()` gives `file:line:column: message`."""

    file: str
    line: int
    """Counted from 1; 0 where the whole file is meant."""
    column: int
    """Counted from 1; 0 where the whole line or file is meant."""
    message: str
    """What was expected and what was found."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Alias:
    """Other names readers may type for a name of the text."""

    name: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Faq:
    """A taught answer and the questions it belongs to."""

    ask: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the knowledge base."""

    id: str
    """The file's stem."""
    title: str
    text: str = ""
    """Verbatim; blank lines part paragraphs. Empty where `sentences` are fixed."""
    sentences: tuple[str, ...] = ()
    """The sentences as the author fixed them, in place of `text`."""
    published: str | None = None
    """Date or date and time, as written in the file."""
    source: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    faq: tuple[Faq, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What belongs to the whole base rather than to one article."""

    words: tuple[str, ...] = ()
    """Dictionary entries for the tokeniser."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    """Groups of words that mean the same."""
    stopwords: tuple[str, ...] = ()
    """Words that say nothing in a question."""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question whose answer is known: what a change of the base is measured by."""

    question: str
    article: str | None = None
    """The id of the article that answers; None where the base has to refuse."""
    text: str | None = None
    """What the sentence that answers holds; None where any sentence of the article will do."""


TAUGHT: Final = "taught"
"""The id under which answers stand that were taught to the base rather than to an article."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A whole, valid knowledge base."""

    articles: tuple[Article, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    taught: Article = field(default=Article(TAUGHT, ""))
    """Taught answers that belong to no article: it has no title, only `faq`."""
    golden: tuple[Golden, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be answered from it."""
        return not self.articles and not self.taught.faq


class Part(enum.StrEnum):
    """Where in an article a sentence stands."""

    TEXT = "text"
    TITLE = "title"
    PUBLISHED = "published"
    SOURCE = "source"
    FAQ = "faq"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the base, verbatim."""

    article: Article = field(repr=False)
    position: int
    """Counted from 1 within the article's text; 0 for the title and everything beside the text."""
    text: str
    part: Part = Part.TEXT
    paragraph: int = 0
    """Counted from 0 within the article."""


class Kind(enum.StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as typed, and how it was understood."""

    text: str
    """As typed."""
    kind: Kind = Kind.WHAT
    reading: str | None = None
    """What was searched for instead, where a correction was used."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found for a question."""

    sentence: Sentence
    confidence: int
    """From 0 to 100: of hits at 80, about 80 in 100 answer the question."""
    span: Span | None = None
    """The short answer in `sentence.text`."""
    matched: tuple[Span, ...] = ()
    """The words of the question in `sentence.text`: in order, not overlapping."""

    @property
    def answer(self) -> str | None:
        """The short answer, verbatim."""
        return None if self.span is None else self.sentence.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """The knowledge holds the answer: the first of `candidates`."""

    question: Question
    candidates: tuple[Hit, ...]
    """At least one; best first."""
    elapsed_ms: float

    @property
    def best(self) -> Hit:
        """The sentence that answers."""
        return self.candidates[0]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The knowledge may hold the answer: "did you mean" the first few of `candidates`."""

    question: Question
    candidates: tuple[Hit, ...]
    """At least one; best first."""
    elapsed_ms: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """The knowledge holds no answer; `candidates` are what came nearest."""

    question: Question
    candidates: tuple[Hit, ...]
    elapsed_ms: float


Outcome = Answer | Suggestions | Refusal

"""Split a text into sentences without losing a character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_SENTENCE: Final = 4000
"""Characters, white space at the end left out: about what fits one message. What goes on for longer
without an end is no sentence, and what is sought in it would take as long as it is."""

_CHINESE = r"\u3400-\u9fff\U00020000-\U0003ffff"
_OPENERS = "“‘「『《〈（【〔〖［｛"
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
# What an address in the text does not hold, and what may stand in it but not at its end.
_NO_ADDRESS = r"\s\u2010-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_NO_ADDRESS_END = rf"{_NO_ADDRESS}.,:;!?'\")\]}}"
# Where a full stop, a question mark or a semicolon does not end a sentence.
_UNBREAKABLE = re.compile(
    rf"""
    (?i:https?://|www\.)[^{_NO_ADDRESS}]*[^{_NO_ADDRESS_END}]               # web addresses
    | (?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+  # mail addresses
    | (?<![A-Za-z0-9])(?:(?:[A-Za-z]\.){{2,}}|Ph\.D\.)                      # U.S., e.g.
    | (?<![A-Za-z0-9-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+                    # example.org, v1.2.3
      (?:(?::\d+)?/(?:[^{_NO_ADDRESS}]*[^{_NO_ADDRESS_END}])?)?             # example.org/?a=1
    | (?<!\d)\d+(?:[.．]\d+)+                                                # 3．14
    | (?<![\dA-Za-z.．])\d{{1,3}}[.．](?=\s*[{_CHINESE}{_OPENERS}])           # 1.苹果 2. 香蕉
    | \b[A-Z][.．](?=[{_CHINESE}])                                           # A.苹果 B.香蕉
    | (?m:^)[^\S{_BREAKS}]*(?:\d{{1,3}}|[A-Z])[.．]                          # 1. in a list
    | (?<![A-Za-z0-9])(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Vol|vs|etc|Inc|Ltd|Co|Corp|Fig|al|cf)\.
    | (?<![A-Za-z0-9])[Nn]os?\.(?=\s*\d)
    | (?<![A-Za-z0-9])[A-Z]\.(?=\s*[A-Za-z])                                # J. K. Rowling
    | 《[^《》{_BREAKS}]{{1,60}}》                                              # 《你好！李焕英》
    """,
    re.VERBOSE,
)
_CLOSERS = "”’」』）】》〉〕〗］｝＂＇)\\]}\"'"
# A sentence ends after its closing quotes and brackets, and takes the white space that follows.
# An ASCII full stop ends one only before white space or Chinese text; and what goes on after a
# comma has not ended: 他问“为什么？”，没人答。 Possessive quantifiers, and beginning only where a
# run of marks begins, keep the time linear.
_END = re.compile(
    rf"""
    (?: (?<![。！？；…!?;｡．]) [。！？；…!?;｡．]++
      | (?<!\.) \.++ (?=[{_CLOSERS}]*(?:\s|$|[{_CHINESE}{_OPENERS}])) )
      [{_CLOSERS}]*+ (?![，、,：:]) \s*
    | (?: \r\n | [{_BREAKS}] ) \s*
    """,
    re.VERBOSE,
)
# A line, with its break and the white space that begins the next one: a sentence takes both.
_LINE = re.compile(rf"[^{_BREAKS}]*+([{_BREAKS}]\s*+|\Z)")
_LINE_BREAK = re.compile(f"[{_BREAKS}]")
_STRAIGHT_QUOTES = re.compile(rf'"([^"{_BREAKS}]*)"')
# Nothing unbreakable goes on beyond a Chinese character or a character after white space, save a
# title in 《》; so what is sought up to there is found as if the text ended later.
_BORDER = re.compile(rf"[{_CHINESE}]|\s\S")
_WINDOW: Final = 50_000
_LONGEST_TITLE: Final = 62
_PAUSES = "，、,：: \u3000"
_SPACE = re.compile(r"\s*")
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Cut a text into sentences.

    Returns:
        Spans that follow each other without a gap: the pieces joined are the text. White space
        after a sentence belongs to it, and so do marks after it on its line; none of the spans
        is blank unless the whole text is. What is longer than a sentence can be is cut where it
        pauses or, without a pause, anywhere.
    """
    spans: list[Span] = []
    start = 0
    before = ""
    for end in _bounded(text, _ends(text)):
        piece = text[start:end]
        fits = bool(spans) and end - spans[-1].start <= LONGEST_SENTENCE
        if fits and not (_has_content(piece) or _ends_line(before)):
            spans[-1] = Span(spans[-1].start, end)
        elif piece.isspace() and end < len(text):
            continue
        else:
            spans.append(Span(start, end))
        before, start = piece, end
    return tuple(spans)


def trim(text: str, span: Span) -> Span:
    """Narrow a span to what is left without the white space around it."""
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


def paragraph_starts(text: str) -> tuple[int, ...]:
    """Return where each paragraph after the first begins: blank lines part paragraphs."""
    leading = len(text) - len(text.lstrip())
    ends = (match.end() for match in _PARAGRAPH_BREAK.finditer(text))
    return tuple(end for end in ends if end > leading)


def _has_content(piece: str) -> bool:
    return any(character.isalnum() for character in piece)


def _ends_line(piece: str) -> bool:
    return _LINE_BREAK.search(piece, len(piece.rstrip())) is not None


def _bounded(text: str, ends: Iterable[int]) -> Iterator[int]:
    """Yield where sentences end, and where those are cut that are too long."""
    start = 0
    for end in ends:
        while end - start > LONGEST_SENTENCE:
            start = _cut(text, start, end)
            if start < end:
                yield start
        yield end
        start = end


def _cut(text: str, start: int, end: int) -> int:
    """Choose where what begins at a place is cut: white space that follows belongs to it."""
    middle, last = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
    pause = max(text.rfind(mark, middle, last) for mark in _PAUSES)
    match = _SPACE.match(text, last if pause < 0 else pause + 1, end)
    return last if match is None else match.end()


def _ends(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence ends, and where the text does."""
    # Which of two straight quotes closes is not to be seen from what stands around them.
    text = _STRAIGHT_QUOTES.sub(r"“\1”", text)
    end = blank = 0
    # No sentence spans two lines.
    for line in _LINE.finditer(text):
        # An item of a list is known by what stands before its number, from the break on.
        unbreakable = _find_unbreakable(text, blank, line.end())
        for end in _ends_in(text, line.span(), unbreakable):
            yield end
        blank = line.start(1)
    if end < len(text):
        yield len(text)


def _find_unbreakable(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Yield what does not end a sentence, in a line.

    A line may be a whole book: it is gone through in windows, since what is sought in one go lets
    no other thread have its turn.
    """
    while start < stop:
        border = _BORDER.search(text, start + _WINDOW, stop)
        end = border.end() if border else stop
        certain = end - _LONGEST_TITLE if border else stop
        for match in _UNBREAKABLE.finditer(text, start, end):
            if match.start() >= certain:
                break
            start = match.end()
            yield match
        start = max(start, certain)


def _ends_in(
    text: str, line: tuple[int, int], unbreakable: Iterator[re.Match[str]]
) -> Iterator[int]:
    current = next(unbreakable, None)
    position, stop = line
    while (match := _END.search(text, position, stop)) is not None:
        while current is not None and current.end() <= match.start():
            current = next(unbreakable, None)
        if current is not None and current.start() <= match.start():
            position = current.end()
        else:
            position = match.end()
            yield position

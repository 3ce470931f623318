"""Which of a question's words stand in a sentence, for showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.base.text import Normalised
    from bot.search.retrieval.query import Query


def matched_spans(query: Query, sentence: Normalised) -> tuple[Span, ...]:
    """Return where the question's content words stand, in the sentence as it was written."""
    found = (
        sentence.to_original(span)
        for word in {word.text for word in query.words}
        for span in occurrences(word, sentence.text)
    )
    return merge(found)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, with those that touch or overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def occurrences(word: str, text: str) -> Iterator[Span]:
    """Yield where a word stands in a text, from left to right and without overlap."""
    start = text.find(word) if word else -1
    while start >= 0:
        yield Span(start, start + len(word))
        start = text.find(word, start + len(word))

"""From an outcome to the message that tells it: a card, buttons, or inline results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from bot.base.model import Answer, Suggestions
from bot.presentation import card
from bot.presentation.callbacks import Origin
from bot.presentation.markup import clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.base.model import Hit, Outcome
    from bot.input.settings import AnswerSettings
    from bot.presentation.card import Card
    from bot.presentation.library import Library, Passage
    from bot.presentation.texts import Texts

_ARTICLES_NAMED: Final = 3
_WORTH_LISTING: Final = 3
"""Below this confidence a sentence is listed nowhere: it only shares a word with the question."""
_INLINE_TITLE: Final = 60
_INLINE_DESCRIPTION: Final = 100
"""About two lines of a phone, around the short answer."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """What a reader sees in the list of an inline query, and sends by choosing it."""

    id: str
    """At most 64 bytes; the same for the same result."""
    title: str
    description: str
    card: Card


def to_question(
    texts: Texts,
    library: Library,
    outcome: Outcome,
    settings: AnswerSettings,
    asked: str,
) -> Card:
    """Answer a question, offer a few sentences, or decline.

    Args:
        texts: The reader's language.
        library: What the outcome was found in.
        outcome: What the engine said.
        settings: How much is offered.
        asked: The question's id in the journal.
    """
    reading, origin = outcome.question.reading, Origin(texts.letter, asked)
    if isinstance(outcome, Answer):
        return card.evidence(
            texts,
            library.found(outcome.best, origin),
            reading=reading,
            others=len(_found(outcome)) > 1,
        )
    if isinstance(outcome, Suggestions):
        hits = _found(outcome, settings.thresholds.suggest)[: settings.suggestions]
        return card.suggestions(
            texts, [library.found(hit, origin) for hit in hits], reading=reading
        )
    return card.refusal(texts, library.engine.knowledge.articles, _ARTICLES_NAMED, reading=reading)


def to_tap(
    texts: Texts, passage: Passage, outcome: Outcome | None, verdict: Literal[1, 0, -1] = 0
) -> Card:
    """Show what a button asks for.

    Args:
        texts: The language of the card.
        passage: What is to be shown.
        outcome: That of the question, where it is still known.
        verdict: What the reader has said of the answer.
    """
    if outcome is None:
        return card.evidence(texts, passage, verdict=verdict)
    sentence = passage.hit.sentence
    found = next((hit for hit in outcome.candidates if hit.sentence == sentence), None)
    if found is not None:
        passage = replace(passage, hit=replace(passage.hit, matched=found.matched))
    return card.evidence(
        texts,
        passage,
        reading=outcome.question.reading,
        others=len(_found(outcome)) > 1,
        verdict=verdict,
    )


def to_results(texts: Texts, library: Library, outcome: Outcome, origin: Origin) -> Card:
    """List what was found for a question."""
    if hits := _found(outcome):
        return card.results(texts, [library.found(hit, origin) for hit in hits])
    return card.refusal(texts, library.engine.knowledge.articles, _ARTICLES_NAMED)


def to_inline_query(
    texts: Texts, library: Library, outcome: Outcome, settings: AnswerSettings, asked: str
) -> tuple[InlineResult, ...]:
    """Give what may be sent for a question: nothing where the knowledge holds no answer."""
    if not isinstance(outcome, Answer | Suggestions):
        return ()
    origin = Origin(texts.letter, asked)
    return tuple(
        _inline(texts, library.found(hit, origin), hit.answer, outcome.question.reading)
        for hit in _found(outcome, settings.thresholds.suggest)
    )


def examples(
    texts: Texts, library: Library, outcomes: Iterable[Outcome]
) -> tuple[InlineResult, ...]:
    """Give what may be sent before anything was asked: example questions with their answers."""
    results: dict[str, InlineResult] = {}
    for outcome in outcomes:
        if isinstance(outcome, Answer):
            passage = library.found(outcome.best, Origin(texts.letter))
            result = _inline(texts, passage, outcome.question.text, None)
            # Two questions may be answered by the same words; ids must differ.
            results.setdefault(result.id, result)
    return tuple(results.values())


def _found(outcome: Outcome, confidence: int = _WORTH_LISTING) -> tuple[Hit, ...]:
    return tuple(hit for hit in outcome.candidates if hit.confidence >= confidence)


def _inline(texts: Texts, passage: Passage, title: str | None, reading: str | None) -> InlineResult:
    hit = passage.hit
    text = hit.sentence.text.rstrip()
    lines = [" ".join(clip(text, _INLINE_DESCRIPTION, hit.span).split())]
    if hit.sentence.article.title:
        lines.append(texts.title(clip(hit.sentence.article.title, _INLINE_TITLE)))
    return InlineResult(
        id=str(passage.shown),
        title=clip((title or text).strip(), _INLINE_TITLE),
        description="\n".join(lines),
        card=card.evidence(texts, passage, reading=reading),
    )

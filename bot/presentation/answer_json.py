"""The JSON form of an outcome: stable, versioned, one object for one question."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

from bot.base.model import Answer, Refusal, Suggestions

if TYPE_CHECKING:
    from bot.base.model import Hit, Outcome

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""

_NAMES = {Answer: "answer", Suggestions: "suggestions", Refusal: "refusal"}


class ArticleRecord(TypedDict):
    """The article an answer is quoted from."""

    id: str
    title: str


class CandidateRecord(TypedDict):
    """A sentence found, whatever the outcome."""

    sentence: str
    article: str
    position: int
    confidence: int


class OutcomeRecord(TypedDict):
    """An outcome; the fields from `answer` to `position` are None unless it is an answer."""

    version: int
    question: str
    outcome: str
    confidence: int
    answer: str | None
    sentence: str | None
    span: list[int] | None
    article: ArticleRecord | None
    position: int | None
    candidates: list[CandidateRecord]
    elapsed_ms: float


def to_json(outcome: Outcome) -> str:
    """Render an outcome as one line of JSON."""
    return json.dumps(to_record(outcome), ensure_ascii=False)


def to_record(outcome: Outcome) -> OutcomeRecord:
    """Turn an outcome into what JSON can hold."""
    hits = outcome.candidates
    best = outcome.best if isinstance(outcome, Answer) else None
    return {
        "version": VERSION,
        "question": outcome.question.text,
        "outcome": _NAMES[type(outcome)],
        "confidence": hits[0].confidence if hits else 0,
        "answer": best.answer if best else None,
        "sentence": best.sentence.text if best else None,
        "span": list(best.span) if best and best.span else None,
        "article": _article(best) if best else None,
        "position": best.sentence.position if best else None,
        "candidates": [_candidate(hit) for hit in hits],
        "elapsed_ms": round(outcome.elapsed_ms, 1),
    }


def _article(hit: Hit) -> ArticleRecord:
    return {"id": hit.sentence.article.id, "title": hit.sentence.article.title}


def _candidate(hit: Hit) -> CandidateRecord:
    return {
        "sentence": hit.sentence.text,
        "article": hit.sentence.article.id,
        "position": hit.sentence.position,
        "confidence": hit.confidence,
    }

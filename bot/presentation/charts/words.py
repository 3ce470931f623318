"""What is written on a chart: given to it in the language of who looks at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words of the chart of questions."""

    title: str
    questions: str
    answered: str
    refused: str
    liked: str
    by_day: str
    answers: str
    suggestions: str
    refusals: str
    confidence: str
    verdicts: str
    likes: str
    dislikes: str
    most_asked: str
    nothing: str
    """Where there is nothing to show."""

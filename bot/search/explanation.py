"""Why the engine answered as it did: for people who wonder, and for tuning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.ranking.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.base.model import Outcome, Sentence
    from bot.input.settings import Thresholds
    from bot.language.readings import Replacement
    from bot.search.ranking.ranker import Ranker
    from bot.search.retrieval.index import Index
    from bot.search.sentences import Ranked

_SHOWN: Final = 12
"""So many features are told: those that decided most."""


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A content word of the question, and whether the best sentence has it."""

    text: str
    weight: float
    """From 0, common, to 1, rare in the base and in Chinese."""
    found: bool


@dataclass(frozen=True, slots=True)
class FeatureEffect:
    """A feature of the best sentence beside the runner-up's."""

    name: str
    meaning: str
    best: float
    runner_up: float
    effect: float
    """By how much the best sentence's score falls when it has the runner-up's value."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an outcome rests on."""

    outcome: Outcome
    thresholds: Thresholds
    replacements: tuple[Replacement, ...] = ()
    """The corrections that the reading made."""
    words: tuple[WordMatch, ...] = ()
    """Empty where the answer was taught, or nothing was found."""
    runner_up: Sentence | None = None
    effects: tuple[FeatureEffect, ...] = ()
    """Greatest effect first."""


def word_matches(index: Index, ranked: Ranked) -> tuple[WordMatch, ...]:
    """Return the question's content words and whether the best candidate has them."""
    text = index.texts[ranked.rows[ranked.order[0]]].text
    query = ranked.query
    return tuple(
        WordMatch(word.text, round(weight, 3), word.text in text)
        for word, weight in zip(query.words, query.word_weights.tolist(), strict=True)
    )


def feature_effects(ranker: Ranker, ranked: Ranked) -> tuple[FeatureEffect, ...]:
    """Return what put the best candidate before the second; empty where there is no second."""
    if len(ranked.order) < 2:
        return ()
    best, second = ranked.matrix[ranked.order[:2]]
    exchanged = np.tile(best, (len(best), 1))
    np.fill_diagonal(exchanged, second)
    effects = ranker.scores(best[None, :])[0] - ranker.scores(exchanged)
    return tuple(
        FeatureEffect(name, meaning, float(best[at]), float(second[at]), float(effects[at]))
        for at, name, meaning in _most(np.abs(effects))
        if effects[at]
    )


def _most(sizes: np.ndarray[tuple[int], np.dtype[np.float32]]) -> Iterator[tuple[int, str, str]]:
    described = list(FEATURES.items())
    for at in np.argsort(-sizes, kind="stable")[:_SHOWN].tolist():
        yield (at, *described[at])

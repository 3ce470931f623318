"""What the results of many questions come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.base.model import Kind
from bot.search.evaluation.measures import Measures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from bot.input.settings import Thresholds
    from bot.search.evaluation.results import Reply, Result

BINS: Final = 10
"""Confidences from 0 to 9, from 10 to 19, ... and from 90 to 100."""
_WIDTH: Final = 100 // BINS
KEPT: Final = 0.95
"""The share of answerable questions that must be answered still when others are refused."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well questions were answered; shares from 0 to 1."""

    questions: int
    hit_1: float
    """A right sentence came first."""
    hit_3: float
    """A right sentence was among the first three."""
    mrr_10: float
    """The mean of 1 / rank of the first right sentence, 0 beyond the first ten."""
    recall_30: float
    """The first stage had a right sentence among its first thirty."""
    given: Measures
    """Short answers in the right sentence."""
    found: Measures
    """Short answers in the sentence ranked first."""


class Bin(NamedTuple):
    """The questions answered with about the same confidence."""

    low: int
    high: int
    """The highest confidence that belongs here."""
    questions: int
    confidence: float
    """The mean, from 0 to 1; 0 without questions."""
    right: float
    """The share whose first sentence was right; 0 without questions."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidences keep what they promise."""

    bins: tuple[Bin, ...]
    error: float
    """The expected calibration error: the mean of |confidence - right| over questions, by bins."""


class Outcomes(NamedTuple):
    """What the thresholds of the settings make of confidences; shares that sum up to 1."""

    answers: float
    suggestions: float
    refusals: float


class Speed(NamedTuple):
    """Milliseconds a question."""

    median: float
    p99: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well questions without an answer are told from those that have one."""

    questions: int
    """Without an answer."""
    area: float
    """Under the ROC curve: the chance that of a question of each sort the answerable one gets
    the higher confidence."""
    threshold: int
    """The highest confidence that still answers 95 % of the answerable questions."""
    refused: float
    """The share of the others that is below it."""
    outcomes: Outcomes
    """Of the questions without an answer."""
    speed: Speed
    """Of the questions without an answer."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one base."""

    passages: int
    sentences: int
    thresholds: Thresholds
    quality: Quality
    kinds: tuple[tuple[Kind, Quality], ...]
    """By what is asked for, the kinds that were asked only."""
    calibration: Calibration
    """Over all questions asked, with and without an answer."""
    outcomes: Outcomes
    """Of the answerable questions."""
    precision: float
    """The share of answers, not suggestions, whose sentence is right; 0 without any."""
    speed: Speed
    """Of the answerable questions."""
    refusal: Refusal | None
    """None where no question without an answer was asked."""


def evaluation(
    passages: int,
    sentences: int,
    thresholds: Thresholds,
    results: Sequence[Result],
    vain: Sequence[Reply],
) -> Evaluation:
    """Sum up.

    Args:
        passages: how many the base has.
        sentences: how many the base has.
        thresholds: those of the engine.
        results: of the questions with an answer; at least one.
        vain: of the questions without.
    """
    own = [result.reply for result in results]
    right = [result.rank == 1 for result in results]
    answered = [
        hit for hit, reply in zip(right, own, strict=True) if reply.confidence >= thresholds.answer
    ]
    return Evaluation(
        passages=passages,
        sentences=sentences,
        thresholds=thresholds,
        quality=quality(results),
        kinds=tuple(
            (kind, quality(group))
            for kind in Kind
            if (group := [result for result in results if result.kind is kind])
        ),
        calibration=calibration(_confidences([*own, *vain]), [*right, *[False] * len(vain)]),
        outcomes=_outcomes(own, thresholds),
        precision=sum(answered) / max(len(answered), 1),
        speed=_speed(own),
        refusal=_refusal(own, vain, thresholds) if vain else None,
    )


def quality(results: Sequence[Result]) -> Quality:
    """Return how well questions were answered; at least one."""
    return Quality(
        questions=len(results),
        hit_1=_mean(results, lambda result: within(result.rank, 1)),
        hit_3=_mean(results, lambda result: within(result.rank, 3)),
        mrr_10=_mean(results, lambda result: reciprocal(result.rank)),
        recall_30=_mean(results, lambda result: float(result.retrieved)),
        given=_measures([result.given for result in results]),
        found=_measures([result.found for result in results]),
    )


def within(rank: int | None, limit: int) -> float:
    """Return 1 for a rank up to a limit, else 0."""
    return float(rank is not None and rank <= limit)


def reciprocal(rank: int | None) -> float:
    """Return 1 / rank; 0 beyond the first ten."""
    return 1 / rank if rank is not None and rank <= 10 else 0.0


def calibration(confidences: Sequence[int], right: Sequence[bool]) -> Calibration:
    """Compare confidences from 0 to 100 with how often they were right."""
    promised = np.array(confidences, dtype=np.int64)
    kept = np.array(right, dtype=bool)
    bins = tuple(_bin(number, promised, kept) for number in range(BINS))
    error = sum(one.questions * abs(one.confidence - one.right) for one in bins)
    return Calibration(bins, error / max(len(promised), 1))


def roc_area(own: Sequence[int], others: Sequence[int]) -> float:
    """Return how often a confidence of `own` is above one of `others`; equal ones count half."""
    counts = np.bincount(others, minlength=101)
    below = np.cumsum(counts) - counts
    won = below[own] + counts[own] / 2
    return float(won.sum() / (len(own) * len(others)))


def threshold_for(confidences: Sequence[int], share: float = KEPT) -> int:
    """Return the highest threshold that at least this share of confidences reaches."""
    # The small addition makes up for a product such as .05 * 20 that falls short of 1.
    lost = int((1 - share) * len(confidences) + 1e-9)
    return sorted(confidences)[lost]


def _bin(number: int, promised: NDArray[np.int64], kept: NDArray[np.bool_]) -> Bin:
    inside = np.minimum(promised // _WIDTH, BINS - 1) == number
    low = number * _WIDTH
    high = 100 if number == BINS - 1 else low + _WIDTH - 1
    if not inside.any():
        return Bin(low, high, 0, 0.0, 0.0)
    confidence = float(promised[inside].mean()) / 100
    return Bin(low, high, int(inside.sum()), confidence, float(kept[inside].mean()))


def _refusal(own: Sequence[Reply], vain: Sequence[Reply], thresholds: Thresholds) -> Refusal:
    mine, others = _confidences(own), _confidences(vain)
    threshold = threshold_for(mine)
    return Refusal(
        questions=len(vain),
        area=roc_area(mine, others),
        threshold=threshold,
        refused=sum(confidence < threshold for confidence in others) / len(others),
        outcomes=_outcomes(vain, thresholds),
        speed=_speed(vain),
    )


def _outcomes(replies: Sequence[Reply], thresholds: Thresholds) -> Outcomes:
    confidences = np.array(_confidences(replies))
    answers = float((confidences >= thresholds.answer).mean())
    refusals = float((confidences < thresholds.suggest).mean())
    return Outcomes(answers, 1 - answers - refusals, refusals)


def _speed(replies: Sequence[Reply]) -> Speed:
    median, p99 = np.percentile([reply.milliseconds for reply in replies], [50, 99]).tolist()
    return Speed(median, p99)


def _confidences(replies: Sequence[Reply]) -> list[int]:
    return [reply.confidence for reply in replies]


def _measures(measures: Sequence[Measures]) -> Measures:
    exact, f1 = (sum(column) / len(measures) for column in zip(*measures, strict=True))
    return Measures(exact, f1)


def _mean(results: Sequence[Result], value: Callable[[Result], float]) -> float:
    return sum(map(value, results)) / len(results)

"""Figures against what comes out by hand."""

from __future__ import annotations

import pytest

from bot.base.model import Kind
from bot.input.settings import Thresholds
from bot.search.evaluation.figures import (
    Bin,
    Outcomes,
    Speed,
    calibration,
    evaluation,
    quality,
    roc_area,
    threshold_for,
)
from bot.search.evaluation.measures import Measures
from bot.search.evaluation.results import Reply, Result


def result(
    rank: int | None,
    confidence: int = 0,
    *,
    kind: Kind = Kind.WHO,
    retrieved: bool = True,
    given: tuple[float, float] = (0, 0),
    found: tuple[float, float] = (0, 0),
) -> Result:
    return Result(
        kind,
        rank,
        retrieved,
        Measures(*given),
        Measures(*found),
        Reply(confidence, confidence / 10),
    )


def test_ranks_are_counted_and_averaged() -> None:
    ranks = [1, 1, 2, 4, 10, None, None, None]
    found = quality([result(rank, retrieved=rank is not None) for rank in ranks])
    assert found.questions == 8
    assert found.hit_1 == 2 / 8
    assert found.hit_3 == 3 / 8
    assert found.mrr_10 == pytest.approx((1 + 1 + 1 / 2 + 1 / 4 + 1 / 10) / 8)
    assert found.recall_30 == 5 / 8


def test_short_answers_are_averaged_with_and_without_the_right_sentence_given() -> None:
    found = quality([result(1, given=(1, 1), found=(1, 1)), result(2, given=(0, 0.5))])
    assert found.given == Measures(0.5, 0.75)
    assert found.found == Measures(0.5, 0.5)


def test_calibration_compares_promise_and_fact_by_tens() -> None:
    found = calibration([0, 9, 55, 90, 99, 100], [False, True, True, True, True, False])
    assert [one[:3] for one in found.bins if one.questions] == [
        (0, 9, 2),
        (50, 59, 1),
        (90, 100, 3),
    ]
    assert found.bins[1] == Bin(10, 19, 0, 0.0, 0.0)
    # .045 promised and .5 kept, .55 and 1, .9633 and .6667: 2, 1 and 3 of 6.
    assert found.error == pytest.approx((2 * 0.455 + 0.45 + 3 * (2.89 / 3 - 2 / 3)) / 6)


@pytest.mark.parametrize(
    ("own", "others", "area"),
    [
        ([80, 90], [10, 20], 1.0),
        ([10, 20], [80, 90], 0.0),
        ([50], [50], 0.5),
        # 40 is above 30; 60 is above 30 and equal to 60.
        ([40, 60], [30, 60, 70], (1 + 1.5) / 6),
        ([0, 100], [0, 100], 0.5),
    ],
)
def test_area_is_the_chance_that_the_answerable_question_gets_more(
    own: list[int], others: list[int], area: float
) -> None:
    assert roc_area(own, others) == pytest.approx(area)


@pytest.mark.parametrize(
    ("confidences", "share", "threshold"),
    [
        (list(range(1, 101)), 0.95, 6),
        (list(range(1, 21)), 0.95, 2),
        (list(range(1, 20)), 0.95, 1),
        ([7], 0.95, 7),
        ([90, 10, 50, 70], 0.5, 70),
        ([40, 40, 40, 90], 0.75, 40),
    ],
)
def test_threshold_still_answers_its_share(
    confidences: list[int], share: float, threshold: int
) -> None:
    assert threshold_for(confidences, share) == threshold
    kept = [confidence for confidence in confidences if confidence >= threshold]
    assert len(kept) >= share * len(confidences)


class TestEvaluation:
    RESULTS = (
        result(1, 90),
        result(2, 70),
        result(1, 30, kind=Kind.WHY),
        result(None, 10, kind=Kind.WHY),
    )
    VAIN = (Reply(65, 2.0), Reply(20, 4.0), Reply(0, 6.0))

    def test_groups_by_kind_in_the_order_of_kinds(self) -> None:
        found = evaluation(2, 9, Thresholds(60, 25), self.RESULTS, ())
        assert (found.passages, found.sentences) == (2, 9)
        assert [(kind, one.questions, one.hit_1) for kind, one in found.kinds] == [
            (Kind.WHO, 2, 0.5),
            (Kind.WHY, 2, 0.5),
        ]
        assert found.quality.hit_1 == 0.5
        assert found.refusal is None

    def test_thresholds_make_outcomes(self) -> None:
        found = evaluation(2, 9, Thresholds(60, 25), self.RESULTS, self.VAIN)
        assert found.outcomes == pytest.approx(Outcomes(2 / 4, 1 / 4, 1 / 4))
        assert found.precision == 0.5
        assert found.refusal is not None
        assert found.refusal.outcomes == pytest.approx(Outcomes(1 / 3, 0, 2 / 3))

    def test_times_are_taken_apart(self) -> None:
        found = evaluation(2, 9, Thresholds(60, 25), self.RESULTS, self.VAIN)
        assert found.speed == pytest.approx(Speed(5.0, 8.94))
        assert found.refusal is not None
        assert found.refusal.speed == pytest.approx(Speed(4.0, 5.96))

    def test_refusal_is_measured_against_the_answerable(self) -> None:
        found = evaluation(2, 9, Thresholds(60, 25), self.RESULTS, self.VAIN).refusal
        assert found is not None
        assert found.questions == 3
        # 90 and 70 are above all three, 30 above two, 10 above one.
        assert found.area == pytest.approx((3 + 3 + 2 + 1) / 12)
        assert found.threshold == 10
        assert found.refused == pytest.approx(1 / 3)

    def test_questions_without_an_answer_are_never_right(self) -> None:
        found = evaluation(2, 9, Thresholds(60, 25), self.RESULTS, self.VAIN).calibration
        by_low = {one.low: (one.questions, one.right) for one in found.bins if one.questions}
        assert by_low == {
            0: (1, 0),
            10: (1, 0),
            20: (1, 0),
            30: (1, 1),
            60: (1, 0),
            70: (1, 0),
            90: (1, 1),
        }

    def test_no_answer_at_all_is_no_precision(self) -> None:
        assert evaluation(2, 9, Thresholds(100, 25), self.RESULTS, ()).precision == 0

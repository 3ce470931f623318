"""The figures of an evaluation, as tables for people and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind
from bot.presentation.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.search.evaluation.figures import (
        Calibration,
        Evaluation,
        Outcomes,
        Quality,
        Refusal,
        Speed,
    )
    from bot.search.evaluation.measures import Measures

VERSION: Final = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""

_DIGITS = 4
_KINDS: Final = {
    Kind.WHO: "谁",
    Kind.WHEN: "何时",
    Kind.WHERE: "何处",
    Kind.HOW_MANY: "多少",
    Kind.WHICH: "哪个",
    Kind.WHY: "为何",
    Kind.HOW: "如何",
    Kind.WHAT: "什么",
    Kind.YES_NO: "是否",
}


def render_evaluation(evaluation: Evaluation) -> str:
    """Render for people."""
    return "\n".join(_lines(evaluation))


def evaluation_json(evaluation: Evaluation) -> str:
    """Render as one JSON object; shares are from 0 to 1."""
    refusal = evaluation.refusal
    record: dict[str, object] = {
        "version": VERSION,
        "passages": evaluation.passages,
        "sentences": evaluation.sentences,
        "thresholds": {
            "answer": evaluation.thresholds.answer,
            "suggest": evaluation.thresholds.suggest,
        },
        "all": _quality_record(evaluation.quality),
        "kinds": {kind.value: _quality_record(quality) for kind, quality in evaluation.kinds},
        "outcomes": _rounded(evaluation.outcomes._asdict()),
        "precision": round(evaluation.precision, _DIGITS),
        "milliseconds": _rounded(evaluation.speed._asdict()),
        "calibration": {
            "error": round(evaluation.calibration.error, _DIGITS),
            "bins": [_rounded(one._asdict()) for one in evaluation.calibration.bins],
        },
        "refusal": None if refusal is None else _refusal_record(refusal),
    }
    return json.dumps(record, ensure_ascii=False)


def _lines(evaluation: Evaluation) -> Iterator[str]:
    questions = evaluation.quality.questions
    yield f"{evaluation.passages} 段，{evaluation.sentences} 句，{questions} 个有答案的问题"
    yield ""
    yield from _quality_table(evaluation)
    yield ""
    yield "“给定句”在正确的句子里找短答案，“首句”在排第一的句子里找。"
    yield f"用时：{_speed(evaluation.speed)}"
    precision = f"回答的句子有 {_percent(evaluation.precision)} 是对的"
    yield f"按设置的阈值：{_outcomes(evaluation.outcomes)}；{precision}"
    yield ""
    yield from _calibration_table(evaluation.calibration)
    yield f"校准误差（ECE）：{_percent(evaluation.calibration.error)}"
    if evaluation.refusal is not None:
        yield ""
        yield from _refusal(evaluation.refusal)


def _quality_table(evaluation: Evaluation) -> list[str]:
    head = "Hit@1 Hit@3 MRR@10 召回@30 给定句EM 给定句F1 首句EM 首句F1".split()
    rows = [("全部", evaluation.quality)]
    rows += [(_KINDS[kind], quality) for kind, quality in evaluation.kinds]
    return table([("问题", "题数", *head), *((name, *_cells(quality)) for name, quality in rows)])


def _cells(quality: Quality) -> Iterator[str]:
    yield str(quality.questions)
    for share in (
        quality.hit_1,
        quality.hit_3,
        quality.mrr_10,
        quality.recall_30,
        *quality.given,
        *quality.found,
    ):
        yield f"{share:.3f}"


def _calibration_table(calibration: Calibration) -> list[str]:
    rows = [("可信度", "题数", "平均可信度", "首句正确")]
    for low, high, questions, confidence, right in calibration.bins:
        shares = (_percent(confidence), _percent(right)) if questions else ("", "")
        rows.append((f"{low}–{high}", str(questions), *shares))
    return table(rows)


def _refusal(refusal: Refusal) -> Iterator[str]:
    yield f"{refusal.questions} 个没有答案的问题"
    yield f"ROC 曲线下面积：{refusal.area:.3f}"
    yield (
        f"有答案的问题仍回答 95% 时（可信度从 {refusal.threshold} 起回答）："
        f"拒答 {_percent(refusal.refused)}"
    )
    yield f"按设置的阈值：{_outcomes(refusal.outcomes)}"
    yield f"用时：{_speed(refusal.speed)}"


def _outcomes(outcomes: Outcomes) -> str:
    return (
        f"回答 {_percent(outcomes.answers)}，提示 {_percent(outcomes.suggestions)}，"
        f"拒答 {_percent(outcomes.refusals)}"
    )


def _speed(speed: Speed) -> str:
    return f"每题中位数 {speed.median:.1f} 毫秒，第 99 百分位 {speed.p99:.1f} 毫秒"


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _quality_record(quality: Quality) -> dict[str, object]:
    return {
        "questions": quality.questions,
        "hit_at_1": round(quality.hit_1, _DIGITS),
        "hit_at_3": round(quality.hit_3, _DIGITS),
        "mrr_at_10": round(quality.mrr_10, _DIGITS),
        "recall_at_30": round(quality.recall_30, _DIGITS),
        "given_sentence": _measures_record(quality.given),
        "end_to_end": _measures_record(quality.found),
    }


def _measures_record(measures: Measures) -> dict[str, float]:
    return {"em": round(measures.exact, _DIGITS), "f1": round(measures.f1, _DIGITS)}


def _refusal_record(refusal: Refusal) -> dict[str, object]:
    return {
        "questions": refusal.questions,
        "roc_area": round(refusal.area, _DIGITS),
        "threshold_at_95": refusal.threshold,
        "refused_at_95": round(refusal.refused, _DIGITS),
        "outcomes": _rounded(refusal.outcomes._asdict()),
        "milliseconds": _rounded(refusal.speed._asdict()),
    }


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in values.items()}

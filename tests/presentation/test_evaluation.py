"""Figures as people and programs read them."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.base.model import Kind
from bot.input.settings import Thresholds
from bot.presentation.evaluation import evaluation_json, render_evaluation
from bot.presentation.table import width
from bot.search.evaluation.figures import (
    Bin,
    Calibration,
    Evaluation,
    Outcomes,
    Quality,
    Refusal,
    Speed,
)
from bot.search.evaluation.measures import Measures

QUALITY = Quality(12, 0.75, 0.9, 0.81234, 1.0, Measures(0.5, 0.6), Measures(0.4, 0.45678))
REFUSAL = Refusal(30, 0.971, 31, 0.85, Outcomes(0.1, 0.2, 0.7), Speed(4.0, 9.0))
EVALUATION = Evaluation(
    passages=3,
    sentences=40,
    thresholds=Thresholds(60, 25),
    quality=QUALITY,
    kinds=((Kind.WHO, replace(QUALITY, questions=9)), (Kind.YES_NO, replace(QUALITY, questions=3))),
    calibration=Calibration((Bin(0, 9, 0, 0.0, 0.0), Bin(90, 100, 12, 0.95, 0.75)), 0.2),
    outcomes=Outcomes(0.5, 0.25, 0.25),
    precision=0.8,
    speed=Speed(3.14, 8.0),
    refusal=REFUSAL,
)


def test_people_get_tables() -> None:
    assert render_evaluation(EVALUATION).split("\n") == [
        "3 段，40 句，12 个有答案的问题",
        "",
        "问题  题数  Hit@1  Hit@3  MRR@10  召回@30  给定句EM  给定句F1  首句EM  首句F1",
        "全部    12  0.750  0.900   0.812    1.000     0.500     0.600   0.400   0.457",
        "谁       9  0.750  0.900   0.812    1.000     0.500     0.600   0.400   0.457",
        "是否     3  0.750  0.900   0.812    1.000     0.500     0.600   0.400   0.457",
        "",
        "“给定句”在正确的句子里找短答案，“首句”在排第一的句子里找。",
        "用时：每题中位数 3.1 毫秒，第 99 百分位 8.0 毫秒",
        "按设置的阈值：回答 50.0%，提示 25.0%，拒答 25.0%；回答的句子有 80.0% 是对的",
        "",
        "可信度  题数  平均可信度  首句正确",
        "0–9        0",
        "90–100    12       95.0%     75.0%",
        "校准误差（ECE）：20.0%",
        "",
        "30 个没有答案的问题",
        "ROC 曲线下面积：0.971",
        "有答案的问题仍回答 95% 时（可信度从 31 起回答）：拒答 85.0%",
        "按设置的阈值：回答 10.0%，提示 20.0%，拒答 70.0%",
        "用时：每题中位数 4.0 毫秒，第 99 百分位 9.0 毫秒",
    ]


def test_lines_of_a_table_end_together() -> None:
    lines = render_evaluation(EVALUATION).split("\n")[2:6]
    assert len(set(map(width, lines))) == 1


def test_nothing_is_said_of_refusal_where_none_was_due() -> None:
    text = render_evaluation(replace(EVALUATION, refusal=None))
    assert "没有答案" not in text


def test_every_kind_has_a_name() -> None:
    kinds = tuple((kind, QUALITY) for kind in Kind)
    names = [
        line.split()[0]
        for line in render_evaluation(replace(EVALUATION, kinds=kinds)).split("\n")[4:13]
    ]
    assert len(set(names)) == len(Kind)


def test_programs_get_json() -> None:
    quality = {
        "questions": 12,
        "hit_at_1": 0.75,
        "hit_at_3": 0.9,
        "mrr_at_10": 0.8123,
        "recall_at_30": 1.0,
        "given_sentence": {"em": 0.5, "f1": 0.6},
        "end_to_end": {"em": 0.4, "f1": 0.4568},
    }
    assert json.loads(evaluation_json(EVALUATION)) == {
        "version": 1,
        "passages": 3,
        "sentences": 40,
        "thresholds": {"answer": 60, "suggest": 25},
        "all": quality,
        "kinds": {"who": {**quality, "questions": 9}, "yes_no": {**quality, "questions": 3}},
        "outcomes": {"answers": 0.5, "suggestions": 0.25, "refusals": 0.25},
        "precision": 0.8,
        "milliseconds": {"median": 3.14, "p99": 8.0},
        "calibration": {
            "error": 0.2,
            "bins": [
                {"low": 0, "high": 9, "questions": 0, "confidence": 0.0, "right": 0.0},
                {"low": 90, "high": 100, "questions": 12, "confidence": 0.95, "right": 0.75},
            ],
        },
        "refusal": {
            "questions": 30,
            "roc_area": 0.971,
            "threshold_at_95": 31,
            "refused_at_95": 0.85,
            "outcomes": {"answers": 0.1, "suggestions": 0.2, "refusals": 0.7},
            "milliseconds": {"median": 4.0, "p99": 9.0},
        },
    }
    assert json.loads(evaluation_json(replace(EVALUATION, refusal=None)))["refusal"] is None

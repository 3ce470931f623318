"""Question-answering sets as they come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.base.errors import ProblemsError
from bot.base.model import Span
from bot.input.squad import GoldQuestion, Passage, load_squad

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "新港昨天在青岛开港。"


def written(folder: Path, *answers: tuple[int, str], context: str = TEXT) -> Path:
    entries = [{"text": text, "answer_start": start} for start, text in answers]
    question = {"id": 7, "question": "在哪？", "answers": entries}
    paragraph = {"context": context, "qas": [question]}
    path = folder / "set.json"
    path.write_text(json.dumps({"data": [{"title": "新港", "paragraphs": [paragraph]}]}), "utf-8")
    return path


def test_reads_passages_and_questions(tmp_path: Path) -> None:
    question = GoldQuestion("7", "在哪？", (Span(5, 7),), ("青岛",))
    assert load_squad(written(tmp_path, (5, "青岛"))) == (
        Passage("p00001", "新港", TEXT, (question,)),
    )


@pytest.mark.parametrize(
    ("answers", "spans", "wordings"),
    [
        ([], (), ()),
        ([(0, "")], (), ()),
        ([(5, "青岛"), (5, "青岛")], (Span(5, 7),), ("青岛",)),
        ([(5, "青岛"), (2, "昨天")], (Span(2, 4), Span(5, 7)), ("昨天", "青岛")),
        # A place that is off by one: the wording is what was meant.
        ([(6, "青岛")], (Span(6, 8),), ("青岛",)),
    ],
)
def test_answers_are_places_and_wordings(
    answers: list[tuple[int, str]],
    spans: tuple[Span, ...],
    wordings: tuple[str, ...],
    tmp_path: Path,
) -> None:
    ((question,),) = (one.questions for one in load_squad(written(tmp_path, *answers)))
    assert (question.answers, question.wordings) == (spans, wordings)


@pytest.mark.parametrize("start", [-1, len(TEXT)])
def test_answers_beyond_the_text_are_problems(start: int, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="问题 7 的答案不在原文之内"):
        load_squad(written(tmp_path, (start, "青岛")))


def saved(folder: Path, data: object) -> Path:
    path = folder / "set.json"
    path.write_text(json.dumps({"version": "1", "data": data}), "utf-8")
    return path


def test_passages_are_numbered_and_titles_may_be_missing(tmp_path: Path) -> None:
    paragraphs: list[object] = [{"context": text, "qas": []} for text in ("一", "二")]
    articles = [
        {"title": "甲", "paragraphs": paragraphs},
        {"title": "乙", "paragraphs": []},
        {"paragraphs": paragraphs[:1]},
    ]
    assert [(one.id, one.title, one.text) for one in load_squad(saved(tmp_path, articles))] == [
        ("p00001", "甲", "一"),
        ("p00002", "甲", "二"),
        ("p00003", "", "一"),
    ]


def problem_of(path: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        load_squad(path)
    (problem,) = caught.value.problems
    return str(problem).replace(str(path), path.name)


def with_question(**changes: object) -> list[object]:
    question = {"id": 7, "question": "在哪？", "answers": []} | changes
    return [{"paragraphs": [{"context": TEXT, "qas": [question]}]}]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "data 应为列表，实为对象"),
        ([3], "data[0] 应为对象，实为整数"),
        ([{}], "data[0] 缺少 paragraphs"),
        ([{"title": None, "paragraphs": []}], "data[0].title 应为文字，实为空值"),
        ([{"paragraphs": [{}]}], "data[0].paragraphs[0] 缺少 context"),
        ([{"paragraphs": [{"context": 1.5}]}], "data[0].paragraphs[0].context 应为文字，实为小数"),
        (with_question(id=True), "data[0].paragraphs[0].qas[0].id 应为文字，实为真假值"),
        (with_question(answers=None), "data[0].paragraphs[0].qas[0].answers 应为列表，实为空值"),
        (
            with_question(answers=[{"text": "青岛"}]),
            "data[0].paragraphs[0].qas[0].answers[0] 缺少 answer_start",
        ),
        (
            with_question(answers=[{"text": "青岛", "answer_start": "5"}]),
            "data[0].paragraphs[0].qas[0].answers[0].answer_start 应为整数，实为文字",
        ),
        (
            with_question(answers=[{"text": 5, "answer_start": 5}]),
            "data[0].paragraphs[0].qas[0].answers[0].text 应为文字，实为整数",
        ),
    ],
)
def test_another_format_is_told_with_the_way_to_the_place(
    data: object, problem: str, tmp_path: Path
) -> None:
    assert problem_of(saved(tmp_path, data)) == f"set.json: 不是 SQuAD 格式的问答集：{problem}"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "set.json:1:2: 不是 JSON"),
        (b'{"data":\n  [,]}', "set.json:2:4: 不是 JSON"),
        (b"\xff", "set.json:1:1: 不是 UTF-8 编码"),
        (b"[]", "set.json: 不是 SQuAD 格式的问答集：整个文件 应为对象，实为列表"),
        (b"{}", "set.json: 不是 SQuAD 格式的问答集：缺少 data"),
        (b"[" * 200_000, "set.json: 不是 JSON：嵌套太深，或数字太长"),
        (b"1" * 10_000, "set.json: 不是 JSON：嵌套太深，或数字太长"),
        (None, "set.json: 读不了：文件不存在"),
    ],
)
def test_foreign_files_are_problems(content: bytes | None, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    if content is not None:
        path.write_bytes(content)
    assert problem_of(path).startswith(problem)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(b'\xef\xbb\xbf{"data": []}')
    assert load_squad(path) == ()

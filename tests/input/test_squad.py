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


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "set.json:1:2: 不是 JSON"),
        (b"\xff", "set.json: 不是 UTF-8 编码的文件"),
        (b"[]", "set.json: 不是 SQuAD 格式的问答集"),
        (
            b'{"data": [{"paragraphs": [{}]}]}',
            "set.json: 不是 SQuAD 格式的问答集：缺少或写错了 'context'",
        ),
        (None, "set.json: 读不了：文件不存在"),
    ],
)
def test_foreign_files_are_problems(content: bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProblemsError) as caught:
        load_squad(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("start", [-1, len(TEXT)])
def test_answers_beyond_the_text_are_problems(start: int, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="问题 7 的答案不在原文之内"):
        load_squad(written(tmp_path, (start, "青岛")))

"""Slips that people make, and what becomes of them on a base of two sentences."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from benchmarks.slips import SLIPS, main
from bot.language.looks import similar_characters
from bot.language.pinyin import fold, syllables_of
from tests.sets import write_set

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "动物园昨天迎来了什么"


def _slips(name: str, question: str = QUESTION, times: int = 30) -> list[str]:
    """Make the same slip by different chances."""
    made = (SLIPS[name](question, random.Random(seed)) for seed in range(times))  # noqa: S311
    found = [one for one in made if one is not None]
    assert found
    return found


def _changed(typed: str) -> list[tuple[str, str]]:
    return [pair for pair in zip(QUESTION, typed, strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize(
    "name",
    ["homophone", "similar sound", "similar shape", "any character (words of 3+)"],
)
def test_one_character_of_a_content_word_is_another(name: str) -> None:
    for typed in _slips(name):
        ((meant, other),) = _changed(typed)
        assert meant in "动物园昨天迎来"
        if name == "homophone":
            assert syllables_of(meant)[0] == syllables_of(other)[0]
        if name == "similar sound":
            assert syllables_of(meant)[0] != syllables_of(other)[0]
            assert fold(syllables_of(meant)[0]) == fold(syllables_of(other)[0])
        if name == "similar shape":
            assert other in similar_characters()[meant]
        if name == "any character (words of 3+)":
            assert meant in "动物园"


@pytest.mark.parametrize(
    ("name", "question", "expected"),
    [
        ("none", QUESTION, {QUESTION}),
        ("two swapped (words of 3+)", "动物园在哪", {"物动园在哪", "动园物在哪"}),
        (
            "one lost (words of 4+)",
            "乌兹别克在哪",
            {"兹别克在哪", "乌别克在哪", "乌兹克在哪", "乌兹别在哪"},
        ),
    ],
)
def test_what_a_slip_may_leave(name: str, question: str, expected: set[str]) -> None:
    assert set(_slips(name, question)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("pinyin, spaced", "dong wu yuan zai na"), ("pinyin, unspaced", "dongwuyuanzaina")],
)
def test_questions_in_pinyin(name: str, expected: str) -> None:
    pytest.importorskip("pypinyin", reason="needs pypinyin, dependency group dev")
    assert set(_slips(name, "动物园在哪?", times=1)) == {expected}


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("homophone", "谁?"),
        ("two swapped (words of 3+)", "会议在哪"),
        ("one lost (words of 4+)", "动物园在哪"),
        ("pinyin, spaced", "who是什么"),
    ],
)
def test_where_there_is_no_room_there_is_no_slip(name: str, question: str) -> None:
    assert SLIPS[name](question, random.Random(0)) is None  # noqa: S311


def test_every_slip_is_measured_and_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pypinyin", reason="needs pypinyin, dependency group dev")
    file = write_set(
        tmp_path / "zoo.json",
        (
            "动物园",
            "动物园昨天迎来了两只大熊猫。饲养员王晓梅负责喂养。",
            [(QUESTION, "两只大熊猫")],
        ),
        ("车站", "乌鲁木齐车站去年建成。", [("乌鲁木齐车站什么时候建成", "去年")]),
    )
    outputs = []
    for _ in range(2):
        assert main([str(file), "--json", "--seed", "3"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    rows = {row["slip"]: row for row in json.loads(outputs[0])}
    assert rows.keys() == SLIPS.keys()
    assert rows["none"]["questions"] == 2
    assert (rows["none"]["exactly"], rows["none"]["characters"]) == (0, 1)
    assert rows["none"]["hit_at_1"] == 1
    assert rows["pinyin, spaced"]["characters"] > 0.5


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_set(tmp_path / "zoo.json", ("动物园", "园长是李建国。", [("园长是谁", "李建国")]))
    assert main([str(file), "--first", "1"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["slip", "file", "questions"]
    assert any(line.startswith("none") for line in lines)

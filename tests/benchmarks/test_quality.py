"""The contest with other systems, on a set so small that all of them must find the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.baselines import BASELINES, System
from benchmarks.quality import main
from tests.sets import write_set

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("bm25s", reason="the contest needs bm25s, dependency group bench")

SENTENCES = ["新港昨天在青岛开港。", "仪式由市长王芳主持。", "白鹭湖的芦苇每年十月收割。"]


@pytest.mark.parametrize("system", BASELINES, ids=lambda system: system.name)
class TestBaselines:
    def test_puts_the_likest_sentence_first(self, system: System) -> None:
        rank = system.prepare(SENTENCES)
        assert rank("誰主持儀式？")[0] == 1
        assert rank("芦苇什么时候收割")[0] == 2

    def test_takes_what_it_cannot_find(self, system: System) -> None:
        assert len(system.prepare(SENTENCES)("xyz")) <= len(SENTENCES)


def test_all_systems_are_put_to_the_same_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_set(
        tmp_path / "first.json",
        (
            "新港",
            "".join(SENTENCES[:2]),
            [("新港在哪里开港？", "青岛"), ("谁主持了仪式？", "王芳")],
        ),
        ("芦苇", SENTENCES[2], [("白鹭湖的芦苇什么时候收割？", "十月")]),
    )
    assert main([str(first), "--first", "2", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["system"] for row in rows] == [*(one.name for one in BASELINES), "Wenju"]
    for row in rows:
        assert (row["file"], row["sentences"], row["questions"]) == ("first.json", 3, 2)
        assert (row["hit_at_1"], row["hit_at_3"], row["mrr_at_10"]) == (1.0, 1.0, 1.0)
        assert row["milliseconds"] > 0


def test_people_get_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = write_set(tmp_path / "only.json", ("", SENTENCES[0], [("新港在哪里开港？", "青岛")]))
    assert main([str(only)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == [
        "system",
        "file",
        "sentences",
        "questions",
        "Hit@1",
        "Hit@3",
        "MRR@10",
        "ms",
    ]
    assert len(rows) == len(BASELINES) + 1
    assert rows[-1].split()[:5] == ["Wenju", "only.json", "1", "1", "1.000"]

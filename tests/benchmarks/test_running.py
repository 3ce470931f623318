"""The measurements of a running bot, so small that they say nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks import running, throughput
from tests.sets import write_set

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

HARBOUR = ("新港", "新港昨天开港。仪式由市长王芳主持。", [("谁主持了仪式？", "王芳")])


def test_starting_and_reloading_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_TIMES", 1)
    pairs = [("谁主持了仪式？", "王芳"), ("新港何时开港？", "昨天"), ("市长是谁？", "王芳")] * 8
    file = write_set(tmp_path / "set.json", (*HARBOUR[:2], pairs))

    assert running.main([str(file), "--sizes", "4", "--askers", "3", "--json"]) == 0

    figures = json.loads(capsys.readouterr().out)
    (row,) = figures["rows"]
    assert row["sentences"] == 4
    assert all(row[name] > 0 for name in ("first_start_s", "start_s", "reload_s", "one_ms"))
    assert figures["ask_s"] > 0


def test_throughput_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throughput, "_WARM_UP", 3)
    file = write_set(tmp_path / "set.json", HARBOUR)

    options = ["--messages", "10", "--rounds", "1", "--people", "3"]
    assert throughput.main([str(file), *options]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:3]] == ["echo", "Wenju"]
    assert "of the echo" in lines[-1]

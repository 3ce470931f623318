"""The measurement of where time goes, on a base at which it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.stages import main
from tests.sets import write_set

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_stages_are_timed_and_losses_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "".join(f"第{number}届论坛在重庆举行，由王芳主持。" for number in range(60))
    file = write_set(
        tmp_path / "set.json",
        ("论坛", text, [("第7届论坛在哪里举行？", "重庆"), ("谁主持了论坛？", "王芳")]),
    )
    assert main([str(file), "--sizes", "60"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["60", "sentences,", "2", "questions"] in lines
    stages = {line[0] for line in lines if line}
    assert {"understand", "look", "first", "features", "ranker", "short"} <= stages
    at = lines.index(["entries", "gone", "through", "best", "lost", "right", "lost"])
    budgets = lines[at + 1 :]
    assert [int(line[0]) for line in budgets] == [20_000, 10_000, 5_000, 2_000]
    assert budgets[0][1:] == ["0.0000", "0.0000"]

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from bot.language.tokens import Tokeniser
from bot.search.retrieval import kept_targets
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.kept_targets import open_targets
from tests.search.bases import SUMMIT, ZOO, articles_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.language.targets import Targets
    from bot.search.retrieval.segment import Segment

TOKENISER = Tokeniser()


@pytest.fixture(scope="module")
def segments() -> list[Segment]:
    return [build_segment(articles_of(text), TOKENISER) for text in (SUMMIT, ZOO)]


def _shown(targets: list[Targets]) -> list[list[object]]:
    return [
        [
            one.codes.tolist(),
            one.starts.tolist(),
            bytes(one.filter),
            one.keys.tolist(),
            one.words.tolist(),
        ]
        for one in targets
    ]


def test_what_was_kept_is_the_same(tmp_path: Path, segments: list[Segment]) -> None:
    made = _shown(open_targets(segments))

    assert _shown(open_targets(segments, tmp_path)) == made
    assert len(list(tmp_path.glob("*.targets"))) == 2
    assert _shown(open_targets(segments, tmp_path)) == made


def test_what_was_kept_is_not_made_again(
    tmp_path: Path, segments: list[Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_targets(segments, tmp_path)

    monkeypatch.setattr(kept_targets, "_made", None)

    assert open_targets(segments, tmp_path)[0].find("hui'yi") == ["会议"]


def test_what_is_damaged_is_made_again(tmp_path: Path, segments: list[Segment]) -> None:
    made = _shown(open_targets(segments, tmp_path))
    for file in tmp_path.glob("*.targets"):
        file.write_bytes(file.read_bytes()[:-9])

    assert _shown(open_targets(segments, tmp_path)) == made
    assert _shown(open_targets(segments, tmp_path)) == made


def test_where_nothing_can_be_kept_it_is_made(
    tmp_path: Path, segments: list[Segment], caplog: pytest.LogCaptureFixture
) -> None:
    missing = tmp_path / "no such folder"

    assert _shown(open_targets(segments, missing)) == _shown(open_targets(segments))
    assert "索引没有缓存下来" in caplog.text


def test_what_nothing_uses_any_more_goes_after_a_while(
    tmp_path: Path, segments: list[Segment]
) -> None:
    open_targets(segments, tmp_path)
    first, second = sorted(tmp_path.glob("*.targets"), key=lambda file: file.stat().st_mtime_ns)
    left = tmp_path / ".x.kept.tmp"
    left.touch()
    for file in (first, second, left):
        os.utime(file, (time.time() - 7200,) * 2)

    open_targets(segments[1:], tmp_path)

    assert list(tmp_path.iterdir()) == [second]

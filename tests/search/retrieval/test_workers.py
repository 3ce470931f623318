from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import psutil
import pytest

from bot.language.tokens import Tokeniser
from bot.search.retrieval import workers
from bot.search.retrieval.building import build_segment, length_of
from bot.search.retrieval.segment import digest_of
from bot.search.retrieval.workers import build_segments
from tests.search.bases import SUMMIT, ZOO, articles_of, columns

ARTICLES = articles_of(
    SUMMIT, "", ["轮值主席国。", "诺罗夫"], ZOO, *[f"第{at}次会议。" for at in range(30)]
)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is indexed is worth two processes."""
    monkeypatch.setattr(workers, "_ALONE", 0)
    monkeypatch.setattr(workers, "_CHUNK", 100)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.mark.usefixtures("small_chunks")
def test_several_processes_make_the_same_segment_as_one() -> None:
    tokeniser = Tokeniser(["轮值主席国", "诺罗夫"])
    told: list[tuple[int, int]] = []
    segment = build_segments(ARTICLES, tokeniser, lambda *numbers: told.append(numbers))
    assert columns(segment) == columns(build_segment(ARTICLES, tokeniser))
    done = [number for number, _ in told]
    assert len(done) >= 3
    assert done == sorted(set(done))
    assert told[-1] == (len(ARTICLES), len(ARTICLES))


@pytest.mark.usefixtures("small_chunks")
def test_chunks_hold_all_articles_in_order_and_none_is_empty() -> None:
    chunks = list(workers._chunks(ARTICLES))
    assert [article for chunk in chunks for article in chunk] == list(ARTICLES)
    assert len(chunks) >= 3
    assert all(chunks)
    for chunk in chunks:
        assert sum(map(length_of, chunk[:-1])) < 100


@pytest.mark.usefixtures("small_chunks")
def test_a_build_that_is_broken_off_ends() -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_segments(ARTICLES, Tokeniser(), interrupt)


def _die(_words: object) -> None:
    os._exit(9)


@pytest.mark.usefixtures("small_chunks")
def test_processes_that_are_killed_leave_the_work_to_this_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "_prepare", _die)
    forked = get_context("fork")
    monkeypatch.setattr("multiprocessing.get_context", lambda _way: forked)
    segment = build_segments(ARTICLES, Tokeniser())
    assert columns(segment) == columns(build_segment(ARTICLES, Tokeniser()))
    assert "子进程被终止" in caplog.text


@pytest.mark.parametrize(("cores", "least"), [(1, 0), (None, 0), (8, 10_000)])
def test_little_text_or_a_single_core_takes_no_other_process(
    cores: int | None, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_ALONE", least)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert build_segments(ARTICLES, Tokeniser()).digests == tuple(map(digest_of, ARTICLES))
    assert build_segments([], Tokeniser()).size == 0


_BUILD = """
import time
from bot.base.model import Article
from bot.language.tokens import Tokeniser
from bot.search.retrieval import workers

if __name__ == "__main__":
    workers.os.cpu_count = lambda: 2
    workers._ALONE, workers._CHUNK = 0, 1
    articles = [Article(str(number), "题", "大桥由梅旸春设计。") for number in range(4)]
    workers.build_segments(articles, Tokeniser(), lambda *_: print(flush=True) or time.sleep(600))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so suddenly there")
def test_who_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "build.py"
    script.write_text(_BUILD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        # By then a worker has done something.
        parent.stdout.readline()
        children = psutil.Process(parent.pid).children()
        parent.kill()
    assert len(children) >= 2
    _, alive = psutil.wait_procs(children, timeout=60)
    for child in alive:
        child.kill()
    assert alive == []

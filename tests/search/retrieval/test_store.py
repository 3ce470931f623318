from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.input.files import locked
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.retrieval import store
from bot.search.retrieval.candidates import Candidates, retrieve
from bot.search.retrieval.files import UNFINISHED
from bot.search.retrieval.index import Index
from bot.search.retrieval.query import make_query
from bot.search.retrieval.store import open_segments
from tests.search.bases import SUMMIT, ZOO, articles_of, word_frequencies

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.synchronize import Barrier

    from bot.base.model import Article

TEXTS: Final = (
    SUMMIT,
    ZOO,
    "会议开始。会议结束。\n\n普京主持会议。",
    "普京主持会议。\n\n大熊猫来自成都。它今年四岁。",
    ["会议由普京主持。", "大熊猫馆在北京。"],
    "轮值主席国主持会议，普京出席会议。",
    "",
    "门票60元。",
)
WORDS: Final = ("轮值主席国", "大熊猫", "会议由", "馆", "普京主", "熊猫馆", "议，", "没有")
QUESTIONS: Final = ("谁主持了会议？", "大熊猫来自哪里", "轮值主席国门票多少钱")


class Opened:
    """An index opened with a cache, and what had to be indexed for it."""

    def __init__(self, articles: Sequence[Article], words: Sequence[str], cache: Path) -> None:
        self.indexed = 0
        tokeniser = Tokeniser(words)
        self.selections, self.digests = open_segments(articles, tokeniser, cache, self._count)
        self.index = Index.of(self.selections, articles, tokeniser, self.digests)
        self.tokeniser = tokeniser

    def _count(self, _done: int, total: int) -> None:
        self.indexed = total

    def shown(self) -> dict[str, Any]:
        """Return all that does not depend on how the base is cut into segments."""
        return _shown(self.index, self.tokeniser)


def _shown(index: Index, tokeniser: Tokeniser) -> dict[str, Any]:
    rows = index.in_order()
    places = {row: at for at, row in enumerate(rows.tolist())}
    found: dict[str, Any] = {
        "sentences": [
            (one.article.id, one.position, one.paragraph, one.text)
            for one in map(index.sentences.__getitem__, rows)
        ],
        "tokens": [index.tokens[row] for row in rows],
        "words": word_frequencies(index),
        "offers": {name: column[rows].tolist() for name, column in index.offers.items()},
    }
    for question in QUESTIONS:
        query = make_query(understand(normalise(question).text, tokeniser), index, tokeniser)
        for limit, budget in ((3, 1 << 40), (40, 1 << 40), (3, 12)):
            candidates = retrieve(index, query, limit, budget)
            found[f"{question} {limit} {budget}"] = [
                [places[row] for row in candidates.rows.tolist()],
                *(getattr(candidates, field.name).tolist() for field in fields(Candidates)[1:]),
            ]
    return found


def _fresh(articles: Sequence[Article], words: Sequence[str]) -> dict[str, Any]:
    tokeniser = Tokeniser(words)
    return _shown(Index.build(articles, tokeniser), tokeniser)


def _segments(cache: Path) -> list[Path]:
    return sorted(path for path in cache.iterdir() if path.suffix == ".segment")


STEPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(range(len(TEXTS))), max_size=7),
        st.lists(st.sampled_from(WORDS), max_size=3),
    ),
    min_size=2,
    max_size=6,
)


@given(STEPS, st.sampled_from([1, 2, 6]), st.sampled_from([0.0, 0.5]))
@settings(max_examples=15, deadline=None)
def test_whatever_was_changed_an_index_is_as_if_made_anew(
    steps: list[tuple[list[int], list[str]]], most: int, least: float
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_MOST_SEGMENTS", most)
        patch.setattr(store, "_LEAST_USE", least)
        for chosen, words in steps:
            articles = articles_of(*(TEXTS[number] for number in chosen))
            assert Opened(articles, words, Path(folder)).shown() == _fresh(articles, words)


@pytest.mark.parametrize(
    ("before", "after", "words", "indexed"),
    [
        pytest.param([0, 1, 2], [0, 1, 2], (), 0, id="nothing changed"),
        pytest.param([0, 1, 2], [2, 0, 1], (), 0, id="order"),
        pytest.param([0, 1, 2], [0, 2], (), 0, id="one dropped"),
        pytest.param([0, 1, 2], [0, 1, 2, 3], (), 1, id="one added"),
        pytest.param([0, 1, 2], [0, 1, 3], (), 1, id="one exchanged"),
        pytest.param([0, 1], [0, 1, 1], (), 1, id="one twice"),
        pytest.param([0, 1, 1], [0, 1], (), 0, id="one of two alike dropped"),
        pytest.param([0, 1, 2], [7], (), 1, id="another base"),
        pytest.param([0, 1, 2], [0, 1, 2], ("熊猫馆",), 1, id="a word of one article"),
        pytest.param([0, 1, 2], [0, 1, 2], ("馆",), 1, id="a word of one character"),
        pytest.param([0, 1, 2], [0, 1, 2], ("没有",), 0, id="a word of no article"),
        pytest.param([0, 1, 2], [0, 1, 2], ("会议",), 3, id="a word of most: too little is left"),
        pytest.param([], [], (), 0, id="no article at all"),
    ],
)
def test_only_what_changed_is_indexed(
    before: list[int], after: list[int], words: tuple[str, ...], indexed: int, tmp_path: Path
) -> None:
    first = articles_of(*(TEXTS[number] for number in before))
    assert Opened(first, (), tmp_path).indexed == len(first)
    articles = articles_of(*(TEXTS[number] for number in after))
    opened = Opened(articles, words, tmp_path)
    assert opened.indexed == indexed
    assert opened.shown() == _fresh(articles, words)
    again = Opened(articles, words, tmp_path)
    assert again.indexed == 0
    assert again.shown() == opened.shown()


def test_the_title_and_what_else_stands_beside_the_text_may_change(tmp_path: Path) -> None:
    Opened(articles_of(SUMMIT, ZOO), (), tmp_path)
    articles = articles_of(ZOO, SUMMIT)
    opened = Opened(articles, (), tmp_path)
    assert opened.indexed == 0
    row = opened.index.rows_of(0)[0]
    assert opened.index.sentences[row].article is articles[0]
    assert opened.index.titles[opened.index.articles[row]] == "文章0"


def test_a_segment_of_which_little_is_left_is_not_used(tmp_path: Path) -> None:
    Opened(articles_of(SUMMIT * 10, ZOO), (), tmp_path)
    opened = Opened(articles_of(ZOO), (), tmp_path)
    assert opened.indexed == 1
    assert [one.segment.size for one in opened.selections] == [2]
    # A word that stands in most of it leaves as little.
    other = Opened(articles_of(SUMMIT * 10, ZOO), ("会议",), tmp_path)
    assert [one.segment.size for one in other.selections] in ([50, 2], [2, 50], [52])


def test_many_segments_are_put_together(tmp_path: Path) -> None:
    texts = [f"第{number}次会议由普京主持。" for number in range(18)]
    sizes = []
    for count in range(1, len(texts) + 1):
        opened = Opened(articles_of(*texts[:count]), (), tmp_path)
        assert opened.indexed == 1
        sizes.append(len(opened.selections))
    assert max(sizes) == store._MOST_SEGMENTS
    assert sizes.count(1) > 1
    assert opened.shown() == _fresh(articles_of(*texts), ())


def _flip(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)


def _damage(name: str, damage: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: damage(folder / name)


def _inconsistent(folder: Path) -> None:
    raw = json.loads((folder / "header.json").read_text("utf-8"))
    (folder / "header.json").write_text(json.dumps(raw | {"sizes": []}), "utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_damage("codes.npy", Path.unlink), id="array missing"),
        pytest.param(_damage("words.rows.npy", _flip), id="array changed"),
        pytest.param(_damage("offers.npy", lambda file: os.truncate(file, 7)), id="array cut off"),
        pytest.param(_damage("header.json", Path.unlink), id="header missing"),
        pytest.param(_damage("header.json", lambda file: os.truncate(file, 30)), id="header cut off"),
        pytest.param(_inconsistent, id="header inconsistent"),
    ],
)  # fmt: skip
def test_a_damaged_segment_is_told_and_made_anew(
    damage: Callable[[Path], object], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    articles = articles_of(SUMMIT, ZOO)
    Opened(articles, (), tmp_path)
    (folder,) = _segments(tmp_path)
    damage(folder)
    opened = Opened(articles, (), tmp_path)
    assert opened.indexed == 2
    assert opened.shown() == _fresh(articles, ())
    assert "索引缓存坏了，重新建立" in caplog.text
    caplog.clear()
    assert Opened(articles, (), tmp_path).indexed == 0
    assert caplog.text == ""


def test_segments_of_another_version_are_neither_used_nor_touched(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = articles_of(SUMMIT, ZOO)
    with monkeypatch.context() as other:
        other.setattr(store, "_FORMAT", -1)
        Opened(articles, (), tmp_path)
    before = _segments(tmp_path)
    assert Opened(articles, (), tmp_path).indexed == 2
    assert len(_segments(tmp_path)) == 2
    with monkeypatch.context() as other:
        other.setattr(store, "_FORMAT", -1)
        assert Opened(articles, (), tmp_path).indexed == 0
    assert before[0] in _segments(tmp_path)
    assert caplog.text == ""


def test_a_foreign_folder_with_the_name_of_a_segment_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "mine.segment").mkdir()
    (tmp_path / "note.segment").write_text("mine")
    articles = articles_of(SUMMIT)
    assert Opened(articles, (), tmp_path).shown() == _fresh(articles, ())
    assert Opened(articles, (), tmp_path).indexed == 0


@pytest.mark.parametrize("cache", ["file", "file/below"])
def test_where_there_can_be_no_cache_the_index_is_made_without(
    cache: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    opened = Opened(articles_of(SUMMIT), (), tmp_path / cache)
    assert opened.shown() == _fresh(articles_of(SUMMIT), ())
    assert "索引没有缓存下来" in caplog.text


def test_a_cache_that_can_only_be_read_is_used_and_what_is_new_is_told_not_to_be_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    Opened(articles_of(SUMMIT), (), tmp_path)
    before = _segments(tmp_path)

    # Permissions do not hold back root, as whom tests may run.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("bot.search.retrieval.files.tempfile.mkdtemp", refuse)
    articles = articles_of(SUMMIT, ZOO)
    opened = Opened(articles, (), tmp_path)
    assert opened.indexed == 1
    assert opened.shown() == _fresh(articles, ())
    assert _segments(tmp_path) == before
    assert f"索引没有缓存下来：{tmp_path}：没有权限" in caplog.text


def test_without_a_cache_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_segments(articles_of(SUMMIT), Tokeniser())
    assert list(tmp_path.iterdir()) == []


def _age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_nothing_uses_is_removed_once_it_is_old_and_nothing_else(tmp_path: Path) -> None:
    Opened(articles_of(SUMMIT), (), tmp_path)
    (used,) = _segments(tmp_path)
    for name in ("old", "young"):
        shutil.copytree(used, tmp_path / f"{name}.segment")
        (tmp_path / f".{name}.segment.tmp").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine.txt").write_text("")
    for path in tmp_path.iterdir():
        if "young" not in path.name:
            _age(path, store._KEPT_UNUSED + 60)
    # Alike: of these the one with the first name is used, and the others are not.
    kept = min(path.name for path in _segments(tmp_path))
    # Somebody is still writing the young one.
    with locked(tmp_path / ".young.segment.tmp"):
        Opened(articles_of(SUMMIT), (), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        kept,
        "young.segment",
        ".young.segment.tmp",
        "mine",
        "mine.txt",
    }


def test_what_is_in_use_may_be_removed(tmp_path: Path) -> None:
    articles = articles_of(SUMMIT * 20)
    opened = Opened(articles, (), tmp_path)
    shutil.rmtree(tmp_path)
    assert opened.shown() == _fresh(articles, ())


class _Gate:
    """Lets processes start at the same moment."""

    barrier: Barrier


def _wait_at(barrier: Barrier) -> None:
    _Gate.barrier = barrier


def _open_at_once(cache: Path, texts: tuple[str, ...]) -> dict[str, Any]:
    _Gate.barrier.wait(30)
    return Opened(articles_of(*texts), (), cache).shown()


def test_two_processes_may_share_a_cache(tmp_path: Path) -> None:
    bases = [(SUMMIT, ZOO), (SUMMIT, ZOO), (ZOO, "会议开始。"), ("会议开始。", SUMMIT, "普京。")]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context, _wait_at, (context.Barrier(2),)) as pool:
        for texts in bases:
            both = [pool.submit(_open_at_once, tmp_path, texts) for _ in range(2)]
            expected = _fresh(articles_of(*texts), ())
            assert [one.result(60) for one in both] == [expected, expected]
            assert {path.suffix for path in tmp_path.iterdir()} == {".segment"}
    assert Opened(articles_of(*bases[-1]), (), tmp_path).indexed == 0


def test_a_build_that_is_broken_off_leaves_no_segment(tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_segments(articles_of(SUMMIT), Tokeniser(), tmp_path, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_scores_are_the_same_bit_by_bit_however_many_there_are(tmp_path: Path) -> None:
    texts = [
        f"第{number}次会议由{'普京'[: number % 3]}主持，{'会' * number}。" for number in range(40)
    ]
    for count in (10, 25, 40):
        opened = Opened(articles_of(*texts[-count:]), (), tmp_path)
    assert len(opened.selections) == 3
    assert opened.shown() == _fresh(articles_of(*texts), ())
    assert np.all(opened.index.ranks >= 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no locks on folders")
def test_what_a_kill_left_half_written_is_removed_unless_it_is_being_written(
    tmp_path: Path,
) -> None:
    left, writing = (tmp_path / f".{name}{UNFINISHED}" for name in ("left", "writing"))
    for folder in (left, writing):
        folder.mkdir()
        (folder / "firsts.npy").write_bytes(b"half")
    with locked(writing):
        Opened(articles_of(ZOO), (), tmp_path)
    assert not left.exists()
    assert writing.exists()

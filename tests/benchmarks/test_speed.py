"""The measurement of speed, at a size at which it says nothing, by the systems that are there."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from benchmarks.rivals import RIVALS, Corpus
from benchmarks.speed import SearchWords, main
from bot.language.dictionary import import_jieba
from bot.language.tokens import Tokeniser
from tests.sets import write_set

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["会议由普京主持", "大熊猫来自成都", "论坛在重庆举行"]
WORDS = [["会议", "由", "普京", "主持"], ["大熊猫", "来自", "成都"], ["论坛", "在", "重庆", "举行"]]
NEEDS = {"rank_bm25": "rank_bm25", "bm25s": "bm25s", "tantivy": "tantivy"}


@pytest.mark.parametrize("system", ["RapidFuzz WRatio", *NEEDS])
def test_each_system_finds_what_it_has_saved(system: str, tmp_path: Path) -> None:
    if system in NEEDS and find_spec(NEEDS[system]) is None:
        pytest.skip(f"{system} is not installed: make bench installs it")
    corpus = Corpus(tmp_path)
    corpus.write(texts=TEXTS, words=WORDS)
    own = tmp_path / "own"
    own.mkdir()
    RIVALS[system]().build(corpus, own)
    loaded = RIVALS[system]()
    loaded.load(corpus, own)
    assert loaded.find("大熊猫来自哪里", ["大熊猫", "来自", "哪里"])[0] == 1


def test_figures_are_told_to_people_and_to_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_set(
        tmp_path / "set.json",
        ("新港", "新港昨天开港。仪式由市长王芳主持。", [("谁主持了仪式？", "王芳")]),
    )
    figures = tmp_path / "figures.json"
    systems = "Wenju;Wenju, first stage;RapidFuzz WRatio"
    page = tmp_path / "figures.md"
    written = ["--json", str(figures), "--markdown", str(page)]
    assert main([str(file), "--sizes", "2", "--systems", systems, *written]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[:2] == ["system", "sentences"]
    assert len(rows) == 3
    lines = page.read_text("utf-8").splitlines()
    assert [line.count("|") for line in lines] == [lines[0].count("|")] * 5
    assert lines[2].startswith("| Wenju | 2 | 1 |")
    for row in json.loads(figures.read_text("utf-8")):
        assert (row["sentences"], row["questions"], row["hit_at_1"]) == (2, 1, 1.0)
        assert (row["reload_s"] is None) == (row["system"] not in systems.split(";")[:2])
        assert min(row["median_ms"], row["load_s"], row["each_second"], row["memory_mb"]) > 0


def test_words_are_those_that_jieba_cuts_for_searching() -> None:
    jieba, words = import_jieba()(), SearchWords(Tokeniser())
    for text in [*TEXTS, "中华人民共和国在2003年举行了国际奥林匹克运动会", "1962-1971年的gpt-4"]:
        assert sorted(words(text)) == sorted(jieba.cut_for_search(text))

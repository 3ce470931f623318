"""Large bases made of small sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.corpora import recombined
from bot.search.retrieval.building import text_sentences
from tests.sets import make_set

if TYPE_CHECKING:
    from pathlib import Path

    from bot.input.squad import Passage

REAL = (
    ("新港", "新港昨天开港，仪式由市长王芳主持。来宾三百人，其中一半来自外地。", [("谁主持了仪式？", "王芳")]),
    ("芦苇", "白鹭湖的芦苇每年十月收割，用来造纸。", [("芦苇用来做什么？", "造纸")]),
)  # fmt: skip


def _passages(folder: Path) -> tuple[Passage, ...]:
    return make_set(folder, *REAL)


def test_a_base_has_as_many_sentences_as_it_should(tmp_path: Path) -> None:
    for size in (1, 2, 3, 4, 250):
        articles = list(recombined(_passages(tmp_path), size))
        assert sum(len(list(text_sentences(article))) for article in articles) == size
        assert len({article.id for article in articles}) == len(articles)


def test_real_passages_come_first_and_the_rest_is_made_of_their_clauses(tmp_path: Path) -> None:
    passages = _passages(tmp_path)
    first, second, *made = recombined(passages, 300)
    assert (first.text, second.text) == tuple(passage.text for passage in passages)
    real = "".join(passage.text for passage in passages)
    for article in made:
        for clause in article.text.replace("\n", "").replace("。", "，").split("，"):
            assert clause in real


def test_a_base_is_the_same_every_time_and_another_for_another_seed(tmp_path: Path) -> None:
    passages = _passages(tmp_path)
    once, again, other = (list(recombined(passages, 200, seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != other

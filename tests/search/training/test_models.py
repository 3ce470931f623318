"""Models fitted to a few passages: the same every time, and fit for use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.base.errors import ModelError
from bot.search.trained import Trained
from bot.search.training.models import FEWEST, fit
from tests.sets import make_set

if TYPE_CHECKING:
    from pathlib import Path

    from bot.input.squad import Passage

xgboost = pytest.importorskip("xgboost", reason="training needs XGBoost, wenju[train]")

PLACES = "青岛 重庆 兰州 昆明 长沙 沈阳 太原 合肥 南宁 西宁 贵阳 福州".split()
PEOPLE = "王芳 李雷 周海 孙丽 吴刚 林默 郑洁 冯远 陈曦 褚平 卫东 蒋玲".split()


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Passage, ...]]:
    """Two small sets; trees are few, for what is shown here does not hang on their number."""
    grow = xgboost.train

    def briefly(*arguments: object, num_boost_round: int, **settings: object) -> object:
        return grow(*arguments, num_boost_round=min(num_boost_round, 5), **settings)

    monkeypatch.setattr(xgboost, "train", briefly)
    passages = make_set(
        tmp_path,
        *(
            (
                f"{place}的展览",
                f"{place}的第{number}届展览昨天开幕。展览由市长{person}主持，来宾共{number}百人。",
                [
                    (f"谁主持了{place}的展览？", person),
                    (f"{person}主持的展览来了多少人？", f"{number}百人"),
                    (f"{place}的展览什么时候开幕？", "昨天"),
                ],
            )
            for number, (place, person) in enumerate(zip(PLACES, PEOPLE, strict=True), start=2)
        ),
    )
    return [passages[:6], passages[6:]]


def test_same_seed_gives_the_same_bytes(sets: list[tuple[Passage, ...]]) -> None:
    assert fit(sets, seed=3) == fit(sets, seed=3)


def test_files_are_what_the_engine_loads(sets: list[tuple[Passage, ...]], tmp_path: Path) -> None:
    stages: list[str] = []
    for name, content in fit(sets, seed=0, progress=stages.append).items():
        (tmp_path / name).write_bytes(content)
    assert isinstance(Trained.load(tmp_path), Trained)
    assert {stage.split("：")[0] for stage in stages} == {"短答案", "排序"}


def test_too_little_to_learn_from_is_said_at_once(sets: list[tuple[Passage, ...]]) -> None:
    with pytest.raises(ModelError, match=f"至少要 {FEWEST} 篇有问有答的文章，这里只有 6 篇"):
        fit(sets[:1], seed=0)

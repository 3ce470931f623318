from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bot.base.errors import ModelError
from bot.base.model import Span
from bot.search.ranking.features import FEATURES
from bot.search.ranking.ranker import FORMAT, JUDGED, Ranker, judged_rows, softmax
from bot.search.spans.finder import LOOKS, SpanHit
from bot.search.trees import Trees

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

NAMES = list(FEATURES)
SCORES = arrays.arrays(
    np.float32, st.integers(1, 8), elements=st.floats(-50, 50, width=32, allow_nan=False)
)


def _step(names: tuple[str, ...], at: str, threshold: float, low: float, high: float) -> Trees:
    """Make one tree: `low` where a feature is below the threshold, else `high`."""
    return Trees(
        names=names,
        features=np.array([names.index(at), 0, 0]),
        thresholds=np.array([threshold, np.inf, np.inf], dtype=np.float32),
        children=np.array([1, 1, 2]),
        values=np.array([0, low, high], dtype=np.float32),
        roots=np.array([0]),
        depth=1,
        base=0.0,
    )


def _stored() -> dict[str, NDArray[Any]]:
    """Return a model: a sentence that covers its words wins; a short answer makes it likely."""
    models = {
        "ranker": _step(tuple(FEATURES), "words_covered", 0.5, -1, 2),
        "judge": _step(JUDGED, "span", 0.5, -2, 2),
    }
    return {"format": np.array(FORMAT)} | {
        f"{part}.{name}": array
        for part, trees in models.items()
        for name, array in trees.arrays().items()
    }


def _matrix(*rows: dict[str, float]) -> NDArray[np.float32]:
    matrix = np.zeros((len(rows), len(NAMES)), dtype=np.float32)
    for number, row in enumerate(rows):
        for name, value in row.items():
            matrix[number, NAMES.index(name)] = value
    return matrix


def _spans(*scores: float) -> list[SpanHit]:
    looks = np.arange(len(LOOKS), dtype=np.float32)
    return [SpanHit(Span(0, 1), score, looks) for score in scores]


@given(SCORES)
def test_probabilities_sum_to_1_in_the_order_of_the_scores(scores: NDArray[np.float32]) -> None:
    chances = softmax(scores)
    assert float(chances.sum()) == pytest.approx(1, rel=1e-5)
    assert np.all(np.diff(chances[np.argsort(scores, kind="stable")]) >= 0)


@given(SCORES, st.data())
def test_the_judge_sees_scores_spans_and_features(
    scores: NDArray[np.float32], data: st.DataObject
) -> None:
    size = len(scores)
    chosen = data.draw(st.lists(st.integers(0, size - 1), unique=True, min_size=1).map(np.array))
    worth = np.linspace(0, 1, len(chosen), dtype=np.float32).tolist()
    matrix = np.arange(size * len(NAMES), dtype=np.float32).reshape(size, -1)
    rows = judged_rows(matrix, scores, chosen, _spans(*worth))
    assert rows.shape == (len(chosen), len(JUDGED))
    assert rows.dtype == np.float32
    assert rows[:, 0].tolist() == softmax(scores)[chosen].tolist()
    assert rows[:, 2].tolist() == worth
    looks, features = np.split(rows[:, 4:], [len(LOOKS)], axis=1)
    assert looks.tolist() == [list(range(len(LOOKS)))] * len(chosen)
    judged = [at for at, name in enumerate(NAMES) if name in JUDGED]
    assert features.tolist() == matrix[chosen][:, judged].tolist()


@pytest.mark.parametrize(
    ("scores", "leads"),
    [
        ([3, 1, 2], [1, -2, -1]),
        ([3, 3, 2], [0, 0, -1]),
        ([3], [0]),
    ],
)
def test_a_lead_is_the_distance_to_the_best_of_the_others(
    scores: list[float], leads: list[float]
) -> None:
    matrix = _matrix(*[{}] * len(scores))
    values = np.array(scores, dtype=np.float32)
    rows = judged_rows(matrix, values, np.arange(len(scores)), _spans(*scores))
    assert rows[:, JUDGED.index("lead_over_best")].tolist() == leads
    assert rows[:, JUDGED.index("span_lead")].tolist() == leads


def test_a_model_scores_and_judges() -> None:
    ranker = Ranker.of(_stored())
    matrix = _matrix(
        {"words_covered": 0.2, "name_article": 1}, {"words_covered": 0.8, "name_article": 1}
    )
    scores = ranker.scores(matrix)
    assert scores.tolist() == [-1, 2]
    chances = ranker.chances(matrix, scores, np.array([1, 0]), _spans(0.9, 0.1))
    assert chances.tolist() == pytest.approx([1 / (1 + np.exp(-2)), 1 / (1 + np.exp(2))])


def _without(name: str) -> dict[str, NDArray[Any]]:
    return {key: array for key, array in _stored().items() if key != name}


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ({}, "不是排序模型"),
        (_stored() | {"format": np.array("wenju-ranker-0")}, "不是排序模型"),
        (_without("judge.values"), "模型损坏"),
        (_stored() | {"ranker.names": np.array(["other"])}, "重新训练"),
        (_stored() | {"judge.children": np.array([9, 1, 2])}, "模型损坏"),
    ],
)
def test_what_is_no_model_is_told(stored: dict[str, NDArray[Any]], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Ranker.of(stored)


def test_a_stored_model_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "ranker.npz"
    np.savez_compressed(file, **_stored())  # type: ignore[arg-type]
    matrix = _matrix({"words_covered": 0.8}, {"words_covered": 0.1})
    assert Ranker.load(file).scores(matrix).tolist() == [2, -1]

from __future__ import annotations

import numpy as np
import pytest

from bot.search.training.boosting import grow, logistic, softmax
from bot.search.trees import Trees

pytest.importorskip("xgboost")

SETTINGS = {"eta": 0.3, "max_depth": 3}


def test_trees_learn_what_the_softmax_of_a_group_asks_for() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(600, 3)).astype(np.float32)
    groups = np.arange(0, 600, 6)
    best = rows[:, 1].reshape(100, 6).argmax(axis=1)
    targets = np.zeros(600, dtype=np.float32)
    targets[groups + best] = 1
    weights = np.ones(600, dtype=np.float32)
    trees = grow(
        rows,
        softmax(targets, groups, weights),
        ("a", "b", "c"),
        rounds=40,
        settings=SETTINGS,
        seed=1,
    )
    found = trees.predict(rows).reshape(100, 6).argmax(axis=1)
    assert (found == best).mean() > 0.9


def test_trees_learn_a_probability() -> None:
    rows = np.linspace(-1, 1, 400, dtype=np.float32)[:, None]
    targets = np.where(rows[:, 0] > 0, 0.9, 0.2).astype(np.float32)
    trees = grow(rows, logistic(targets), ("a",), rounds=60, settings=SETTINGS, seed=1)
    chance = 1 / (1 + np.exp(-trees.predict(rows)))
    np.testing.assert_allclose(chance, targets, atol=0.05)


def test_grown_trees_are_sound() -> None:
    rows = np.random.default_rng(2).normal(size=(200, 2)).astype(np.float32)
    targets = (rows[:, 0] * rows[:, 1] > 0).astype(np.float32)
    trees = grow(rows, logistic(targets), ("a", "b"), rounds=10, settings=SETTINGS, seed=1)
    again = Trees.of(trees.arrays(), ("a", "b"))
    assert again.predict(rows).tolist() == trees.predict(rows).tolist()

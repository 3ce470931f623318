"""Grow gradient-boosted trees with XGBoost, and turn them into the program's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.base.errors import ModelError
from bot.search.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Objective = Callable[
        [NDArray[np.float32]], tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]
    ]


def grow(  # noqa: PLR0913
    rows: NDArray[np.float32],
    objective: Objective,
    names: Sequence[str],
    *,
    rounds: int,
    settings: Mapping[str, float],
    seed: int,
) -> Trees:
    """Fit trees to rows of finite features.

    Args:
        rows: one a row, features in the order of `names`.
        objective: gives the loss's first and second derivative for the trees' present sums.
        names: the features.
        rounds: how many trees to grow.
        settings: XGBoost's own (eta, max_depth, ...).
        seed: the same data and seed give the same trees.

    Raises:
        ModelError: XGBoost is not installed.
    """
    require_xgboost()
    import xgboost  # noqa: PLC0415

    booster = xgboost.train(
        {
            "tree_method": "hist",
            "max_bin": 64,
            "base_score": 0.0,
            "nthread": 1,
            "verbosity": 0,
            **settings,
            "seed": seed,
        },
        xgboost.DMatrix(rows, label=np.zeros(len(rows), dtype=np.float32), nthread=1),
        num_boost_round=rounds,
        obj=lambda sums, _: objective(sums),
    )
    return _convert(booster.get_dump(dump_format="json"), names)


def require_xgboost() -> None:
    """See to it that trees can be grown.

    Raises:
        ModelError: XGBoost is not installed.
    """
    try:
        import xgboost  # noqa: F401, PLC0415
    except ImportError as error:
        raise ModelError("训练需要 xgboost：pip install 'wenju[train]'") from error


def softmax(
    targets: NDArray[np.float32], groups: NDArray[np.int64], weights: NDArray[np.float32]
) -> Objective:
    """Return the cross-entropy of each group's softmax with its targets.

    Args:
        targets: a probability a row, summing up to 1 in each group.
        groups: where each group's rows begin.
        weights: one a row.
    """
    group = np.repeat(np.arange(len(groups)), np.diff(np.append(groups, len(targets))))

    def objective(
        sums: NDArray[np.float32],
    ) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
        chance = np.exp(sums - np.maximum.reduceat(sums, groups)[group])
        chance /= np.add.reduceat(chance, groups)[group]
        return (chance - targets) * weights, np.maximum(chance * (1 - chance), 1e-3) * weights

    return objective


def logistic(targets: NDArray[np.float32]) -> Objective:
    """Return the cross-entropy of the logistic function with targets from 0 to 1."""

    def objective(
        sums: NDArray[np.float32],
    ) -> tuple[NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
        chance = 1 / (1 + np.exp(-sums))
        return chance - targets, np.maximum(chance * (1 - chance), 1e-3)

    return objective


def _convert(dump: Sequence[str], names: Sequence[str]) -> Trees:
    """Turn XGBoost's trees, in JSON, into flat arrays."""
    features: list[int] = []
    thresholds: list[float] = []
    children: list[int] = []
    values: list[float] = []
    roots: list[int] = []
    depth = 0

    def leaf() -> int:
        """Add a node, for the time being a leaf."""
        children.append(len(children))
        features.append(0)
        thresholds.append(np.inf)
        values.append(0.0)
        return len(children) - 1

    for text in dump:
        roots.append(leaf())
        waiting: list[tuple[dict[str, Any], int, int]] = [(json.loads(text), roots[-1], 0)]
        while waiting:
            node, number, level = waiting.pop()
            depth = max(depth, level)
            if "leaf" in node:
                values[number] = node["leaf"]
                continue
            features[number] = int(node["split"].removeprefix("f"))
            thresholds[number] = node["split_condition"]
            children[number] = leaf()
            leaf()
            by_number = {child["nodeid"]: child for child in node["children"]}
            waiting.append((by_number[node["yes"]], children[number], level + 1))
            waiting.append((by_number[node["no"]], children[number] + 1, level + 1))
    return Trees(
        names=tuple(names),
        features=np.array(features, dtype=np.intp),
        thresholds=np.array(thresholds, dtype=np.float32),
        children=np.array(children, dtype=np.intp),
        values=np.array(values, dtype=np.float32),
        roots=np.array(roots, dtype=np.intp),
        depth=depth,
        base=0.0,
    )

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bot.base.errors import ModelError
from bot.search.trees import Trees, read_arrays

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("length", "distance")


def two_trees() -> dict[str, np.ndarray[Any, Any]]:
    """Return: length < 3 ? (distance < 1 ? 10 : 20) : 30, and a lone leaf of 0.5."""
    trees = Trees(
        names=NAMES,
        features=np.array([0, 1, 0, 0, 0, 0]),
        thresholds=np.array([3, 1, np.inf, np.inf, np.inf, np.inf], dtype=np.float32),
        children=np.array([1, 3, 2, 3, 4, 5]),
        values=np.array([0, 0, 30, 10, 20, 0.5], dtype=np.float32),
        roots=np.array([0, 5]),
        depth=2,
        base=1.0,
    )
    return trees.arrays()


@pytest.mark.parametrize(
    ("row", "expected"),
    [((2, 0), 11.5), ((2, 1), 21.5), ((2.999, 5), 21.5), ((3, 0), 31.5), ((9, 9), 31.5)],
)
def test_a_row_is_led_to_its_leaf_in_every_tree(row: tuple[float, float], expected: float) -> None:
    trees = Trees.of(two_trees(), NAMES)
    assert trees.predict(np.array([row], dtype=np.float32)).tolist() == [expected]


def test_rows_do_not_depend_on_each_other() -> None:
    trees = Trees.of(two_trees(), NAMES)
    rows = np.random.default_rng(1).uniform(0, 5, size=(300, 2)).astype(np.float32)
    alone = [float(trees.predict(row[None, :])[0]) for row in rows]
    assert trees.predict(rows).tolist() == alone
    assert trees.predict(rows[:0]).tolist() == []


@pytest.mark.parametrize(
    "change",
    [
        {"format": np.array("something-else")},
        {"children": np.array([1, 99, 2, 3, 4, 5])},
        {"children": np.array([5, 3, 2, 3, 4, 5])},
        {"features": np.array([0, 2, 0, 0, 0, 0])},
        {"thresholds": np.array([3, 1, 0, 0, 0, 0], dtype=np.float32)},
        {"thresholds": np.array([np.nan, 1, np.inf, np.inf, np.inf, np.inf], dtype=np.float32)},
        {"values": np.array([0, 0, np.nan, 10, 20, 0.5], dtype=np.float32)},
        {"values": np.array([0.0], dtype=np.float32)},
        {"roots": np.array([7])},
        {"depth": np.array(-1)},
        {"depth": np.array(40)},
        {"names": np.array(["length", "colour"])},
        {"base": np.array("many")},
    ],
)
def test_foreign_or_damaged_trees_are_refused(change: dict[str, np.ndarray[Any, Any]]) -> None:
    with pytest.raises(ModelError):
        Trees.of({**two_trees(), **change}, NAMES)


def test_a_missing_part_is_refused() -> None:
    arrays = two_trees()
    del arrays["roots"]
    with pytest.raises(ModelError):
        Trees.of(arrays, NAMES)


def test_arrays_survive_their_file(tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    np.savez_compressed(file, **two_trees())  # type: ignore[arg-type]
    rows = np.array([[2, 0]], dtype=np.float32)
    assert Trees.of(read_arrays(file), NAMES).predict(rows).tolist() == [11.5]


def pickled() -> bytes:
    stream = io.BytesIO()
    np.savez(stream, format=np.array([object()], dtype=object))
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken", pickled()])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.npz"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.npz"):
        read_arrays(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="读不了"):
        read_arrays(tmp_path / "nowhere.npz")

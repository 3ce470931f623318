"""Gradient-boosted regression trees: read from a file of plain arrays, and evaluated with numpy.

The library that grew them is not needed to use them.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from bot.base.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

FORMAT: Final = "wenju-trees-1"

# Rows are taken in blocks, so that what belongs to a block stays in the processor's cache.
_BLOCK: Final = 64
# Deeper trees are none of ours, and would take too much room filled up.
_DEEPEST: Final = 10


@dataclass(frozen=True, slots=True)
class Trees:
    """The sum of trees, each of which leads a row of features to a leaf and its value.

    A row goes to the left child where its feature is below the threshold, and to the right one,
    which follows the left one, where it is not. A leaf is its own left child.
    """

    names: tuple[str, ...]
    """The features, in the order of a row."""
    features: NDArray[np.intp]
    """For each node the feature it looks at; 0 for leaves."""
    thresholds: NDArray[np.float32]
    """For each node the value its feature is compared with; infinite for leaves."""
    children: NDArray[np.intp]
    """For each node its left child."""
    values: NDArray[np.float32]
    """For each leaf what it adds; 0 for the other nodes."""
    roots: NDArray[np.intp]
    """Each tree's first node."""
    depth: int
    """How many comparisons the longest way takes."""
    base: float
    """What is added to the trees' sum."""
    _full: _Full = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the nodes out for the evaluation."""
        if self.is_sound:
            object.__setattr__(self, "_full", _Full.of(self))

    def predict(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the trees' sum for each row of finite features: rows by features in, rows out."""
        total = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            total[start : start + _BLOCK] = self._block(rows[start : start + _BLOCK])
        return total

    def _block(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        size = len(rows)
        # Transposed, a feature's values lie side by side; flat, one index finds a value.
        columns = np.ascontiguousarray(rows.T, dtype=np.float32)
        table = columns.ravel()
        row = np.arange(size, dtype=np.intp)
        # Places are counted through all trees: a tree's first node of a level has its number
        # times the nodes of the level.
        place = np.arange(len(self.roots), dtype=np.intp)[:, None]
        if self._full.levels:
            # All rows begin at the roots: there is nothing to look up for each of them.
            features, thresholds = self._full.levels[0]
            place = 2 * place + (columns.take(features, axis=0) >= thresholds[:, None])
        for features, thresholds in self._full.levels[1:]:
            at = (features * size).take(place, mode="clip")
            at += row
            right = table.take(at, mode="clip") >= thresholds.take(place, mode="clip")
            place += place
            place += right
        leaves = self._full.leaves.take(place, mode="clip")
        return np.asarray(leaves.sum(axis=0) + np.float32(self.base), dtype=np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `Trees.of` takes: small arrays to be stored."""
        return {
            "format": np.array(FORMAT),
            "names": np.array(self.names),
            "features": self.features.astype(np.uint16),
            "thresholds": self.thresholds,
            "children": self.children.astype(np.uint32),
            "values": self.values,
            "roots": self.roots.astype(np.uint32),
            "depth": np.array(self.depth),
            "base": np.array(self.base),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], names: Sequence[str]) -> Trees:
        """Make trees of stored arrays, for rows of these features.

        Raises:
            ModelError: they are not trees, are damaged, or know other features.
        """
        try:
            trees = cls._of(arrays)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ModelError(f"模型损坏：{error}") from error
        if trees.names != tuple(names):
            raise ModelError("模型的特征与程序的不同：请用 wenju train 重新训练")
        if not trees.is_sound:
            raise ModelError("模型损坏：树的结构不成立")
        return trees

    @classmethod
    def _of(cls, arrays: Mapping[str, NDArray[Any]]) -> Trees:
        if str(arrays["format"]) != FORMAT:
            raise ValueError("格式不符")
        return cls(
            names=tuple(map(str, arrays["names"])),
            features=arrays["features"].astype(np.intp),
            thresholds=arrays["thresholds"].astype(np.float32),
            children=arrays["children"].astype(np.intp),
            values=arrays["values"].astype(np.float32),
            roots=arrays["roots"].astype(np.intp),
            depth=int(arrays["depth"]),
            base=float(arrays["base"]),
        )

    @property
    def is_sound(self) -> bool:
        """Whether every way leads through existing nodes and ends at a leaf."""
        size = len(self.children)
        shapes = {array.shape for array in (self.features, self.thresholds, self.values)}
        if shapes != {(size,)} or self.roots.ndim != 1 or not 0 <= self.depth <= _DEEPEST:
            return False
        leaf = self.children == np.arange(size)
        return bool(
            ((self.features >= 0) & (self.features < max(len(self.names), 1))).all()
            and ((self.children >= 0) & (self.children + ~leaf < size)).all()
            and ((self.roots >= 0) & (self.roots < size)).all()
            and np.isposinf(self.thresholds[leaf]).all()
            and not np.isnan(self.thresholds).any()
            and np.isfinite(self.values).all()
            and np.isfinite(self.base)
        )


class _Full(NamedTuple):
    """Trees filled up to the same depth: where a row goes on is reckoned, not looked up."""

    levels: tuple[tuple[NDArray[np.intp], NDArray[np.float32]], ...]
    """For each level the nodes' features and thresholds, tree by tree, from left to right."""
    leaves: NDArray[np.float32]

    @classmethod
    def of(cls, trees: Trees) -> _Full:
        """Lay trees out; below a leaf stands, wherever a row turns, the leaf again."""
        levels = []
        nodes = trees.roots
        for _ in range(trees.depth):
            levels.append((trees.features[nodes], trees.thresholds[nodes]))
            children = trees.children[nodes]
            nodes = np.stack([children, children + (children != nodes)], axis=1).ravel()
        return cls(tuple(levels), trees.values[nodes])


def read_arrays(file: Traversable) -> dict[str, NDArray[Any]]:
    """Read a file of named arrays (.npz), none of which may hold objects.

    Raises:
        ModelError: the file is missing, foreign or damaged.
    """
    try:
        with file.open("rb") as stream:
            return _read(stream)
    except OSError as error:
        raise ModelError(f"读不了模型文件 {file}：{error.strerror or error}") from error
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ModelError(f"模型文件 {file} 损坏，或不是模型：{error}") from error


def _read(stream: IO[bytes]) -> dict[str, NDArray[Any]]:
    data = np.load(stream, allow_pickle=False)
    if not isinstance(data, np.lib.npyio.NpzFile):
        raise ValueError("不是 .npz 文件")  # noqa: TRY004
    with data:
        return {name: data[name] for name in data.files}


def within(arrays: Mapping[str, NDArray[Any]], part: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one of the models in a file: those named `part.name`, by name."""
    prefix = f"{part}."
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }

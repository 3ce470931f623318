"""Hashing of templates: which weights belong to which combination of properties."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.spans.tags import text_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_BITS: Final = 17
SIZE: Final = 1 << _BITS
"""So many weights there are."""
# Half a megabyte each; most questions ask in one of a few ways.
_REMEMBERED: Final = 16

# A template's properties are multiplied by random odd numbers and added up (universal hashing after
# Dietzfelbinger et al., 1997); the topmost bits of a last product are the index.
_FOLD = np.uint64(29)
_DROP = np.uint64(64 - _BITS)
_PRIME = np.uint64(0xC2B2AE3D27D4EB4F)
_WHOLE: Final = (1 << 64) - 1
_PLACES: Final = {"before2": 2, "before": 1, "after": -1, "after2": -2}


class _Layout(NamedTuple):
    """How templates are taken of a table of properties."""

    columns: tuple[tuple[str, int], ...]
    """The table's rows: a property, and how far it is moved."""
    steps: tuple[tuple[NDArray[np.int64], NDArray[np.uint64]], ...]
    """For the first, second… property of the templates the rows of the table and their factors.

    Templates of fewer properties are missing from the later steps.
    """
    salts: NDArray[np.uint64]
    """What tells each template from the others."""


@functools.cache
def _layout(templates: str) -> _Layout:
    lines = [line.split() for line in templates.strip().splitlines()]
    lines.sort(key=len, reverse=True)
    random = np.random.Generator(np.random.PCG64(text_key(templates)))
    numbers = random.integers(0, 1 << 63, size=(len(lines), len(lines[0]) + 1), dtype=np.uint64)
    numbers = numbers * 2 + 1
    names = sorted({name for line in lines for name in line})
    steps = []
    for place in range(len(lines[0])):
        rows = [names.index(line[place]) for line in lines if len(line) > place]
        steps.append((np.array(rows), numbers[: len(rows), place, None]))
    columns = []
    for name in names:
        lead, _, rest = name.partition(".")
        moved = rest and lead in _PLACES
        columns.append((rest, _PLACES[lead]) if moved else (name, 0))
    return _Layout(tuple(columns), tuple(steps), numbers[:, -1, None])


def look_up(
    templates: str,
    properties: Mapping[str, NDArray[np.generic]],
    size: int,
    kept: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Return the indexes of weights: a row a template, a column a kept value.

    Args:
        templates: one a line, each the names of its properties; `before.` and the like in front
            of a name mean that of a neighbour.
        properties: for each name a value, or as many as `size` says.
        size: how many values a property has.
        kept: the places that are wanted, all unless given.
    """
    layout = _layout(templates)
    table = np.zeros((len(layout.columns), size), dtype=np.int64)
    for row, (name, shift) in zip(table, layout.columns, strict=True):
        values = properties[name]
        if shift > 0:
            row[shift:] = values[:-shift]
        elif shift < 0:
            row[:shift] = values[-shift:]
        else:
            row[:] = values
    if kept is not None:
        table = table.take(kept, axis=1)
    table += 1
    numbers = table.view(np.uint64)
    mixed = np.empty((len(layout.salts), table.shape[1]), dtype=np.uint64)
    mixed[:] = layout.salts
    for rows, factors in layout.steps:
        part = numbers.take(rows, axis=0)
        part *= factors
        mixed[: len(rows)] += part
    mixed ^= mixed >> _FOLD
    mixed *= _PRIME
    mixed >>= _DROP
    return mixed.view(np.int64)


def shift_of(text: str) -> int:
    """Return by how much a text moves the indexes of templates that are taken together with it."""
    return (text_key(text) * int(_PRIME) & _WHOLE) >> int(_DROP)


def spread(indexes: NDArray[np.int64], shifts: Sequence[int]) -> NDArray[np.int64]:
    """Return the indexes of templates taken together with texts: a row a template and text."""
    moved = indexes[:, None, :] + np.array(shifts)[:, None]
    return np.asarray((moved & (SIZE - 1)).reshape(-1, indexes.shape[1]))


class Weights:
    """A table of weights, and what it comes to for a question: a look instead of several.

    What a question asks moves all indexes alike, so that the weights that are added up for an
    index stand in the same place of tables moved against each other; their sum is remembered.
    """

    def __init__(self, table: NDArray[np.float32]) -> None:
        """Take over a table of SIZE weights."""
        self._table = table
        self.together = functools.lru_cache(_REMEMBERED)(self._together)
        """Return for each index the sum of the weights that it means with these shifts."""

    def _together(self, *shifts: int) -> NDArray[np.float32]:
        total = np.zeros(SIZE, dtype=np.float32)
        for shift in shifts:
            total[: SIZE - shift] += self._table[shift:]
            total[SIZE - shift :] += self._table[:shift]
        return total

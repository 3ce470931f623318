"""How much of the question a sentence covers, alone and together with what stands around it.

Most questions name what they are about and ask for something else of it; an article names its
subject once and then tells about it. So the sentence that answers often shares little with the
question, but what it shares is what its surroundings lack: the attribute, not the subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.ranking.surroundings import REACH
from bot.search.ranking.terms import UNITS, packed, unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.ranking.surroundings import Surroundings
    from bot.search.ranking.terms import Terms

_PLACES = {
    "covered": "found in the sentence",
    "before": "found in the sentence before",
    "after": "found in the sentence after",
    "with_before": "found in the sentence or the one before",
    "with_after": "found in the sentence or the one after",
    "around": "found in the sentence or one of its neighbours",
    "first": "found in the first sentence of its surroundings",
    "with_first": "found in the sentence or the first of its surroundings",
    "with_earlier": "found in the sentence or before it in its surroundings",
    "context": "found in the sentence or anywhere in its surroundings",
    "alone": "found in the sentence and nowhere else in its surroundings",
    "beyond": "found in the sentence, of what the first of its surroundings lacks; -1 for nothing",
    "near": "found in the sentence, weighing what stands near the asking words",
    "local": "found in the sentence, weighing what few of its surroundings have",
    "near_local": "found in the sentence, weighing what few around have and stands near the asking",
}
COVERAGE = {
    f"{unit}_{name}": f"share of the question's {unit}, by rarity, {what}"
    for unit in UNITS
    for name, what in _PLACES.items()
}
"""The features' names and what they measure, unit by unit."""

_NOTHING: Final = 1e-5
"""Less weight is what rounding leaves of none."""
_MOST: Final = 2 * REACH + 1
"""So many sentences are surroundings at most."""
_TOGETHER: Final = 8
"""Bytes in a number of 64 bits."""


def _scarcity() -> NDArray[np.float32]:
    """Return [sentences around, sentences of them that have something]: what having it tells."""
    sizes, holders = np.arange(_MOST + 1)[:, None], np.arange(1, _MOST + 1)
    table = np.zeros((_MOST + 1, _MOST + 1), dtype=np.float32)
    table[:, 1:] = np.log((sizes + 1) / (holders + 0.5))
    return table


_SCARCITY: Final = _scarcity()


def found_in(terms: Terms, ends: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return [unit, sentence]: which characters, bigrams and content words sentences have.

    Args:
        terms: the question.
        ends: [size - 1, sentence], as in an `Alignment`.
    """
    found = np.empty((len(UNITS), ends.shape[1]), dtype=np.uint64)
    found[0] = ends[0] & terms.characters
    found[1] = ends[1] & terms.bigrams
    found[2] = np.bitwise_or.reduce(ends[: len(terms.words)] & terms.words[:, None], axis=0)
    return found


def coverage(terms: Terms, around: Surroundings, found: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return [feature, candidate] in the order of COVERAGE.

    Args:
        terms: the question.
        around: the candidates and what stands around them.
        found: what `found_in` says of all these sentences.
    """
    own, first = found[:, around.own], found[:, around.low]
    before = found[:, around.own - 1]
    before[:, around.own == around.low] = 0
    # The last of all has nothing after it; whatever is taken for it is taken away again.
    after = found[:, (around.own + 1) % len(around.rows)]
    after[:, around.own + 1 == around.high] = 0
    earlier, others, scarcity = _others(terms, around, found)
    has = (
        own,
        before,
        after,
        own | before,
        own | after,
        own | before | after,
        first,
        own | first,
        own | earlier,
        own | others,
        own & ~others,
        own & ~first,
    )
    masks = np.empty((len(UNITS), len(has) + 2, len(around.own), terms.size), dtype=np.float32)
    masks[:, :-2] = unpacked(np.stack(has, axis=1), terms.size)
    masks[:, -2] = scarcity
    np.multiply(masks[:, 0], scarcity, out=masks[:, -1])
    sums = (masks.reshape(len(UNITS), -1, terms.size) @ terms.weights).reshape(*masks.shape[:3], 2)
    whole = terms.weights.sum(axis=1)[:, None, None]
    shares = sums[:, :-2] / np.maximum(whole, _NOTHING)
    local = sums[:, -1] / np.maximum(sums[:, -2], _NOTHING)
    lacking = whole[:, 0, :, 0] - sums[:, 6, :, 0]
    columns = np.empty((len(UNITS), len(_PLACES), len(around.own)), dtype=np.float32)
    columns[:, :11] = shares[:, :11, :, 0]
    columns[:, 11] = np.where(
        lacking > _NOTHING, sums[:, 11, :, 0] / np.maximum(lacking, _NOTHING), -1
    )
    columns[:, 12] = shares[:, 0, :, 1]
    columns[:, 13:] = local.swapaxes(1, 2)
    return columns.reshape(-1, len(around.own))


def _others(
    terms: Terms, around: Surroundings, found: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.float32]]:
    """Return what stands around each candidate before it, what at all, and what that tells.

    Returns:
        [unit, candidate] twice, and [unit, candidate, place].
    """
    # A byte for each place, and eight of them added up at once: as numbers of 64 bits. What
    # overflows comes right again in the differences, where no byte is above 17.
    eights = -(-terms.size // _TOGETHER)
    bits = unpacked(found, eights * _TOGETHER)
    sums = np.zeros((len(UNITS), len(around.rows) + 1, eights), dtype=np.uint64)
    bits.view(np.uint64).cumsum(axis=1, out=sums[:, 1:])
    until = sums.take(around.low, axis=1)
    before = (sums.take(around.own, axis=1) - until).view(np.uint8)[..., : terms.size]
    holders = (sums.take(around.high, axis=1) - until).view(np.uint8)[..., : terms.size]
    sizes = (around.high - around.low)[:, None]
    return (
        packed(before > 0),
        packed(holders > bits.take(around.own, axis=1)[..., : terms.size]),
        _SCARCITY.take(holders + sizes * len(_SCARCITY)),
    )

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spans.hashing import SIZE, Weights, look_up, shift_of, spread

TEMPLATES = """
    word
    before.word word
    tag after.tag
"""
WORDS = np.array([5, 7, 7, 9, 7])
TAGS = np.array([1, 2, 2, 1, 2])


def indexes(kept: list[int] | None = None) -> np.ndarray:
    places = None if kept is None else np.array(kept)
    return look_up(TEMPLATES, {"word": WORDS, "tag": TAGS}, len(WORDS), places)


def test_a_template_and_equal_properties_have_one_index_and_others_another() -> None:
    found = indexes()
    assert found.shape == (3, 5)
    assert found.min() >= 0
    assert found.max() < SIZE
    # Rows are ordered by how many properties a template has, the most first.
    pairs, both, alone = found
    assert alone[1] == alone[2] == alone[4]
    assert len({*alone.tolist()}) == 3
    assert len({*pairs.tolist()}) == 5
    assert both[1] != both[2]
    assert not {*alone.tolist()} & {*pairs.tolist()} & {*both.tolist()}


def test_only_the_wanted_places_are_looked_up() -> None:
    assert np.array_equal(indexes([1, 3]), indexes()[:, [1, 3]])


@given(st.lists(st.text(max_size=5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_together_weighs_what_the_spread_indexes_weigh(texts: list[str], seed: int) -> None:
    table = np.random.default_rng(seed).normal(size=SIZE).astype(np.float32)
    shifts = tuple(map(shift_of, texts))
    found = indexes()
    apart = table[spread(found, shifts)].reshape(len(found), len(texts), -1).sum(axis=1)
    np.testing.assert_allclose(Weights(table).together(*shifts)[found], apart, rtol=1e-4, atol=1e-5)

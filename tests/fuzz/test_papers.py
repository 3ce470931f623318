from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.papers import altered, conversion, paper, seeds, slipped

SEEDS = st.integers(0, 2**32 - 1)


@settings(deadline=None, max_examples=60)
@given(file=st.sampled_from(seeds("word")), chances=st.lists(SEEDS, min_size=1, max_size=6))
def test_a_word_document_that_was_altered_is_an_article_or_a_problem(
    file: bytes, chances: list[int]
) -> None:
    for seed in chances:
        file = altered(file, seed, functools.partial(slipped, seed=seed))
    paper("a.docx", file)


# The library that reads PDF is written in C++: whatever it may do, it does in another process.
@pytest.mark.parametrize("seed", range(24))
def test_a_conversion_leaves_an_article_or_a_problem_and_no_process(seed: int) -> None:
    conversion(seed.to_bytes(2, "big"))

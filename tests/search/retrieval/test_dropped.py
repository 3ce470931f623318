from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.tokens import Tokeniser
from bot.search.retrieval import dropped
from bot.search.retrieval.building import build_segment
from tests.search.bases import TEXTS, articles_of, columns


@settings(max_examples=60)
@given(TEXTS, st.data())
def test_a_few_sentences_are_looked_up_as_they_would_be_found_among_all(
    texts: list[str | list[str]], data: st.DataObject
) -> None:
    segment = build_segment(articles_of(*texts), Tokeniser(["大熊猫园长", "会议普京"]))
    sizes = np.diff(segment.firsts)
    gone = np.repeat([data.draw(st.booleans()) for _ in texts], sizes).astype(bool)
    ways = []
    for few in (-1.0, 2.0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dropped, "_FEW", few)
            ways.append(dropped.dropped_postings(segment, gone))
    for one, other in zip(*ways, strict=True):
        assert columns(one) == columns(other)

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Alias, Article, Faq
from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.segment import Segment, Selection, digest_of
from tests.search.bases import SUMMIT, TEXTS, ZOO, articles_of, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKENISER = Tokeniser(["轮值主席国", "园长李建国"])


def _build(articles: Sequence[Article]) -> Segment:
    return build_segment(articles, TOKENISER)


@settings(max_examples=50)
@given(TEXTS, st.data())
def test_segments_put_together_are_as_built_at_once(
    texts: list[str | list[str]], data: st.DataObject
) -> None:
    articles = articles_of(*texts)
    inside = data.draw(st.lists(st.integers(0, len(articles)), max_size=3))
    cuts = sorted([0, len(articles), *inside])
    merged = Segment.merge([_build(articles[slice(*bounds)]) for bounds in pairwise(cuts)])
    assert columns(merged) == columns(_build(articles))


@settings(max_examples=50)
@given(TEXTS, st.data())
def test_some_articles_are_as_built_alone(
    texts: list[str | list[str]], data: st.DataObject
) -> None:
    articles = articles_of(*texts)
    chosen = np.array([data.draw(st.booleans()) for _ in articles], dtype=bool)
    selection = Selection(_build(articles), chosen)
    alone = _build([one for one, is_chosen in zip(articles, chosen, strict=True) if is_chosen])
    assert columns(selection.cut()) == columns(alone)
    assert selection.size == alone.size


def test_all_of_a_segment_is_the_segment() -> None:
    segment = _build(articles_of(SUMMIT, "", ZOO))
    assert Selection.whole(segment).cut() is segment
    assert Selection.whole(segment).size == segment.size == 7


@pytest.mark.parametrize("texts", [[], [""], ["", "  \n"], [[], "。"], [["\ud800", "𠮷"]]])
def test_articles_at_the_edge_survive_merging_and_taking(texts: list[str | list[str]]) -> None:
    articles = articles_of(SUMMIT, *texts, ZOO)
    merged = Segment.merge([_build(articles[:1]), _build(articles[1:-1]), _build(articles[-1:])])
    assert columns(merged) == columns(_build(articles))
    taken = merged.take(np.arange(1, len(articles) - 1))
    assert columns(taken) == columns(_build(articles[1:-1]))


def test_spellings_are_those_of_the_keys() -> None:
    one, other = _build(articles_of(SUMMIT)), _build(articles_of(ZOO))
    merged = Segment.merge([one, other])
    spelt = dict(zip(merged.words.keys.tolist(), merged.spelling(), strict=True))
    for part in (one, other):
        for key, word in zip(part.words.keys.tolist(), part.spelling(), strict=True):
            assert spelt[key] == word


TEXT = Article("a", "标题", text="一。二。")


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (replace(TEXT, id="b", title="另一个"), True),
        (replace(TEXT, tags=("标签",), aliases=(Alias("一", ("二",)),), faq=(Faq(("三",), "四"),)), True),
        (replace(TEXT, text="一。二。 "), False),
        (replace(TEXT, text="", sentences=("一。二。",)), False),
        (replace(TEXT, text="", sentences=("一。", "二。")), False),
        (replace(TEXT, text="", sentences=("一。二", "。")), False),
        (replace(TEXT, text=""), False),
    ],
)  # fmt: skip
def test_a_digest_is_that_of_the_text_alone(other: Article, is_same: bool) -> None:
    assert (digest_of(other) == digest_of(TEXT)) is is_same


def test_sentences_cut_in_other_places_have_other_digests() -> None:
    cuts = [("一二", "三"), ("一", "二三"), ("一二三",), ("", "一二三"), ("一二三", "")]
    assert len({digest_of(Article("a", "标题", sentences=cut)) for cut in cuts}) == len(cuts)

from __future__ import annotations

import pytest
from hypothesis import given

from tests.search.bases import TEXTS, build


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("共有36公里。", {"digits": 1, "dates": 0}),
        ("一共三十六公里。", {"digits": 1, "dates": 0}),
        ("成立于2020年11月。", {"digits": 1, "dates": 1}),
        ("清朝时期建成。", {"digits": 0, "dates": 1}),
        ("由于下雨，会议推迟。", {"reasons": 1}),
        ("通过协商解决。", {"means": 1}),
        ("安全观是一种主张。", {"definitions": 1}),
        ("北京和上海下雨。", {"places": 2, "persons": 0}),
        ("李建国说话。", {"persons": 1}),
        ("诺罗夫和托卡耶夫开会。", {"unknown_words": 2}),
        ("下雨了！", {"digits": 0, "reasons": 0, "places": 0, "persons": 0, "unknown_words": 0}),
    ],
)
def test_what_a_sentence_offers(text: str, offers: dict[str, float]) -> None:
    index = build([text], words=["诺罗夫", "托卡耶夫"]).index
    assert {name: float(index.offers[name][0]) for name in offers} == offers


@given(TEXTS)
def test_every_sentence_has_every_offer(texts: list[str | list[str]]) -> None:
    index = build(*texts).index
    for column in index.offers.values():
        assert len(column) == len(index.sentences)
        assert (column >= 0).all()

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.tokens import Tokeniser
from bot.search.spans.grid import Grid, candidates
from bot.search.spans.text import PADDING, SpanText

TOKENISER = Tokeniser(["普京"])


def prepare(text: str) -> SpanText:
    text = normalise(text).text
    return SpanText.of(text, TOKENISER.cut(text), TOKENISER)


def pieces(text: str) -> list[str]:
    prepared = prepare(text)
    text = normalise(text).text
    bounds = zip(prepared.starts.tolist(), prepared.ends.tolist(), strict=True)
    return [text[start:end] for start, end in bounds][PADDING:-PADDING]


def spans(text: str) -> set[str]:
    grid = Grid.join([prepare(text)])
    found = candidates(grid)
    text = normalise(text).text
    bounds = zip(grid.starts[found.first], grid.ends[found.last], strict=True)
    return {text[start:end] for start, end in bounds}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人口有7,000,000人", ["人口", "有", "7,000,000", "人"]),
        ("09:03:54发布", ["09:03:54", "发布"]),
        ("是由约翰保持", ["是", "由", "约翰", "保持"]),
        ("在1950年时", ["在", "1950", "年", "时"]),
    ],
)
def test_pieces_are_words_numbers_and_times(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(st.text(max_size=40))
def test_pieces_follow_each_other_without_a_gap(text: str) -> None:
    assert "".join(pieces(text)) == normalise(text).text


@pytest.mark.parametrize(
    ("text", "whole", "cut"),
    [
        ("全长364.6公里。", "364.6公里", "364.6"),
        ("由斯坦福·莱佛士建立。", "斯坦福·莱佛士", "莱佛士"),
        ("连载于Comic Blade。", "comic blade", "blade"),
        ("1988-89球季。", "1988-89", "1988"),
        ("互利共赢的战略。", "战略", "的战略"),
    ],
)
def test_what_belongs_together_is_never_cut(text: str, whole: str, cut: str) -> None:
    found = spans(text)
    assert whole in found
    assert cut not in found


def test_an_answer_may_be_a_whole_clause_however_long() -> None:
    clause = "元首理事会决定继续推动各国在政治经济安全人文卫生教育科技文化旅游等领域开展更加广泛深入的合作"
    assert clause in spans(f"会上，{clause}，并发表声明。")


@pytest.mark.parametrize("text", ["", "。", "……！", "的", " ", "，、"])
def test_a_text_without_words_has_no_candidates(text: str) -> None:
    assert spans(text) == set()

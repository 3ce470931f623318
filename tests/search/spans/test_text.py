from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.text import normalise
from bot.language.tokens import Tokeniser
from bot.search.spans.grid import Grid, candidates
from bot.search.spans.tags import TAGS
from bot.search.spans.text import Pieces, SpanText, SpanTexts
from bot.search.spans.words import Words

TOKENISER = Tokeniser(["普京"])
WORDS = Words(TOKENISER)


def prepare(text: str) -> SpanText:
    text = normalise(text).text
    return SpanText.of(text, TOKENISER.cut(text), WORDS)


def pieces(text: str) -> list[str]:
    prepared = prepare(text)
    text = normalise(text).text
    return [text[start:end] for start, end in pairwise([0, *prepared.pieces.ends.tolist()])]


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


@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
def test_sentences_side_by_side_are_as_each_alone(before: list[str], after: list[str]) -> None:
    texts = [normalise(text).text for text in (*before, "1988-89球季共7,000,000人。", *after)]
    together = SpanTexts.of(texts, [TOKENISER.cut(text) for text in texts], Words(TOKENISER))
    assert len(together) == len(texts)
    for row, text in enumerate(texts):
        alone = prepare(text)
        assert np.array_equal(together[row].codes, alone.codes)
        for name in Pieces._fields:
            column = np.asarray(getattr(together[row].pieces, name))
            expected = np.asarray(getattr(alone.pieces, name))
            assert np.array_equal(column, expected)
            assert column.dtype == expected.dtype


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("主持", "v"),
        ("364.6", "digits"),
        ("abc", "latin"),
        ("、", "list"),
        ("《", "opener"),
        ("穆希丁诺夫", "nrt"),
        ("刘穆之", "nr"),
        ("兴安岭寺", "ns"),
        ("数据治理委员会", "nt"),
        ("动荡变革期", "unknown"),
    ],
)
def test_words_that_no_dictionary_knows_are_told_by_their_look(word: str, tag: str) -> None:
    table = WORDS.table()
    (record,) = table.records(np.array([table.number(word)]))
    assert TAGS[record["tag"]] == tag


def test_what_is_known_of_words_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.spans.words._MOST", 5)
    words = Words(TOKENISER)
    for text in ("一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸", "普京主持会议"):
        SpanText.of(text, TOKENISER.cut(text), words)
    assert len(words.table()) <= 5


def test_a_very_long_sentence_is_read_from_its_beginning() -> None:
    text = "会议在北京举行，" * 3000
    grid = Grid.join([prepare(text)])
    assert len(grid.tags) < 1100
    assert len(grid.codes) == grid.ends.max() + 1

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.model import Article
from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment, text_sentences
from bot.search.retrieval.segment import WHOLE
from tests.search.bases import SUMMIT, ZOO, articles_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("会议开始。普京主持。", [("会议开始。", 0), ("普京主持。", 0)]),
        ("\n　会议开始。 \n", [("会议开始。", 0)]),
        ("标题\n\n　　第一段。好。\n\n\n第二段。", [("标题", 0), ("第一段。", 1), ("好。", 1), ("第二段。", 2)]),
    ],
)  # fmt: skip
def test_a_text_becomes_trimmed_sentences_in_paragraphs(
    text: str, sentences: list[tuple[str, int]]
) -> None:
    found = list(text_sentences(Article("a", "标题", text=text)))
    assert [(one.text, one.paragraph) for one in found] == sentences
    assert [one.position for one in found] == list(range(1, len(found) + 1))


def test_sentences_fixed_by_the_author_are_neither_cut_nor_trimmed() -> None:
    fixed = ("一。二。", " 三\n四 ")
    found = list(text_sentences(Article("a", "标题", sentences=fixed)))
    assert [(one.text, one.position, one.paragraph) for one in found] == [
        ("一。二。", 1, 0),
        (" 三\n四 ", 2, 0),
    ]


@given(st.text())
def test_sentences_hold_all_of_the_text_but_white_space(text: str) -> None:
    found = [one.text for one in text_sentences(Article("a", "标题", text=text))]
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_segment_says_where_its_sentences_stand() -> None:
    segment = build_segment(articles_of("一。\n\n二。", "", ["三四", "五"]), Tokeniser())
    assert segment.firsts.tolist() == [0, 2, 2, 4]
    assert segment.begins.tolist() == [0, 4, 0, 1]
    assert segment.ends.tolist() == [2, 6, WHOLE, WHOLE]
    assert segment.passages.tolist() == [0, 1, 2, 2]
    assert segment.code_starts.tolist() == [0, 2, 4, 6, 7]
    assert "".join(map(chr, segment.codes.tolist())) == "一。二。三四五"


def test_words_count_with_their_parts_and_are_spelt_once() -> None:
    tokeniser = Tokeniser(["上海合作组织"])
    segment = build_segment(articles_of("上海合作组织。", "在上海。"), tokeniser)
    assert segment.word_counts.tolist() == [5, 3]
    assert segment.token_lengths.tolist() == [6, 1, 1, 2, 1]
    assert sorted(segment.spelling()) == sorted("上海合作组织 。 在 上海 合作 组织".split())


def test_progress_is_told_article_by_article() -> None:
    told: list[tuple[int, int]] = []
    build_segment(articles_of(SUMMIT, "", ZOO), Tokeniser(), lambda *numbers: told.append(numbers))
    assert told == [(0, 3), (1, 3), (2, 3)]

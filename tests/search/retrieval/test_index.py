from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.base.model import Article
from bot.search.retrieval.index import Index, bigrams, codes, text_sentences
from bot.search.retrieval.postings import Postings  # noqa: TC001
from tests.search.bases import SUMMIT, TEXTS, ZOO, build


def _keys(postings: Postings) -> dict[int, list[int]]:
    return {key: postings.holders(key).tolist() for key in postings.keys.tolist()}


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


@given(st.text())
def test_codes_are_code_points(text: str) -> None:
    assert codes(text).tolist() == list(map(ord, text))


def test_bigrams_differ_where_their_characters_do() -> None:
    texts = ["会议", "议会", "会会", "\U0010ffff\U0010ffff", "a\U0010ffff"]
    assert len({int(bigrams(codes(text))[0]) for text in texts}) == len(texts)
    assert bigrams(codes("会")).tolist() == []
    assert bigrams(codes("")).tolist() == []


def test_sentences_know_their_paragraph_article_and_place() -> None:
    index = build(SUMMIT, "", ["一。二。", "三"], ZOO).index
    assert index.articles.tolist() == [0] * 5 + [2] * 2 + [3] * 2
    assert index.passages.tolist() == [0, 0, 1, 1, 1, 2, 2, 3, 3]
    assert index.positions.tolist() == [0, 1, 2, 3, 4, 0, 1, 0, 1]
    assert index.article_lengths.tolist() == [5, 0, 2, 2]
    assert index.titles == ("文章0", "文章1", "文章2", "文章3")


@given(TEXTS)
def test_columns_fit_the_sentences(texts: list[str | list[str]]) -> None:
    index = build(*texts).index
    size = len(index.sentences)
    columns = (index.texts, index.tokens, index.passages, index.articles, index.positions)
    assert {len(column) for column in (*columns, index.joined_words, index.span_texts)} == {size}
    assert {len(column) for column in index.offers.values()} == {size}
    assert len(index.article_lengths) == len(texts)
    for row, text in enumerate(index.texts):
        assert text.original == index.sentences[row].text
        stored = index.codes[index.code_starts[row] : index.code_starts[row + 1]]
        assert stored.tolist() == list(map(ord, text.text))
    assert len(index.codes) == index.code_starts[-1]


@given(TEXTS)
def test_the_inverted_indexes_hold_what_the_sentences_hold(texts: list[str | list[str]]) -> None:
    index = build(*texts).index
    characters: dict[int, set[int]] = {}
    pairs: dict[int, set[int]] = {}
    for row, text in enumerate(index.texts):
        for at, character in enumerate(text.text):
            characters.setdefault(ord(character), set()).add(row)
            if at:
                key = int(bigrams(codes(text.text[at - 1 : at + 1]))[0])
                pairs.setdefault(key, set()).add(row)
    for postings, held in ((index.characters, characters), (index.bigrams, pairs)):
        assert _keys(postings) == {key: sorted(rows) for key, rows in held.items()}
    for postings, held in (
        (index.passage_characters, characters),
        (index.passage_bigrams, pairs),
    ):
        assert _keys(postings) == {
            key: sorted({int(index.passages[row]) for row in rows}) for key, rows in held.items()
        }


def test_words_are_found_by_their_parts_too() -> None:
    index = build("上海合作组织成立。", "在上海。", words=["上海合作组织"]).index
    frequencies = index.word_frequencies()
    assert frequencies["上海合作组织"] == 1
    assert frequencies["上海"] == 2
    assert frequencies["合作"] == 1
    assert "海合" not in frequencies


def test_a_word_is_counted_in_as_many_sentences_as_hold_it() -> None:
    base = build("会议，会议。会议！", "普京。")
    assert base.index.word_frequencies()["会议"] == 2
    assert base.index.word_frequencies()["普京"] == 1


def test_one_article_after_another_makes_the_same_index_in_any_company() -> None:
    alone, together = build(ZOO).index, build(SUMMIT, ZOO).index
    assert [one.text for one in together.sentences[-2:]] == [one.text for one in alone.sentences]
    assert together.tokens[-2:] == alone.tokens


def test_an_empty_base_has_an_index_that_holds_nothing() -> None:
    index = build().index
    assert index.sentences == ()
    assert index.code_starts.tolist() == [0]
    assert index.word_frequencies() == {}
    assert index.characters.size == index.passage_words.size == 0


def test_traditional_and_full_width_text_is_indexed_as_simplified() -> None:
    index = build("會議由ＰＵＴＩＮ主持。").index
    frequencies = Counter(index.word_frequencies())
    assert frequencies["会议"] == frequencies["putin"] == 1
    assert index.sentences[0].text == "會議由ＰＵＴＩＮ主持。"
    assert np.all(index.codes < 0x110000)
    assert isinstance(index, Index)

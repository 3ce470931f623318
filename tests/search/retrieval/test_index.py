from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.candidates import retrieve
from bot.search.retrieval.index import Index
from bot.search.retrieval.keys import bigrams, codes
from bot.search.retrieval.query import make_query
from bot.search.retrieval.segment import Selection
from tests.search.bases import (
    QUESTIONS,
    SUMMIT,
    TEXTS,
    ZOO,
    articles_of,
    build,
    normal_texts,
    word_frequencies,
)

if TYPE_CHECKING:
    from bot.search.retrieval.field import Field

ALL = 1 << 40


def _held(terms: Field, keys: dict[int, set[int]]) -> dict[int, list[int]]:
    entries = terms.look_up(np.array([*keys], dtype=np.int64)).entries()
    return {key: one.rows.tolist() for key, one in zip(keys, entries, strict=True)}


def _in_parts(texts: list[str | list[str]], data: st.DataObject) -> Index:
    """Index articles in segments of any kind, further articles that were dropped among them."""
    articles = articles_of(*texts)
    tokeniser = Tokeniser()
    of_segment = [data.draw(st.integers(0, 2)) for _ in articles]
    selections = []
    for number in range(3):
        own = [one for one, at in zip(articles, of_segment, strict=True) if at == number]
        gone = articles_of(*data.draw(st.sampled_from([[], [], [ZOO + "。"], ["会议很多。", ""]])))
        chosen = np.array([False] * len(gone) + [True] * len(own), dtype=bool)
        selections.append(Selection(build_segment([*gone, *own], tokeniser), chosen))
    return Index.of(selections, articles, tokeniser)


def test_sentences_know_their_paragraph_article_and_place() -> None:
    index = build(SUMMIT, "", ["一。二。", "三"], ZOO).index
    assert index.articles.tolist() == [0] * 5 + [2] * 2 + [3] * 2
    assert index.passages.tolist() == [0, 0, 1, 1, 1, 2, 2, 3, 3]
    assert index.passage_firsts.tolist() == [0, 2, 5, 7, 9]
    assert index.positions.tolist() == [0, 1, 2, 3, 4, 0, 1, 0, 1]
    assert index.firsts.tolist() == [0, 5, 5, 7, 9]
    assert index.ranks.tolist() == [0, 1, 2, 3]
    assert list(index.titles) == ["文章0", "文章1", "文章2", "文章3"]
    assert [index.rows_of(rank) for rank in range(3)] == [range(5), range(5, 5), range(5, 7)]


@given(TEXTS)
def test_columns_fit_the_sentences(texts: list[str | list[str]]) -> None:
    index = build(*texts).index
    size = len(index.sentences)
    columns = (index.texts, index.tokens, index.passages, index.articles, index.positions)
    assert {len(column) for column in (*columns, index.lengths, index.span_texts)} == {size}
    assert {len(column) for column in index.offers.values()} == {size}
    assert len(index.firsts) == len(texts) + 1
    assert [len(text.text) for text in index.texts] == index.lengths.tolist()


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
    for terms, held in ((index.characters, characters), (index.bigrams, pairs)):
        assert _held(terms, held) == {key: sorted(rows) for key, rows in held.items()}
        assert sum(len(part.postings.keys) for part in terms.parts) == len(held)
        found = terms.look_up(np.array([*held], dtype=np.int64))
        assert found.sentences.tolist() == list(map(len, held.values()))
        assert found.passages.tolist() == [len({*index.passages[[*own]]}) for own in held.values()]


@settings(max_examples=40)
@given(TEXTS, st.data())
def test_an_index_does_not_show_how_it_was_cut(
    texts: list[str | list[str]], data: st.DataObject
) -> None:
    whole, index = build(*texts).index, _in_parts(texts, data)
    rows = index.in_order()
    assert [(one.article.id, one.position) for one in map(index.sentences.__getitem__, rows)] == [
        (one.article.id, one.position) for one in whole.sentences
    ]
    assert normal_texts(index) == [text.text for text in whole.texts]
    assert word_frequencies(index) == word_frequencies(whole)
    assert index.lengths[rows].tolist() == whole.lengths.tolist()
    assert index.positions[rows].tolist() == whole.positions.tolist()
    for name, column in whole.offers.items():
        assert index.offers[name][rows].tolist() == column.tolist()
    for rank, text in enumerate(texts):
        own = index.rows_of(rank)
        assert [index.sentences[row].article.id for row in own] == [f"a{rank}"] * len(own)
        assert len(own) == len(whole.rows_of(rank)) or not text
    for terms, other in (
        (index.characters, whole.characters),
        (index.bigrams, whole.bigrams),
        (index.words, whole.words),
    ):
        assert (terms.size, terms.passages) == (other.size, other.passages)
        assert terms.norms[rows].tolist() == other.norms.tolist()
        keys = np.unique(np.concatenate([part.postings.keys for part in terms.parts]))
        one, two = terms.look_up(keys), other.look_up(keys)
        assert one.sentences.tolist() == two.sentences.tolist()
        assert one.passages.tolist() == two.passages.tolist()


@settings(max_examples=40)
@given(TEXTS, QUESTIONS, st.integers(1, 6), st.integers(0, 60), st.data())
def test_candidates_do_not_depend_on_segments_nor_on_what_was_dropped(
    texts: list[str | list[str]], question: str, limit: int, budget: int, data: st.DataObject
) -> None:
    whole, index = build(*texts), _in_parts(texts, data)
    understanding = whole.query(question).understanding
    query = make_query(understanding, index, whole.tokeniser)
    places = index.in_order().tolist()
    for most in (budget, ALL):
        expected = retrieve(whole.index, whole.query(question), limit, most)
        found = retrieve(index, query, limit, most)
        assert [places.index(row) for row in found.rows.tolist()] == expected.rows.tolist()
        assert found.total.tolist() == expected.total.tolist()


@settings(max_examples=40)
@given(TEXTS, st.data())
def test_characters_of_sentences_are_their_first_ones(
    texts: list[str | list[str]], data: st.DataObject
) -> None:
    index = _in_parts([SUMMIT, *texts], data)
    held = st.sampled_from([-1, *index.in_order().tolist()])
    rows = data.draw(st.lists(held, max_size=8))
    most = data.draw(st.sampled_from([0, 1, 5, 1000]))
    expected = ["" if row < 0 else index.texts[row].text[:most] for row in rows]
    found, sizes = index.characters_of(np.array(rows, dtype=np.int64), most)
    assert sizes.tolist() == list(map(len, expected))
    assert "".join(map(chr, found.tolist())) == "".join(expected)


def test_words_are_found_by_their_parts_too() -> None:
    index = build("上海合作组织成立。", "在上海。", words=["上海合作组织"]).index
    frequencies = word_frequencies(index)
    assert frequencies["上海合作组织"] == 1
    assert frequencies["上海"] == 2
    assert frequencies["合作"] == 1
    assert "海合" not in frequencies


def test_a_word_is_counted_in_as_many_sentences_as_hold_it() -> None:
    frequencies = word_frequencies(build("会议，会议。会议！", "普京。").index)
    assert (frequencies["会议"], frequencies["普京"]) == (2, 1)


def test_one_article_after_another_makes_the_same_index_in_any_company() -> None:
    alone, together = build(ZOO).index, build(SUMMIT, ZOO).index
    assert [one.text for one in together.sentences[-2:]] == [one.text for one in alone.sentences]
    assert together.tokens[-2:] == tuple(alone.tokens)


def test_articles_with_the_same_text_are_different_articles() -> None:
    index = build(ZOO, SUMMIT, ZOO).index
    assert [index.sentences[row].article.id for row in (0, 7)] == ["a0", "a2"]
    assert [index.rows_of(rank) for rank in (0, 2)] == [range(2), range(7, 9)]


def test_an_empty_base_has_an_index_that_holds_nothing() -> None:
    index = build().index
    assert (list(index.sentences), normal_texts(index)) == ([], [])
    assert index.in_order().tolist() == []
    assert word_frequencies(index) == {}
    assert index.characters.size == index.words.passages == index.passage_count == 0


def test_traditional_and_full_width_text_is_indexed_as_simplified() -> None:
    index = build("會議由ＰＵＴＩＮ主持。").index
    frequencies = word_frequencies(index)
    assert frequencies["会议"] == frequencies["putin"] == 1
    assert index.sentences[0].text == "會議由ＰＵＴＩＮ主持。"
    assert normal_texts(index) == ["会议由putin主持。"]

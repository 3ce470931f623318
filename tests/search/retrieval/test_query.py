from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given

from bot.search.retrieval.keys import word_key
from bot.search.retrieval.query import MAX_CHARACTERS
from tests.search.bases import QUESTIONS, SUMMIT, ZOO, build

BASE = build(SUMMIT, ZOO, words=["轮值主席国"])


def _characters(keys: object) -> set[str]:
    return set(map(chr, np.asarray(keys).tolist()))


@pytest.mark.parametrize(
    ("question", "words", "content"),
    [
        ("谁主持了会议？", ["主持", "会议"], "主持会议"),
        ("哪支球队夺冠", ["球队", "夺冠"], "球队夺冠"),
        # without words that count, everything counts
        ("的了吗", [], "的了吗"),
        ("？", [], "?"),
    ],
)
def test_content_words_and_their_characters_are_looked_up(
    question: str, words: list[str], content: str
) -> None:
    query = BASE.query(question)
    assert [word.text for word in query.words] == words
    assert _characters(query.character_keys.keys) == set(content)
    assert "".join(map(chr, query.codes[query.is_content].tolist())) == content


def test_bigrams_of_the_whole_question_are_looked_up() -> None:
    assert len(BASE.query("谁主持谁主持").bigram_keys) == 3


def test_words_the_base_knows_are_looked_up_with_their_parts() -> None:
    query = BASE.query("轮值主席国和火星车是什么")
    known = ["轮值主席国", "轮值", "主席", "主席国"]
    assert query.word_keys.keys.tolist() == sorted(map(word_key, known))
    assert query.content.keys.tolist() == [word_key("轮值主席国"), word_key("火星车")]


def test_only_the_beginning_of_a_long_question_counts() -> None:
    query = BASE.query("会" * (MAX_CHARACTERS - 1) + "议普京主持")
    assert len(query.codes) == MAX_CHARACTERS
    assert all(word.end <= MAX_CHARACTERS for word in query.words)


def test_of_a_word_across_the_end_the_beginning_counts() -> None:
    word = "甲乙丙丁" * 10
    query = build("会议。", words=[word]).query("会" * (MAX_CHARACTERS - 15) + word)
    assert query.words[-1].text == word[:15]
    assert query.words[-1].end == len(query.codes) == MAX_CHARACTERS


def test_rare_words_weigh_more_than_common_ones() -> None:
    query = BASE.query("轮值主席国和会议")
    weights = dict(zip((word.text for word in query.words), query.word_weights, strict=True))
    assert weights["轮值主席国"] > weights["会议"]


def test_words_have_their_part_of_speech() -> None:
    query = BASE.query("北京举行会议和诺罗夫")
    tags = dict(zip((word.text for word in query.words), query.word_tags, strict=True))
    assert tags["北京"] == "ns"
    assert tags["会议"] == "n"


@given(QUESTIONS)
def test_weights_and_columns_are_sound_for_any_question(question: str) -> None:
    query = BASE.query(question)
    size = len(query.words)
    assert len(query.codes) == len(query.is_content) <= MAX_CHARACTERS
    assert len(query.content) == len(query.word_weights) == len(query.word_tags) == size
    assert np.all((query.word_weights > 0) & (query.word_weights <= 1))
    for found in (query.character_keys, query.bigram_keys, query.word_keys):
        assert found.keys.tolist() == sorted(set(found.keys.tolist()))


def test_weights_are_1_for_what_the_base_lacks_and_fall_to_0() -> None:
    query = build(*["会议。"] * 50).query("会狗")
    common, unknown = query.character_weights.tolist()
    assert unknown == pytest.approx(1)
    assert common == pytest.approx(math.log1p(0.5 / 50.5) / math.log1p(101))
    assert query.bigram_weights.tolist() == pytest.approx([1])


def test_words_the_base_has_are_known() -> None:
    query = build(["会议。", "狗。", "主持会议。"]).query("狗和会议和猫")
    assert query.is_known.tolist() == [True, True, False]


@given(QUESTIONS)
def test_what_is_known_of_keys_is_what_the_index_says_of_them(question: str) -> None:
    query, index = BASE.query(question), BASE.index
    for found, field in (
        (query.character_keys, index.characters),
        (query.bigram_keys, index.bigrams),
        (query.word_keys, index.words),
    ):
        expected = field.look_up(found.keys)
        assert found.field is field
        assert found.places.tolist() == expected.places.tolist()
        assert found.idf.tolist() == expected.idf.tolist()
        assert found.passage_idf.tolist() == expected.passage_idf.tolist()

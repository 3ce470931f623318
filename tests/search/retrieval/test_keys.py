from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.search.retrieval.keys import bigrams, codes, word_key


@given(st.text())
def test_codes_are_code_points(text: str) -> None:
    assert codes(text).tolist() == list(map(ord, text))


def test_bigrams_differ_where_their_characters_do() -> None:
    texts = ["会议", "议会", "会会", "\U0010ffff\U0010ffff", "a\U0010ffff"]
    assert len({int(bigrams(codes(text))[0]) for text in texts}) == len(texts)
    assert bigrams(codes("会")).tolist() == []
    assert bigrams(codes("")).tolist() == []


def test_a_word_has_the_same_key_at_all_times() -> None:
    # Keys stand in cached segments: another function needs another version of their format.
    assert word_key("会议") == -4149312707048113143
    assert word_key("\ud800") != word_key("\ud801")


@given(st.lists(st.text(), unique=True))
def test_keys_of_words_differ_and_fit_64_bits(words: list[str]) -> None:
    keys = {word_key(word) for word in words}
    assert len(keys) == len(words)
    assert all(-(2**63) <= key < 2**63 for key in keys)

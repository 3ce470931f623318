from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.language.dictionary import Dictionary, total_frequency

if TYPE_CHECKING:
    import jieba


def test_all_that_is_met_is_all_that_jieba_knows_in_small_letters(
    plain_jieba: jieba.Tokenizer,
) -> None:
    dictionary = Dictionary()
    dictionary.meet("".join({word[0].lower() for word in plain_jieba.FREQ}))
    assert dictionary.frequencies.keys() == {word.lower() for word in plain_jieba.FREQ}
    assert all(
        dictionary.frequencies[word] == frequency
        for word, frequency in plain_jieba.FREQ.items()
        if word == word.lower()
    )
    assert total_frequency() == plain_jieba.total


def test_only_words_of_characters_met_are_read() -> None:
    dictionary = Dictionary()
    assert dictionary.frequencies == {}
    dictionary.meet("北")
    assert dictionary.frequencies["北京"] > 0
    assert {word[0] for word in dictionary.frequencies} == {"北"}


@pytest.mark.parametrize(
    ("word", "frequency", "tag"),
    [
        ("北京", 34488, "ns"),
        ("会议", 28363, "n"),
        # the first halves of words are there at 0, as jieba has them
        ("中华人民共", 0, ""),
        # words with Latin letters are there in small ones
        ("t恤", 4, "n"),
    ],
)
def test_a_word_has_its_frequency_and_part_of_speech(word: str, frequency: int, tag: str) -> None:
    dictionary = Dictionary()
    dictionary.meet(word)
    assert dictionary.frequencies[word] == frequency
    assert dictionary.tags.get(word, "") == tag


@pytest.mark.parametrize("characters", ["", "\ufffd", "\U0001f600", "\n", "。"])
def test_characters_that_begin_no_word_are_no_trouble(characters: str) -> None:
    dictionary = Dictionary()
    dictionary.meet(characters)
    assert not any(dictionary.frequencies.values())


def test_what_was_met_is_not_read_again() -> None:
    dictionary = Dictionary()
    dictionary.meet("北")
    dictionary.frequencies["北京"] = 7
    dictionary.meet("北京北")
    assert dictionary.frequencies["北京"] == 7


def test_importing_jieba_neither_warns_nor_imports_pkg_resources() -> None:
    script = (
        "import sys\n"
        "from bot.language.dictionary import import_jieba\n"
        "import_jieba()\n"
        "assert 'jieba' in sys.modules\n"
        "assert 'pkg_resources' not in sys.modules\n"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")

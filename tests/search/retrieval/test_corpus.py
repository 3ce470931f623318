"""Looking through the index finds what looking through the text itself finds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.abbreviations import Names
from bot.language.corpus import SmallCorpus
from bot.language.targets import Targets, may_be_meant
from bot.language.tokens import Tokeniser
from bot.language.vocabulary import Vocabulary
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.corpus import IndexCorpus
from bot.search.retrieval.index import Index
from bot.search.retrieval.segment import Selection
from tests.search.bases import SUMMIT, TEXTS, ZOO, articles_of, normal_texts, word_frequencies

if TYPE_CHECKING:
    from collections.abc import Sequence

import numpy as np

TOKENISER = Tokeniser(["上海合作组织"])
SEVERAL = ("中国银行，" * 80, SUMMIT, "会议开始。会议结束。" * 40, ZOO, "今天天气很好。" * 30)


def _both(
    texts: Sequence[str | Sequence[str]], cut: int = 0, dropped: Sequence[int] = ()
) -> tuple[IndexCorpus, SmallCorpus]:
    """Index texts in two segments, parted at a place, some of them dropped."""
    articles = articles_of(*texts)
    kept = [article for number, article in enumerate(articles) if number not in dropped]
    selections = []
    for part in (articles[:cut], articles[cut:]):
        chosen = [article in kept for article in part]
        selections.append(Selection(build_segment(part, TOKENISER), np.array(chosen, dtype=bool)))
    index = Index.of(selections, kept, TOKENISER)
    corpus = IndexCorpus(index, [Targets.of(one.segment.spelling()) for one in selections])
    return corpus, SmallCorpus(word_frequencies(index), normal_texts(index))


@pytest.mark.parametrize(("cut", "dropped"), [(0, ()), (2, ()), (2, (0,)), (3, (1, 3)), (5, (4,))])
def test_it_finds_what_the_text_holds(cut: int, dropped: Sequence[int]) -> None:
    index, text = _both(SEVERAL, cut, dropped)

    strings = "会 议 会议 中国 银行 国银 中国银行 会议由轮值 大熊猫 天气很好 好今 无此 上海合作组织 60".split()
    assert (index.length, index.total) == (text.length, text.total)
    assert index.counts(strings) == text.counts(strings)
    assert [index.counts([word])[0] for word in strings] == text.counts(strings)
    assert [index.holds(one) for one in strings] == [text.holds(one) for one in strings]
    characters = sorted(set("".join(SEVERAL)) - {"\n"})
    assert list(map(index.occurrences, characters)) == list(map(text.occurrences, characters))
    pairs = ["会议", "中国", "国银", "好今", "？！"]
    assert index.pairs(pairs) == text.pairs(pairs)
    for offset in (0, 1, 149, 1000):
        for one in strings:
            found = index.stretches(one, offset).tolist()
            assert found == text.stretches(one, offset).tolist(), (one, offset)


STRINGS = st.text("会议普京主持大熊猫园长的在是谁a1，。", min_size=1, max_size=5)


@given(TEXTS, st.data(), st.lists(STRINGS, max_size=8), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_it_finds_what_any_text_holds(
    texts: list[str | list[str]], data: st.DataObject, strings: list[str], offset: int
) -> None:
    numbers = st.integers(0, len(texts))
    index, text = _both(texts, data.draw(numbers), data.draw(st.lists(numbers, max_size=2)))

    assert (index.length, index.total) == (text.length, text.total)
    assert index.counts(strings) == text.counts(strings)
    assert [index.holds(one) for one in strings] == [text.holds(one) for one in strings]
    for one in strings:
        assert index.stretches(one, offset).tolist() == text.stretches(one, offset).tolist()
    pairs = [one[:2] for one in strings if len(one) > 1]
    assert index.pairs(pairs) == text.pairs(pairs)


@pytest.mark.parametrize(("cut", "dropped"), [(0, ()), (2, (0,)), (3, (1, 3))])
def test_a_vocabulary_knows_the_same_words_either_way(cut: int, dropped: Sequence[int]) -> None:
    index, text = _both(SEVERAL, cut, dropped)
    one, other = (Vocabulary([corpus], TOKENISER, Names(())) for corpus in (index, text))

    for sound in ("hui'yi", "zon'guo", "yin'han", "xiao'mao"):
        assert sorted(one.sounding(sound)) == sorted(other.sounding(sound))
    for typed in ("上海合做组织", "动物圆", "秘书常", "会议"):
        assert list(one.neighbours(typed, len(typed))) == list(other.neighbours(typed, len(typed)))
    words = Counter(word for text in SEVERAL for word in TOKENISER.words(text))
    assert [one.is_target(word) for word in words] == [other.is_target(word) for word in words]
    for sound in ("hui", "zon", "mao", "yin"):
        assert one.character_sounds.words(sound) == other.character_sounds.words(sound)


def test_words_of_what_was_dropped_are_no_targets() -> None:
    index, _ = _both(["大熊猫来了。", "会议开始。"], 1, [0])
    vocabulary = Vocabulary([index], TOKENISER, Names(()))

    assert may_be_meant("大熊猫")
    assert not vocabulary.is_target("大熊猫")
    assert vocabulary.is_target("会议")
    assert index.characters() == set("会议开始")

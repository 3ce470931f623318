from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.base.model import Alias, Article, Knowledge, Lexicon
from bot.base.text import normalise
from bot.language.abbreviations import (
    Names,
    general_names,
    general_wordings,
    names_of,
    wordings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = Names(
    [("世界卫生组织", "世卫", "who"), ("上海合作组织", "上合组织", "上合"), ("世界", "全球")]
)


def _find(text: str) -> list[str]:
    return [text[span.start : span.end] for span in NAMES.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("世卫和上合", ["世卫", "上合"]),
        ("世界卫生组织", ["世界卫生组织"]),
        ("世界怎么了", ["世界"]),
        ("上合组织成员", ["上合组织"]),
        ("who发挥什么作用", ["who"]),
        ("the whole", []),
        ("上合", ["上合"]),
        ("上", []),
        ("", []),
    ],
)
def test_the_longest_names_are_found(text: str, names: list[str]) -> None:
    assert _find(text) == names


def test_each_name_knows_the_others() -> None:
    assert NAMES.others("世卫") == ("世界卫生组织", "who")
    assert NAMES.others("世界卫生组织") == ("世卫", "who")
    assert NAMES.others("无名") == ()
    assert "世卫" in NAMES
    assert "无名" not in NAMES


def test_a_name_of_several_things_means_the_first_group_first() -> None:
    names = Names([("人民代表大会", "人大"), ("中国人民大学", "人大")])

    assert names.others("人大") == ("人民代表大会", "中国人民大学")


def test_single_characters_are_no_names() -> None:
    assert list(Names([("美国", "美")])) == []


def test_the_base_comes_before_general_abbreviations() -> None:
    article = Article("a", "t", aliases=(Alias("世界衛生大會", ("WHO", "大会")),))
    knowledge = Knowledge((article,), Lexicon(synonyms=(("举办", "举行"),)))

    names = names_of(knowledge)

    assert names.others("who")[:2] == ("世界卫生大会", "大会")
    assert "世界卫生组织" in names.others("who")
    assert names.others("举行") == ("举办",)


def test_the_shipped_abbreviations_are_normalised_and_without_doubles() -> None:
    found = list(general_names())

    assert len(found) > 300
    for group in found:
        assert len(group) > 1
        assert all(map(_is_normal, group))
        assert not _doubled(group)
    assert not _doubled(group[0] for group in found)


def test_the_shipped_wordings_are_normalised_and_without_doubles() -> None:
    found = list(general_wordings())

    assert len(found) > 400
    for asked, told in found:
        assert all(map(_is_normal, (*asked, *told)))
        assert not _doubled(asked)
        assert not _doubled(told)
        assert all(set(told) - {word} for word in asked)


def _is_normal(name: str) -> bool:
    return normalise(name).text.strip() == name and len(name) > 1


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_general_words_have_others_for_the_same() -> None:
    assert "题为" in wordings().others("题目")
    assert "退款" in wordings().others("退钱")


def test_some_words_mean_others_and_not_the_other_way_round() -> None:
    names = Names([("会议", "大会")], [(("头儿", "老大"), ("负责人", "主任"))])

    assert names.others("头儿") == names.others("老大") == ("负责人", "主任")
    assert "主任" not in names
    assert names.others("大会") == ("会议",)

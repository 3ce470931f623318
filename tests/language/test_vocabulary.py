from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.language.vocabulary import Vocabulary


def test_it_holds_words_and_any_other_string_of_the_text(summit: Vocabulary) -> None:
    assert summit.holds("会议")
    assert summit.holds("罗斯总")
    assert not summit.holds("美国")


def test_words_of_the_base_surprise_less(summit: Vocabulary) -> None:
    assert summit.surprise("会议") < summit.surprise("会意") < summit.surprise("汇议")


def test_words_meet_within_a_paragraph(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("甲方签字。" + "无关的话。" * 200 + "乙方盖章。")

    assert vocabulary.meet("甲方", ["签字"])
    assert not vocabulary.meet("甲方", ["乙方", "盖章"])
    assert not vocabulary.meet("丙方", ["签字"])
    assert vocabulary.company("甲方", "签字") > vocabulary.company("甲方", "乙方") == 0


def test_words_meet_wherever_the_stretches_are_cut(build: Callable[..., Vocabulary]) -> None:
    for shift in range(0, 400, 37):
        vocabulary = build("话" * shift + "甲方与乙方签字。")
        assert vocabulary.meet("甲方", ["乙方"])


def test_neighbours_share_two_characters_in_place(summit: Vocabulary) -> None:
    assert "哈萨克斯坦" in set(summit.neighbours("哈萨克斯担", 5))
    assert "哈萨克斯坦" in set(summit.neighbours("哈克斯坦", 5))
    assert "哈萨克斯坦" not in set(summit.neighbours("吉尔吉斯斯坦", 6))


def test_an_empty_base_has_nothing(build: Callable[..., Vocabulary]) -> None:
    vocabulary = build("")

    assert not vocabulary.holds("会议")
    assert not vocabulary.meet("会议", ["主持"])
    assert vocabulary.attraction("会", "议") == 0

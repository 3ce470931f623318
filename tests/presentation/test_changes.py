from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.base.model import Article, Faq, Golden, Knowledge, Lexicon, Problem
from bot.input.settings import Thresholds
from bot.presentation.changes import (
    Changes,
    Effect,
    SentenceChanges,
    compare,
    refused,
    rehearsed,
    reloaded,
)
from bot.presentation.markup import units
from bot.presentation.texts import Texts
from bot.search.engine import Engine
from bot.search.golden import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.presentation.card import Card

TEXTS = Texts()
A, B, C = (Article(name, f"题{name}", text="一。二。") for name in "abc")
B_CHANGED = Article("b", "题b", text="一。二。三。")


def an_engine(*articles: Article, words: tuple[str, ...] = ()) -> Engine:
    return Engine.build(Knowledge(articles, Lexicon(words)), Thresholds())


OLD = an_engine(A, B)
DIFFERENCES = [
    (an_engine(A, B), Changes((2, 2), (4, 4))),
    (an_engine(B, A), Changes((2, 2), (4, 4))),
    (
        an_engine(A, B, C),
        Changes((2, 3), (4, 6), added=("c",), said=SentenceChanges(2, 0, 0, ("一。", "二。"))),
    ),
    (
        an_engine(A, B_CHANGED),
        Changes((2, 2), (4, 5), changed=("b",), said=SentenceChanges(1, 0, 0, ("三。",))),
    ),
    (
        an_engine(A, Article("b", "题b", text="一。四。")),
        Changes(
            (2, 2), (4, 4), changed=("b",), said=SentenceChanges(0, 1, 0, ("四。",), ("二。",))
        ),
    ),
    (an_engine(A, Article("b", "新题", text=B.text)), Changes((2, 2), (4, 4), changed=("b",))),
    (
        an_engine(A),
        Changes(
            (2, 1), (4, 2), removed=("b",), said=SentenceChanges(0, 0, 2, (), ("一。", "二。"))
        ),
    ),
    (an_engine(A, B, words=("甲",)), Changes((2, 2), (4, 4), lexicon=True)),
]


@pytest.mark.parametrize(("new", "changes"), DIFFERENCES)
def test_states_of_the_knowledge_are_compared(new: Engine, changes: Changes) -> None:
    assert compare(OLD, new) == changes


def test_what_changed_is_told() -> None:
    said = SentenceChanges(12, 1, 3, ("新句<。",), ("旧句。",))
    changes = Changes(
        (2, 3), (40, 52), ("c<", "d"), ("b",), ("a",), said, lexicon=True, golden=True
    )
    told = (
        "文章：2 → 3 篇\n"
        "句子：40 → 52 句\n"
        "新增 2 篇：c<、d\n"
        "修改 1 篇：b\n"
        "删除 1 篇：a\n"
        "其中的句子：新增 12，修改 1，删除 3\n"
        "－ 旧句。\n"
        "－ ……\n"
        "＋ 新句<。\n"
        "＋ ……\n"
        "词表有改动。\n"
        "校验问题有改动。\n"
        "没有校验问题（golden.yaml）可以比较。"
    )
    assert reloaded(TEXTS, Effect(changes), 1.234).text == f"知识库已更新，用时 1.2 秒。\n{told}"
    assert rehearsed(TEXTS, Effect(changes), 1.234).text == (
        f"只是试一次，没有更新，用时 1.2 秒。更新的话：\n{told}"
    )


def test_golden_questions_that_are_answered_otherwise_are_named() -> None:
    old = an_engine(Article("b", "桥", text="大桥由梅旸春主持设计。大桥长6772米。"))
    new = an_engine(Article("b", "桥", text="大桥由茅以升主持设计。大桥很长。两岸有灯。"))
    golden = [
        Golden("大桥由谁主持设计？", "b", "梅旸春"),
        Golden("大桥由谁主持设计？", "b", "茅以升"),
        Golden("火星探测器什么时候返回？"),
    ]
    effect = Effect(compare(old, new), run(old, golden), run(new, golden))
    assert reloaded(TEXTS, effect, 1).text.splitlines()[-5:] == [
        "校验问题：3 个，没有答对的 1 个",
        "⚠ 变差的 1 个：",
        "· 大桥由谁主持设计？（答对 → 答错）",
        "变好的 1 个：",
        "· 大桥由谁主持设计？（答错 → 答对）",
    ]


@pytest.mark.parametrize("tell", [reloaded, rehearsed])
def test_that_nothing_changed_is_all_that_is_told(
    tell: Callable[[Texts, Effect, float], Card],
) -> None:
    assert tell(TEXTS, Effect(Changes((2, 2), (4, 4))), 0).text == "知识库没有变化。"


def test_any_number_of_changes_fits() -> None:
    names = tuple("长" * 200 + str(number) for number in range(1000))
    told = reloaded(TEXTS, Effect(Changes((0, 1000), (0, 1), added=names)), 1)
    assert units(told.text) <= 4096
    assert "新增 1000 篇：" in told.text


PROBLEM = Problem("a.yaml", 3, 1, "没有 <author> 这一项")


def test_problems_are_listed() -> None:
    card, file = refused("没有更新：", [PROBLEM])
    assert card.text == ("没有更新：\n\na.yaml:3:1: 没有 <author> 这一项")
    assert file is None


def test_problems_that_do_not_fit_are_listed_in_a_file() -> None:
    card, file = refused("没有更新：", [PROBLEM] * 500)
    assert units(card.text) <= 4096
    assert card.text.endswith("…")
    assert file == f"{PROBLEM}\n" * 500


def test_what_is_taught_to_the_whole_base_is_compared_but_is_no_article() -> None:
    taught = Article("taught", "", faq=(Faq(("问",), "答"),))
    new = Engine.build(Knowledge((A, B), taught=taught), Thresholds())
    assert compare(OLD, new) == Changes((2, 2), (4, 4), added=("taught",))
    assert compare(new, OLD) == Changes((2, 2), (4, 4), removed=("taught",))

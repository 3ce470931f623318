from __future__ import annotations

import pytest

from bot.base.model import Article, Knowledge, Lexicon, Problem
from bot.input.settings import Thresholds
from bot.presentation.changes import Changes, compare, refused, reloaded
from bot.presentation.markup import units
from bot.presentation.texts import Texts
from bot.search.engine import Engine

TEXTS = Texts()
A, B, C = (Article(name, f"题{name}", text="一。二。") for name in "abc")
B_CHANGED = Article("b", "题b", text="一。二。三。")


def an_engine(*articles: Article, words: tuple[str, ...] = ()) -> Engine:
    return Engine.build(Knowledge(articles, Lexicon(words)), Thresholds())


OLD = an_engine(A, B)
DIFFERENCES = [
    (an_engine(A, B), Changes((2, 2), (4, 4))),
    (an_engine(B, A), Changes((2, 2), (4, 4))),
    (an_engine(A, B, C), Changes((2, 3), (4, 6), added=("c",))),
    (an_engine(A, B_CHANGED), Changes((2, 2), (4, 5), changed=("b",))),
    (an_engine(A), Changes((2, 1), (4, 2), removed=("b",))),
    (an_engine(A, B, words=("甲",)), Changes((2, 2), (4, 4), lexicon=True)),
]


@pytest.mark.parametrize(("new", "changes"), DIFFERENCES)
def test_states_of_the_knowledge_are_compared(new: Engine, changes: Changes) -> None:
    assert compare(OLD, new) == changes


def test_what_changed_is_told() -> None:
    changes = Changes((2, 3), (40, 52), ("c<", "d"), ("b",), ("a",), lexicon=True)
    assert reloaded(TEXTS, changes, 1.234).text == (
        "知识库已更新，用时 1.2 秒。\n"
        "文章：2 → 3 篇\n"
        "句子：40 → 52 句\n"
        "新增 2 篇：c<、d\n"
        "修改 1 篇：b\n"
        "删除 1 篇：a\n"
        "词表有改动。"
    )


def test_that_nothing_changed_is_told() -> None:
    assert reloaded(TEXTS, Changes((2, 2), (4, 4)), 0).text.endswith("句\n知识库没有变化。")


def test_any_number_of_changes_fits() -> None:
    names = tuple("长" * 200 + str(number) for number in range(1000))
    told = reloaded(TEXTS, Changes((0, 1000), (0, 1), added=names), 1)
    assert units(told.text) <= 4096
    assert "新增 1000 篇：" in told.text


PROBLEM = Problem("a.yaml", 3, 1, "没有 <author> 这一项")


def test_problems_are_listed() -> None:
    card, file = refused(TEXTS, [PROBLEM])
    assert card.text == (
        "没有更新，仍在使用原来的知识库。有 1 个问题：\n\na.yaml:3:1: 没有 <author> 这一项"
    )
    assert file is None


def test_problems_that_do_not_fit_are_listed_in_a_file() -> None:
    card, file = refused(TEXTS, [PROBLEM] * 500)
    assert units(card.text) <= 4096
    assert card.text.endswith("…")
    assert file == f"{PROBLEM}\n" * 500

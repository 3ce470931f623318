from __future__ import annotations

import pytest

from bot.base.model import Answer, Article, Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine

TEXT = (
    "会议由轮值主席国俄罗斯总统普京主持，印度总理莫迪哈萨克斯坦总统托卡耶夫上海合作组织秘书长诺罗夫与会。"
    "随后，张伟参观了港口。"
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    article = Article("summit", "峰会", text=TEXT, tags=("上海合作组织", "轮值主席国"))
    return Engine.build(Knowledge((article,)), Thresholds(answer=0, suggest=0))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("莫迪是谁", "印度总理"),
        ("谁是莫迪？", "印度总理"),
        ("普京是谁", "轮值主席国俄罗斯总统"),
        ("托卡耶夫是谁", "哈萨克斯坦总统"),
        ("诺罗夫是谁", "上海合作组织秘书长"),
        ("莫迪是哪国总理", "印度总理"),
        ("托卡耶夫是哪个国家的总统？", "哈萨克斯坦总统"),
        # by post, by state, by employer
        ("莫迪担任什么职务", "印度总理"),
        ("莫迪什么职务", "印度总理"),
        ("诺罗夫是干嘛的", "上海合作组织秘书长"),
        ("托卡耶夫是哪国的", "哈萨克斯坦总统"),
        ("普京是哪一国的总统", "俄罗斯总统"),
        # What was typed is no news, and nothing else stands there.
        ("印度总理莫迪是谁", None),
        ("张伟是谁", None),
        # This asks for a name.
        ("印度总理是谁", "莫迪"),
        ("轮值主席国是谁", "俄罗斯"),
    ],
)
def test_who_somebody_is_stands_before_the_name(
    engine: Engine, question: str, answer: str | None
) -> None:
    outcome = engine.ask(question)
    assert isinstance(outcome, Answer)
    assert outcome.best.answer == answer

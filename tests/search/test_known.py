from __future__ import annotations

from bot.base.model import TAUGHT, Article, Faq, Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine
from bot.search.known import Known, KnownFaq, known

MAIL = Faq(("怎么联系你们", "联系方式"), "请写信。")
CALL = Faq(("怎么联系他们",), "请打电话。")
ARTICLE = Article("a", "大桥", text="大桥由梅旸春主持设计。大桥长6772米。", faq=(CALL,))
BASE = Article(TAUGHT, "", faq=(MAIL,))
ENGINE = Engine.build(Knowledge((ARTICLE,), taught=BASE), Thresholds())


def test_taught_answers_to_similar_questions_are_named_most_similar_first() -> None:
    found = known(ENGINE, ["怎么联系你们？"])
    assert found.taught == (KnownFaq(BASE, MAIL), KnownFaq(ARTICLE, CALL))
    assert found.answered == ()


def test_what_the_text_answers_is_named_with_the_question() -> None:
    found = known(ENGINE, ["大桥由谁主持设计？", "火星探测器什么时候返回？"])
    assert found.taught == ()
    ((question, hit),) = found.answered
    assert question == "大桥由谁主持设计？"
    assert hit.sentence.text == "大桥由梅旸春主持设计。"


def test_one_entry_is_named_once_for_several_questions() -> None:
    assert known(ENGINE, ["联系方式", "联系方式？"]).taught[0].faq == MAIL
    assert len(known(ENGINE, ["联系方式", "联系方式？"]).taught) == 1


def test_nothing_is_known_of_nothing() -> None:
    assert known(ENGINE, []) == Known()

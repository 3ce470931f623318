from __future__ import annotations

import pytest

from bot.base.model import Article, Faq, Golden, Knowledge
from bot.input.settings import Thresholds
from bot.search.engine import Engine
from bot.search.golden import Grade, Result, Shift, better, failing, run, worse

HARBOUR = Article(
    "harbour",
    "新港开港",
    text="新港昨天在青岛\n开港。仪式由市长王芳主持。来宾共三百人。",
    published="2024-05-06",
)
OTHER = Article("other", "动物园", text="大熊猫从成都运抵动物园。")
TAUGHT = Article("taught", "", faq=(Faq(("怎么联系你们",), "请写信到 help@example.org。"),))
CHAIR = "谁主持了仪式？"
ALL, OFFER, NONE = Thresholds(1, 1), Thresholds(100, 1), Thresholds(100, 100)


def engine(thresholds: Thresholds, *articles: Article) -> Engine:
    knowledge = Knowledge(articles or (HARBOUR, OTHER), taught=TAUGHT)
    return Engine.build(knowledge, thresholds)


def grade(golden: Golden, thresholds: Thresholds = ALL) -> Grade:
    (result,) = run(engine(thresholds), [golden])
    assert result.right == (result.grade is Grade.RIGHT) == (failing([result]) == [])
    return result.grade


@pytest.mark.parametrize(
    ("golden", "right"),
    [
        (Golden(CHAIR, "harbour", "市长王芳"), True),
        (Golden(CHAIR, "harbour", "市长 王芳\n主持"), True),
        (Golden(CHAIR, "harbour", "仪式由市长王芳主持。来宾共三百人。"), True),
        (Golden(CHAIR, "harbour"), True),
        (Golden(CHAIR, "harbour", "三百人"), False),
        (Golden(CHAIR, "other"), False),
        (Golden(CHAIR), False),
        (Golden("新港开港这篇文章是什么时候发布的？", "harbour", "2024-05-06"), True),
        (Golden("怎么联系你们？", "taught", "help@example.org"), True),
    ],
)
def test_an_answer_is_right_where_its_author_says_so(golden: Golden, *, right: bool) -> None:
    assert grade(golden) is (Grade.RIGHT if right else Grade.WRONG)


@pytest.mark.parametrize(
    ("golden", "expected"),
    [
        (Golden(CHAIR, "harbour", "市长王芳"), Grade.OFFERED),
        (Golden(CHAIR, "other", "大熊猫从巴黎"), Grade.WRONG),
        (Golden(CHAIR), Grade.OFFERED),
    ],
)
def test_suggestions_are_halfway(golden: Golden, expected: Grade) -> None:
    assert grade(golden, OFFER) is expected


@pytest.mark.parametrize(
    ("golden", "expected"),
    [(Golden(CHAIR, "harbour", "市长王芳"), Grade.WRONG), (Golden(CHAIR), Grade.RIGHT)],
)
def test_a_refusal_is_right_only_where_one_is_due(golden: Golden, expected: Grade) -> None:
    assert grade(golden, NONE) is expected


def test_two_runs_are_compared_by_the_questions_of_both() -> None:
    chair, weather = Golden(CHAIR, "harbour", "市长王芳"), Golden("今天天气怎么样？")
    guests = Golden("来宾有多少人？", "harbour", "三百人")
    confident, shy = engine(ALL), engine(NONE)
    before = run(confident, [chair, weather, guests])
    after = run(shy, [chair, weather, Golden("新的？")])
    assert [shift.after.golden for shift in worse(before, after)] == [chair]
    assert [shift.after.golden for shift in better(after, before)] == [chair]
    assert worse(before, before) == better(before, before) == []


def test_the_worst_comes_first() -> None:
    outcome = engine(NONE).ask("？")

    def results(*grades: Grade) -> list[Result]:
        return [Result(Golden(f"{n}"), outcome, grade) for n, grade in enumerate(grades)]

    before = results(Grade.RIGHT, Grade.RIGHT, Grade.OFFERED)
    after = results(Grade.OFFERED, Grade.WRONG, Grade.RIGHT)
    assert worse(before, after) == [Shift(before[1], after[1]), Shift(before[0], after[0])]
    assert better(before, after) == [Shift(before[2], after[2])]


def test_progress_is_told() -> None:
    steps: list[tuple[int, int]] = []
    run(engine(ALL), [Golden("一"), Golden("二")], lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]

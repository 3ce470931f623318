"""From question-answering sets to what came of each question, through the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.base.errors import ProblemsError
from bot.base.model import Kind, Span
from bot.input.settings import Thresholds
from bot.input.squad import GoldQuestion, Passage, load_squad
from bot.search.engine import Engine
from bot.search.evaluation.figures import quality
from bot.search.evaluation.measures import Measures
from bot.search.evaluation.results import (
    Place,
    Task,
    answerable,
    knowledge_of,
    put,
    put_in_vain,
    reworded,
    tasks_of,
    unanswerable,
)
from tests.sets import make_set, write_set

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR = "新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人。"
REEDS = "白鹭湖的芦苇每年十月收割。造纸厂全部买走。"
UNKNOWN = "饕餮魑魅？"
"""Not a character of it stands in the texts."""


@pytest.fixture
def passages(tmp_path: Path) -> tuple[Passage, ...]:
    return make_set(
        tmp_path,
        ("新港开港", HARBOUR, [("谁主持了仪式？", "王芳"), ("新港昨天在哪里开港？", "青岛")]),
        # The answer to the first is marked beside the sentence that gives it.
        ("芦苇", REEDS, [("白鹭湖的芦苇什么时候收割？", "造纸厂"), (UNKNOWN, "十月")]),
    )


@pytest.fixture
def engine(passages: tuple[Passage, ...]) -> Engine:
    return Engine.build(knowledge_of(passages), Thresholds())


def progress(done: int, total: int) -> None:
    assert 0 <= done < total


def test_every_passage_is_an_article(engine: Engine) -> None:
    assert [article.title for article in engine.knowledge.articles] == ["新港开港", "芦苇"]
    assert [sentence.text for sentence in engine.sentences] == [
        "新港昨天在青岛开港。",
        "仪式由市长王芳主持，来宾共三百人。",
        "白鹭湖的芦苇每年十月收割。",
        "造纸厂全部买走。",
    ]


def test_passages_without_a_title_are_named_by_number(tmp_path: Path) -> None:
    (article,) = knowledge_of(make_set(tmp_path, ("", HARBOUR, []))).articles
    assert (article.id, article.title) == ("p00001", "p00001")


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        ([(5, 7)], [1]),
        ([(0, 27)], [1]),
        ([(9, 12)], [1]),
        ([(10, 12)], [2]),
        ([(15, 17), (5, 7)], [1, 2]),
        ([(10, 12), (15, 17)], [2]),
        ([], []),
    ],
)
def test_sentences_in_which_an_answer_begins_are_right(
    answers: list[tuple[int, int]], right: list[int]
) -> None:
    question = GoldQuestion("q", "？", tuple(Span(*answer) for answer in answers), ())
    (task,) = tasks_of([Passage("p", "", HARBOUR, (question,))])
    assert task.right == tuple(Place("p", position) for position in right)


def test_questions_get_ranks(engine: Engine, passages: tuple[Passage, ...]) -> None:
    results = put(engine, tasks_of(passages), progress)
    assert [one.rank for one in results] == [1, 1, 2, None]
    assert [one.retrieved for one in results] == [True, True, True, False]
    assert [one.kind for one in results[:3]] == [Kind.WHO, Kind.WHERE, Kind.WHEN]
    found = quality(results)
    assert (found.hit_1, found.hit_3, found.mrr_10) == (0.5, 0.75, 0.625)
    assert found.recall_30 == 0.75


def test_short_answers_are_measured_where_they_are_right_and_where_they_are_found(
    engine: Engine, passages: tuple[Passage, ...]
) -> None:
    chair, _, reeds, unknown = put(engine, tasks_of(passages), progress)
    assert chair.given == chair.found
    assert chair.found.f1 > 0
    # The sentence found says 十月; 造纸厂 can only come from the one that is given.
    assert reeds.found == Measures(0.0, 0.0)
    assert unknown.found == Measures(0.0, 0.0)
    assert unknown.reply.confidence == 0


def test_questions_are_put_as_readers_put_them(engine: Engine) -> None:
    task = Task("q", "请问谁主持了儀式", ("王芳",), (Place("p00001", 2),))
    (result,) = put(engine, [task], progress)
    assert result.rank == 1
    outcome = engine.ask(task.text)
    assert result.reply.confidence == outcome.candidates[0].confidence


def test_nothing_is_found_for_what_the_base_does_not_know(engine: Engine) -> None:
    replies = put_in_vain(engine, [Task("q", UNKNOWN), Task("r", "谁主持了仪式？")], progress)
    assert replies[0].confidence == 0
    assert replies[1].confidence > 0
    assert all(reply.milliseconds > 0 for reply in replies)


def test_questions_without_an_answer_are_told_apart(tmp_path: Path) -> None:
    tasks = tasks_of(make_set(tmp_path, ("", HARBOUR, [("谁？", ""), ("在哪？", "青岛")])))
    assert [task.text for task in answerable(tasks)] == ["在哪？"]
    assert [task.text for task in unanswerable(tasks)] == ["谁？"]


class TestReworded:
    def test_keeps_the_answers_and_takes_the_other_words(
        self, passages: tuple[Passage, ...], tmp_path: Path
    ) -> None:
        text = "The harbour opened yesterday in Qingdao."
        other = write_set(
            tmp_path / "en.json", ("", text, [("Who?", "Qingdao"), ("Where?", "Qingdao")])
        )
        tasks = reworded(tasks_of(passages), load_squad(other), str(other))
        assert tasks == [
            Task("q1", "Who?", ("王芳",), (Place("p00001", 2),)),
            Task("q2", "Where?", ("青岛",), (Place("p00001", 1),)),
        ]

    def test_unknown_questions_are_a_problem(
        self, passages: tuple[Passage, ...], tmp_path: Path
    ) -> None:
        other = write_set(
            tmp_path / "en.json", ("", "Qingdao.", [("Where?", "Qingdao")]), prefix="x"
        )
        with pytest.raises(ProblemsError, match="1 个问题在问答集里没有同编号的，例如 x1"):
            reworded(tasks_of(passages), load_squad(other), str(other))

"""Put the questions of question-answering sets to the engine, and note what came of each.

Every passage of a set is an article of one knowledge base, and every sentence of it a candidate.
A sentence is right when a gold answer begins in it. Questions whose answer the base does not hold,
those of another set, must be refused. Everything goes through `Engine.ask`, as a reader's question
does; only the first stage, and the short answer in the right sentence, are asked for by themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.errors import ProblemsError
from bot.base.model import Article, Knowledge, Problem
from bot.language.sentences import split_sentences
from bot.search.evaluation.measures import Measures, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.base.model import Kind, Outcome, Sentence
    from bot.input.squad import GoldQuestion, Passage
    from bot.search.engine import Engine

    Progress = Callable[[int, int], None]
    """Is told how many questions were asked, and how many there are."""

RESULTS: Final = 10
"""The ranking is looked at so far down."""
FIRST_STAGE: Final = 30
"""And what the first stage finds so far."""


class Place(NamedTuple):
    """Where a sentence stands."""

    article: str
    position: int
    """Counted from 1."""


@dataclass(frozen=True, slots=True)
class Task:
    """A question and what answers it in the base."""

    id: str
    text: str
    answers: tuple[str, ...] = ()
    """The gold answers; none where the base must refuse."""
    right: tuple[Place, ...] = ()
    """The sentences in which they begin, in order."""


class Reply(NamedTuple):
    """How sure the engine was of what it found, and how long it took."""

    confidence: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a question that the base answers."""

    kind: Kind
    rank: int | None
    """Where the first right sentence stands, counted from 1; None beyond the first ten."""
    retrieved: bool
    """Whether the first stage had a right sentence among its first thirty."""
    given: Measures
    """Of the short answer in the right sentence."""
    found: Measures
    """Of the short answer in the sentence ranked first."""
    reply: Reply


def knowledge_of(passages: Iterable[Passage]) -> Knowledge:
    """Make a base of passages, each an article."""
    return Knowledge(tuple(Article(one.id, one.title or one.id, one.text) for one in passages))


def tasks_of(passages: Iterable[Passage]) -> list[Task]:
    """Return the questions of passages, and where in the base of these passages they belong."""
    return [
        Task(question.id, question.text, question.wordings, tuple(_right(passage, question)))
        for passage in passages
        for question in passage.questions
    ]


def reworded(tasks: Iterable[Task], passages: Iterable[Passage], file: str) -> list[Task]:
    """Ask the same in the words of another set, which has its questions under the same ids.

    Args:
        tasks: what is asked.
        passages: a set, another language for example; its own answers don't count.
        file: the name of that set's file, for saying what is wrong.

    Raises:
        ProblemsError: some of the other questions are unknown.
    """
    known = {task.id: task for task in tasks}
    others = [question for passage in passages for question in passage.questions]
    strange = [question.id for question in others if question.id not in known]
    if strange:
        message = f"{len(strange)} 个问题在问答集里没有同编号的，例如 {strange[0]}"
        raise ProblemsError([Problem(file, 0, 0, message)])
    return [replace(known[question.id], text=question.text) for question in others]


def answerable(tasks: Iterable[Task]) -> list[Task]:
    """Return the questions that have an answer."""
    return [task for task in tasks if task.right]


def unanswerable(tasks: Iterable[Task]) -> list[Task]:
    """Return the questions that have none, which some sets hold on purpose."""
    return [task for task in tasks if not task.right]


def put(engine: Engine, tasks: Sequence[Task], progress: Progress) -> list[Result]:
    """Ask a base what it answers."""
    return [_result(engine, task) for task in _counted(tasks, progress)]


def put_in_vain(engine: Engine, tasks: Sequence[Task], progress: Progress) -> list[Reply]:
    """Ask a base what it does not answer."""
    return [_reply(_ask(engine, task)) for task in _counted(tasks, progress)]


def _right(passage: Passage, question: GoldQuestion) -> Iterator[Place]:
    ends = [span.end for span in split_sentences(passage.text)]
    for number in sorted({bisect_right(ends, answer.start) for answer in question.answers}):
        yield Place(passage.id, number + 1)


def _counted(tasks: Sequence[Task], progress: Progress) -> Iterator[Task]:
    for number, task in enumerate(tasks):
        progress(number, len(tasks))
        yield task


def _ask(engine: Engine, task: Task) -> Outcome:
    return engine.ask(task.text, limit=RESULTS)


def _reply(outcome: Outcome) -> Reply:
    hits = outcome.candidates
    return Reply(hits[0].confidence if hits else 0, outcome.elapsed_ms)


def _result(engine: Engine, task: Task) -> Result:
    outcome = _ask(engine, task)
    question = outcome.question
    understood = question.text if question.reading is None else question.reading
    places = [_place(hit.sentence) for hit in outcome.candidates]
    retrieved = [_place(sentence) for sentence in engine.first_stage(task.text)[:FIRST_STAGE]]
    return Result(
        kind=question.kind,
        rank=next((rank for rank, one in enumerate(places, start=1) if one in task.right), None),
        retrieved=any(place in task.right for place in retrieved),
        given=measure(_given(engine, understood, task), task.answers),
        found=measure(_found(outcome), task.answers),
        reply=_reply(outcome),
    )


def _place(sentence: Sentence) -> Place:
    return Place(sentence.article.id, sentence.position)


def _given(engine: Engine, text: str, task: Task) -> str:
    """Return the short answer that the engine finds when it is shown where to look."""
    sentence = engine.sentence(*task.right[0])
    return "" if sentence is None else engine.short_answer(text, sentence)


def _found(outcome: Outcome) -> str:
    """Return the short answer that a reader would see; where there is none, the sentence."""
    if not outcome.candidates:
        return ""
    best = outcome.candidates[0]
    return best.sentence.text if best.answer is None else best.answer

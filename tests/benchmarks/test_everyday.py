"""Short texts with questions, some of which they do not answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.everyday import HELD_OUT, Asked, figures, is_right, main
from bot.input.squad import load_squad

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.input.squad import Passage

LEARNED = HELD_OUT[0].with_name("everyday.json")


@pytest.mark.parametrize("file", [*HELD_OUT, LEARNED], ids=lambda file: file.name)
class TestFiles:
    def test_every_answer_stands_where_it_is_said_to(self, file: Path) -> None:
        for passage in load_squad(file):
            for question in passage.questions:
                marked = {passage.text[span.start : span.end] for span in question.answers}
                assert marked == set(question.wordings), question.text

    def test_some_questions_have_no_answer(self, file: Path) -> None:
        for passage in load_squad(file):
            answered = {bool(question.answers) for question in passage.questions}
            assert answered == {True, False}, passage.title


@pytest.mark.parametrize("held_out", HELD_OUT, ids=lambda file: file.name)
def test_nothing_is_learned_from_what_is_held_out(held_out: Path) -> None:
    def contents(file: Path) -> Iterator[str]:
        passages: tuple[Passage, ...] = load_squad(file)
        for passage in passages:
            yield passage.title
            yield passage.text

    assert not set(contents(held_out)) & set(contents(LEARNED))


def test_the_figures_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    files = json.loads(capsys.readouterr().out)
    assert {
        name: (found["answerable"], found["unanswerable"]) for name, found in files.items()
    } == {
        "everyday-test.json": (480, 160),
        "everyday-summits.json": (264, 168),
        "everyday-fresh.json": (189, 67),
    }
    for found in files.values():
        right = [found["right_sentence_first"], found["answered_with_right_sentence"]]
        assert found["answerable"] > right[0] > right[1] >= found["and_right_short_answer"] > 0
        assert found["answered"] >= right[1]
        assert found["answered_all_the_same"] < found["unanswerable"] / 2


@pytest.mark.parametrize(
    ("meant", "is_first", "is_answered", "is_met", "expected"),
    [
        ("九点", True, True, True, True),
        ("九点", True, False, True, False),
        ("九点", False, True, True, False),
        ("九点", True, True, False, False),
        ("", False, False, False, True),
        ("", False, True, False, False),
    ],
)
def test_what_is_right(
    meant: str, is_first: bool, is_answered: bool, is_met: bool, expected: bool
) -> None:
    asked = Asked("几点开门", meant, "九点", 80, is_first, is_answered, is_met)
    assert is_right(asked) is expected
    assert figures([asked])["and_right_short_answer"] == int(expected and bool(meant))

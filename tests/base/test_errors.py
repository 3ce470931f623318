from __future__ import annotations

import inspect

import pytest

from bot.base import errors
from bot.base.errors import KnowledgeError, ProblemsError, SettingsError, WenjuError
from bot.base.model import Problem

PROBLEMS = [Problem("a.yaml", 1, 1, "一"), Problem("b.yaml", 0, 0, "二")]


@pytest.mark.parametrize("kind", [ProblemsError, SettingsError, KnowledgeError])
def test_problems_are_told_a_line_each_and_kept(kind: type[ProblemsError]) -> None:
    error = kind(PROBLEMS)
    assert str(error) == "a.yaml:1:1: 一\nb.yaml: 二"
    assert error.problems == tuple(PROBLEMS)


def test_every_error_has_the_one_root_and_stands_in_the_drawn_tree() -> None:
    for name, error in inspect.getmembers(errors, inspect.isclass):
        assert issubclass(error, WenjuError)
        assert name in (errors.__doc__ or "")

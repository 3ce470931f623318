"""The problems found in one file, with line and column."""

from __future__ import annotations

import bisect
import re

from bot.base.model import Problem

MAX_PROBLEMS = 100
"""Listed for one file; who has made more mistakes than that made one mistake many times."""

_BRIEF = 24


class Report:
    """Collects the problems of one file, given offsets into its text."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        self._starts: list[int] | None = None
        self._problems: list[Problem] = []
        self._unlisted = 0

    def add(self, offset: int, message: str) -> None:
        """Note a mistake at a character of the text."""
        if self.full:
            self._unlisted += 1
        else:
            self._problems.append(Problem(self.file, *self.place(offset), message))

    def place(self, offset: int) -> tuple[int, int]:
        """Find the line and column of a character, both counted from 1."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self._text))]
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @property
    def full(self) -> bool:
        """Whether further problems are only counted."""
        return len(self._problems) >= MAX_PROBLEMS

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, in the order of the file."""
        listed = sorted(self._problems)
        if self._unlisted:
            last = listed[-1]
            message = f"还有 {self._unlisted} 处问题没有列出；请先改好以上各处"
            listed.append(Problem(self.file, last.line, last.column, message))
        return tuple(listed)


def brief(text: str) -> str:
    """Quote somebody's text in a message."""
    return f"“{shorten(text)}”"


def shorten(text: str) -> str:
    """Bring somebody's text on one line, cut short, nothing unprintable left in it."""
    short = text if len(text) <= _BRIEF else text[: _BRIEF - 1] + "…"
    return "".join(char if char.isprintable() else _escape(char) for char in short)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")

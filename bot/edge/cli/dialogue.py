"""Questions in, answers out: one by one from arguments and files, or in a conversation."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

import bot
from bot.base.model import Question, Refusal
from bot.edge.cli.streams import is_interactive, read_lines, standard_input, wants_colour
from bot.presentation.answer_json import to_json
from bot.presentation.terminal import render
from bot.presentation.texts import DEFAULT_LANGUAGE, texts_for
from bot.presentation.why import explain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.base.model import Outcome
    from bot.input.settings import Settings
    from bot.search.engine import Engine

_PROMPT = "问> "
_LEAVE = frozenset({":q", "：q", ":Q", "：Q"})
_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers questions on standard output."""

    engine: Engine
    settings: Settings
    results: int | None = None
    """How many sentences to show; None for one at a terminal and ten in JSON."""
    why: bool = False
    """Whether to tell what each answer rests on."""

    def answer_as_json(self, questions: Iterable[str]) -> None:
        """Print one JSON object a question, in order.

        A question that is empty or too long is refused, so that lines out are lines in.
        """
        for question in questions:
            click.echo(to_json(self._ask(question, self.results or _CANDIDATES)))

    def answer_as_text(self, questions: Iterable[str]) -> None:
        """Print an answer for each question that is not blank, an empty line between two."""
        separator = ""
        for question in questions:
            if question.strip():
                click.echo(separator + self._text(question))
                separator = "\n"

    def talk(self) -> None:
        """Answer until the input ends: at a prompt where a person sits there, else line by line."""
        if is_interactive():
            self._converse()
        else:
            self.answer_as_text(read_lines(standard_input()))

    def _converse(self) -> None:
        _prepare_prompt()
        self._greet()
        while True:
            try:
                question = input(_PROMPT).strip()
            except EOFError:
                click.echo()
                return
            if question in _LEAVE:
                return
            if question:
                click.echo(f"{self._text(question)}\n")

    def _greet(self) -> None:
        articles, sentences = len(self.engine.knowledge.articles), len(self.engine.sentences)
        click.echo(f"问据 {bot.__version__}：收录 {articles} 篇文章，{sentences} 句。")
        click.echo("输入问题后回车；输入 :q 或按 Ctrl-D 离开。")
        if examples := self.engine.examples(self.settings.answers.examples):
            click.echo("例如：")
            for example in examples:
                click.echo(f"  {example}")
        click.echo()

    def _text(self, question: str) -> str:
        limit = self.settings.limits.question_length
        if len(question) > limit:
            return texts_for(DEFAULT_LANGUAGE).question_too_long(len(question), limit)
        results = self.results or 1
        text = render(
            self._ask(question, max(results, self.settings.answers.suggestions)),
            colour=wants_colour(),
            suggestions=self.settings.answers.suggestions,
            results=results,
            worth=self.settings.answers.thresholds.suggest,
        )
        return f"{text}\n\n{explain(self.engine.explain(question))}" if self.why else text

    def _ask(self, question: str, limit: int) -> Outcome:
        if not question.strip() or len(question) > self.settings.limits.question_length:
            return Refusal(Question(question), (), elapsed_ms=0.0)
        return self.engine.ask(question, limit=limit)


def _prepare_prompt() -> None:
    """Give the prompt editing and a history, and let it take any bytes."""
    with contextlib.suppress(ImportError):  # Windows has its own editing
        import readline  # noqa: F401 - `input` uses it once it is there
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")

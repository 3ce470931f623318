"""Outcomes as lines of text: coloured for a terminal, plain for a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.base.model import Answer, Part, Refusal
from bot.presentation.texts import DEFAULT_LANGUAGE, texts_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Hit, Outcome, Sentence, Span

_BOLD_GREEN = "\x1b[1;32m"
_DIM = "\x1b[2m"
_RESET = "\x1b[0m"
# A terminal obeys control characters, and a text from anywhere may hold them. One character stands
# for one, so that spans still fit.
_HARMLESS = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd"),
    **dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029"), " "),
}
_TEXTS = texts_for(DEFAULT_LANGUAGE)


def render(
    outcome: Outcome, *, colour: bool, suggestions: int, results: int = 1, worth: int = 0
) -> str:
    """Render an outcome for a person at a terminal.

    Args:
        outcome: what the engine said.
        colour: mark with colours what is otherwise marked with brackets.
        suggestions: how many sentences to offer where there is no answer.
        results: how many of the sentences found to show in all, where there is an answer.
        worth: the confidence from which a sentence is worth offering.
    """
    brush = _Brush(colour=colour)
    if isinstance(outcome, Answer):
        return "\n".join(brush.answer(outcome, results))
    if isinstance(outcome, Refusal):
        return "收录的文章里没有找到这个问题的答案。"
    lines = [_TEXTS.suggestions]
    offered = [hit for hit in outcome.candidates if hit.confidence >= worth]
    lines += brush.listed(offered[:suggestions], first=1)
    return "\n".join(lines)


class _Brush:
    """Writes lines with or without colours."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def answer(self, outcome: Answer, results: int) -> list[str]:
        hit = outcome.best
        lines = []
        # An answer that is the whole sentence is not said twice.
        if hit.answer is not None and hit.answer.strip() != hit.sentence.text.strip():
            lines.append(self._mark(_harmless(hit.answer)))
        if outcome.question.reading is not None:
            lines.append(self._faint(_harmless(_TEXTS.reading(outcome.question.reading))))
        lines.append(f"  {self._sentence(hit.sentence, hit.span)}")
        lines.append(self._faint(f"  —— {_source(hit)}"))
        if others := outcome.candidates[1:results]:
            lines += [_TEXTS.results, *self.listed(others, first=2)]
        return lines

    def listed(self, hits: Sequence[Hit], *, first: int) -> list[str]:
        return [
            f"  {number}. {self._sentence(hit.sentence, None)}" + self._faint(f"（{_source(hit)}）")
            for number, hit in enumerate(hits, start=first)
        ]

    def _sentence(self, sentence: Sentence, span: Span | None) -> str:
        text = _harmless(sentence.text)
        if span is None:
            return text.strip()
        marked = self._mark(text[span.start : span.end], "【", "】")
        return f"{text[: span.start]}{marked}{text[span.end :]}".strip()

    def _mark(self, text: str, opening: str = "", closing: str = "") -> str:
        """Set a text off, by colour or else by what is put around it."""
        if self._colour:
            return f"{_BOLD_GREEN}{text}{_RESET}"
        return f"{opening}{text}{closing}"

    def _faint(self, text: str) -> str:
        return f"{_DIM}{text}{_RESET}" if self._colour else text


def _source(hit: Hit) -> str:
    sentence = hit.sentence
    title = sentence.article.title and _TEXTS.title(sentence.article.title)
    # Where the answer is the date itself, once is enough.
    published = None if sentence.part is Part.PUBLISHED else sentence.article.published
    if sentence.part is Part.TEXT:
        place = _TEXTS.position(sentence.position, sentence.position)
    else:
        place = _TEXTS.part(sentence.part)
    confidence = _TEXTS.confidence(hit.confidence)
    return _harmless("，".join(filter(None, (title, published, place, confidence))))


def _harmless(text: str) -> str:
    return text.translate(_HARMLESS)

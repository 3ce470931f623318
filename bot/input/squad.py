"""Question-answering sets in SQuAD's JSON format, for measuring and training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.base.errors import ProblemsError
from bot.base.model import Problem, Span
from bot.input.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_BYTES: Final = 256 * 1024 * 1024
_TYPE_NAMES: Final = {
    dict: "对象",
    list: "列表",
    str: "文字",
    int: "整数",
    float: "小数",
    bool: "真假值",
    type(None): "空值",
}


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question on a passage, with the answers people marked in it."""

    id: str
    text: str
    answers: tuple[Span, ...]
    """Spans of the passage's text."""
    wordings: tuple[str, ...]
    """The answers in the file's own words: its places are sometimes off by a character."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the questions on it."""

    id: str
    """Unique within its file."""
    title: str
    text: str
    questions: tuple[GoldQuestion, ...]


def load_squad(path: Path) -> tuple[Passage, ...]:
    """Read a file in SQuAD's format.

    Raises:
        ProblemsError: the file cannot be read or is not of that format.
    """
    text = read_text(path, str(path), limit=_MAX_BYTES)
    if isinstance(text, Problem):
        raise ProblemsError([text])
    try:
        return tuple(_passages(_Node(json.loads(text))))
    except json.JSONDecodeError as error:
        problem = Problem(str(path), error.lineno, error.colno, f"不是 JSON：{error.msg}")
        raise ProblemsError([problem]) from error
    except _FormatError as error:
        raise ProblemsError([Problem(str(path), 0, 0, str(error))]) from error
    except (ValueError, RecursionError) as error:
        problem = Problem(str(path), 0, 0, "不是 JSON：嵌套太深，或数字太长")
        raise ProblemsError([problem]) from error


class _FormatError(Exception):
    """The file is JSON, but no set that can be used."""


class _ShapeError(_FormatError):
    """Something else stands where the format wants a certain value."""

    def __init__(self, message: str) -> None:
        super().__init__(f"不是 SQuAD 格式的问答集：{message}")


@dataclass(frozen=True, slots=True)
class _Node:
    """A value of a JSON document, and the way to it."""

    value: object
    place: str = ""

    def __getitem__(self, key: str) -> _Node:
        if not isinstance(self.value, dict):
            raise self._wrong("对象")
        if key not in self.value:
            raise _ShapeError(f"{self.place} 缺少 {key}".strip())
        return _Node(self.value[key], f"{self.place}.{key}".strip("."))

    def __iter__(self) -> Iterator[_Node]:
        if not isinstance(self.value, list):
            raise self._wrong("列表")
        for number, value in enumerate(self.value):
            yield _Node(value, f"{self.place}[{number}]")

    def has(self, key: str) -> bool:
        """Tell whether the value has a field of this name."""
        return isinstance(self.value, dict) and key in self.value

    def text(self) -> str:
        """Return the value, which must be a text."""
        if not isinstance(self.value, str):
            raise self._wrong("文字")
        return self.value

    def name(self) -> str:
        """Return the value, which must be a text or a whole number, as a text."""
        return str(self.value) if type(self.value) is int else self.text()

    def number(self) -> int:
        """Return the value, which must be a whole number."""
        if type(self.value) is not int:
            raise self._wrong("整数")
        return self.value

    def _wrong(self, expected: str) -> _ShapeError:
        found = _TYPE_NAMES[type(self.value)]
        return _ShapeError(f"{self.place or '整个文件'} 应为{expected}，实为{found}")


def _passages(root: _Node) -> Iterator[Passage]:
    number = 0
    for article in root["data"]:
        title = article["title"].text() if article.has("title") else ""
        for paragraph in article["paragraphs"]:
            number += 1
            text = paragraph["context"].text()
            questions = tuple(_question(entry, len(text)) for entry in paragraph["qas"])
            yield Passage(f"p{number:05d}", title, text, questions)


def _question(entry: _Node, length: int) -> GoldQuestion:
    name = entry["id"].name()
    answers = sorted({_answer(one) for one in entry["answers"] if one["text"].text()})
    if any(not 0 <= span.start < length for span, _ in answers):
        raise _FormatError(f"问题 {name} 的答案不在原文之内")
    return GoldQuestion(
        id=name,
        text=entry["question"].text(),
        answers=tuple(dict.fromkeys(span for span, _ in answers)),
        wordings=tuple(dict.fromkeys(wording for _, wording in answers)),
    )


def _answer(entry: _Node) -> tuple[Span, str]:
    start, wording = entry["answer_start"].number(), entry["text"].text()
    return Span(start, start + len(wording)), wording

"""Question-answering sets in SQuAD's JSON format, for measuring and training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.base.errors import ProblemsError
from bot.base.model import Problem, Span
from bot.input.files import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    try:
        data = json.loads(path.read_text("utf-8"))
        return tuple(_passages(data["data"]))
    except OSError as error:
        raise ProblemsError([Problem(str(path), 0, 0, f"读不了：{reason(error)}")]) from error
    except UnicodeDecodeError as error:
        raise ProblemsError([Problem(str(path), 0, 0, "不是 UTF-8 编码的文件")]) from error
    except json.JSONDecodeError as error:
        raise ProblemsError(
            [Problem(str(path), error.lineno, error.colno, f"不是 JSON：{error.msg}")]
        ) from error
    except ValueError as error:
        raise ProblemsError([Problem(str(path), 0, 0, str(error))]) from error
    except (KeyError, TypeError) as error:
        raise ProblemsError(
            [Problem(str(path), 0, 0, f"不是 SQuAD 格式的问答集：缺少或写错了 {error}")]
        ) from error


def _passages(articles: list[dict[str, Any]]) -> Iterator[Passage]:
    number = 0
    for article in articles:
        for paragraph in article["paragraphs"]:
            number += 1
            yield Passage(
                id=f"p{number:05d}",
                title=str(article.get("title", "")),
                text=paragraph["context"],
                questions=tuple(
                    _question(entry, len(paragraph["context"])) for entry in paragraph["qas"]
                ),
            )


def _question(entry: dict[str, Any], length: int) -> GoldQuestion:
    answers = {
        (Span(answer["answer_start"], answer["answer_start"] + len(answer["text"])), answer["text"])
        for answer in entry["answers"]
        if answer["text"]
    }
    if any(not 0 <= span.start < length for span, _ in answers):
        raise ValueError(f"问题 {entry['id']} 的答案不在原文之内")
    ordered = sorted(answers)
    return GoldQuestion(
        id=str(entry["id"]),
        text=entry["question"],
        answers=tuple(dict.fromkeys(span for span, _ in ordered)),
        wordings=tuple(dict.fromkeys(wording for _, wording in ordered)),
    )

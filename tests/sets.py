"""Question-answering sets in SQuAD's format, written small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.input.squad import load_squad

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.input.squad import Passage

    Written = tuple[str, str, Iterable[tuple[str, str]]]
    """Title, text, and questions with their answers; an empty answer is none."""


def write_set(path: Path, *passages: Written, prefix: str = "q") -> Path:
    """Write a set; its questions are numbered q1, q2, ... through the file."""
    number = 0
    data = []
    for title, text, pairs in passages:
        entries = []
        for question, answer in pairs:
            number += 1
            answers = [{"text": answer, "answer_start": text.index(answer)}] if answer else []
            entries.append({"id": f"{prefix}{number}", "question": question, "answers": answers})
        data.append({"title": title, "paragraphs": [{"context": text, "qas": entries}]})
    path.write_text(json.dumps({"version": "1", "data": data}), "utf-8")
    return path


def make_set(folder: Path, *passages: Written) -> tuple[Passage, ...]:
    """Write a set, and read it."""
    return load_squad(write_set(folder / "set.json", *passages))

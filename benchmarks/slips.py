"""Measure what becomes of questions that are typed with a slip.

python -m benchmarks.slips FILE... [--first N] [--seed N] [--models DIR] [--json]

Each file, in SQuAD's format, is a base of its own. Its questions are asked once for every kind of
slip, which a seeded chance puts into one of their content words; and once as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from bot.base.text import normalise
from bot.edge.cli.progress import Progress
from bot.edge.cli.streams import prepare_output
from bot.input.settings import Thresholds
from bot.input.squad import load_squad
from bot.language.looks import similar_characters
from bot.language.pinyin import fold, syllables_of
from bot.language.slips import How
from bot.language.tokens import Tokeniser
from bot.language.vocabulary import LONGEST_WORD, is_chinese, is_question_word
from bot.presentation.table import table
from bot.search.engine import Engine
from bot.search.evaluation.results import Place, answerable, knowledge_of, tasks_of
from bot.search.trained import Trained

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.language.tokens import Token
    from bot.search.evaluation.results import Task

    Slip = Callable[[str, random.Random], str | None]
    """Puts a slip into a normalised question; None where there is no room for it."""

_COMMON = 300
"""Who mistypes a character types a common one: of so many occurrences in jieba's count."""
_CORRECTIONS = frozenset({How.TYPO, How.HOMOPHONE, How.PINYIN})


class Row(NamedTuple):
    """What becomes of one kind of slip in the questions of a file."""

    file: str
    slip: str
    questions: int
    """Those with room for such a slip."""
    exactly: float
    """The share whose first correction is what was meant, to the character."""
    otherwise: float
    """The share whose first correction is something else."""
    characters: float
    """How alike what was meant and the first correction are, or what was typed without one."""
    hit_at_1: float
    """The share answered with a right sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and print what came of it."""
    prepare_output()
    options = _parser().parse_args(argv)
    trained = None if options.models is None else Trained.load(options.models)
    with Progress() as progress:
        rows = [
            row
            for file in options.files
            for row in measure(file, trained, progress, first=options.first, seed=options.seed)
        ]
    print(json.dumps([row._asdict() for row in rows]) if options.json else render(rows))
    return 0


def measure(
    file: Path, trained: Trained | None, progress: Progress, *, first: int | None, seed: int
) -> list[Row]:
    """Ask the questions of a file with every kind of slip.

    Args:
        file: a set in SQuAD's format.
        trained: the models, those that come along unless others are given.
        progress: is told what goes on.
        first: so many of the questions; None for all.
        seed: the same slips for the same seed.
    """
    progress.stage(f"{file.name}：建立索引")
    passages = load_squad(file)
    engine = Engine.build(knowledge_of(passages), Thresholds(), trained)
    tasks = answerable(tasks_of(passages))[:first]
    rows = []
    for name, slip in SLIPS.items():
        chance = random.Random(seed)  # noqa: S311  (not for secrets)
        told = progress.counter(f"{file.name}：{name}")
        asked = []
        for number, task in enumerate(tasks):
            told(number, len(tasks))
            meant = normalise(task.text).text
            typed = slip(meant, chance)
            if typed is not None:
                asked.append(_ask(engine, task, meant, typed))
        if asked:
            rows.append(Row(file.name, name, len(asked), *map(fmean, zip(*asked, strict=True))))
    return rows


def _ask(engine: Engine, task: Task, meant: str, typed: str) -> tuple[float, float, float, float]:
    """Return the last four columns of a row for one question."""
    readings = (reading.text for reading in engine.readings(typed) if reading.how in _CORRECTIONS)
    read = next(readings, None)
    is_exact = read is not None and _letters(read) == _letters(meant)
    hits = engine.ask(typed, limit=1).candidates
    places = [Place(hit.sentence.article.id, hit.sentence.position) for hit in hits]
    return (
        is_exact,
        read is not None and not is_exact,
        _alike(_letters(meant), _letters(typed if read is None else read)),
        any(place in task.right for place in places),
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _alike(meant: str, read: str) -> float:
    return SequenceMatcher(None, meant, read, autojunk=False).ratio()


def render(rows: Sequence[Row]) -> str:
    """Return a table for people."""
    head = ("slip", "file", "questions", "exactly", "otherwise", "characters", "Hit@1")
    cells = [
        (row.slip, row.file, str(row.questions), *(f"{x:.3f}" for x in row[3:])) for row in rows
    ]
    return "\n".join(table([head, *cells]))


# ---- slips


def _none(question: str, _: random.Random) -> str:
    return question


def _homophone(question: str, chance: random.Random) -> str | None:
    return _replaced(question, chance, lambda one: _by_sound().get(_sound(one), ()))


def _similar_sound(question: str, chance: random.Random) -> str | None:
    def confused(character: str) -> Sequence[str]:
        own = _sound(character)
        sounds = _by_folded_sound().get(fold(own), ()) if own else ()
        return [other for sound in sounds if sound != own for other in _by_sound()[sound]]

    return _replaced(question, chance, confused)


def _similar_shape(question: str, chance: random.Random) -> str | None:
    def confused(character: str) -> Sequence[str]:
        similar = similar_characters().get(character, "")
        return [other for other in similar if _tokeniser().frequency(other) > _COMMON]

    return _replaced(question, chance, confused)


def _any_character(question: str, chance: random.Random) -> str | None:
    return _replaced(question, chance, lambda _: _common(), shortest=3)


def _any_of_two(question: str, chance: random.Random) -> str | None:
    return _replaced(question, chance, lambda _: _common(), longest=2)


def _swapped(question: str, chance: random.Random) -> str | None:
    word = _word(question, chance, shortest=3)
    at = chance.randrange(word.start, word.end - 1) if word else 0
    if word is None or question[at] == question[at + 1]:
        return None
    return question[:at] + question[at + 1] + question[at] + question[at + 2 :]


def _lost(question: str, chance: random.Random) -> str | None:
    word = _word(question, chance, shortest=4)
    if word is None:
        return None
    at = chance.randrange(word.start, word.end)
    return question[:at] + question[at + 1 :]


def _spaced_pinyin(question: str, _: random.Random) -> str | None:
    return _in_pinyin(question, " ")


def _unspaced_pinyin(question: str, _: random.Random) -> str | None:
    return _in_pinyin(question, "")


SLIPS: Mapping[str, Slip] = {
    "none": _none,
    "homophone": _homophone,
    "similar sound": _similar_sound,
    "similar shape": _similar_shape,
    "any character (words of 2)": _any_of_two,
    "any character (words of 3+)": _any_character,
    "two swapped (words of 3+)": _swapped,
    "one lost (words of 4+)": _lost,
    "pinyin, spaced": _spaced_pinyin,
    "pinyin, unspaced": _unspaced_pinyin,
}


def _replaced(
    question: str,
    chance: random.Random,
    confused: Callable[[str], Sequence[str]],
    shortest: int = 2,
    longest: int = LONGEST_WORD,
) -> str | None:
    """Put another character in the place of one of a content word's."""
    word = _word(question, chance, shortest, longest)
    if word is None:
        return None
    at = chance.randrange(word.start, word.end)
    others = [other for other in confused(question[at]) if other != question[at]]
    return question[:at] + chance.choice(others) + question[at + 1 :] if others else None


def _word(
    question: str, chance: random.Random, shortest: int, longest: int = LONGEST_WORD
) -> Token | None:
    """Choose a content word of so many characters."""
    words = [
        token
        for token in _tokeniser().cut(question)
        if shortest <= len(token.text) <= longest
        and is_chinese(token.text)
        and not any(map(is_question_word, (token.text, *token.text)))
    ]
    return chance.choice(words) if words else None


def _in_pinyin(question: str, space: str) -> str | None:
    """Type all of a question in pinyin; None where it has Latin letters of its own."""
    from pypinyin import lazy_pinyin

    if re.search("[a-z]", question):
        return None
    return normalise(space.join(lazy_pinyin(_letters(question), v_to_u=False))).text


@cache
def _common() -> Sequence[str]:
    """Return the characters that are typed by mistake."""
    return [one for characters in _by_sound().values() for one in characters]


@cache
def _tokeniser() -> Tokeniser:
    return Tokeniser()


def _sound(character: str) -> str:
    """Return a character's commonest reading; none where it has none."""
    return next(iter(syllables_of(character)), "")


@cache
def _by_sound() -> Mapping[str, Sequence[str]]:
    """Return the common characters by their commonest reading."""
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0xA000):
        if _tokeniser().frequency(chr(code)) > _COMMON and (sound := _sound(chr(code))):
            sounds[sound].append(chr(code))
    return sounds


@cache
def _by_folded_sound() -> Mapping[str, Sequence[str]]:
    """Return the readings by what is left of them when confusable ones are made the same."""
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    for sound in _by_sound():
        sounds[fold(sound)].append(sound)
    return sounds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.slips", description=__doc__)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument(
        "--first", metavar="N", type=int, help="only the first questions of each file"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument(
        "--models", metavar="DIR", type=Path, help="the models, if not the own ones"
    )
    parser.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

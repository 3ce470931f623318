"""How a question may have been meant: what to search for beside what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from bot.base.model import Span
from bot.language import english
from bot.language.decoder import Decoder
from bot.language.doers import asked_doer, asks_photographer
from bot.language.pinyin import LATIN
from bot.language.slips import How, Piece
from bot.language.vocabulary import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.language.abbreviations import Names
    from bot.language.vocabulary import Vocabulary

LONGEST_QUESTION = 200
"""Longer texts are searched as they stand."""
MOST_READINGS = 5
_MOST_ALIASES = 3
_SELDOM = 0.25
# So many characters before a name tell which of its other names the base has there.
_BESIDE = 3
# What the names under pictures stand behind: 新华社记者李学仁摄.
_CAPTION = "记者"

_TRUST = tuple(How)
# How far each kind of reading is from what was typed; English besides by what the base lacks.
_COSTS = {
    How.ALIAS: 0.1,
    How.WORDING: 0.15,
    How.TYPO: 0.25,
    How.HOMOPHONE: 0.3,
    How.PINYIN: 0.4,
    How.ENGLISH: 0.5,
}
_ANOTHER = 0.02
_MOST_OTHERS = 0.06


class Replacement(NamedTuple):
    """A part of the question and what it was taken for."""

    span: Span
    """In the normalised question."""
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Another question to search for."""

    text: str
    """Normalised."""
    how: How
    """The least trusted of the ways used."""
    cost: float
    """From 0, as good as typed, to 1, a guess."""
    replaced: tuple[Replacement, ...]
    """In order, not overlapping."""
    terms: tuple[english.Term, ...] = ()
    """For an English question: its words with all their translations that the base has."""


def read(question: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Return what a question may have meant, beside what it says; the most trusted first.

    Args:
        question: normalised.
        vocabulary: of the base that is asked.
    """
    if not 0 < len(question) <= LONGEST_QUESTION:
        return ()
    decoder = Decoder(question, vocabulary)
    plain = decoder.plain()
    readings = list(_aliased(question, plain, vocabulary))
    corrected = decoder.corrected()
    readings.extend(_under_picture(question, vocabulary))
    if not LATIN.search(question):
        readings.extend(_by_verb(question, vocabulary))
        readings.extend(_reworded(question, plain, vocabulary))
    if corrected != plain:
        readings.append(_reading(question, corrected))
        readings.extend(_aliased(question, corrected, vocabulary))
    if not any(reading.how is How.PINYIN for reading in readings):
        readings.extend(_translated(question, plain, vocabulary))
    return _distinct(question, readings)


def _distinct(question: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Order readings by trust, each text once."""
    by_trust = sorted(readings, key=lambda reading: reading.cost)
    found = {reading.text: reading for reading in reversed(by_trust) if reading.text != question}
    return tuple(reading for reading in by_trust if found.get(reading.text) is reading)[
        :MOST_READINGS
    ]


def _reading(question: str, pieces: Sequence[Piece], more: float = 0.0) -> Reading:
    replaced = tuple(
        Replacement(Span(piece.start, piece.end), question[piece.start : piece.end], piece.text)
        for piece in pieces
        if piece.how is not None
    )
    how = max((piece.how for piece in pieces if piece.how is not None), key=_TRUST.index)
    cost = _COSTS[how] + min(_ANOTHER * (len(replaced) - 1), _MOST_OTHERS) + more
    return Reading(_join(pieces), how, cost, replaced)


def _join(pieces: Sequence[Piece]) -> str:
    """Put pieces together; no spaces beside Chinese that was typed in Latin letters."""
    text = ""
    for piece in pieces:
        if text.endswith(" ") and piece.how is How.PINYIN:
            text = text.rstrip(" ")
        text += piece.text
    return text.strip()


# ---- other names


def _aliased(question: str, pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield readings with other names for what the question names, as far as the base has them."""
    yield from _renamings(question, pieces, How.ALIAS, dict(_named(pieces, vocabulary)))


def _reworded(question: str, pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield readings with other words for what the question says, as far as the base has them."""
    others = dict(_others(pieces, vocabulary.wordings, vocabulary))
    yield from _renamings(question, pieces, How.WORDING, others)


def _by_verb(question: str, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield the reading that asks with a verb for whom the question has a noun, the base has not."""
    doer = asked_doer(question)
    if doer is None or vocabulary.holds(doer.noun) or not vocabulary.holds(doer.verb):
        return
    start, end = doer.span
    replaced = Replacement(doer.span, question[start:end], doer.meant)
    text = question[:start] + doer.meant + question[end:]
    yield Reading(text, How.WORDING, _COSTS[How.WORDING], (replaced,))


def _under_picture(question: str, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield the reading that asks whose name stands under a picture, as reports put it."""
    if asks_photographer(question) and vocabulary.holds(_CAPTION):
        replaced = Replacement(Span(0, len(question)), question, _CAPTION)
        text = f"照片是谁摄的{_CAPTION}"
        yield Reading(text, How.WORDING, _COSTS[How.WORDING], (replaced,))


def _renamings(
    question: str, pieces: Sequence[Piece], how: How, names: Mapping[Span, Sequence[str]]
) -> Iterator[Reading]:
    for place in range(min(_MOST_ALIASES, max(map(len, names.values()), default=0))):
        renamed = {span: others[min(place, len(others) - 1)] for span, others in names.items()}
        yield _reading(question, tuple(_renamed(pieces, renamed, how)), _ANOTHER * place)


def _named(pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[tuple[Span, list[str]]]:
    """Yield names, as ranges of whole pieces, with their other names that the base has."""
    text = "".join(piece.text for piece in pieces)
    in_chinese = any(map(is_chinese, text))
    for span, others in _others(pieces, vocabulary.names, vocabulary):
        # The names in an English question are translated.
        if in_chinese or "".join(piece.text for piece in pieces[slice(*span)]) == text:
            yield span, others


def _others(
    pieces: Sequence[Piece], names: Names, vocabulary: Vocabulary
) -> Iterator[tuple[Span, list[str]]]:
    text = "".join(piece.text for piece in pieces)
    borders = {
        place: at for at, place in enumerate(accumulate((len(p.text) for p in pieces), initial=0))
    }
    for span in names.find(text):
        # 上合 in 海上合作 is no name.
        if span.start not in borders or span.end not in borders:
            continue
        name = text[span.start : span.end]
        others = [other for other in names.others(name) if _is_used(other, name, vocabulary)]
        if others:
            # What the base has right behind what stands before: 联合国|秘书长 for 联合国一把手.
            before = text[max(span.start - _BESIDE, 0) : span.start].removesuffix("的")
            others.sort(key=lambda other: not before or not vocabulary.holds(before + other))
            yield Span(borders[span.start], borders[span.end]), others


def _is_used(other: str, name: str, vocabulary: Vocabulary) -> bool:
    """Tell whether asking for another name may find what asking for the name does not."""
    if not vocabulary.holds(other):
        return False
    if not vocabulary.holds(name):
        return True
    # A part of the name is found with the whole; and a base that says 美国 means no other by US.
    seldom = vocabulary.places(other) < _SELDOM * vocabulary.places(name)
    return other not in name and not seldom


def _renamed(pieces: Sequence[Piece], names: Mapping[Span, str], least: How) -> Iterator[Piece]:
    at = 0
    for span, name in names.items():
        yield from pieces[at : span.start]
        hows = [piece.how for piece in pieces[span.start : span.end] if piece.how is not None]
        how = max([least, *hows], key=_TRUST.index)
        yield Piece(pieces[span.start].start, pieces[span.end - 1].end, name, 0.0, how)
        at = span.end
    yield from pieces[at:]


# ---- English


def _translated(
    question: str, pieces: Sequence[Piece], vocabulary: Vocabulary
) -> Iterator[Reading]:
    if not LATIN.search(question):
        return
    if any(map(is_chinese, question)):
        translated = tuple(_in_chinese(pieces, vocabulary))
        if any(piece.how is not None for piece in translated):
            yield _reading(question, translated)
        return
    translation = english.translate(question, vocabulary)
    if translation is None:
        return
    replaced = tuple(
        Replacement(term.span, term.text, term.translations[0][0])
        for term in translation.terms
        if term.translations
    )
    cost = _COSTS[How.ENGLISH] + (1 - _COSTS[How.ENGLISH]) * (1 - translation.known)
    yield Reading(translation.text, How.ENGLISH, cost, replaced, translation.terms)


def _in_chinese(pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[Piece]:
    """Translate the English words in a Chinese question that the base does not have as they are."""
    for piece in pieces:
        word = piece.text
        foreign = LATIN.fullmatch(word) and not vocabulary.holds(word)
        meant = english.translate_word(word, vocabulary) if foreign else None
        yield piece._replace(text=meant, how=How.ENGLISH) if meant else piece

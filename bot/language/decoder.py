"""Find the words that a question was most likely meant to consist of.

A noisy channel. Every way to cut a question into pieces, each as typed or as a word of the base
under a slip, has a cost in nats: how surprising the words are (in the base and in general
Chinese) and how unlikely the slips. The cheapest way wins; for a clean question it is the
question itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.language.looks import FUNCTION_CHARACTERS
from bot.language.pinyin import LATIN
from bot.language.slips import How, Piece, Slips
from bot.language.vocabulary import LONGEST_WORD, is_chinese, is_question_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.language.vocabulary import Vocabulary

# Costs in nats of what is not Chinese. A run of letters that could be pinyin is dear enough, by
# its length, for pinyin to win, unless the base has that very word.
_OTHER = 1.0
_LATIN_IN_BASE = 8.0
_LATIN = 10.0
_LATIN_SYLLABLE = 9.0

# How much the base's neighbouring characters count against the words' own frequency; only for
# pinyin, where nothing else tells 次 from 此.
_ATTRACTION = 0.5
_MOST_ATTRACTION = 3.0

# A correction is doubtful in nats: where the base never has the word near any other word of the
# question, or only near common ones; and beside a rare single character it would take a part of
# a longer name for a word.
_ALONE = 4.0
_COMMON_COMPANY = 1.5
_RARE = 7.5
_PART_OF_NAME = 2.5
_ODD = 8.5

_MOST_ROUNDS = 8
_MOST_WAYS = 6


class _Way(NamedTuple):
    """The cheapest way to a place in the question, by the last character written."""

    cost: float
    piece: Piece | None
    before: str
    """The last character before the piece."""


class Decoder:
    """Decodes one normalised question."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._slips = Slips(text, vocabulary)
        vocabulary.look_up(_parts(text))
        self._typed = [list(self._as_typed(start)) for start in range(len(text))]

    def plain(self) -> tuple[Piece, ...]:
        """Return the words of the question as typed."""
        return self._cheapest(self._typed)

    def corrected(self) -> tuple[Piece, ...]:
        """Return the words that were most likely meant; all as typed where nothing is wrong."""
        plain = self.plain()
        doubtful = [self._may_be_wrong(piece) for piece in plain for _ in range(len(piece.text))]
        if not any(doubtful):
            return plain
        choices = self._choices(doubtful)
        checked: set[Piece] = set()
        for _ in range(_MOST_ROUNDS):
            pieces = self._cheapest(choices)
            corrections = [p for p in pieces if _is_corrected(p) and p not in checked]
            if not corrections:
                return pieces
            for piece in corrections:
                dearer = piece._replace(cost=piece.cost + self._doubt(piece, pieces))
                at = choices[piece.start]
                at[at.index(piece)] = dearer
                checked.add(dearer)
        return plain

    # ---- pieces

    def _as_typed(self, start: int) -> Iterator[Piece]:
        text, vocabulary = self._text, self._vocabulary
        character = text[start]
        if is_chinese(character):
            yield Piece(start, start + 1, character, vocabulary.surprise(character))
            for end in range(start + 2, min(len(text), start + LONGEST_WORD) + 1):
                word = text[start:end]
                if vocabulary.knows(word):
                    yield Piece(start, end, word, vocabulary.surprise(word))
        elif match := LATIN.match(text, start):
            yield Piece(start, match.end(), match.group(), self._latin(match.group()))
        else:
            yield Piece(start, start + 1, character, _OTHER)

    def _latin(self, word: str) -> float:
        if self._vocabulary.count(word):
            return _LATIN_IN_BASE
        return _LATIN + _LATIN_SYLLABLE * (len(word) // 3)

    def _may_be_wrong(self, piece: Piece) -> bool:
        """Tell whether a piece as typed may come from a slip."""
        word = piece.text
        if LATIN.match(word):
            return self._slips.is_spelt(piece.start)
        if not is_chinese(word) or is_question_word(word):
            return False
        if len(word) == 1:
            return word not in FUNCTION_CHARACTERS
        return not self._vocabulary.count(word)

    def _choices(self, doubtful: Sequence[bool]) -> list[list[Piece]]:
        """Return, for each place, the pieces that may begin there, each end and text once."""
        found = [{(piece.end, piece.text): piece for piece in typed} for typed in self._typed]
        for piece in self._slips.find(doubtful):
            here, key = found[piece.start], (piece.end, piece.text)
            if key not in here or piece.cost < here[key].cost:
                here[key] = piece
        return [list(pieces.values()) for pieces in found]

    # ---- doubts

    def _doubt(self, piece: Piece, pieces: Sequence[Piece]) -> float:
        at = pieces.index(piece)
        beside = [*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2]]
        doubt = _PART_OF_NAME * sum(map(self._is_odd, beside))
        others = [other.text for other in pieces if other is not piece and _is_content(other)]
        if not others:
            return doubt
        vocabulary = self._vocabulary
        common = [other for other in others if vocabulary.count(other)]
        rare = [other for other in common if vocabulary.surprise(other) > _RARE]
        if vocabulary.meet(piece.text, rare):
            return doubt
        return doubt + (_COMMON_COMPANY if vocabulary.meet(piece.text, common) else _ALONE)

    def _is_odd(self, piece: Piece) -> bool:
        return (
            piece.how is None
            and len(piece.text) == 1
            and is_chinese(piece.text)
            and self._vocabulary.surprise(piece.text) > _ODD
        )

    # ---- search

    def _cheapest(self, choices: Sequence[Sequence[Piece]]) -> tuple[Piece, ...]:
        """Return the cheapest row of pieces from the beginning to the end (Viterbi)."""
        ways: list[dict[str, _Way]] = [{} for _ in range(len(choices) + 1)]
        ways[0][""] = _Way(0.0, None, "")
        for start, pieces in enumerate(choices):
            here = _best_few(ways[start])
            self._prepare(here, pieces)
            for piece in pieces:
                there = ways[piece.end]
                last = piece.text[-1]
                for before, way in here.items():
                    cost = way.cost + piece.cost - self._attraction(before, piece)
                    if last not in there or cost < there[last].cost:
                        there[last] = _Way(cost, piece, before)
        return _trace(ways)

    def _prepare(self, here: Iterable[str], pieces: Iterable[Piece]) -> None:
        """Look up at once what stands beside what."""
        firsts = {piece.text[0] for piece in pieces if piece.how is How.PINYIN}
        if firsts:
            pairs = (before + first for before in here if before for first in firsts)
            self._vocabulary.look_up_pairs(pairs)

    def _attraction(self, before: str, piece: Piece) -> float:
        if piece.how is not How.PINYIN or not before:
            return 0.0
        attraction = self._vocabulary.attraction(before, piece.text[0])
        return min(_ATTRACTION * attraction, _MOST_ATTRACTION)


def _parts(text: str) -> Iterator[str]:
    """Yield what may be a word as typed."""
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1):
            yield text[start:end]


def _trace(ways: Sequence[Mapping[str, _Way]]) -> tuple[Piece, ...]:
    end = len(ways) - 1
    last = min(ways[end], key=lambda character: ways[end][character].cost)
    pieces: list[Piece] = []
    while (piece := ways[end][last].piece) is not None:
        pieces.append(piece)
        end, last = piece.start, ways[end][last].before
    return tuple(reversed(pieces))


def _best_few(ways: dict[str, _Way]) -> dict[str, _Way]:
    if len(ways) <= _MOST_WAYS:
        return ways
    return dict(sorted(ways.items(), key=lambda item: item[1].cost)[:_MOST_WAYS])


def _is_corrected(piece: Piece) -> bool:
    return piece.how in {How.TYPO, How.HOMOPHONE}


def _is_content(piece: Piece) -> bool:
    word = piece.text
    return piece.how is None and len(word) > 1 and is_chinese(word) and not is_question_word(word)

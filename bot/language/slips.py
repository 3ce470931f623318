"""The slips people make when they type Chinese, and what each costs.

A piece of a question may be a word of the base that sounds like it, looks like it, differs by one
character, or is spelt in pinyin. Costs are in nats, to be added to how surprising the word is.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from bot.language import english, pinyin
from bot.language.looks import (
    FUNCTION_CHARACTERS,
    FUNCTION_WRONG,
    NUMERALS,
    half_alike,
    look_alikes,
)
from bot.language.vocabulary import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.vocabulary import Vocabulary


class How(enum.StrEnum):
    """How a reading differs from what was typed; the more trusted first."""

    ALIAS = "alias"
    WORDING = "wording"
    """Another word for the same: nothing was corrected."""
    TYPO = "typo"
    HOMOPHONE = "homophone"
    PINYIN = "pinyin"
    ENGLISH = "english"


class Piece(NamedTuple):
    """A piece of a question, as typed or taken for a word."""

    start: int
    end: int
    text: str
    cost: float
    """In nats: how surprising the word is, and the slip."""
    how: How | None = None
    """None where it is as typed."""


LONGEST = 8
"""Characters in a word that is looked for under a slip."""

# One word in a few hundred is typed as another of the same sound, which is one of several; one in
# a few thousand as one that looks alike; and a wrong character at random may be any of thousands.
# The exact values, here and in `looks`, were tuned on questions with slips put in, so that clean
# ones stay as they are.
_HOMOPHONE = 6.5
_SOUND_OF_NO_WORD = 3.0
_FUZZY_SYLLABLE = 2.0
# What is a word already was rarely meant to be another one.
_KNOWN = 3.0
_KNOWN_SOUND = 1.0
_IN_BASE = 3.0
_IN_PLACE = 5.0
"""What a slip is cheaper where the base has the word right beside what was typed beside it."""
_SYLLABLE = 0.3
# Among Chinese characters people spell words, not lone characters.
_LONE = 3.0

_PAIR = 2
_SEPARATORS = " '’"


class Slips:
    """Finds, at each place of a question, the words that may have been meant."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        """Prepare for a normalised question."""
        self._text = text
        self._vocabulary = vocabulary
        self._mixed = any(map(is_chinese, text))
        runs = _spelt_runs(text)
        self._syllables = {at: found for run in runs for at, found in run.syllables.items()}

    def is_spelt(self, start: int) -> bool:
        """Tell whether the letters at a place may be pinyin."""
        return start in self._syllables

    def find(self, doubtful: Sequence[bool]) -> Iterator[Piece]:
        """Yield pieces of the question, each with a word that it may have meant.

        Args:
            doubtful: for each character whether it may be wrong; a piece has one that is.
        """
        # For each place, where the next doubtful character is.
        following = [len(self._text)] * (len(self._text) + 1)
        for at in range(len(self._text) - 1, -1, -1):
            following[at] = at if doubtful[at] else following[at + 1]
        for start, character in enumerate(self._text):
            if following[start] >= start + LONGEST:
                continue
            if is_chinese(character):
                yield from map(self._in_place, self._by_sound(start, following[start]))
                yield from map(self._in_place, self._by_look(start, following[start]))
                if all(doubtful[start : start + _PAIR]):
                    yield from self._by_half(start)
            elif start in self._syllables:
                yield from self._by_sound(start, start)

    # ---- sound

    def _by_sound(self, start: int, doubtful: int) -> Iterator[Piece]:
        vocabulary = self._vocabulary
        general = pinyin.general_words() if self._syllables else None
        trails = [_Trail(start)]
        while trails:
            trail = trails.pop()
            for longer in self._longer(trail):
                size = len(longer.typed)
                found = vocabulary.sounding(longer.folded) if size > 1 else ()
                goes_on = vocabulary.leads_on(longer.folded)
                if longer.spelt and general:
                    if size == 1:
                        found = vocabulary.character_sounds.words(longer.folded)
                    found = [*found, *general.words(longer.exact)]
                    goes_on = goes_on or general.leads_on(longer.exact)
                if longer.spelt or longer.end > doubtful:
                    yield from self._heard(start, longer, dict.fromkeys(found))
                if goes_on and size < LONGEST:
                    trails.append(longer)

    def _longer(self, trail: _Trail) -> Iterator[_Trail]:
        """Yield a trail with one more syllable or character."""
        at = trail.end if not trail.typed else self._skip(trail.end)
        if at in self._syllables:
            for syllable in self._syllables[at]:
                yield trail.with_syllable(syllable, syllable, at + len(syllable), spelt=True)
        elif at < len(self._text):
            character = self._text[at]
            for syllable in pinyin.syllables_of(character):
                yield trail.with_syllable(character, syllable, at + 1, spelt=False)

    def _skip(self, at: int) -> int:
        """Step over what parts syllables: spaces, apostrophes, tone digits."""
        text = self._text
        while at < len(text) and (text[at] in _SEPARATORS or self._is_tone(at)):
            at += 1
        return at

    def _is_tone(self, at: int) -> bool:
        text = self._text
        return (
            text[at] in "12345" and text[at - 1].isalpha() and not text[at + 1 : at + 2].isdigit()
        )

    def _heard(self, start: int, trail: _Trail, words: Iterable[str]) -> Iterator[Piece]:
        for word in words:
            cost = self._spelt_cost(trail, word) if trail.spelt else self._cost(trail, word)
            if cost is not None:
                end, how = trail.end, How.HOMOPHONE
                if trail.spelt:
                    end, how = self._skip(trail.end), How.PINYIN
                yield Piece(start, end, word, cost + self._vocabulary.surprise(word), how)

    def _spelt_cost(self, trail: _Trail, word: str) -> float | None:
        """Return what it costs to have spelt a word, or part of it; None if it is another word."""
        cost = 0.0
        for typed, meant in zip(trail.typed, word, strict=True):
            if typed.isascii():
                cost += _SYLLABLE + (0.0 if _same_sound(typed, meant) else _FUZZY_SYLLABLE)
            elif typed != meant:
                return None
        alone = self._mixed and len(word) == 1 and word not in FUNCTION_CHARACTERS
        return cost + _LONE if alone else cost

    def _cost(self, trail: _Trail, word: str) -> float | None:
        """Return what it costs to have typed a word with wrong characters; None if it cannot be."""
        wrong = [pair for pair in zip(trail.typed, word, strict=True) if pair[0] != pair[1]]
        fuzzy = any(not _same_sound(*pair) for pair in wrong)
        counted = len(word) == _PAIR and word[0] in NUMERALS
        if not wrong or counted or (fuzzy and len(wrong) > 1):
            return None
        typed = "".join(trail.typed)
        cost = _HOMOPHONE + (_FUZZY_SYLLABLE if fuzzy else 0.0)
        cost += FUNCTION_WRONG * sum(pair[0] in FUNCTION_CHARACTERS for pair in wrong)
        # An input method that gets two characters wrong at once gives another word.
        if len(wrong) > 1 and not self._vocabulary.knows(typed):
            cost += _SOUND_OF_NO_WORD
        return cost + self._known(typed, _KNOWN if fuzzy else _KNOWN_SOUND)

    def _known(self, typed: str, general: float) -> float:
        if self._vocabulary.count(typed):
            return _IN_BASE + _KNOWN
        return general if self._vocabulary.knows(typed) else 0.0

    # ---- look

    def _by_look(self, start: int, doubtful: int) -> Iterator[Piece]:
        text = self._text
        for end in range(start + 2, min(len(text), start + LONGEST) + 1):
            if not is_chinese(text[end - 1]):
                return
            if end <= doubtful:
                continue
            typed = text[start:end]
            for word, slip in look_alikes(typed, self._vocabulary):
                cost = self._vocabulary.surprise(word) + slip + self._known(typed, _KNOWN)
                yield Piece(start, end, word, cost, How.TYPO)

    def _by_half(self, start: int) -> Iterator[Piece]:
        """Yield what shares a character with two that are no word, where it stands in its place."""
        end, vocabulary = start + _PAIR, self._vocabulary
        typed, (before, behind) = self._text[start:end], self._beside(start, end)
        if (
            len(typed) < _PAIR
            or not is_chinese(typed)
            or vocabulary.knows(typed)
            or not (before or behind)
        ):
            return
        words = tuple(half_alike(typed, vocabulary))
        # There are many: they are looked for at once, by the characters where they adjoin.
        vocabulary.look_up_pairs(before[-1] + word[0] for word, _ in words if before)
        vocabulary.look_up_pairs(word[-1] + behind[0] for word, _ in words if behind)
        for word, slip in words:
            if self._has_beside(start, end, word):
                cost = vocabulary.surprise(word) + slip - _IN_PLACE
                yield Piece(start, end, word, cost, How.TYPO)

    # ---- place

    def _in_place(self, piece: Piece) -> Piece:
        """Make a piece cheaper whose word the base has beside what stands beside it."""
        if piece.how is How.PINYIN or not self._has_beside(piece.start, piece.end, piece.text):
            return piece
        return piece._replace(cost=piece.cost - _IN_PLACE)

    def _has_beside(self, start: int, end: int, word: str) -> bool:
        """Tell whether the base has a word together with two characters before it or behind it."""
        before, behind = self._beside(start, end)
        holds, together = self._vocabulary.holds, self._vocabulary.together
        return bool(before and together(before[-1] + word[0]) and holds(before + word)) or bool(
            behind and together(word[-1] + behind[0]) and holds(word + behind)
        )

    def _beside(self, start: int, end: int) -> tuple[str, str]:
        """Return two characters before and behind that the base has so; nothing where it has not."""
        before, behind = self._text[max(start - _PAIR, 0) : start], self._text[end : end + _PAIR]
        return self._if_held(before), self._if_held(behind)

    def _if_held(self, pair: str) -> str:
        is_held = len(pair) == _PAIR and is_chinese(pair) and self._vocabulary.together(pair)
        return pair if is_held else ""


def _spelt_runs(text: str) -> Sequence[pinyin.Run]:
    """Return the runs of letters that are meant as pinyin.

    Not in an English question; and beside Chinese characters a lone syllable is rather an
    abbreviation (AI, GUI), and a run next to Latin words rather one of them.
    """
    runs = pinyin.latin_runs(text)
    spelt = {run.start for run in runs}
    words = [match for match in pinyin.LATIN.finditer(text) if match.start() not in spelt]
    if not any(map(is_chinese, text)):
        return () if any(word.group() in english.STOPWORDS for word in words) else runs
    apart = tuple(
        run
        for run in runs
        if not any(_adjoin(text, (run.start, run.end), word.span()) for word in words)
    )
    return apart if any(len(run.syllables) > 1 for run in apart) else ()


def _adjoin(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return not any(is_chinese(character) for character in between)


class _Trail(NamedTuple):
    """Syllables and characters followed so far, and how they sound together."""

    end: int
    typed: tuple[str, ...] = ()
    folded: str = ""
    exact: str = ""
    spelt: bool = False
    """Whether some of it is spelt in Latin letters."""

    def with_syllable(self, typed: str, syllable: str, end: int, *, spelt: bool) -> _Trail:
        part = "'" if self.typed else ""
        return _Trail(
            end,
            (*self.typed, typed),
            f"{self.folded}{part}{pinyin.fold(syllable)}",
            f"{self.exact}{part}{syllable}",
            spelt or self.spelt,
        )


def _same_sound(typed: str, meant: str) -> bool:
    if typed.isascii():
        return typed in pinyin.syllables_of(meant)
    return pinyin.same_sound(typed, meant)

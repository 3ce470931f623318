"""Questions with their right sentence and a wrong one, to train and measure short answers with."""

from __future__ import annotations

import dataclasses
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.sentences import split_sentences, trim
from bot.search.spans.grid import Grid, candidates
from bot.search.spans.match import SpanQuestion, match
from bot.search.spans.text import SpanText, SpanTexts
from bot.search.spans.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.base.text import Normalised
    from bot.input.squad import GoldQuestion, Passage
    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.spans.grid import Candidates


_LOST = frozenset("、“”‘’「」『』《》〈〉\"'")


class _Sentence(NamedTuple):
    """A sentence of a passage."""

    bounds: Span
    """Where it stands in the passage, white space around it left out."""
    reach: Span
    """The same with the white space."""
    normalised: Normalised
    text: SpanText


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentence in which a gold answer begins, and a sentence beside it."""

    passage: int
    """The passage, counted through all sets."""
    understanding: Understanding
    normalised: Normalised
    """The right sentence."""
    text: SpanText
    """The right sentence."""
    wrong: SpanText | None
    """The sentence of the same passage that looks most like the question, the right one apart."""
    golds: tuple[Span, ...]
    """The gold answers within the right sentence's normalised text; at least one."""
    answers: tuple[str, ...]
    """All gold answers, in the set's own words."""


def group_of(passage: Passage) -> str:
    """Return what a passage is about: its article's title, where it has one."""
    return passage.title or passage.text


def examples(passages: Sequence[Passage], tokeniser: Tokeniser) -> Iterator[Example]:
    """Yield the questions whose answer begins in a sentence of their passage."""
    words = Words(tokeniser)
    for number, passage in enumerate(passages):
        sentences = list(_sentences(passage.text, tokeniser, words))
        for question in passage.questions:
            understanding = understand(normalise(question.text).text, tokeniser)
            found = _example(number, passage.text, sentences, question, understanding)
            if found is not None:
                yield found


def without_marks(example: Example, tokeniser: Tokeniser) -> Example | None:
    """Return an example as it would be in a text that lost its enumeration commas and quotes.

    Texts come through converters that drop such marks, and then names run together.
    """
    text = example.normalised.text
    kept = np.array([character not in _LOST for character in text], dtype=bool)
    if kept.all():
        return None
    place = np.concatenate([[0], np.cumsum(kept)])
    golds = {Span(int(place[gold.start]), int(place[gold.end])) for gold in example.golds}
    normalised = normalise("".join(itertools.compress(text, kept)))
    (prepared,) = _prepared([normalised], tokeniser, Words(tokeniser))
    return dataclasses.replace(
        example,
        normalised=normalised,
        text=prepared,
        wrong=None,
        golds=tuple(sorted(gold for gold in golds if gold.start < gold.end)),
    )


def overlaps(example: Example, grid: Grid, spans: Candidates) -> NDArray[np.float64]:
    """Return each span's F1 in characters against the gold answers, the best of which counts."""
    return span_f1(example.golds, grid.starts[spans.first], grid.ends[spans.last])


def span_f1(
    golds: Iterable[Span], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the F1 in characters of spans against the gold answers, the best of which counts."""
    best = np.zeros(len(start))
    for gold in golds:
        common = np.minimum(end, gold.end) - np.maximum(start, gold.start)
        both = (end - start) + (gold.end - gold.start)
        best = np.maximum(best, 2 * np.maximum(common, 0) / both)
    return best


def restatement(example: Example) -> float:
    """Return how much of the question the best gold answer says again, about 0 to 1.

    Some sets mark the whole clause, 普京主持了会议, where others mark the answer, 普京.
    """
    grid = Grid.join([example.text])
    spans = candidates(grid)
    if not len(spans.first):
        return 0.0
    question = SpanQuestion.of(example.understanding)
    covered = match(grid, question).characters
    best = int(np.argmax(overlaps(example, grid, spans)))
    start, end = grid.starts[spans.first[best]], grid.ends[spans.last[best]]
    # What asks takes four characters or so, and cannot be said again.
    return float(covered[end] - covered[start]) / max(len(question.text) - 4, 1)


def _sentences(text: str, tokeniser: Tokeniser, words: Words) -> Iterator[_Sentence]:
    reaches = split_sentences(text)
    bounds = [trim(text, reach) for reach in reaches]
    normalised = [normalise(text[one.start : one.end]) for one in bounds]
    prepared = _prepared(normalised, tokeniser, words)
    return map(_Sentence, bounds, reaches, normalised, prepared)


def _prepared(
    sentences: Sequence[Normalised], tokeniser: Tokeniser, words: Words
) -> list[SpanText]:
    texts = [sentence.text for sentence in sentences]
    prepared = SpanTexts.of(texts, [tokeniser.cut(text) for text in texts], words)
    return [prepared[row] for row in range(len(texts))]


def _example(
    passage: int,
    text: str,
    sentences: Sequence[_Sentence],
    question: GoldQuestion,
    understanding: Understanding,
) -> Example | None:
    if not question.answers:
        return None
    answers = [_place(text, answer, question.wordings) for answer in question.answers]
    begin = answers[0].start
    right = next(
        (index for index, one in enumerate(sentences) if one.reach.start <= begin < one.reach.end),
        None,
    )
    if right is None:
        return None
    sentence = sentences[right]
    golds = tuple(gold for answer in answers if (gold := _within(sentence, answer)) is not None)
    if not golds:
        return None
    return Example(
        passage=passage,
        understanding=understanding,
        normalised=sentence.normalised,
        text=sentence.text,
        wrong=_wrong(understanding, [one.text for one in sentences], right),
        golds=golds,
        answers=question.wordings,
    )


def _place(text: str, answer: Span, wordings: Sequence[str]) -> Span:
    """Return where an answer really stands: the place in the set may be off a little."""
    if text[answer.start : answer.end] in wordings:
        return answer
    size = answer.end - answer.start
    places = [
        match.start()
        for wording in wordings
        if len(wording) == size
        for match in re.finditer(re.escape(wording), text)
    ]
    if not places:
        return answer
    start = min(places, key=lambda place: abs(place - answer.start))
    return Span(start, start + size)


def _within(sentence: _Sentence, answer: Span) -> Span | None:
    """Return where an answer stands in a sentence's normalised text, marks around it left out."""
    normalised = sentence.normalised
    shift = sentence.bounds.start
    start = int(np.searchsorted(normalised.ends, answer.start - shift, side="right"))
    end = int(np.searchsorted(normalised.starts, answer.end - shift, side="left"))
    if not sentence.reach.start <= answer.start < sentence.reach.end:
        return None
    while start < end and not normalised.text[start].isalnum():
        start += 1
    while start < end and not normalised.text[end - 1].isalnum():
        end -= 1
    return Span(start, end) if start < end else None


def _wrong(understanding: Understanding, texts: Sequence[SpanText], right: int) -> SpanText | None:
    """Return the other sentence that shares most characters in runs with the question."""
    others = [text for index, text in enumerate(texts) if index != right and text.size]
    if not others:
        return None
    grid = Grid.join(others)
    covered = match(grid, SpanQuestion.of(understanding)).characters
    return others[int(np.argmax(np.diff(covered[grid.offsets])))]

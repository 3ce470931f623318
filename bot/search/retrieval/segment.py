"""A segment: some articles, indexed once and never changed.

All it holds are flat arrays, so that a file can be mapped into memory as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.search.retrieval.postings import Postings
from bot.search.retrieval.ragged import rows_at, starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.base.model import Article

WHOLE: Final = -1
"""As the end of a sentence: it is one that the author fixed, and its beginning its number."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The sentences of some articles in columns, and inverted indexes over what they hold."""

    digests: tuple[str, ...]
    """For each article what `digest_of` says of it."""
    firsts: NDArray[np.int64]
    """Each article's first sentence; one more than articles."""
    begins: NDArray[np.int32]
    """Where each sentence begins in its article's text."""
    ends: NDArray[np.int32]
    """Where it ends, or WHOLE."""
    passages: NDArray[np.int32]
    """For each sentence its paragraph, counted through the segment."""
    codes: NDArray[np.int32]
    """The code points of all normalised sentences, one after the other."""
    code_starts: NDArray[np.int64]
    """Where each sentence's code points begin; one more than sentences."""
    token_lengths: NDArray[np.uint16]
    """The words of all sentences, one after the other: how many characters each has."""
    token_starts: NDArray[np.int64]
    """Where each sentence's words begin in `token_lengths`; one more than sentences."""
    word_counts: NDArray[np.int32]
    """How many words and parts of words each sentence has."""
    offers: NDArray[np.uint8]
    """[sentence, offer]: what each holds that questions ask for, in the order of OFFERS."""
    characters: Postings
    bigrams: Postings
    words: Postings
    """Words and their parts."""
    spellings: NDArray[np.uint8]
    """The words in UTF-8, in the order of `words.keys`, one after the other."""
    spelling_starts: NDArray[np.int64]
    """Where each word's bytes begin; one more than words."""

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.begins)

    @property
    def passage_count(self) -> int:
        """How many paragraphs there are."""
        return int(self.passages[-1]) + 1 if self.size else 0

    def spelling(self) -> list[str]:
        """Return the words in the order of `words.keys`."""
        text = self.spellings.tobytes()
        bounds = self.spelling_starts.tolist()
        return [text[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(bounds)]

    @classmethod
    def merge(cls, parts: Sequence[Segment]) -> Segment:
        """Put segments into one, their articles in order."""
        sizes = [part.size for part in parts]
        rows = np.concatenate([[0], np.cumsum(sizes)])[:-1].tolist()
        passages = np.concatenate([[0], np.cumsum([part.passage_count for part in parts])])
        words = [part.words for part in parts]
        merged = Postings.merge(words, rows)
        spellings, spelling_starts = _merged_spellings(parts, merged)
        return cls(
            digests=tuple(digest for part in parts for digest in part.digests),
            firsts=_joined_starts([part.firsts for part in parts]),
            begins=np.concatenate([part.begins for part in parts]),
            ends=np.concatenate([part.ends for part in parts]),
            passages=np.concatenate(
                [part.passages + np.int32(before) for part, before in zip(parts, passages)]  # noqa: B905 - one more
            ),
            codes=np.concatenate([part.codes for part in parts]),
            code_starts=_joined_starts([part.code_starts for part in parts]),
            token_lengths=np.concatenate([part.token_lengths for part in parts]),
            token_starts=_joined_starts([part.token_starts for part in parts]),
            word_counts=np.concatenate([part.word_counts for part in parts]),
            offers=np.concatenate([part.offers for part in parts]),
            characters=Postings.merge([part.characters for part in parts], rows),
            bigrams=Postings.merge([part.bigrams for part in parts], rows),
            words=merged,
            spellings=spellings,
            spelling_starts=spelling_starts,
        )

    def take(self, articles: NDArray[np.int64]) -> Segment:
        """Return the segment of some of the articles, in their order here."""
        rows = rows_at(self.firsts, articles)
        places = np.full(self.size, -1, dtype=np.int64)
        places[rows] = np.arange(len(rows))
        passages = _renumbered(self.passages[rows])
        words = self.words.take(places, passages)
        kept = np.searchsorted(self.words.keys, words.keys)
        return Segment(
            digests=tuple(self.digests[article] for article in articles.tolist()),
            firsts=starts_of(np.diff(self.firsts)[articles]),
            begins=self.begins[rows],
            ends=self.ends[rows],
            passages=passages,
            codes=self.codes[rows_at(self.code_starts, rows)],
            code_starts=starts_of(np.diff(self.code_starts)[rows]),
            token_lengths=self.token_lengths[rows_at(self.token_starts, rows)],
            token_starts=starts_of(np.diff(self.token_starts)[rows]),
            word_counts=self.word_counts[rows],
            offers=self.offers[rows],
            characters=self.characters.take(places, passages),
            bigrams=self.bigrams.take(places, passages),
            words=words,
            spellings=self.spellings[rows_at(self.spelling_starts, kept)],
            spelling_starts=starts_of(np.diff(self.spelling_starts)[kept]),
        )


class Selection(NamedTuple):
    """Some of the articles of a segment."""

    segment: Segment
    chosen: NDArray[np.bool_]
    """For each of its articles whether it is meant."""

    @classmethod
    def whole(cls, segment: Segment) -> Selection:
        """Return all of a segment."""
        return cls(segment, np.ones(len(segment.digests), dtype=bool))

    @property
    def size(self) -> int:
        """How many sentences the chosen articles have."""
        return int(np.diff(self.segment.firsts)[self.chosen].sum())

    def cut(self) -> Segment:
        """Return a segment of the chosen articles alone."""
        if self.chosen.all():
            return self.segment
        return self.segment.take(np.flatnonzero(self.chosen))


def digest_of(article: Article) -> str:
    """Return what tells an article's text from any other."""
    digest = blake2b(digest_size=16)
    for part in (article.text, *article.sentences):
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.hexdigest()


def _joined_starts(starts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return starts_of(np.concatenate([np.diff(one) for one in starts]))


def _renumbered(numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return never-falling numbers without gaps, from 0."""
    changes = np.zeros(len(numbers), dtype=np.int32)
    changes[1:] = numbers[1:] != numbers[:-1]
    return np.cumsum(changes, dtype=np.int32)


def _merged_spellings(
    parts: Sequence[Segment], merged: Postings
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the spellings of all words, in the order of their keys."""
    sizes = np.zeros(len(merged.keys), dtype=np.int64)
    places = [np.searchsorted(merged.keys, part.words.keys) for part in parts]
    for part, place in zip(parts, places, strict=True):
        sizes[place] = np.diff(part.spelling_starts)
    starts = starts_of(sizes)
    spellings = np.empty(int(starts[-1]), dtype=np.uint8)
    for part, place in zip(parts, places, strict=True):
        spellings[rows_at(starts, place)] = part.spellings
    return spellings, starts

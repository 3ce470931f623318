"""The index: every sentence of a base, ready to be searched."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.base.text import normalise
from bot.search.retrieval.building import build_segment
from bot.search.retrieval.dropped import dropped_postings
from bot.search.retrieval.field import SENTENCE, Field, Part, length_norms
from bot.search.retrieval.offers import OFFERS
from bot.search.retrieval.ragged import rows_at, starts_of, stretches
from bot.search.retrieval.rows import Forms, Rows, SeveralRows
from bot.search.retrieval.segment import Selection, digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.base.model import Article, Sentence
    from bot.base.text import Normalised
    from bot.language.tokens import Token, Tokeniser
    from bot.search.retrieval.building import Progress
    from bot.search.retrieval.postings import Postings
    from bot.search.retrieval.segment import Segment
    from bot.search.spans.text import SpanText


@dataclass(frozen=True, slots=True)
class Index:
    """The sentences of a base in columns, and inverted indexes over what they hold.

    Sentences, paragraphs and articles are numbered as they stand in the segments, those that the
    base does not have any more among them.
    """

    segments: tuple[Segment, ...]
    offsets: NDArray[np.int64]
    """How many sentences stand before those of each segment; one more than segments."""
    catalogue: tuple[Article | None, ...]
    """Each article; None where the base does not have it any more."""
    ranks: NDArray[np.int64]
    """For each article its place in the base; -1 where it is dropped."""
    firsts: NDArray[np.int64]
    """Each article's first sentence; one more than articles."""
    articles: NDArray[np.int32]
    """For each sentence its article."""
    passages: NDArray[np.int32]
    """For each sentence its paragraph."""
    records: NDArray[np.void]
    """For each sentence what scoring asks of it: see SENTENCE."""
    passage_firsts: NDArray[np.int64]
    """Each paragraph's first sentence; one more than paragraphs."""
    positions: NDArray[np.int32]
    """For each sentence how many stand before it in its article."""
    lengths: NDArray[np.int32]
    """For each sentence how many characters it has, normalised."""
    characters: Field
    bigrams: Field
    words: Field
    offers: dict[str, NDArray[np.uint8]]
    """What each sentence holds, by name: see `offers`."""
    titles: Rows[str]
    """Each article's title, normalised."""
    sentences: Rows[Sentence]
    texts: Rows[Normalised]
    tokens: Rows[tuple[Token, ...]]
    span_texts: SeveralRows[SpanText]
    """Each sentence as the search for short answers sees it."""

    @classmethod
    def build(
        cls, articles: Sequence[Article], tokeniser: Tokeniser, progress: Progress | None = None
    ) -> Index:
        """Index articles, keeping nothing for the next time.

        Args:
            articles: what to index.
            tokeniser: what cuts them into words.
            progress: is told how many articles are done, and how many there are.
        """
        segment = build_segment(articles, tokeniser, progress)
        return cls.of([Selection.whole(segment)], articles, tokeniser)

    @classmethod
    def of(
        cls,
        selections: Sequence[Selection],
        articles: Sequence[Article],
        tokeniser: Tokeniser,
        digests: Sequence[str] | None = None,
    ) -> Index:
        """Put segments together to the index of some articles.

        Args:
            selections: at least one; what they have chosen are the articles, each once, and
                the rest of their segments is dropped.
            articles: the base.
            tokeniser: what cut them into words.
            digests: what `digest_of` says of each article, unless that is to be found out yet.
        """
        segments = [selection.segment for selection in selections]
        ranks = _ranks(selections, digests or [digest_of(article) for article in articles])
        catalogue = tuple(None if rank < 0 else articles[rank] for rank in ranks.tolist())
        offsets = starts_of([segment.size for segment in segments])
        sizes = np.concatenate([np.diff(segment.firsts) for segment in segments])
        firsts = starts_of(sizes)
        owners = np.repeat(np.arange(len(catalogue), dtype=np.int32), sizes)
        columns = _Columns.of(segments, offsets, (ranks < 0)[owners])
        forms = Forms(segments, offsets, catalogue, firsts, tokeniser)
        size = int(offsets[-1])
        return cls(
            segments=tuple(segments),
            offsets=offsets,
            catalogue=catalogue,
            ranks=ranks,
            firsts=firsts,
            articles=owners,
            passages=columns.passages,
            records=columns.records,
            passage_firsts=np.searchsorted(
                columns.passages, np.arange(columns.passage_count + 1)
            ).astype(np.int64),
            positions=(np.arange(size) - firsts[owners]).astype(np.int32),
            lengths=columns.lengths,
            characters=columns.field(
                "characters", [one.characters for one in segments], columns.lengths
            ),
            bigrams=columns.field(
                "bigrams", [one.bigrams for one in segments], np.maximum(columns.lengths - 1, 0)
            ),
            words=columns.field(
                "words",
                [one.words for one in segments],
                np.concatenate([one.word_counts for one in segments]),
            ),
            offers={
                name: np.concatenate([segment.offers[:, at] for segment in segments])
                for at, name in enumerate(OFFERS)
            },
            titles=Rows(len(catalogue), lambda number: _title(catalogue[number])),
            sentences=forms.sentences,
            texts=forms.texts,
            tokens=forms.tokens,
            span_texts=forms.span_texts,
        )

    def characters_of(
        self, rows: NDArray[np.int64], most: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the first code points of sentences, one after the other, and how many of each.

        Args:
            rows: the sentences; -1 for one without characters.
            most: of longer ones only so many are taken.
        """
        sizes = np.where(rows < 0, 0, np.minimum(self.lengths[rows], most)).astype(np.int64)
        if len(self.segments) == 1:
            segment = self.segments[0]
            return segment.codes[stretches(segment.code_starts[rows], sizes)], sizes
        found = np.empty(int(sizes.sum()), dtype=np.int32)
        places = starts_of(sizes)[:-1]
        for segment, offset in zip(self.segments, self.offsets.tolist(), strict=False):
            own = (rows >= offset) & (rows < offset + segment.size)
            begins = segment.code_starts[rows[own] - offset]
            found[stretches(places[own], sizes[own])] = segment.codes[stretches(begins, sizes[own])]
        return found, sizes

    @property
    def passage_count(self) -> int:
        """How many paragraphs there are."""
        return len(self.passage_firsts) - 1

    def in_order(self) -> NDArray[np.int64]:
        """Return the base's sentences in its own order, none that was dropped."""
        held = np.flatnonzero(self.ranks >= 0)
        return rows_at(self.firsts, held[np.argsort(self.ranks[held])])

    def rows_of(self, rank: int) -> range:
        """Return the sentences of an article by its place in the base."""
        number = int(np.flatnonzero(self.ranks == rank)[0])
        return range(int(self.firsts[number]), int(self.firsts[number + 1]))


@dataclass(frozen=True, slots=True)
class _Columns:
    """What every kind of term needs to know of all sentences."""

    offsets: NDArray[np.int64]
    passages: NDArray[np.int32]
    passage_count: int
    dropped_postings: list[tuple[Postings, Postings, Postings] | None]
    """For each segment what was dropped of it, if anything was: characters, bigrams and words."""
    dropped: NDArray[np.bool_] | None
    dropped_passages: NDArray[np.bool_] | None
    lengths: NDArray[np.int32]
    records: NDArray[np.void]

    @classmethod
    def of(
        cls, segments: Sequence[Segment], offsets: NDArray[np.int64], dropped: NDArray[np.bool_]
    ) -> _Columns:
        before = starts_of([segment.passage_count for segment in segments])
        passages = np.concatenate(
            [
                segment.passages + np.int32(start)
                for segment, start in zip(segments, before.tolist(), strict=False)
            ]
        )
        count = int(before[-1])
        gone = None
        if dropped.any():
            gone = np.ones(count, dtype=bool)
            gone[passages[~dropped]] = False
        lengths = np.concatenate([np.diff(segment.code_starts) for segment in segments])
        records = np.empty(len(lengths), dtype=SENTENCE)
        records["passage"] = passages
        return cls(
            offsets=offsets,
            passages=passages,
            passage_count=count,
            dropped_postings=[
                dropped_postings(segment, own) if own.any() else None
                for segment, own in zip(segments, np.split(dropped, offsets[1:-1]), strict=True)
            ],
            dropped=None if gone is None else dropped,
            dropped_passages=gone,
            lengths=lengths.astype(np.int32),
            records=records,
        )

    def field(self, name: str, postings: Sequence[Postings], lengths: NDArray[np.int32]) -> Field:
        """Put the postings of all segments together, and the norms into the records.

        Args:
            name: what they are of: characters, bigrams or words.
            postings: for each segment.
            lengths: how many keys each sentence has.
        """
        around = np.bincount(self.passages, weights=lengths, minlength=self.passage_count)
        gone, gone_passages = self.dropped, self.dropped_passages
        parts = zip(postings, self.offsets.tolist(), self.dropped_postings, strict=False)
        kind = ("characters", "bigrams", "words").index(name)
        self.records[name] = length_norms(lengths, gone)
        return Field(
            name=name,
            parts=tuple(
                Part(own, offset, None if dropped is None else dropped[kind])
                for own, offset, dropped in parts
            ),
            size=len(lengths) - (0 if gone is None else int(gone.sum())),
            passages=self.passage_count
            - (0 if gone_passages is None else int(gone_passages.sum())),
            norms=self.records[name],
            passage_norms=length_norms(around, gone_passages),
        )


def _ranks(selections: Sequence[Selection], digests: Sequence[str]) -> NDArray[np.int64]:
    """Return for each article of the segments its place in the base; -1 for those not in it."""
    wanted: dict[str, deque[int]] = defaultdict(deque)
    for rank, digest in enumerate(digests):
        wanted[digest].append(rank)
    # Several articles may have the same text: each gets one of its places.
    ranks = [
        wanted[digest].popleft() if is_chosen else -1
        for segment, chosen in selections
        for digest, is_chosen in zip(segment.digests, chosen.tolist(), strict=True)
    ]
    return np.array(ranks, dtype=np.int64)


def _title(article: Article | None) -> str:
    return "" if article is None else normalise(article.title).text

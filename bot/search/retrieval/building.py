"""Make segments of articles: split, normalise, cut into words, index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.base.model import Sentence
from bot.base.text import normalise
from bot.language.sentences import paragraph_starts, split_sentences, trim
from bot.search.retrieval.keys import bigrams, codes, word_key
from bot.search.retrieval.offers import find_offers
from bot.search.retrieval.postings import Postings
from bot.search.retrieval.ragged import rows_at, starts_of
from bot.search.retrieval.segment import WHOLE, Segment, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.base.model import Article
    from bot.language.tokens import Tokeniser

    Progress = Callable[[int, int], None]
    CutUp = Callable[[str], list[str]]


def length_of(article: Article) -> int:
    """Return how many characters of text an article has."""
    return len(article.text) + sum(map(len, article.sentences))


def text_sentences(article: Article) -> Iterator[Sentence]:
    """Yield the sentences of an article's text, in order."""
    for position, (begin, end, paragraph) in enumerate(_bounds(article), start=1):
        yield sentence_at(article, position, begin, end, paragraph)


def sentence_at(article: Article, position: int, begin: int, end: int, paragraph: int) -> Sentence:
    """Return a sentence by what a segment holds of it."""
    text = article.sentences[begin] if end == WHOLE else article.text[begin:end]
    return Sentence(article, position, text, paragraph=paragraph)


def _bounds(article: Article) -> Iterator[tuple[int, int, int]]:
    """Yield where each sentence begins and ends, as in a segment, and its paragraph."""
    if article.sentences:
        yield from ((number, WHOLE, 0) for number in range(len(article.sentences)))
        return
    breaks = np.array(paragraph_starts(article.text), dtype=np.int64)
    spans = split_sentences(article.text)
    paragraphs = np.searchsorted(breaks, [span.start for span in spans], side="right").tolist()
    for span, paragraph in zip(spans, paragraphs, strict=True):
        yield *trim(article.text, span), paragraph


def build_segment(
    articles: Sequence[Article],
    tokeniser: Tokeniser,
    progress: Progress | None = None,
    cut_up: CutUp | None = None,
) -> Segment:
    """Index articles.

    Args:
        articles: what to index.
        tokeniser: what cuts them into words.
        progress: is told how many articles are done, and how many there are.
        cut_up: the tokeniser's quicker way of cutting, where it is prepared already.
    """
    if cut_up is None:
        cut_up = tokeniser.words_of_much(sum(map(length_of, articles)))
    placed = _Placed()
    words = _Words(tokeniser)
    for done, article in enumerate(articles):
        if progress:
            progress(done, len(articles))
        placed.add(article)
        words.add(placed.texts[words.sentences :], cut_up)
    return _indexed(articles, placed, words)


class _Placed:
    """The sentences of articles, where they stand, and their normalised text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.passages: list[int] = []
        self.counts: list[int] = []

    def add(self, article: Article) -> None:
        """Take an article's sentences in."""
        before, last = len(self.texts), None
        passage = self.passages[-1] if self.passages else -1
        for begin, end, paragraph in _bounds(article):
            passage += paragraph != last
            last = paragraph
            self.begins.append(begin)
            self.ends.append(end)
            self.passages.append(passage)
            text = article.sentences[begin] if end == WHOLE else article.text[begin:end]
            self.texts.append(normalise(text).text)
        self.counts.append(len(self.texts) - before)


class _Words:
    """The words of sentences, each word once and by number."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        self.tokeniser = tokeniser
        self._numbers = _Numbers()
        self.numbers: list[int] = []
        """The words of all sentences, one after the other."""
        self.sizes: list[int] = []
        """How many words each sentence has."""

    @property
    def sentences(self) -> int:
        """How many sentences were taken in."""
        return len(self.sizes)

    def add(self, texts: Sequence[str], cut_up: CutUp) -> None:
        """Cut sentences and take their words in."""
        for text in texts:
            cut = cut_up(text)
            self.numbers.extend(map(self._numbers.__getitem__, cut))
            self.sizes.append(len(cut))

    def parts(self) -> tuple[list[str], list[list[int]]]:
        """Return all words, and for each that was cut its own number and those of its parts."""
        numbers = self._numbers
        whole = list(numbers)
        parts = [
            [number, *(numbers[part] for part in self.tokeniser.parts(word))]
            for number, word in enumerate(whole)
        ]
        return list(numbers), parts


class _Numbers(dict[str, int]):
    """Gives each word the next number when it is first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _indexed(articles: Sequence[Article], placed: _Placed, words: _Words) -> Segment:
    lengths = [len(text) for text in placed.texts]
    characters = codes("".join(placed.texts))
    by_character = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    passages = np.array(placed.passages, dtype=np.int32)
    inside = by_character[:-1] == by_character[1:]
    spelt, parts = words.parts()
    numbers = np.array(words.numbers, dtype=np.int64)
    by_token = np.repeat(np.arange(len(lengths), dtype=np.int32), words.sizes)
    keys = np.array([word_key(word) for word in spelt], dtype=np.int64)
    part_starts = starts_of([len(own) for own in parts])
    part_sizes = np.diff(part_starts)[numbers]
    flat = np.fromiter((part for own in parts for part in own), dtype=np.int64)
    all_words = flat[rows_at(part_starts, numbers)]
    by_word = np.repeat(by_token, part_sizes)
    order = np.argsort(keys, kind="stable")
    spellings = [spelt[number].encode("utf-8", "surrogatepass") for number in order.tolist()]
    sizes = np.array([len(word) for word in spelt[: len(parts)]], dtype=np.uint16)
    return Segment(
        digests=tuple(digest_of(article) for article in articles),
        firsts=starts_of(placed.counts),
        begins=np.array(placed.begins, dtype=np.int32),
        ends=np.array(placed.ends, dtype=np.int32),
        passages=passages,
        codes=characters.astype(np.int32),
        code_starts=starts_of(lengths),
        token_lengths=sizes[numbers],
        token_starts=starts_of(words.sizes),
        word_counts=np.bincount(by_word, minlength=len(lengths)).astype(np.int32),
        offers=find_offers(
            placed.texts, spelt[: len(parts)], words.numbers, words.sizes, words.tokeniser
        ),
        characters=Postings.build(characters, by_character, passages),
        bigrams=Postings.build(bigrams(characters)[inside], by_character[:-1][inside], passages),
        words=Postings.build(keys[all_words], by_word, passages),
        spellings=np.frombuffer(b"".join(spellings), dtype=np.uint8),
        spelling_starts=starts_of([len(spelling) for spelling in spellings]),
    )

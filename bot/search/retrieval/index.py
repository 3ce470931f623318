"""The index: every sentence of a base, ready to be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.base.model import Sentence
from bot.base.text import Normalised, normalise
from bot.language.sentences import paragraph_starts, split_sentences, trim
from bot.search.retrieval.offers import find_offers
from bot.search.retrieval.postings import Postings
from bot.search.spans.text import SpanText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.base.model import Article
    from bot.language.tokens import Token, Tokeniser

    Progress = Callable[[int, int], None]

_TOLD_EVERY = 500
_BIGRAM_SHIFT = 21
"""Code points have 21 bits."""


def codes(text: str) -> NDArray[np.int64]:
    """Return a text's code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def bigrams(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys of each two neighbouring characters."""
    return (codes[:-1] << _BIGRAM_SHIFT) | codes[1:]


def text_sentences(article: Article) -> Iterator[Sentence]:
    """Yield the sentences of an article's text, in order."""
    if article.sentences:
        for position, text in enumerate(article.sentences, start=1):
            yield Sentence(article, position, text)
        return
    breaks = paragraph_starts(article.text)
    spans = split_sentences(article.text)
    paragraphs = np.searchsorted(breaks, [span.start for span in spans], side="right").tolist()
    for position, (span, paragraph) in enumerate(zip(spans, paragraphs, strict=True), start=1):
        start, end = trim(article.text, span)
        yield Sentence(article, position, article.text[start:end], paragraph=paragraph)


@dataclass(frozen=True, slots=True)
class Index:
    """The sentences of a base in columns, and inverted indexes over what they hold."""

    sentences: tuple[Sentence, ...]
    texts: tuple[Normalised, ...]
    tokens: tuple[tuple[Token, ...], ...]
    passages: NDArray[np.int32]
    """For each sentence its paragraph, counted through the base."""
    articles: NDArray[np.int32]
    """For each sentence its article, counted through the base."""
    codes: NDArray[np.int32]
    """The code points of all normalised sentences, one after the other."""
    code_starts: NDArray[np.int64]
    """Where each sentence's code points begin; one more than sentences."""
    characters: Postings
    bigrams: Postings
    words: Postings
    passage_characters: Postings
    passage_bigrams: Postings
    passage_words: Postings
    word_keys: dict[str, int]
    positions: NDArray[np.int32]
    """For each sentence how many stand before it in its article."""
    article_lengths: NDArray[np.int32]
    """For each article how many sentences it has."""
    joined_words: tuple[str, ...]
    """Each sentence's words with blanks between, for rapidfuzz's token scorers."""
    titles: tuple[str, ...]
    """Each article's title, normalised."""
    offers: dict[str, NDArray[np.float32]]
    """What each sentence holds, by name: see `offers`."""
    span_texts: tuple[SpanText, ...]
    """Each sentence as the search for short answers sees it."""

    @classmethod
    def build(
        cls, articles: Sequence[Article], tokeniser: Tokeniser, progress: Progress | None = None
    ) -> Index:
        """Split, normalise and cut every article, and index what comes out.

        Args:
            articles: what to index.
            tokeniser: what cuts them into words.
            progress: is told how many sentences are cut, and how many there are.
        """
        placed = _placed(articles)
        texts = tuple(normalise(sentence.text) for sentence in placed.sentences)
        tokens = tuple(tuple(tokeniser.cut(text.text)) for text in _watched(texts, progress))
        starts = np.cumsum([0, *(len(text.text) for text in texts)])
        characters = _characters(texts)
        pairs = _bigrams(characters)
        words, word_keys = _words(tokens, tokeniser)
        by_sentence = np.arange(len(texts), dtype=np.int32)
        by_passage = placed.passages
        return cls(
            sentences=placed.sentences,
            texts=texts,
            tokens=tokens,
            passages=placed.passages,
            articles=placed.articles,
            codes=characters.keys.astype(np.int32),
            code_starts=starts.astype(np.int64),
            characters=characters.grouped(by_sentence),
            bigrams=pairs.grouped(by_sentence),
            words=words.grouped(by_sentence),
            passage_characters=characters.grouped(by_passage),
            passage_bigrams=pairs.grouped(by_passage),
            passage_words=words.grouped(by_passage),
            word_keys=word_keys,
            positions=np.array([one.position - 1 for one in placed.sentences], dtype=np.int32),
            article_lengths=np.bincount(placed.articles, minlength=len(articles)).astype(np.int32),
            joined_words=tuple(" ".join(token.text for token in cut) for cut in tokens),
            titles=tuple(normalise(article.title).text for article in articles),
            offers=find_offers(texts, tokens, tokeniser),
            span_texts=tuple(
                SpanText.of(text.text, cut, tokeniser)
                for text, cut in zip(texts, tokens, strict=True)
            ),
        )

    def word_frequencies(self) -> dict[str, int]:
        """Return in how many sentences each word stands."""
        keys = np.fromiter(self.word_keys.values(), dtype=np.int64, count=len(self.word_keys))
        return dict(zip(self.word_keys, self.words.document_frequency(keys).tolist(), strict=True))


def _watched(texts: Sequence[Normalised], progress: Progress | None) -> Iterator[Normalised]:
    """Yield texts, telling now and then how far it got."""
    for done, text in enumerate(texts):
        if progress and done % _TOLD_EVERY == 0:
            progress(done, len(texts))
        yield text


class _Placed(NamedTuple):
    """The sentences of all articles, and where they stand."""

    sentences: tuple[Sentence, ...]
    articles: NDArray[np.int32]
    passages: NDArray[np.int32]


def _placed(articles: Sequence[Article]) -> _Placed:
    sentences: list[Sentence] = []
    owners: list[int] = []
    passages: list[int] = []
    passage = -1
    for number, article in enumerate(articles):
        last = None
        for sentence in text_sentences(article):
            if sentence.paragraph != last:
                passage += 1
                last = sentence.paragraph
            sentences.append(sentence)
            owners.append(number)
            passages.append(passage)
    return _Placed(
        tuple(sentences), np.array(owners, dtype=np.int32), np.array(passages, dtype=np.int32)
    )


class _Occurrences(NamedTuple):
    """Keys, each as often as it occurs."""

    keys: NDArray[np.int64]
    owners: NDArray[np.int32]
    """For each of `keys` the sentence in which it stands."""

    def grouped(self, groups: NDArray[np.int32]) -> Postings:
        """Index the keys by groups of sentences: `groups` has one for each sentence."""
        return Postings.build(self.keys, groups[self.owners], int(groups.max(initial=-1)) + 1)


def _characters(texts: Sequence[Normalised]) -> _Occurrences:
    lengths = [len(text.text) for text in texts]
    owners = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    return _Occurrences(codes("".join(text.text for text in texts)), owners)


def _bigrams(characters: _Occurrences) -> _Occurrences:
    owners = characters.owners
    inside = owners[:-1] == owners[1:]
    return _Occurrences(bigrams(characters.keys)[inside], owners[:-1][inside])


def _words(
    tokens: Sequence[Sequence[Token]], tokeniser: Tokeniser
) -> tuple[_Occurrences, dict[str, int]]:
    """Return every word and part of a word, and the key that each of them gets."""
    numbers: dict[str, int] = {}
    keys: list[int] = []
    owners: list[int] = []
    for owner, cut in enumerate(tokens):
        for token in cut:
            words = (token.text, *tokeniser.parts(token.text))
            keys.extend(numbers.setdefault(word, len(numbers)) for word in words)
            owners.extend([owner] * len(words))
    found = _Occurrences(np.array(keys, dtype=np.int64), np.array(owners, dtype=np.int32))
    return found, numbers

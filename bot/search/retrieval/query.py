"""A question in the index's terms: what to look up, and how much each part weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.language.dictionary import total_frequency
from bot.language.tokens import Token
from bot.search.retrieval.keys import bigrams, codes, word_key
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.field import Field, Lookup
    from bot.search.retrieval.index import Index

MAX_CHARACTERS = 120
"""Longer questions are matched by their first characters: bounds the work of one question."""

_NAMES = ("nr", "ns", "nt", "nz", "latin", "digits", "mixed")


@dataclass(frozen=True, slots=True)
class Query:
    """What of a question is looked up. Weights are idf; shares of it where they are compared."""

    understanding: Understanding
    codes: NDArray[np.int64]
    """The question's code points, at most MAX_CHARACTERS."""
    is_content: NDArray[np.bool_]
    """For each code point whether it belongs to a word that a sentence should share."""
    character_weights: NDArray[np.float64]
    """For each code point its idf, as a share of the largest possible one."""
    bigram_weights: NDArray[np.float64]
    """The same for each code point with the next; one less."""
    character_keys: Lookup
    """Unique code points of the content."""
    bigram_keys: Lookup
    """Unique bigrams of the whole question."""
    word_keys: Lookup
    """Unique keys of the content's words and their parts, as far as the base knows them."""
    words: tuple[Token, ...]
    """The content words, as far as they stand within the first MAX_CHARACTERS."""
    content: Lookup
    """For each of `words` where it stands."""
    is_known: NDArray[np.bool_]
    """For each of `words` whether the base has it as a word."""
    word_weights: NDArray[np.float64]
    """For each of `words` from 0 (everywhere) to 1 (rare in the base and in Chinese)."""
    word_rarities: NDArray[np.float64]
    """For each of `words` from 0 (as common as 的) to 1 (unheard of) in general Chinese."""
    word_tags: tuple[str, ...]
    """For each of `words` its part of speech; empty where the dictionary has none."""
    are_names: NDArray[np.bool_]
    """For each of `words` whether it names something, or looks like it."""


def make_query(understanding: Understanding, index: Index, tokeniser: Tokeniser) -> Query:
    """Turn a question into what the index can look up."""
    characters = codes(understanding.text[:MAX_CHARACTERS])
    words = tuple(
        Token(
            token.text[: len(characters) - token.start],
            token.start,
            min(token.end, len(characters)),
        )
        for token in understanding.content
        if token.start < len(characters)
    )
    is_content = np.zeros(len(characters), dtype=bool)
    for token in words:
        is_content[token.start : token.end] = True
    if not words:
        is_content[:] = True
    content_keys = np.array([word_key(token.text) for token in words], dtype=np.int64)
    parts = {word_key(part) for token in words for part in tokeniser.parts(token.text)}
    of_words = index.words.look_up(np.array(sorted(parts.union(content_keys.tolist())), np.int64))
    content = of_words.keys.searchsorted(content_keys)
    of_characters, by_character = _looked_up(index.characters, characters)
    of_pairs, by_pair = _looked_up(index.bigrams, bigrams(characters))
    content_places = np.array(sorted(set(by_character[is_content].tolist())), dtype=np.int64)
    is_known = of_words.sentences > 0
    return Query(
        understanding=understanding,
        codes=characters,
        is_content=is_content,
        character_weights=of_characters.idf[by_character] / largest_idf(index.characters),
        bigram_weights=of_pairs.idf[by_pair] / largest_idf(index.bigrams),
        character_keys=of_characters.take(content_places),
        bigram_keys=of_pairs,
        word_keys=of_words.take(is_known),
        words=words,
        content=of_words.take(content),
        is_known=is_known[content],
        word_weights=_word_weights(words, of_words.idf[content], index, tokeniser),
        word_rarities=np.array([tokeniser.rarity(token.text) for token in words]),
        word_tags=tuple(tokeniser.tag(token.text) for token in words),
        are_names=np.array([_is_name(token.text, tokeniser) for token in words], dtype=bool),
    )


def _is_name(word: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a word is a name or looks like one; most that no dictionary has are none: 费给.

    Of answerable everyday questions 18 in 100 have such a word that their article lacks, and of
    unanswerable ones 7.
    """
    return tag_of(word, tokeniser).startswith(_NAMES)


def _looked_up(field: Field, keys: NDArray[np.int64]) -> tuple[Lookup, NDArray[np.int64]]:
    """Look each of some keys up once, and tell for each of them where it stands in the result."""
    # Of a question's few keys, sooner than np.unique does.
    unique = np.array(sorted(set(keys.tolist())), dtype=np.int64)
    return field.look_up(unique), unique.searchsorted(keys)


def largest_idf(field: Field) -> float:
    """Return the largest possible idf: shares of it compare between bases of any size."""
    return math.log1p(2 * field.size + 1)


def _word_weights(
    words: tuple[Token, ...], idf: NDArray[np.float64], index: Index, tokeniser: Tokeniser
) -> NDArray[np.float64]:
    """Weigh words by their rarity in the base and, since bases can be small, in general Chinese."""
    largest = math.log(total_frequency())
    relative = idf / largest_idf(index.words)
    general = [1 - math.log1p(tokeniser.frequency(token.text)) / largest for token in words]
    return (relative + np.array(general, dtype=np.float64)) / 2

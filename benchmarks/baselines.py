"""What people reach for otherwise: each system puts the sentences of a base in order.

All of them compare normalised text (width, case, simplified characters), as Wenju does: the contest
is in finding, not in cleaning.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from bot.base.text import normalise
from bot.language.dictionary import import_jieba

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import jieba

    Rank = Callable[[str], Sequence[int | None]]
    """Takes a question, and returns the numbers of at most ten sentences, best first; None for
    what is no sentence of the base."""

LIMIT: Final = 10


class System(NamedTuple):
    """A way of finding sentences."""

    name: str
    prepare: Callable[[Sequence[str]], Rank]
    """Takes the sentences, whose numbers will be their places here."""


def by_ratio(sentences: Sequence[str]) -> Rank:
    """Compare the question with every sentence by RapidFuzz's `WRatio`."""
    texts = [_normal(sentence) for sentence in sentences]

    def rank(question: str) -> list[int]:
        found = process.extract(_normal(question), texts, scorer=fuzz.WRatio, limit=LIMIT)
        return [number for _, _, number in found]

    return rank


def by_token_sets(sentences: Sequence[str]) -> Rank:
    """Compare sets of words, as jieba cuts them, by RapidFuzz's `token_set_ratio`."""
    tokeniser = _jieba()
    cut = [" ".join(tokeniser.cut(_normal(sentence))) for sentence in sentences]

    def rank(question: str) -> list[int]:
        words = " ".join(tokeniser.cut(_normal(question)))
        found = process.extract(words, cut, scorer=fuzz.token_set_ratio, limit=LIMIT)
        return [number for _, _, number in found]

    return rank


def by_bm25(sentences: Sequence[str]) -> Rank:
    """Score words, as jieba cuts them for searching, by bm25s with the settings it comes with."""
    import bm25s

    tokeniser = _jieba()
    index = bm25s.BM25()
    words = [list(tokeniser.cut_for_search(_normal(sentence))) for sentence in sentences]
    index.index(words, show_progress=False)

    def rank(question: str) -> list[int]:
        asked = tokeniser.cut_for_search(_normal(question))
        known = [word for word in asked if word in index.vocab_dict]
        if not known:
            return []
        scores = index.get_scores(known)
        first = np.argsort(-scores, kind="stable")[:LIMIT]
        return [int(number) for number in first if scores[number] > 0]

    return rank


BASELINES: Final = (
    System("RapidFuzz WRatio", by_ratio),
    System("RapidFuzz token_set_ratio, jieba", by_token_sets),
    System("BM25 (bm25s), jieba search mode", by_bm25),
)


def _jieba() -> jieba.Tokenizer:
    """Return jieba as it is used everywhere: with its own dictionary and nothing else."""
    tokeniser = import_jieba()
    # jieba sets the level itself, when it is imported.
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return tokeniser()


def _normal(text: str) -> str:
    return normalise(text).text

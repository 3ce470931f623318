"""Large bases of real text, made the same every time: clauses of real sentences, put together anew.

Real passages come first, so that real questions have their answers; the rest is made of their
clauses, with lengths as skewed and near duplicates as common as in archives of news.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final

from bot.base.model import Article
from bot.language.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.input.squad import Passage

_CLAUSE: Final = re.compile(r"[^，,；;、：:]+[，,；;、：:]?")
_SENTENCES_AN_ARTICLE: Final = 100
_LONGEST: Final = 12
"""Clauses in a sentence; the mean is about three."""
_REPEATED: Final = 0.1
"""Share of the sentences that repeat an earlier one, but for one of its clauses."""


def recombined(passages: Sequence[Passage], size: int, seed: int = 0) -> Iterator[Article]:
    """Yield articles of `size` sentences in all: the passages', as far as they go, and made ones.

    Args:
        passages: real text.
        size: how many sentences to yield.
        seed: another one makes other articles.
    """
    left = size
    for passage in passages:
        sentences = [passage.text[start:end] for start, end in split_sentences(passage.text)]
        if left <= 0:
            return
        yield Article(passage.id, passage.title or passage.id, "".join(sentences[:left]))
        left -= len(sentences)
    maker = _Maker(passages, seed)
    number = 0
    while left > 0:
        count = min(_SENTENCES_AN_ARTICLE, left)
        number += 1
        yield Article(f"made-{number}", f"合集{number}", maker.text(count))
        left -= count


class _Maker:
    """Makes sentences of the clauses of real ones."""

    def __init__(self, passages: Sequence[Passage], seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - for measuring, not for secrets
        clauses = {
            clause.rstrip("，,；;、：:。！？!? \n")
            for passage in passages
            for start, end in split_sentences(passage.text)
            for clause in _CLAUSE.findall(passage.text[start:end])
        }
        self._clauses = sorted(clause for clause in clauses if len(clause) > 1)
        self._last: list[str] = []

    def text(self, count: int) -> str:
        """Return so many sentences, a paragraph of one to eight on a line."""
        paragraphs = []
        while count > 0:
            size = min(self._chance.randint(1, 8), count)
            paragraphs.append("".join(self._sentence() for _ in range(size)))
            count -= size
        return "\n\n".join(paragraphs)

    def _sentence(self) -> str:
        if self._last and self._chance.random() < _REPEATED:
            clauses = list(self._last)
            clauses[self._chance.randrange(len(clauses))] = self._chance.choice(self._clauses)
        else:
            length = min(1 + int(self._chance.expovariate(0.5)), _LONGEST)
            clauses = self._chance.choices(self._clauses, k=length)
        self._last = clauses
        return "，".join(clauses) + "。"

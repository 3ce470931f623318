"""What of a segment belongs to articles that the base does not have any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.retrieval.keys import bigrams, word_key
from bot.search.retrieval.ragged import rows_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.search.retrieval.postings import Postings
    from bot.search.retrieval.segment import Segment

_FEW: Final = 0.02
"""Of a smaller share of the sentences it is quicker to look up all that they hold than to go
through all postings."""
_PARTS: Final = (2, 3)
"""Characters that a word's parts have: see `Tokeniser.parts`."""


def dropped_postings(
    segment: Segment, gone: NDArray[np.bool_]
) -> tuple[Postings, Postings, Postings]:
    """Return the characters, bigrams and words of some of the sentences.

    Args:
        segment: what holds the sentences.
        gone: for each sentence whether it is meant; all of a paragraph, or nothing.
    """
    places = np.where(gone, np.cumsum(gone) - 1, -1)
    rows = np.flatnonzero(gone)
    passages = segment.passages[rows]
    kinds = segment.characters, segment.bigrams, segment.words
    if len(rows) > _FEW * segment.size:
        characters, pairs, words = (kind.take(places, passages) for kind in kinds)
        return characters, pairs, words
    edges = np.flatnonzero(np.diff(gone, prepend=False, append=False))
    held = segment.codes[rows_at(segment.code_starts, rows)].astype(np.int64)
    # Neighbours across the border of two sentences are looked up in vain.
    keys = held, bigrams(held), _words(segment, rows, held)
    characters, pairs, words = (
        kind.pick(own, edges, places, passages) for kind, own in zip(kinds, keys, strict=True)
    )
    return characters, pairs, words


def _words(
    segment: Segment, rows: NDArray[np.int64], codes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the keys of all that may be a word of sentences, or a part of one."""
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    ends = segment.token_lengths[rows_at(segment.token_starts, rows)].cumsum(dtype=np.int64)
    begins = [0, *ends[:-1].tolist()]
    whole = {text[begin:end] for begin, end in zip(begins, ends.tolist(), strict=False)}
    parts = {
        word[at : at + size]
        for word in whole
        for size in _PARTS
        for at in range(len(word) - size + 1)
    }
    return np.array(list(map(word_key, whole | parts)), dtype=np.int64)

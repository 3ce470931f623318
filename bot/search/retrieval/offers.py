"""What a sentence holds that some kind of question may ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.retrieval.ragged import starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.tokens import Tokeniser

_PATTERNS = {
    "digits": re.compile(r"\d|[一二三四五六七八九十百千万亿两]"),
    "dates": re.compile(r"[\d一二三四五六七八九十]+[年月日]|世纪|年代|时期|[春夏秋冬]季|当时|同年"),
    "reasons": re.compile(r"因|由于|为了|所以|导致|使得|使|造成|出于|以便|引起"),
    "means": re.compile(r"通过|以|用|依靠|借助|经由|方式|方法"),
    "definitions": re.compile(r"是|为|指|称|叫|即|属于"),
}
_TAGS = {
    "persons": ("nr",),
    "places": ("ns",),
    "organisations": ("nt", "nz"),
    "numbers": ("m", "t"),
}
OFFERS: Final = (*_PATTERNS, *_TAGS, "unknown_words")
"""What is counted: first whether a pattern matches, then how many words of a kind there are."""
_MOST: Final = 255


def find_offers(
    texts: Sequence[str],
    words: Sequence[str],
    cut: Sequence[int],
    sizes: Sequence[int],
    tokeniser: Tokeniser,
) -> NDArray[np.uint8]:
    """Count [sentence, offer], in the order of OFFERS, at most 255.

    Args:
        texts: the sentences, normalised.
        words: the words, each once.
        cut: the words of all sentences, one after the other, as numbers among `words`.
        sizes: how many words each sentence has.
        tokeniser: what knows the words' parts of speech.
    """
    found = [[bool(pattern.search(text)) for pattern in _PATTERNS.values()] for text in texts]
    patterns = np.array(found, dtype=np.int64).reshape(len(texts), len(_PATTERNS))
    kinds = np.array([_kinds(word, tokeniser) for word in words], dtype=np.int64)
    running = np.zeros((len(cut) + 1, len(_TAGS) + 1), dtype=np.int64)
    np.cumsum(
        kinds.reshape(-1, len(_TAGS) + 1)[np.asarray(cut, dtype=np.int64)], axis=0, out=running[1:]
    )
    counts = np.diff(running[starts_of(sizes)], axis=0)
    return np.asarray(np.minimum(np.hstack([patterns, counts]), _MOST), dtype=np.uint8)


def _kinds(word: str, tokeniser: Tokeniser) -> tuple[bool, ...]:
    tag = tokeniser.tag(word)
    unknown = not tag and word.isalnum()
    return (*(tag.startswith(wanted) for wanted in _TAGS.values()), unknown)

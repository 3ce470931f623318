"""What is looked up in an index, as integers: characters, bigrams and words."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BIGRAM_SHIFT = 21
"""Code points have 21 bits."""


def codes(text: str) -> NDArray[np.int64]:
    """Return a text's code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)


def bigrams(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys of each two neighbouring characters."""
    return (codes[:-1] << _BIGRAM_SHIFT) | codes[1:]


def word_key(word: str) -> int:
    """Return a word's key, the same in every index.

    Of a million words two share one of 64 bits with a chance of about 3 in a hundred million.
    """
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)

"""Parts of speech as numbers, and words as numbers."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TAGS: Final = (
    "padding", "mark", "clause", "opener", "closer", "list", "digits", "latin", "mixed",
    "unknown", "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "f", "g", "h", "i", "j", "k",
    "l", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r",
    "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg",
    "vi", "vn", "vq", "x", "y", "z", "zg",
)  # fmt: skip
"""Parts of speech: what Wenju tells by itself, then jieba's."""
TAG_NUMBERS: Final = {tag: number for number, tag in enumerate(TAGS)}
FIRST_WORD_TAG: Final = TAG_NUMBERS["digits"]
"""Tags from this on belong to what can begin and end an answer."""


def tag_table(*tags: str) -> NDArray[np.bool_]:
    """Return a table over tag numbers that is true at these tags."""
    table = np.zeros(len(TAGS), dtype=bool)
    table[[TAG_NUMBERS[tag] for tag in tags]] = True
    return table


def text_key(text: str) -> int:
    """Return a number for a text, the same on every machine and in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def shifted(values: NDArray[Any], places: int) -> NDArray[Any]:
    """Return the values moved on by some places, those of the end to the beginning."""
    return np.concatenate([values[-places:], values[:-places]])

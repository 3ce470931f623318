"""What a sentence holds that some kind of question may ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.base.text import Normalised
    from bot.language.tokens import Token, Tokeniser

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


def find_offers(
    texts: Sequence[Normalised], tokens: Sequence[Sequence[Token]], tokeniser: Tokeniser
) -> dict[str, NDArray[np.float32]]:
    """Count, for every sentence, what it offers: a column a name."""
    offers = {
        name: np.array([bool(pattern.search(text.text)) for text in texts], dtype=np.float32)
        for name, pattern in _PATTERNS.items()
    }
    tags = [[tokeniser.tag(token.text) for token in sentence] for sentence in tokens]
    for name, wanted in _TAGS.items():
        counts = [sum(tag.startswith(wanted) for tag in sentence) for sentence in tags]
        offers[name] = np.array(counts, dtype=np.float32)
    unknown = [
        sum(not tag and token.text.isalnum() for tag, token in zip(row, sentence, strict=True))
        for row, sentence in zip(tags, tokens, strict=True)
    ]
    offers["unknown_words"] = np.array(unknown, dtype=np.float32)
    return offers

"""Who took a picture: the name in 新华社记者李学仁摄."""

from __future__ import annotations

import re
from typing import Final

from bot.base.model import Span

_SAID: Final = re.compile(r"(?:记者|通讯员|摄影[:：]?\s*)(?P<name>[^\W\d_]{2,4}?)(?:摄|拍摄)")


def photographer(sentence: str) -> Span | None:
    """Return who took the picture that a normalised sentence stands under; None where it tells not."""
    match = _SAID.search(sentence)
    return Span(*match.span("name")) if match else None

"""Links into the private chat with the bot that carry a question."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

NO_QUESTION: Final = "inline"
_LIMIT: Final = 64
"""Characters that Telegram allows in the parameter of /start."""
_WITH_QUESTION: Final = re.compile(r"q([\w-]+)", re.ASCII)


def start_parameter(question: str) -> str:
    """Put a question into the parameter of /start, where it fits in."""
    if not question:
        return NO_QUESTION
    encoded = base64.urlsafe_b64encode(question.encode("utf-8", "replace")).decode().rstrip("=")
    return f"q{encoded}" if len(encoded) < _LIMIT else NO_QUESTION


def question_in_parameter(parameter: str) -> str | None:
    """Read a question back; None where there is none, whoever made the link."""
    match = _WITH_QUESTION.fullmatch(parameter)
    if match is None:
        return None
    padded = match[1] + "=" * (-len(match[1]) % 4)
    try:
        return base64.urlsafe_b64decode(padded).decode().strip() or None
    except (binascii.Error, UnicodeDecodeError):
        return None

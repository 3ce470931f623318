"""Texts in the encodings that Chinese documents come in."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

# GB18030 holds all of GBK and GB2312, Big5-HKSCS all of Big5. UTF-16 comes last: nearly any bytes
# are some characters in it.
_ENCODINGS: Final = (["gb18030", "big5", "big5hkscs"], ["utf_16_le", "utf_16_be"])
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT: Final = re.compile("[\0-\x08\x0e-\x1a\ufffe\uffff]")
_SAMPLE: Final = 100_000
"""Bytes that decide between encodings; then all of them are tried with the one found."""


def decode(data: bytes) -> str | None:
    """Decode a text; None where it is none, or in an encoding that nobody can tell."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(codecs.BOM_UTF8), encoding)
    text = _decoded(data, "utf-8")
    if text is not None and _is_text(text):
        return text
    for encodings in _ENCODINGS:
        found = from_bytes(data[:_SAMPLE], cp_isolation=encodings).best()
        text = None if found is None else _decoded(data, found.encoding)
        if text is not None and _is_text(text):
            return text
    return None


def _is_text(text: str) -> bool:
    """Tell texts from other files, and from texts read in the wrong encoding."""
    return _NO_TEXT.search(text) is None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None

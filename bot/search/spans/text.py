"""A sentence as the search for short answers sees it: pieces, their words and parts of speech."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from bot.language.tokens import Token, Tokeniser

PADDING: Final = 2
"""So many empty pieces stand before and after each sentence: neighbours need no bounds checks."""
END: Final = -2
"""Stands for no character: what goes on beyond a sentence is never taken for its neighbour."""

# jieba's model for unknown words takes such characters into names: 由约翰, 肖特以, 年时.
_LOOSE_BEFORE = frozenset("由被为用按在与和及或于从以把将向对至则并而又乃因是名")
_LOOSE_AFTER = frozenset("以在为于时则与和并被所是的等至而曾也都将之及或因即")
# Signs that stand for a word of their own: 56.2%, c++.
_SIGNS = frozenset("%‰°℃$€£¥+#&")
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3})+|\d+(?::\d+)+)(?:\.\d+)?(?!\d)")
_NO_MARKS = str.maketrans("", "", "%.,:")
_CLAUSE_MARKS = frozenset(",，;；:：。！!？?…\n")
_OPENERS = frozenset("(（[【「『“‘《〈\"'")
_CLOSERS = frozenset(")）]】」』”’》〉\"'")

_BODIES = tuple(
    "组织 联盟 委员会 理事会 协会 公司 集团 大学 学院 银行 政府 法院 议会 党 部 局 院 社 队".split()
)
_PLACES = tuple("国 省 市 县 州 镇 村 岛 区 山 湖".split())

TAGS: Final = (
    "padding", "mark", "clause", "opener", "closer", "list", "digits", "latin", "mixed",
    "unknown", "a", "ad", "ag", "an", "b", "c", "d", "df", "dg", "e", "f", "g", "h", "i", "j", "k",
    "l", "m", "mg", "mq", "n", "ng", "nr", "nrfg", "nrt", "ns", "nt", "nz", "o", "p", "q", "r",
    "rg", "rr", "rz", "s", "t", "tg", "u", "ud", "ug", "uj", "ul", "uv", "uz", "v", "vd", "vg",
    "vi", "vn", "vq", "x", "y", "z", "zg",
)  # fmt: skip
"""Parts of speech: what Wenju tells by itself, then jieba's."""
_TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
FIRST_WORD_TAG: Final = _TAG_NUMBERS["digits"]
"""Tags from this on belong to what can begin and end an answer."""


def tag_table(*tags: str) -> NDArray[np.bool_]:
    """Return a table over tag numbers that is true at these tags."""
    table = np.zeros(len(TAGS), dtype=bool)
    table[[_TAG_NUMBERS[tag] for tag in tags]] = True
    return table


def shifted(values: NDArray[Any], places: int) -> NDArray[Any]:
    """Return the values moved on by some places, those of the end to the beginning."""
    return np.concatenate([values[-places:], values[:-places]])


def text_key(text: str) -> int:
    """Return a number for a text, the same on every machine and in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


# What belongs together: 364.6 and 公里, 斯坦福 and 莱佛士 around a dot, words of one foreign name.
_NUMBER_TAG = tag_table("digits", "m")
_MEASURE = tag_table("q", "m", "mq")
_UNITS = frozenset("人 小时 分钟 世纪 年代 公分 日元 英里 岁 天 度 席 倍 名".split())
_FOREIGN = tag_table("latin", "digits", "mixed")
_DOTS = frozenset("·•‧・")
_HYPHENS = frozenset("-–/.&' ")


@dataclass(frozen=True, slots=True)
class SpanText:
    """A normalised sentence in pieces: tokens, unknown ones without the function words on them.

    Every array has one entry a piece, `PADDING` empty ones before the first and after the last.
    """

    codes: NDArray[np.int32]
    """The code points of the text, and END after them."""
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    words: NDArray[np.uint32]
    """`text_key` of each piece; 0 for padding."""
    tags: NDArray[np.uint8]
    """Index into TAGS."""
    weights: NDArray[np.float32]
    """How much a piece says: 0 for the commonest words, 1 for those no dictionary knows."""

    joined: NDArray[np.bool_]
    """Whether a piece belongs together with the one that follows it."""

    @property
    def size(self) -> int:
        """How many characters the text has."""
        return len(self.codes) - 1

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> SpanText:
        """Prepare a normalised sentence that was cut by this tokeniser."""
        pieces = _merge(text, [piece for token in tokens for piece in _pieces(token, tokeniser)])
        before = [(0, 0)] * PADDING
        after = [(len(text), len(text))] * PADDING
        bounds = np.array(before + pieces + after, dtype=np.int32)
        words = [text[start:end] for start, end in pieces]
        empty = [0] * PADDING
        tags = [_TAG_NUMBERS[_tag(word, tokeniser)] for word in words]
        padding = [_TAG_NUMBERS["padding"]] * PADDING
        tag_array = np.array(padding + tags + padding, dtype=np.uint8)
        return cls(
            codes=np.array([*map(ord, text), END], dtype=np.int32),
            starts=bounds[:, 0],
            ends=bounds[:, 1],
            words=np.array([*empty, *map(text_key, words), *empty], dtype=np.uint32),
            tags=tag_array,
            joined=_joined(["", "", *words, "", ""], tag_array),
            weights=np.array(
                [*empty, *(_weight(word, tokeniser) for word in words), *empty], dtype=np.float32
            ),
        )


def _pieces(token: Token, tokeniser: Tokeniser) -> Iterator[tuple[int, int]]:
    """Yield a token's bounds, in two where an unknown word holds a function word at its edge."""
    text, start, end = token
    if text == "年时" or (text[0] == "由" and tokeniser.tag(text) == "nr"):
        # The dictionary's own mistakes: 1950|年时, 由约翰.
        yield start, start + 1
        yield start + 1, end
        return
    if len(text) < 2 or not text.isalpha() or text.isascii() or tokeniser.frequency(text):
        yield start, end
        return
    if text[0] in _LOOSE_BEFORE:
        yield start, start + 1
        start += 1
    if end - start > 1 and text[-1] in _LOOSE_AFTER:
        yield start, end - 1
        start = end - 1
    yield start, end


def _joined(words: Sequence[str], tags: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell which pieces belong together with the one that follows them."""
    is_word, number, foreign = tags >= FIRST_WORD_TAG, _NUMBER_TAG[tags], _FOREIGN[tags]
    dot, hyphen, space, unit = (
        np.array([word in marks for word in words]) for marks in (_DOTS, _HYPHENS, " ", _UNITS)
    )
    space &= tags == _TAG_NUMBERS["mark"]
    # A hyphen, a space or a dot joins only what it stands between.
    between = (foreign & shifted(hyphen, -1) & shifted(foreign, -2)) | (
        is_word & shifted(dot, -1) & shifted(is_word, -2)
    )
    # Two numbers with a space between them are two numbers.
    between &= ~(number & shifted(space, -1) & shifted(number, -2))
    measured = number & shifted(_MEASURE[tags] | unit, -1)
    return np.asarray(measured | between | shifted(between, 1), dtype=np.bool_)


def _merge(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together what is one number or one time: 7,000,000; 09:03."""
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    if not numbers:
        return list(pieces)
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        inside = any(low < start and end <= high for low, high in numbers)
        if inside and merged:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


# jieba's dictionary counts about 60 million words; its commonest, 的, 318,825 times.
_COMMONEST: Final = 12.67
"""Its natural logarithm."""


def _weight(word: str, tokeniser: Tokeniser) -> float:
    if not any(map(str.isalnum, word)):
        return 0.0
    return max(0.0, 1 - float(np.log1p(tokeniser.frequency(word))) / _COMMONEST)


def _tag(word: str, tokeniser: Tokeniser) -> str:
    if not word[-1].isalnum() and not any(map(str.isalnum, word)):
        return _mark_tag(word)
    if word.isascii():
        if word.isalpha():
            return "latin"
        return "digits" if word.translate(_NO_MARKS).isdigit() else "mixed"
    tag = tokeniser.tag(word)
    return tag if tag in _TAG_NUMBERS else _tag_by_ending(word)


def _tag_by_ending(word: str) -> str:
    """Tell names of bodies and places, such as the base's own words, by how they end."""
    if len(word) > 3:
        if word.endswith(_BODIES):
            return "nt"
        if word.endswith(_PLACES):
            return "ns"
    return "unknown"


def _mark_tag(word: str) -> str:
    if word in _SIGNS:
        return "mixed"
    for tag, marks in (
        ("clause", _CLAUSE_MARKS),
        ("opener", _OPENERS),
        ("closer", _CLOSERS),
        ("list", frozenset("、")),
    ):
        if word[0] in marks:
            return tag
    return "mark"

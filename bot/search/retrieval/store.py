"""Segments for a base: those that a cache folder holds, and new ones for the rest."""

from __future__ import annotations

import functools
import logging
import shutil
import time
import unicodedata
from collections import Counter
from hashlib import blake2b
from importlib import metadata
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.input.files import is_locked, reason
from bot.search.retrieval.files import UNFINISHED, DamagedError, read, read_header, write
from bot.search.retrieval.keys import bigrams, codes
from bot.search.retrieval.segment import Segment, Selection, digest_of
from bot.search.retrieval.workers import build_segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from bot.base.model import Article
    from bot.language.tokens import Tokeniser
    from bot.search.retrieval.building import Progress
    from bot.search.retrieval.files import Header

logger = logging.getLogger(__name__)

_FORMAT: Final = 3
_SUFFIX: Final = ".segment"
_LEAST_USE: Final = 0.5
"""A segment is used while at least this share of its sentences is still in the base."""
_MOST_SEGMENTS: Final = 6
"""Every further segment costs each question a little: more than these are put together."""
_KEPT_UNUSED: Final = 3600.0
"""Seconds: segments that another process may be about to use are left alone for so long."""


class Opened(NamedTuple):
    """Segments that hold a base."""

    selections: list[Selection]
    digests: Sequence[str]
    """For each article of the base what `digest_of` says of it."""


def open_segments(
    articles: Sequence[Article],
    tokeniser: Tokeniser,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Opened:
    """Return segments that hold these articles, each once.

    Args:
        articles: what is wanted.
        tokeniser: what cuts them into words.
        cache: the folder of the segments that were made before; None to keep nothing.
        progress: is told how many articles are indexed, and how many have to be.
    """
    if cache is not None:
        try:
            cache.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _warn_unkept(cache, error)
        else:
            return _Store(cache, tokeniser).open(articles, progress)
    segment = build_segments(articles, tokeniser, progress)
    return Opened([Selection.whole(segment)], segment.digests)


class _Store:
    """A cache folder, for one base at a time."""

    def __init__(self, folder: Path, tokeniser: Tokeniser) -> None:
        self._folder = folder
        self._tokeniser = tokeniser
        self._made_with = _made_with()
        self._used: set[Path] = set()

    def open(self, articles: Sequence[Article], progress: Progress | None) -> Opened:
        """Return what the cache has of the articles, and index the rest."""
        digests = list(map(digest_of, articles))
        missing = Counter(digests)
        selections = list(self._reused(missing))
        new = [
            article
            for article, digest in zip(articles, digests, strict=True)
            if _taken(missing, digest)
        ]
        if new or not selections:
            segment = build_segments(new, self._tokeniser, progress)
            selections.append(Selection.whole(self._kept(segment)))
        selections = self._compacted(selections)
        self._clear()
        return Opened(selections, digests)

    def _reused(self, missing: Counter[str]) -> Iterator[Selection]:
        """Yield what the cache holds of what is missing, those of most use first."""
        found = sorted(
            (
                (-_shared(header, missing), folder.name, folder, header)
                for folder, header in self._headers()
            ),
        )
        for _, _, folder, header in found:
            if not _is_of_use(header, missing):
                continue
            try:
                segment = read(folder, header)
            except DamagedError as error:
                _discard(folder, error)
                continue
            stale = _touched(segment, set(self._tokeniser.own_words) ^ set(header.words))
            if not _is_of_use(header, missing, stale):
                continue
            chosen = [digest not in stale and _taken(missing, digest) for digest in segment.digests]
            self._used.add(folder)
            yield Selection(segment, np.array(chosen, dtype=bool))

    def _headers(self) -> Iterator[tuple[Path, Header]]:
        for folder in self._folder.glob(f"*{_SUFFIX}"):
            try:
                header = read_header(folder)
            except DamagedError as error:
                _discard(folder, error)
                continue
            if header.made_with == self._made_with:
                yield folder, header

    def _compacted(self, selections: list[Selection]) -> list[Selection]:
        """Put small segments together where there are many, and leave out what was dropped."""
        if len(selections) <= _MOST_SEGMENTS:
            return selections
        largest, *rest = sorted(selections, key=lambda one: -one.size)
        together = Segment.merge([one.cut() for one in rest])
        if together.size * _LEAST_USE > largest.size:
            together = Segment.merge([largest.cut(), together])
            return [Selection.whole(self._kept(together))]
        return [largest, Selection.whole(self._kept(together))]

    def _kept(self, segment: Segment) -> Segment:
        """Write a segment, and give it back as it is mapped from there."""
        name = blake2b(digest_size=12)
        for part in (self._made_with, *self._tokeniser.own_words, "", *segment.digests):
            name.update(part.encode("utf-8", "surrogatepass") + b"\0")
        folder = self._folder / f"{name.hexdigest()}{_SUFFIX}"
        self._used.add(folder)
        try:
            write(folder, segment, self._made_with, self._tokeniser.own_words)
            return read(folder, read_header(folder))
        except OSError as error:
            _warn_unkept(self._folder, error)
        except DamagedError as error:
            _discard(folder, error)
        return segment

    def _clear(self) -> None:
        """Remove what nothing uses any more."""
        for folder in self._folder.glob(f"*{_SUFFIX}"):
            if folder not in self._used and _is_old(folder):
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._folder.glob(f"*{UNFINISHED}"):
            # Whoever wrote it was killed, unless it is locked.
            if not is_locked(folder) or _is_old(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > _KEPT_UNUSED
    except OSError:
        return False


def _warn_unkept(cache: Path, error: OSError) -> None:
    logger.warning("索引没有缓存下来：%s：%s", cache, reason(error))


def _discard(folder: Path, error: DamagedError) -> None:
    logger.warning("索引缓存坏了，重新建立：%s", error)
    shutil.rmtree(folder, ignore_errors=True)


def _made_with() -> str:
    """Name everything besides text and own words that segments depend on."""
    packages = [f"{name} {metadata.version(name)}" for name in ("jieba", "opencc")]
    return ", ".join([f"segment {_FORMAT}", f"unicode {unicodedata.unidata_version}", *packages])


def _taken(missing: Counter[str], digest: str) -> bool:
    """Take one off what is missing, if it is."""
    if not missing[digest]:
        return False
    missing[digest] -= 1
    return True


def _shared(header: Header, missing: Counter[str], stale: frozenset[str] = frozenset()) -> int:
    """Return how many sentences a segment holds of what is missing, without stale ones."""
    return sum(
        size
        for digest, size in zip(header.digests, header.sizes, strict=True)
        if missing[digest] and digest not in stale
    )


def _is_of_use(header: Header, missing: Counter[str], stale: frozenset[str] = frozenset()) -> bool:
    return _shared(header, missing, stale) >= max(_LEAST_USE * sum(header.sizes), 1)


def _touched(segment: Segment, words: set[str]) -> frozenset[str]:
    """Return the articles that hold one of the words: those may be cut otherwise now."""
    rows = [_holders(segment, word) for word in words]
    places = (
        np.searchsorted(
            segment.firsts, np.concatenate([np.zeros(0, dtype=np.int32), *rows]), side="right"
        )
        - 1
    )
    return frozenset(segment.digests[place] for place in np.unique(places).tolist())


def _holders(segment: Segment, word: str) -> NDArray[np.int32]:
    """Return the sentences that have all characters of a word side by side, and maybe others."""
    own = codes(word)
    postings, keys = (segment.characters, own) if len(own) == 1 else (segment.bigrams, bigrams(own))
    lists = [postings.rows[entries] for entries in postings.slices(postings.find(keys))]
    return functools.reduce(np.intersect1d, sorted(lists, key=len))

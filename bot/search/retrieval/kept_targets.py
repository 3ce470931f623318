"""Keep, beside the segments, which of their words a mistyped one may have meant."""

from __future__ import annotations

import contextlib
import logging
import time
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.kept import UNFINISHED, UnusableError, read_kept, write_kept
from bot.language.pinyin import data_text
from bot.language.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.base.kept import Kept
    from bot.search.retrieval.segment import Segment

logger = logging.getLogger(__name__)

_FORMAT: Final = "targets 2"
_SUFFIX: Final = ".targets"
_KEPT_UNUSED: Final = 3600.0
"""Seconds: files that another process may be about to use are left alone for so long."""


def open_targets(segments: Sequence[Segment], cache: Path | None = None) -> list[Targets]:
    """Return the targets of each segment.

    Args:
        segments: what holds the words.
        cache: the folder of those that were made before; None to keep nothing.
    """
    if cache is None:
        return [_made(segment) for segment in segments]
    files = [cache / f"{_name_of(segment)}{_SUFFIX}" for segment in segments]
    targets = [_opened(file, segment) for file, segment in zip(files, segments, strict=True)]
    _clear(cache, {file.name for file in files})
    return targets


def _made(segment: Segment) -> Targets:
    return Targets.of(segment.spelling())


def _name_of(segment: Segment) -> str:
    """Name a segment's targets by all that they depend on."""
    name = blake2b(segment.spellings.tobytes(), digest_size=12)
    for part in (segment.spelling_starts.tobytes(), data_text("pinyin.txt").encode()):
        name.update(part)
    return name.hexdigest()


def _opened(file: Path, segment: Segment) -> Targets:
    with contextlib.suppress(UnusableError):
        return _read(read_kept(file, _FORMAT, mapped=True))
    targets = _made(segment)
    try:
        write_kept(file, _FORMAT, None, _parts(targets))
        return _read(read_kept(file, _FORMAT, mapped=True))
    except (OSError, UnusableError) as error:
        logger.warning("索引没有缓存下来：%s：%s", file, error)
        return targets


def _parts(targets: Targets) -> dict[str, bytes | memoryview]:
    return {
        "codes": targets.codes.tobytes(),
        "starts": targets.starts.tobytes(),
        "filter": targets.filter,
        "keys": targets.keys.tobytes(),
        "words": targets.words.tobytes(),
    }


def _read(kept: Kept) -> Targets:
    parts = kept.parts
    return Targets(
        codes=np.frombuffer(parts["codes"], dtype=np.int32),
        starts=np.frombuffer(parts["starts"], dtype=np.int64),
        filter=parts["filter"],
        keys=np.frombuffer(parts["keys"], dtype=np.int64),
        words=np.frombuffer(parts["words"], dtype=np.int32),
    )


def _clear(cache: Path, used: set[str]) -> None:
    """Remove what nothing uses any more."""
    for file in (*cache.glob(f"*{_SUFFIX}"), *cache.glob(f".*{UNFINISHED}")):
        with contextlib.suppress(OSError):
            if file.name not in used and time.time() - file.stat().st_mtime > _KEPT_UNUSED:
                file.unlink()

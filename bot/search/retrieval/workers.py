"""Build large segments with every core."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final

from bot.language.tokens import Tokeniser
from bot.search.retrieval.building import build_segment, length_of
from bot.search.retrieval.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Article
    from bot.search.retrieval.building import CutUp, Progress

logger = logging.getLogger(__name__)

_ALONE: Final = 500_000
"""Characters: less text is indexed before other processes have started."""
_CHUNK: Final = 2_000_000
"""Characters that a process indexes at a time, a matter of seconds: in less text it meets the same
words again and again."""


def build_segments(
    articles: Sequence[Article], tokeniser: Tokeniser, progress: Progress | None = None
) -> Segment:
    """Index articles as `build_segment` does, in several processes where that is quicker."""
    cores = os.cpu_count() or 1
    if cores == 1 or sum(map(length_of, articles)) < _ALONE:
        return build_segment(articles, tokeniser, progress)
    try:
        return _together(list(_chunks(articles)), tokeniser, cores, progress)
    except BrokenProcessPool:
        # Killed from outside, most likely for the memory that several processes take.
        logger.warning("建立索引的子进程被终止了，改用一个进程建立")
        return build_segment(articles, tokeniser, progress)


def _together(
    chunks: Sequence[Sequence[Article]],
    tokeniser: Tokeniser,
    cores: int,
    progress: Progress | None,
) -> Segment:
    total = sum(map(len, chunks))
    # New processes, not copies of this one: this may be a thread among others.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(cores, len(chunks)), context, _prepare, (tokeniser.own_words,)
    ) as pool:
        try:
            parts = [pool.submit(_build, chunk) for chunk in chunks]
            done = 0
            for part in as_completed(parts):
                done += len(part.result().digests)
                if progress:
                    progress(done, total)
            return Segment.merge([part.result() for part in parts])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _chunks(articles: Sequence[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += length_of(article)
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Worker:
    """What a process keeps from one chunk to the next."""

    tokeniser: Tokeniser
    cut_up: CutUp


def _prepare(words: Sequence[str]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Worker.tokeniser = Tokeniser(words)
    _Worker.cut_up = staticmethod(_Worker.tokeniser.fast_words())


def _end_with_parent() -> None:
    """End the process once its parent has: one that was killed tells nobody, and is waited for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _build(articles: Sequence[Article]) -> Segment:
    return build_segment(articles, _Worker.tokeniser, cut_up=_Worker.cut_up)

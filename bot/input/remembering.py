"""Articles as they were read last time, so that only files that changed are parsed again.

Reading YAML takes half a millisecond an article. What came of it is kept in the cache folder, a
hundred articles or so a file. A file of the knowledge folder is taken for unchanged where the
system says that nobody wrote it since; where it may have been, its content decides. Only articles
without problems are remembered: problems are found anew, and told, every time.
"""

from __future__ import annotations

import contextlib
import logging
import re
import stat
import time
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import bot
from bot.base.kept import UNFINISHED, UnusableError, read_kept, write_kept
from bot.base.model import Alias, Article, Faq
from bot.input.files import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Signature = tuple[int, int, int, int]
    """Of a file: inode, size, and when content and inode last changed, in nanoseconds."""

logger = logging.getLogger(__name__)

_MADE_WITH: Final = f"articles 1, wenju {bot.__version__}"
_IN_A_FILE: Final = 128
"""Articles, about: one that changes has its neighbours written again."""
_NAME: Final = re.compile(r"articles-\d+-\d+\.kept")
_WORTH_KEEPING: Final = 60_000
"""Bytes of YAML: less is parsed about as fast as what came of it is read."""
_SETTLED: Final = 2 * 10**9
"""Nanoseconds: clocks of file systems are as coarse as this, and a file that was written less long
ago may be written again without showing it. All that is then certain of it is its size."""
_UNFINISHED_FOR: Final = 3600.0
"""Seconds after which nobody is still writing."""


class Entry(NamedTuple):
    """What a file held."""

    signature: Signature
    digest: str
    """Of the file's text."""
    article: Article


class Memory:
    """What is remembered of a file."""

    def __init__(self, remembered: Remembered, name: str, signature: Signature) -> None:
        """Take over what the file is known by, from before it is read."""
        self._remembered = remembered
        self._name = name
        self._signature = signature
        self._entry = remembered.entry(name)

    def unchanged(self) -> Article | None:
        """Return the article if nobody wrote the file since it was last read."""
        entry = self._entry
        if entry is None or entry.signature != self._signature or not self._is_settled:
            return None
        return entry.article

    def same(self, text: str) -> Article | None:
        """Return the article if the file's text is the same as when it was last read."""
        entry = self._entry
        if entry is None or entry.digest != _digest(text):
            return None
        if self._is_settled:
            self._remembered.put(self._name, entry._replace(signature=self._signature))
        return entry.article

    def remember(self, text: str, article: Article) -> None:
        """Take down what the file holds."""
        self._remembered.put(self._name, Entry(self._signature, _digest(text), article))

    @property
    def _is_settled(self) -> bool:
        return self._signature[2] > 0


class Remembered:
    """The articles that a folder's files held when they were last read."""

    def __init__(self, cache: Path, names: Iterable[str]) -> None:
        """Recall articles.

        Args:
            cache: the folder that they are kept in.
            names: the files that the knowledge folder has now.
        """
        self._cache = cache
        self._names = frozenset(names)
        count = max(1, len(self._names) // _IN_A_FILE)
        self._count = 1 << (count - 1).bit_length()
        self._entries: dict[str, Entry] = {}
        self._changed: set[int] = set()
        for file in sorted(cache.glob("articles-*.kept")):
            self._recall(file)

    def of(self, path: Path) -> Memory | None:
        """Return what is remembered of a file; None where it is no plain file."""
        now = time.time_ns()
        try:
            found = path.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        signature = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        is_settled = max(found.st_mtime_ns, found.st_ctime_ns) < now - _SETTLED
        return Memory(self, path.name, signature if is_settled else (0, found.st_size, 0, 0))

    def entry(self, name: str) -> Entry | None:
        """Return what is remembered of a file by its name."""
        return self._entries.get(name)

    def put(self, name: str, entry: Entry) -> None:
        """Remember a file."""
        self._entries[name] = entry
        self._changed.add(self._number(name))

    def keep(self) -> None:
        """Write what changed, if that is worth it; where it cannot be written, nothing is lost."""
        if sum(entry.signature[1] for entry in self._entries.values()) < _WORTH_KEEPING:
            return
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            for number in self._changed:
                self._write(number)
            self._clear()
        except OSError as error:
            logger.warning("读过的文章没有缓存下来：%s：%s", self._cache, reason(error))

    def _number(self, name: str) -> int:
        return zlib.crc32(name.encode("utf-8", "surrogateescape")) % self._count

    def _file(self, number: int) -> Path:
        return self._cache / f"articles-{self._count}-{number}.kept"

    def _recall(self, file: Path) -> None:
        try:
            facts, parts = read_kept(file, _MADE_WITH)
            entries = dict(_read(facts, parts["texts"]))
        except (UnusableError, LookupError, TypeError, ValueError) as error:
            logger.debug("读过的文章要重读：%s", error)
            return
        for name, entry in entries.items():
            number = self._number(name)
            if name in self._names:
                self._entries[name] = entry
            if name not in self._names or file != self._file(number):
                self._changed.add(number)

    def _write(self, number: int) -> None:
        own = sorted(name for name in self._entries if self._number(name) == number)
        entries = [(name, self._entries[name]) for name in own]
        texts = [entry.article.text.encode("utf-8", "surrogatepass") for _, entry in entries]
        facts = [
            _as_json(name, entry, len(text))
            for (name, entry), text in zip(entries, texts, strict=True)
        ]
        write_kept(self._file(number), _MADE_WITH, facts, {"texts": b"".join(texts)})

    def _clear(self) -> None:
        """Remove the files that a larger or a smaller base had, and what a crash left behind."""
        own = {self._file(number).name for number in range(self._count)}
        for file in self._cache.iterdir():
            stale = _NAME.fullmatch(file.name) and file.name not in own
            with contextlib.suppress(OSError):
                if stale or (file.name.endswith(UNFINISHED) and _is_left_over(file)):
                    file.unlink()


def _is_left_over(file: Path) -> bool:
    return time.time() - file.stat().st_mtime > _UNFINISHED_FOR


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _as_json(name: str, entry: Entry, length: int) -> list[Any]:
    article = entry.article
    return [
        name,
        entry.signature,
        entry.digest,
        length,
        article.id,
        article.title,
        article.sentences,
        article.published,
        article.source,
        article.url,
        article.tags,
        [(alias.name, alias.others) for alias in article.aliases],
        [(faq.ask, faq.answer) for faq in article.faq],
    ]


def _read(facts: Any, texts: memoryview) -> Iterator[tuple[str, Entry]]:  # noqa: ANN401 - JSON
    at = 0
    for name, signature, digest, length, *own in facts:
        article_id, title, sentences, published, source, url, tags, aliases, faq = own
        article = Article(
            id=article_id,
            title=title,
            text=str(texts[at : at + length], "utf-8", "surrogatepass"),
            sentences=tuple(sentences),
            published=published,
            source=source,
            url=url,
            tags=tuple(tags),
            aliases=tuple(Alias(alias, tuple(others)) for alias, others in aliases),
            faq=tuple(Faq(tuple(ask), answer) for ask, answer in faq),
        )
        at += length
        inode, size, written, changed = signature
        yield name, Entry((inode, size, written, changed), digest, article)

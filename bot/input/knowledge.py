"""The knowledge folder: one YAML file an article, and three that belong to the whole base.

- `lexicon.yaml` holds words, `taught.yaml` answers that belong to no article, `golden.yaml`
  questions whose answers are known. Each may be missing.
- Read are the files ending in `.yaml` or `.yml` that stand in the folder itself, in the order of
  their names; hidden ones and other files are left alone. A sub-folder with YAML files in it is a
  problem, since its author expects them to be read.
- A file's stem is the article's id: letters, digits, Chinese characters, `-`, `_` and `.`, the
  first being none of the last three. Ids that differ only in case are the same.
- A text is kept verbatim, but for the one line feed that `|` puts at its end. Line ends are line
  feeds, also in a file written with carriage returns.
- A symbolic link is followed only where it stays inside the folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.model import TAUGHT, Article, Golden, Knowledge, Lexicon, Problem
from bot.input.article import read_article, read_lexicon, read_taught
from bot.input.files import read_text, reason
from bot.input.golden import Written, check_golden, read_golden
from bot.input.names import GOLDEN, ID_RULE, LEXICON, is_id, is_reserved, is_yaml, key, shown
from bot.input.remembering import Remembered
from bot.input.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.input.changes import Change
    from bot.input.remembering import Memory

MAX_BYTES: Final = 8 * 1024 * 1024
"""Of one file: a book of two million characters, and no more than a second's work."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a knowledge folder holds."""

    knowledge: Knowledge
    """Without the files that have problems: a whole base only where there are none."""
    problems: tuple[Problem, ...]
    """Of all files, in the order of files and lines."""


def load_knowledge(
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    changes: Sequence[Change] = (),
    cache: Path | None = None,
) -> Loaded:
    """Read and check a knowledge folder.

    Args:
        folder: Holds the YAML files.
        progress: Called after each file with the number of files done and of all files.
        changes: Read the folder as it would be after these changes, which are not made; each of
            another file.
        cache: The folder that keeps what articles were read, so that only files that changed are
            parsed; None to read all of them.
    """
    try:
        paths, problems = _list(folder, changes)
    except OSError as error:
        words = (
            "文件夹不存在" if isinstance(error, FileNotFoundError) else f"读不了：{reason(error)}"
        )
        return Loaded(Knowledge(), (Problem(str(folder), 0, 0, words),))
    remembered = None if cache is None else Remembered(cache, (path.name for path in paths))
    loader = _Loader(folder, changes, remembered)
    for done, path in enumerate(paths, start=1):
        loader.take(path)
        if progress is not None:
            progress(done, len(paths))
    knowledge = loader.knowledge()
    if remembered is not None and not changes:
        remembered.keep()
    problems += loader.problems
    if knowledge.is_empty and all(is_reserved(path.stem) for path in paths):
        problems.append(Problem(str(folder), 0, 0, "没有文章；请至少放入一个 .yaml 文件"))
    # Those of one file are in order already.
    problems.sort(key=lambda problem: problem.file)
    return Loaded(knowledge, tuple(problems))


def _list(folder: Path, changes: Sequence[Change]) -> tuple[list[Path], list[Problem]]:
    """Find the files to read, and the folders whose files will not be."""
    paths: list[Path] = []
    problems: list[Problem] = []
    with os.scandir(folder) as found:
        for entry in found:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if is_yaml(path):
                paths.append(path)
            elif entry.is_dir(follow_symlinks=False) and _holds_yaml(path):
                message = (
                    "子文件夹里的 YAML 文件不会被读取；请移到上一层，或给子文件夹的名字加“.”开头"
                )
                problems.append(Problem(shown(entry.name), 0, 0, message))
    changed = {change.path for change in changes}
    paths = [path for path in paths if path.name not in changed]
    paths += [folder / change.path for change in changes if change.after is not None]
    return sorted(paths, key=lambda path: path.name), problems


def _holds_yaml(folder: Path) -> bool:
    try:
        return any(is_yaml(path) for path in folder.iterdir())
    except OSError:
        return False


class _Loader:
    """Takes the files of a folder one by one."""

    def __init__(
        self, folder: Path, changes: Sequence[Change], remembered: Remembered | None
    ) -> None:
        self.problems: list[Problem] = []
        self._changed = {change.path: change.after or "" for change in changes}
        self._articles: dict[str, Article] = {}
        self._lexicon = Lexicon()
        self._taught = Article(TAUGHT, "")
        self._golden: tuple[Written, ...] = ()
        self._golden_report: Report | None = None
        self._broken: set[str] = set()
        self._inside = os.path.realpath(folder)
        self._taken: dict[str, str] = {}
        self._remembered = remembered

    def take(self, path: Path) -> None:
        """Read one file, and keep what it holds unless it has problems."""
        name = shown(path.name)
        problems = self._check_name(path.stem, name)
        memory = None if problems else self._memory_of(path)
        found: Article | Lexicon | None = None if memory is None else memory.unchanged()
        if found is None:
            found = self._parsed(path, name, problems, memory)
        if problems:
            self._broken.add(path.stem)
            self.problems += problems
        else:
            self._keep(found)

    def _parsed(
        self, path: Path, name: str, problems: list[Problem], memory: Memory | None
    ) -> Article | Lexicon | None:
        """Read what a file holds; problems are added to those that it has already."""
        text = self._read(path, name)
        if isinstance(text, Problem):
            problems.append(text)
            return None
        if memory is not None and (article := memory.same(text)) is not None:
            return article
        report = Report(name, text)
        found = _parse(path.stem, text, report)
        if isinstance(found, tuple) and not problems:
            # Checked at the end: only then is it known what the base holds.
            self._golden, self._golden_report = found, report
            return None
        problems += report.problems
        if isinstance(found, Article) and memory is not None and not problems:
            memory.remember(text, found)
        return None if isinstance(found, tuple) else found

    def _memory_of(self, path: Path) -> Memory | None:
        """Return what is remembered of a file; nothing of those that are read otherwise."""
        if self._remembered is None or path.name in self._changed or is_reserved(path.stem):
            return None
        return self._remembered.of(path)

    def knowledge(self) -> Knowledge:
        """Put together what was read, once all of it was."""
        return Knowledge(
            articles=tuple(self._articles.values()),
            lexicon=self._lexicon,
            taught=self._taught,
            golden=self._checked_golden(),
        )

    def _checked_golden(self) -> tuple[Golden, ...]:
        if self._golden_report is None:
            return ()
        broken = dict.fromkeys(self._broken)
        check_golden(self._golden, {TAUGHT: self._taught, **broken, **self._articles})
        self.problems += self._golden_report.problems
        return () if self._golden_report.problems else tuple(one.golden for one in self._golden)

    def _keep(self, found: Article | Lexicon | None) -> None:
        if isinstance(found, Lexicon):
            self._lexicon = found
        elif isinstance(found, Article) and found.id == TAUGHT:
            self._taught = found
        elif isinstance(found, Article):
            self._articles[found.id] = found

    def _check_name(self, stem: str, name: str) -> list[Problem]:
        """Check a file's id; it concerns no line of the file, so the first stands for all."""
        if not is_id(stem):
            return [Problem(name, 1, 0, ID_RULE)]
        first = self._taken.setdefault(key(stem), name)
        if first == name:
            return []
        return [Problem(name, 1, 0, f"文章编号与 {first} 重复（不分大小写）；请给其中一个文件改名")]

    def _read(self, path: Path, name: str) -> str | Problem:
        if (changed := self._changed.get(path.name)) is not None:
            return changed.removeprefix("\ufeff")
        try:
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(self._inside):
                return Problem(name, 0, 0, "链接指向知识文件夹之外，不读取")
        except OSError as error:
            return Problem(name, 0, 0, f"读不了：{reason(error)}")
        return read_text(path, name, limit=MAX_BYTES)


def _parse(stem: str, text: str, report: Report) -> Article | Lexicon | tuple[Written, ...] | None:
    """Read a file's text by what a file of this name is for."""
    name = key(stem)
    if name == LEXICON:
        return read_lexicon(text, report)
    if name == TAUGHT:
        return read_taught(text, report)
    if name == GOLDEN:
        return read_golden(text, report)
    return read_article(text, stem, report)

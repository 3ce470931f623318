"""The knowledge folder: one YAML file an article, and `lexicon.yaml` for the whole base.

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
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.base.errors import KnowledgeError
from bot.base.model import Article, Knowledge, Lexicon, Problem
from bot.input.article import read_article, read_lexicon
from bot.input.files import read_text, reason, write_text
from bot.input.report import Report
from bot.input.writing import dump_article

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Loaded", "dump_article", "load_knowledge", "save_article"]

MAX_BYTES: Final = 8 * 1024 * 1024
"""Of one file: a book of two million characters, and no more than a second's work."""

_SUFFIXES: Final = frozenset({".yaml", ".yml"})
_LEXICON: Final = "lexicon"
_ID: Final = re.compile(r"[^\W_][\w.-]*")
_ID_RULE: Final = "文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."
_LEXICON_TAKEN: Final = "lexicon 是全库词表的名字，文章请换一个"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a knowledge folder holds."""

    knowledge: Knowledge
    """Without the files that have problems: a whole base only where there are none."""
    problems: tuple[Problem, ...]
    """Of all files, in the order of files and lines."""


def load_knowledge(folder: Path, progress: Callable[[int, int], None] | None = None) -> Loaded:
    """Read and check a knowledge folder.

    Args:
        folder: Holds the YAML files.
        progress: Called after each file with the number of files done and of all files.
    """
    try:
        paths, problems = _list(folder)
    except OSError as error:
        words = (
            "文件夹不存在" if isinstance(error, FileNotFoundError) else f"读不了：{reason(error)}"
        )
        return Loaded(Knowledge(), (Problem(str(folder), 0, 0, words),))
    loader = _Loader(folder)
    for done, path in enumerate(paths, start=1):
        loader.take(path)
        if progress is not None:
            progress(done, len(paths))
    problems += loader.problems
    if not any(_key(path.stem) != _LEXICON for path in paths):
        problems.append(Problem(str(folder), 0, 0, "没有文章；请至少放入一个 .yaml 文件"))
    # Those of one file are in order already.
    problems.sort(key=lambda problem: problem.file)
    return Loaded(Knowledge(tuple(loader.articles), loader.lexicon), tuple(problems))


def save_article(article: Article, folder: Path) -> Path:
    """Write an article's file, as a whole or not at all, in place of the one of the same id.

    Raises:
        KnowledgeError: The id or the article breaks the format's rules, or the file cannot be
            written; the folder is as it was.
    """
    name = _shown(f"{article.id}.yaml")
    if not _ID.fullmatch(article.id):
        raise KnowledgeError([Problem(name, 0, 0, _ID_RULE)])
    if _key(article.id) == _LEXICON:
        raise KnowledgeError([Problem(name, 0, 0, _LEXICON_TAKEN)])
    text = dump_article(article)
    try:
        path = _path_for(article.id, folder)
        write_text(path, text)
    except OSError as error:
        raise KnowledgeError([Problem(name, 0, 0, f"写不进去：{reason(error)}")]) from error
    return path


def _path_for(article_id: str, folder: Path) -> Path:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES and _key(path.stem) == _key(article_id):
            if path.stem == article_id:
                return path
            message = f"文章编号与 {_shown(path.name)} 只有大小写不同；请换一个"
            raise KnowledgeError([Problem(f"{article_id}.yaml", 0, 0, message)])
    return folder / f"{article_id}.yaml"


def _list(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Find the files to read, and the folders whose files will not be."""
    paths: list[Path] = []
    problems: list[Problem] = []
    with os.scandir(folder) as found:
        for entry in found:
            path = Path(entry.path)
            if entry.name.startswith("."):
                continue
            if path.suffix.lower() in _SUFFIXES:
                paths.append(path)
            elif entry.is_dir(follow_symlinks=False) and _holds_yaml(path):
                message = (
                    "子文件夹里的 YAML 文件不会被读取；请移到上一层，或给子文件夹的名字加“.”开头"
                )
                problems.append(Problem(_shown(entry.name), 0, 0, message))
    return sorted(paths, key=lambda path: path.name), problems


def _holds_yaml(folder: Path) -> bool:
    try:
        return any(path.suffix.lower() in _SUFFIXES for path in folder.iterdir())
    except OSError:
        return False


class _Loader:
    """Takes the files of a folder one by one."""

    def __init__(self, folder: Path) -> None:
        self.articles: list[Article] = []
        self.lexicon = Lexicon()
        self.problems: list[Problem] = []
        self._inside = os.path.realpath(folder)
        self._taken: dict[str, str] = {}

    def take(self, path: Path) -> None:
        """Read one file, and keep what it holds unless it has problems."""
        name = _shown(path.name)
        problems = self._check_name(path.stem, name)
        text = self._read(path, name)
        if isinstance(text, Problem):
            self.problems += [*problems, text]
            return
        report = Report(name, text)
        found = (
            read_lexicon(text, report)
            if _key(path.stem) == _LEXICON
            else read_article(text, path.stem, report)
        )
        problems += report.problems
        self.problems += problems
        if problems:
            return
        if isinstance(found, Article):
            self.articles.append(found)
        elif found is not None:
            self.lexicon = found

    def _check_name(self, stem: str, name: str) -> list[Problem]:
        """Check a file's id; it concerns no line of the file, so the first stands for all."""
        if not _ID.fullmatch(stem):
            return [Problem(name, 1, 0, _ID_RULE)]
        first = self._taken.setdefault(_key(stem), name)
        if first == name:
            return []
        return [Problem(name, 1, 0, f"文章编号与 {first} 重复（不分大小写）；请给其中一个文件改名")]

    def _read(self, path: Path, name: str) -> str | Problem:
        try:
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(self._inside):
                return Problem(name, 0, 0, "链接指向知识文件夹之外，不读取")
        except OSError as error:
            return Problem(name, 0, 0, f"读不了：{reason(error)}")
        return read_text(path, name, limit=MAX_BYTES)


def _key(stem: str) -> str:
    """Return what two stems share that some file systems cannot tell apart."""
    return unicodedata.normalize("NFC", stem).casefold()


def _shown(name: str) -> str:
    """Return a file's name as it may be printed: a stray byte or a line break would not do."""
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")

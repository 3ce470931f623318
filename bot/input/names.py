"""Names of the files of a knowledge folder, and the ids that follow from them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from bot.base.model import TAUGHT, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LEXICON: Final = "lexicon"
GOLDEN: Final = "golden"
ID_RULE: Final = "文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."

_SUFFIXES: Final = frozenset({".yaml", ".yml"})
_ID: Final = re.compile(r"[^\W_][\w.-]*")
_USES: Final = {LEXICON: "全库词表", TAUGHT: "教过的回答", GOLDEN: "校验问题"}


def is_yaml(path: Path) -> bool:
    """Tell whether a file's name is one of those that are read."""
    return path.suffix.lower() in _SUFFIXES


def is_id(stem: str) -> bool:
    """Tell whether a file of this stem may hold an article."""
    return _ID.fullmatch(stem) is not None


def is_reserved(stem: str) -> bool:
    """Tell whether a file of this stem belongs to the whole base and holds no article."""
    return key(stem) in _USES


def id_problem(article_id: str) -> str | None:
    """Say why an article may not have this id."""
    if not is_id(article_id):
        return ID_RULE
    use = _USES.get(key(article_id))
    return None if use is None else f"{key(article_id)} 是{use}的名字，文章请换一个"


def key(stem: str) -> str:
    """Return what two stems share that some file systems cannot tell apart."""
    return unicodedata.normalize("NFC", stem).casefold()


def shown(name: str) -> str:
    """Return a file's name as it may be printed: a stray byte or a line break would not do."""
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")


def file_of(stem: str, folder: Path) -> tuple[str, Problem | None]:
    """Find the name of the file of a stem, the existing one or the one it would get.

    Returns:
        The name, and what is wrong where another stem differs in case only.

    Raises:
        OSError: The folder cannot be listed.
    """
    name = f"{stem}.yaml"
    for path in _alike(stem, folder.iterdir()):
        if path.stem == stem:
            return path.name, None
        message = f"文章编号与 {shown(path.name)} 只有大小写不同；请换一个"
        return name, Problem(shown(name), 0, 0, message)
    return name, None


def reserved_file(stem: str, folder: Path) -> str:
    """Find the name of a file that belongs to the whole base, as it is written or would be.

    Raises:
        OSError: The folder cannot be listed.
    """
    return next((path.name for path in _alike(stem, folder.iterdir())), f"{stem}.yaml")


def _alike(stem: str, paths: Iterable[Path]) -> list[Path]:
    """Return the files whose stem is the same or nearly so, the same first."""
    found = [path for path in paths if is_yaml(path) and key(path.stem) == key(stem)]
    return sorted(found, key=lambda path: (path.stem != stem, path.name))

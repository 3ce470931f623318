"""The changes that admins make: teach an answer, add or remove an article, edit the lexicon.

Each returns a `Change` and writes nothing. The result is read again before it is returned: it loads
to what it should, or there is a `KnowledgeError` that says what is wrong with it.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from bot.base.errors import KnowledgeError
from bot.base.model import TAUGHT, Article, Faq, Golden, Lexicon, Problem
from bot.input import splicing
from bot.input.article import read_article, read_lexicon, read_taught
from bot.input.changes import Change, read_current
from bot.input.files import reason
from bot.input.golden import Written, read_golden
from bot.input.knowledge import MAX_BYTES
from bot.input.names import (
    GOLDEN,
    LEXICON,
    file_of,
    id_problem,
    is_reserved,
    reserved_file,
    shown,
)
from bot.input.report import Report, brief
from bot.input.splicing import Item
from bot.input.writing import dump_article, faq_flow, faq_lines, flow, list_item

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

T = TypeVar("T")
Entry: TypeAlias = str | tuple[str, ...]
"""Of a list of the lexicon: a word, or a group of synonyms."""

_LISTS: Final = ("words", "synonyms", "stopwords")
_BOM: Final = "\ufeff"
_TAUGHT_HEADER: Final = "# 教过的回答：不写在任何一篇文章里的常见问题，一问一答。\n"
_LEXICON_HEADER: Final = "# 整个知识库共用的词语。\n"


def teach(folder: Path, faq: Faq, article_id: str | None = None) -> Change:
    """Add a taught answer to `taught.yaml`, or to the file of an article.

    Raises:
        KnowledgeError: The answer breaks the format's rules, there is no such article, or its file
            cannot be read or has problems already.
    """
    faq = Faq(tuple(ask.strip() for ask in faq.ask), faq.answer.strip())
    if article_id is None or article_id == TAUGHT:
        read: Callable[[str, Report], Article | None] = read_taught
        path, before = _of_the_base(folder, TAUGHT)
    else:
        read = functools.partial(_read_article, article_id)
        path, before = _existing(folder, article_id)
    old = _read(path, before or "", read)
    item = Item(faq_flow(faq), tuple(faq_lines(faq)))
    written = _TAUGHT_HEADER if before is None else before
    after = _edited(written, lambda text: splicing.append(text, "faq", [item]))
    _check(path, after, replace(old, faq=(*old.faq, faq)), read)
    return Change(path, before, after)


def add_article(folder: Path, article: Article, *, replacing: bool = False) -> Change:
    """Add an article's file; with `replacing` also in place of the one that has its id.

    Raises:
        KnowledgeError: The id is taken or not allowed, or the article breaks the format's rules.
    """
    name = shown(f"{article.id}.yaml")
    if message := id_problem(article.id):
        raise KnowledgeError([Problem(name, 0, 0, message)])
    path = _path_of(folder, article.id)
    before = read_current(folder, path)
    if before is not None and not replacing:
        raise KnowledgeError([Problem(shown(path), 0, 0, "已经有这篇文章，没有覆盖它")])
    after = dump_article(article)
    _check_size(path, after)
    return Change(path, before, after)


def remove_article(folder: Path, article_id: str) -> Change:
    """Remove an article's file.

    Golden questions about it would become problems: see `drop_golden`.

    Raises:
        KnowledgeError: There is no such article.
    """
    path, before = _existing(folder, article_id)
    return Change(path, before, None)


def drop_golden(folder: Path, article_id: str) -> Change | None:
    """Take the golden questions about an article out of `golden.yaml`; None where there are none.

    To be applied before the article's file is removed: then the base has no problem in between.

    Raises:
        KnowledgeError: `golden.yaml` cannot be read or has problems.
    """
    path, before = _of_the_base(folder, GOLDEN)
    if before is None:
        return None
    written = _read(path, before, read_golden)
    numbers = [number for number, entry in enumerate(written) if entry.golden.article == article_id]
    if not numbers:
        return None
    after = _edited(before, lambda text: splicing.remove(text, None, numbers))
    kept = [entry for number, entry in enumerate(written) if number not in numbers]
    _check(path, after, _goldens(kept), _read_goldens)
    return Change(path, before, after)


def edit_lexicon(
    folder: Path, *, add: Lexicon | None = None, remove: Lexicon | None = None
) -> Change:
    """Add to the lexicon's three lists, and remove from them.

    What is to be added and there already is left as it is; groups of synonyms are the same where
    their words are, in any order.

    Raises:
        KnowledgeError: What is to be removed is not there, a word breaks the format's rules, or
            the file has problems already.
    """
    add, remove = _stripped(add or Lexicon()), _stripped(remove or Lexicon())
    path, before = _of_the_base(folder, LEXICON)
    old = _read(path, before or "", read_lexicon)
    if missing := _missing(old, remove):
        raise KnowledgeError([Problem(shown(path), 0, 0, message) for message in missing])
    after = _LEXICON_HEADER if before is None else before
    lists: dict[str, Any] = {}
    for name in _LISTS:
        kept, removed, added = _sort_out(
            getattr(old, name), getattr(add, name), getattr(remove, name)
        )
        after = _edited(after, _splicer(name, removed, added))
        lists[name] = (*kept, *added)
    new = Lexicon(**lists)
    if new == old:
        return Change(path, before, before)
    _check(path, after, new, read_lexicon)
    return Change(path, before, after)


def current_file(folder: Path, stem: str) -> tuple[str, str]:
    """Give the name and the content of the file of an article, or of one of the whole base.

    Raises:
        KnowledgeError: There is no such file, or it cannot be read.
    """
    if not is_reserved(stem):
        return _existing(folder, stem)
    path, content = _of_the_base(folder, stem)
    if content is None:
        raise KnowledgeError([Problem(shown(path), 0, 0, "没有这个文件")])
    return path, content


def _missing(old: Lexicon, remove: Lexicon) -> list[str]:
    return [
        f"{name} 里没有{brief('、'.join(_words(entry)))}"
        for name in _LISTS
        for entry in getattr(remove, name)
        if _identity(entry) not in map(_identity, getattr(old, name))
    ]


def _sort_out(
    old: Sequence[Entry], add: Sequence[Entry], remove: Sequence[Entry]
) -> tuple[list[Entry], list[int], list[Entry]]:
    """Tell what stays of a list, the numbers of what goes, and what comes to it."""
    going = set(map(_identity, remove))
    kept = [entry for entry in old if _identity(entry) not in going]
    removed = [number for number, entry in enumerate(old) if _identity(entry) in going]
    known = set(map(_identity, kept))
    added = []
    for entry in add:
        if _identity(entry) not in known:
            known.add(_identity(entry))
            added.append(entry)
    return kept, removed, added


def _splicer(name: str, removed: Sequence[int], added: Sequence[Entry]) -> Callable[[str], str]:
    def splice(text: str) -> str:
        if removed:
            text = splicing.remove(text, name, removed)
        if added:
            text = splicing.append(text, name, [_item(entry) for entry in added])
        return text

    return splice


def _words(entry: Entry) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


def _identity(entry: Entry) -> frozenset[str]:
    return frozenset(_words(entry))


def _item(entry: Entry) -> Item:
    written = list_item(entry) if isinstance(entry, str) else flow(entry)
    return Item(written, (written,))


def _stripped(lexicon: Lexicon) -> Lexicon:
    return Lexicon(
        words=tuple(word.strip() for word in lexicon.words),
        synonyms=tuple(tuple(word.strip() for word in group) for group in lexicon.synonyms),
        stopwords=tuple(word.strip() for word in lexicon.stopwords),
    )


def _path_of(folder: Path, stem: str) -> str:
    """Return the name of the file of an article, which need not be there."""
    try:
        path, problem = file_of(stem, folder)
    except OSError as error:
        raise KnowledgeError([Problem(str(folder), 0, 0, f"读不了：{reason(error)}")]) from error
    if problem is not None:
        raise KnowledgeError([problem])
    return path


def _existing(folder: Path, article_id: str) -> tuple[str, str]:
    """Return the name and the content of an article's file."""
    if id_problem(article_id) is None:
        path = _path_of(folder, article_id)
        before = read_current(folder, path)
        if before is not None:
            return path, before
    raise KnowledgeError([Problem(shown(f"{article_id}.yaml"), 0, 0, "没有这篇文章")])


def _of_the_base(folder: Path, stem: str) -> tuple[str, str | None]:
    """Return the name and the content of a file that belongs to the whole base, if it is there."""
    try:
        path = reserved_file(stem, folder)
    except OSError as error:
        raise KnowledgeError([Problem(str(folder), 0, 0, f"读不了：{reason(error)}")]) from error
    return path, read_current(folder, path)


def _read(path: str, content: str, read: Callable[[str, Report], T | None]) -> T:
    """Read a file's content.

    Raises:
        KnowledgeError: It has problems.
    """
    text = content.removeprefix(_BOM)
    report = Report(shown(path), text)
    found = read(text, report)
    if report.problems or found is None:
        raise KnowledgeError(report.problems)
    return found


def _edited(content: str, edit: Callable[[str], str]) -> str:
    """Edit a file's content behind its byte order mark, if it has one."""
    text = content.removeprefix(_BOM)
    return content[: len(content) - len(text)] + edit(text)


def _check(path: str, after: str, expected: T, read: Callable[[str, Report], T | None]) -> None:
    """See that an edited file says what it should."""
    _check_size(path, after)
    if _read(path, after, read) != expected:
        message = "这个文件的写法特殊，自动改会改错；请直接编辑文件"
        raise KnowledgeError([Problem(shown(path), 0, 0, message)])


def _check_size(path: str, content: str) -> None:
    # Half of a surrogate pair, which nobody can write, is named by whoever reads it again.
    if len(content.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        message = f"改后超过 {MAX_BYTES // 2**20} MB；请拆成几个较小的文件"
        raise KnowledgeError([Problem(shown(path), 0, 0, message)])


def _read_article(article_id: str, text: str, report: Report) -> Article | None:
    return read_article(text, article_id, report)


def _read_goldens(text: str, report: Report) -> list[Golden]:
    return _goldens(read_golden(text, report))


def _goldens(written: Sequence[Written]) -> list[Golden]:
    return [entry.golden for entry in written]

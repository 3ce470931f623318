"""`golden.yaml`: questions whose answers are known, by which changes of the base are measured.

A list of entries. `question` with `article`, the id of the article that answers, and `text`, words
that the answering sentence holds (left out where any sentence will do); or `question` with
`refuse: true` where the base has to say that it holds no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.base.model import Golden
from bot.input.readers import boolean, each, question, word
from bot.input.report import brief
from bot.input.tree import Map, parse
from bot.input.values import Entries, Value, entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.base.model import Article
    from bot.input.report import Report

_KEYS: Final = ("question", "article", "text", "refuse")


@dataclass(frozen=True, slots=True)
class Written:
    """A golden question and where its parts stand in the file."""

    golden: Golden
    article: Value | None = None
    text: Value | None = None


def read_golden(text: str, report: Report) -> tuple[Written, ...]:
    """Read the file; what it returns is of use only while `report` is empty."""
    root = parse(text, report)
    if root is None or (isinstance(root, Map) and not root.entries):
        return ()
    return each(_golden)(Value(root, "", report)) or ()


def check_golden(written: Sequence[Written], articles: Mapping[str, Article | None]) -> None:
    """Report what the base does not hold, though a golden question says so.

    Args:
        written: the questions.
        articles: by id; None for one whose own file has problems, of which nothing is said here.
    """
    bare: dict[str, str] = {}
    for entry in written:
        name = entry.golden.article
        if name is None or entry.article is None:
            continue
        if name not in articles:
            entry.article.problem(f"没有编号为{brief(name)}的文章")
            continue
        article = articles[name]
        if article is None or entry.golden.text is None or entry.text is None:
            continue
        if name not in bare:
            bare[name] = "\n".join(without_blanks(part) for part in _said_in(article))
        if without_blanks(entry.golden.text) not in bare[name]:
            entry.text.problem(f"文章 {name} 里没有这段文字：{brief(entry.golden.text)}")


def without_blanks(text: str) -> str:
    """Return a text without white space: where lines are broken makes no difference."""
    return "".join(text.split())


def _said_in(article: Article) -> Iterator[str]:
    yield article.text
    yield from article.sentences
    yield article.title
    yield article.published or ""
    yield article.source or ""
    for taught in article.faq:
        yield taught.answer


def _golden(value: Value) -> Written | None:
    found = entries(value, _KEYS)
    if found is None:
        return None
    asked = found.required("question", question)
    refuse = found.required("refuse", boolean) if "refuse" in found else False
    if refuse is None or not _is_whole(found, value, refuse=refuse):
        return None
    if refuse:
        return None if asked is None else Written(Golden(asked))
    article = found.required("article", word)
    text = found.required("text", question) if "text" in found else None
    if asked is None or article is None:
        return None
    return Written(Golden(asked, article, text), found.get("article"), found.get("text"))


def _is_whole(found: Entries, value: Value, *, refuse: bool) -> bool:
    """Report an entry that says two things, or does not say what is expected."""
    beside = [key for key in ("article", "text") if key in found]
    if refuse and beside:
        value.problem(f"refuse: true 表示应当拒答，不能再写 {'、'.join(beside)}")
    elif not refuse and not found.means("article"):
        value.problem("要写 article（答案所在文章的编号），或者 refuse: true（应当拒答）")
    else:
        return True
    return False

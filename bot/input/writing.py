"""Writing YAML so that reading it gives back every character."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Final

from bot.base.errors import KnowledgeError
from bot.base.model import Problem
from bot.input.article import read_article
from bot.input.readers import SEPARATORS
from bot.input.report import Report
from bot.input.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.base.model import Article, Faq

_STEP: Final = "  "

# Cautious: whatever could be a sign to YAML, inside a list or out of it, is quoted instead.
_PLAIN: Final = re.compile(
    r"[^\W_](?:[\w .·/+()（）《》〈〉「」『』“”‘’、，。；：？！—…～-]|:(?=[\w/]))*(?<! )",
)
# A block would lose these or turn them into line feeds; in quotes they are escaped.
_UNFIT_FOR_BLOCK: Final = re.compile("[\r\x85\u2028\u2029\ufeff]")
_BEGINS_BLANK: Final = re.compile(r"\n*[ \t]")


def dump_article(article: Article) -> str:
    """Write an article's file; reading it gives the same article, to the character.

    Raises:
        KnowledgeError: The article breaks the format's rules, or holds what YAML cannot.
    """
    text = "".join(f"{line}\n" for line in _article(article))
    name = f"{article.id}.yaml"
    report = Report(name, text)
    again = read_article(text, article.id, report)
    if report.problems:
        raise KnowledgeError(report.problems)
    if again != article:
        raise KnowledgeError([Problem(name, 0, 0, _difference(article, again))])
    return text


def _difference(article: Article, again: Article | None) -> str:
    names = [
        field.name
        for field in dataclasses.fields(article)
        if getattr(article, field.name) != getattr(again, field.name, None)
    ]
    return f"{'、'.join(names)}：首尾有空白，存成文件会丢掉；请先去掉"


def scalar(text: str) -> str:
    """Write a text on one line: as it is where YAML reads it as that text, else in quotes."""
    if _PLAIN.fullmatch(text) and Scalar(text, plain=True, offset=0).kind == "str":
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    return _UNFIT_FOR_BLOCK.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def flow(items: Iterable[str]) -> str:
    """Write a list on one line."""
    return f"[{', '.join(list_item(item) for item in items)}]"


def list_item(text: str) -> str:
    """Write a word as one of a list, with dashes or in brackets."""
    # Unquoted, these look like the commas between two items typed full width.
    return _quoted(text) if any(char in text for char in SEPARATORS) else scalar(text)


def _article(article: Article) -> Iterator[str]:
    yield f"title: {scalar(article.title)}"
    if article.published is not None:
        yield f"published: {article.published}"
    if article.source is not None:
        yield f"source: {scalar(article.source)}"
    if article.url is not None:
        yield f"url: {scalar(article.url)}"
    if article.tags:
        yield f"tags: {flow(article.tags)}"
    if article.aliases:
        yield "aliases:"
        yield from (
            f"{_STEP}{list_item(name.name)}: {flow(name.others)}" for name in article.aliases
        )
    if article.text:
        yield f"text: {_block(article.text, _STEP)}"
    if article.sentences:
        yield "sentences:"
        yield from (f"{_STEP}- {_prose(text, _STEP * 2)}" for text in article.sentences)
    if article.faq:
        yield "faq:"
    for taught in article.faq:
        first, *others = faq_lines(taught)
        yield f"{_STEP}- {first}"
        yield from (f"{_STEP * 2}{line}" if line else "" for line in others)


def faq_lines(taught: Faq) -> list[str]:
    """Write a taught answer as the item of a list, without the dash and the indentation."""
    return [f"ask: {flow(taught.ask)}", *f"answer: {_prose(taught.answer, _STEP)}".split("\n")]


def faq_flow(taught: Faq) -> str:
    """Write a taught answer on one line, in braces."""
    return f"{{ask: {flow(taught.ask)}, answer: {_quoted(taught.answer)}}}"


def _prose(text: str, indent: str) -> str:
    """Write a text on one line where it has one, else as a block."""
    return _block(text, indent) if "\n" in text else scalar(text)


def _block(text: str, indent: str) -> str:
    r"""Write a text as a literal block, or in quotes where a block would change it.

    A reader takes one line feed off the end. `|` gives exactly one whatever stands there, `|+`
    gives as many as there are; a text that ends in one of its own needs the latter.
    """
    if _UNFIT_FOR_BLOCK.search(text):
        return scalar(f"{text}\n" if text.endswith("\n") else text)
    # Without the number, blanks before the first character would count as indentation.
    number = str(len(_STEP)) if _BEGINS_BLANK.match(text) else ""
    keep = "+" if text.endswith("\n") else ""
    lines = [f"{indent}{line}" if line else "" for line in text.split("\n")]
    return "\n".join([f"|{number}{keep}", *lines])

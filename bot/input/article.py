"""The knowledge format: an article's file, the taught answers' and the lexicon's, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.model import TAUGHT, Alias, Article, Faq, Lexicon
from bot.input.addresses import url
from bot.input.readers import date, each, line, prose, question, refuse_long, word
from bot.input.tree import Map, parse
from bot.input.values import Entries, Value, entries

if TYPE_CHECKING:
    from bot.input.report import Report

MAX_ANSWER: Final = 3000
"""Characters in a taught answer: with its card it has to fit one Telegram message of 4096."""
MAX_NAMES: Final = 100
"""Names for one thing: each leads to all others, so that time and memory grow by the square."""

_ARTICLE_KEYS: Final = (
    "title",
    "published",
    "source",
    "url",
    "tags",
    "aliases",
    "text",
    "sentences",
    "faq",
)
_FAQ_KEYS: Final = ("ask", "answer")
_TAUGHT_KEYS: Final = ("faq",)
_LEXICON_KEYS: Final = ("words", "synonyms", "stopwords")


def read_article(text: str, article_id: str, report: Report) -> Article | None:
    """Read an article's file; what it returns is of use only while `report` is empty."""
    root = parse(text, report)
    if isinstance(root, Map) and not root.entries and not report.problems:
        report.add(0, "文件是空的")
    elif root is not None:
        return _article(Value(root, "", report), article_id)
    return None


def _article(whole: Value, article_id: str) -> Article | None:
    found = entries(whole, _ARTICLE_KEYS)
    if found is None:
        return None
    _check_content(found, whole)
    return Article(
        id=article_id,
        title=found.required("title", line) or "",
        # Left blank, these are mistakes rather than left out.
        text=found.required("text", prose) or "" if "text" in found else "",
        sentences=found.required("sentences", each(prose, at_least=1)) or ()
        if "sentences" in found
        else (),
        published=found.optional("published", date, None),
        source=found.optional("source", line, None),
        url=found.optional("url", url, None),
        tags=found.optional("tags", each(word), ()),
        aliases=found.optional("aliases", _aliases, ()),
        faq=found.required("faq", each(_faq, at_least=1)) or () if "faq" in found else (),
    )


def _check_content(found: Entries, whole: Value) -> None:
    sentences = found.get("sentences")
    if sentences is not None and "text" in found:
        sentences.problem("与 text 只能写一项")
    if not any(found.means(key) for key in ("text", "sentences", "faq")):
        whole.problem("没有内容：text、sentences、faq 至少要有一项")


def _aliases(value: Value) -> tuple[Alias, ...] | None:
    node = value.node
    if not isinstance(node, Map):
        value.expected("键值对（名称: [别名, 别名]）")
        return None
    found = []
    for key, child in node.entries:
        name = word(Value(key, value.path, value.report))
        others = each(word, at_least=1, at_most=MAX_NAMES)(value.entry(key.value, child))
        if name is not None and others is not None:
            found.append(Alias(name, others))
    return tuple(found)


def _faq(value: Value) -> Faq | None:
    found = entries(value, _FAQ_KEYS)
    if found is None:
        return None
    ask = found.required("ask", each(question, at_least=1))
    answer = found.required("answer", _answer)
    return None if ask is None or answer is None else Faq(ask, answer)


def _answer(value: Value) -> str | None:
    text = prose(value)
    return None if text is None or refuse_long(value, text, MAX_ANSWER) else text


def read_taught(text: str, report: Report) -> Article | None:
    """Read the answers that belong to no article; of use only while `report` is empty."""
    root = parse(text, report)
    found = None if root is None else entries(Value(root, "", report), _TAUGHT_KEYS)
    return None if found is None else Article(TAUGHT, "", faq=found.optional("faq", each(_faq), ()))


def read_lexicon(text: str, report: Report) -> Lexicon | None:
    """Read the base's lexicon; what it returns is of use only while `report` is empty."""
    root = parse(text, report)
    found = None if root is None else entries(Value(root, "", report), _LEXICON_KEYS)
    if found is None:
        return None
    return Lexicon(
        words=found.optional("words", each(word), ()),
        synonyms=found.optional("synonyms", each(_synonyms), ()),
        stopwords=found.optional("stopwords", each(word), ()),
    )


def _synonyms(value: Value) -> tuple[str, ...] | None:
    found = each(word, at_most=MAX_NAMES)(value)
    if found is None or len(found) < len(list(value.items())):
        return None
    if len(set(found)) < 2:
        value.problem("一组同义词至少要有两个不同的词")
    return found

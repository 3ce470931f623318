"""PyYAML's complaints in words for people who only wanted to write an article."""

from __future__ import annotations

import re
from typing import Final

import yaml

_UNCLOSED: Final = "引号没有闭合"
_NO_KEY: Final = "这一行不是“键: 值”；若属于上面的正文，请用半角空格缩进"
_ALIGN: Final = "同一层的键要左对齐"
_GENERAL: Final = "YAML 语法有误"

# Both parsers, the one in C and the one in Python, are covered; they word the same mistake
# differently. The first pattern that matches decides.
_EXPLANATIONS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"could not find expected ':'", _NO_KEY),
        (r"tab character|cannot start any token", "缩进不能用制表符（Tab）；请改用空格"),
        (r"expected ',' or ']'", "方括号没有闭合，或两项之间缺少半角逗号"),
        (r"expected ',' or '}'", "花括号没有闭合，或两项之间缺少半角逗号"),
        (r"unexpected (end of stream|document (indicator|separator))", _UNCLOSED),
        (r"escape|hexa?decimal", "双引号里的反斜杠用法不对；请改用单引号，或把 \\ 写成 \\\\"),
        (r"sequence entries are not allowed", "此处不能有“- ”；列表要另起一行"),
        (r"expected( the)? node content", "此处缺少值，或多了符号"),
        (r"comment or (a )?line break|indicators", "“|”和“>”后面不能有文字；正文从下一行写起"),
        (r"mapping keys are not allowed", "此处不能有“? ”；以 ? 开头的文字要加引号"),
        (r"alphabetic or numeric character", "以 & 或 * 开头的文字要加引号"),
        (r"tag|URI|whitespace or line break", "以 ! 开头的文字要加引号"),
        (
            r"directive|incompatible|document start",
            "此处的内容不属于任何键；以 % 开头的文字要加引号",
        ),
    )
)

_MISPLACED: Final = re.compile("expected key|expected '-' indicator|<block end>")

# `title：…` with a full-width colon and `title:…` without a space: both are one long text to YAML.
# A slash after the colon makes it an address, and in front of it a text has Chinese words.
_LOOSE_COLON: Final = re.compile(r"[ \t]*(?:-[ \t]+)?[a-z_]+(：|:(?![\s/]))", re.IGNORECASE)


def explain(error: Exception, text: str) -> tuple[int, str]:
    """Say where the syntax is wrong, as an offset into `text`, and what about it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 0, _GENERAL
    offset = min(error.problem_mark.index, len(text))
    words = _words(error.problem or "", text, offset)
    began = error.context_mark
    if began is not None and (
        words in {_UNCLOSED, _NO_KEY}
        or ("flow" in (error.context or "") and began.line != error.problem_mark.line)
    ):
        # The end of the file helps nobody; where the bracket or quotation was opened does.
        offset = began.index
    return offset, words + _colon_before(text, offset)


def _words(problem: str, text: str, offset: int) -> str:
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    if "mapping values are not allowed" in problem:
        if ": " in before:
            return "此处不能再有“: ”；值里有冒号加空格的，请给整个值加引号"
        return f"与上一行连成了一个值；{_ALIGN}，上一行也要是“键: 值”"
    if _MISPLACED.search(problem):
        if before.strip(" -"):
            return "引号或括号后面不能再有文字；请给整个值加引号"
        return f"缩进不对：{_ALIGN}，正文要比 text: 缩进得多"
    if "cannot start any token" in problem and text[offset : offset + 1] != "\t":
        return f"文字不能以 {text[offset : offset + 1]} 开头；请给它加引号"
    return next((words for pattern, words in _EXPLANATIONS if pattern.search(problem)), _GENERAL)


def _colon_before(text: str, offset: int) -> str:
    """Point out a loose colon on the line of the mistake or the one above."""
    line = text.count("\n", 0, offset)
    lines = text.split("\n", line + 1)[: line + 1]
    near = range(max(0, line - 1), line + 1)
    return next((hint for number in near if (hint := loose_colon(lines[number], number + 1))), "")


def loose_colon(line: str, number: int) -> str:
    """Explain a colon that is none to YAML; empty where there is no such mistake."""
    match = _LOOSE_COLON.match(line)
    if match is None:
        return ""
    found = "用了全角冒号“：”" if match[1] == "：" else "的冒号后面少了空格"
    return f"；第 {number} 行{found}，键后面要用半角冒号加空格"

from __future__ import annotations

import pytest
import yaml

from bot.input import tree
from bot.input.report import Report
from bot.input.tree import parse

# Where the two parsers see the same mistake at another column, both are given.
CASES = [
    ("title: a: b", ["1:9: 此处不能再有“: ”；值里有冒号加空格的，请给整个值加引号"]),
    (
        "title: a\n text: b",
        ["2:6: 与上一行连成了一个值；同一层的键要左对齐，上一行也要是“键: 值”"],
    ),
    (
        "title: a\ntags：[b]\ntext: c",
        [
            (
                "2:1: 这一行不是“键: 值”；若属于上面的正文，请用半角空格缩进；"
                "第 2 行用了全角冒号“：”，键后面要用半角冒号加空格"
            )
        ],
    ),
    (
        "title:a\ntext: b",
        [
            (
                "2:5: 与上一行连成了一个值；同一层的键要左对齐，上一行也要是“键: 值”；"
                "第 1 行的冒号后面少了空格，键后面要用半角冒号加空格"
            )
        ],
    ),
    (
        "text: |\n  一\n二\n",
        ["3:1: 这一行不是“键: 值”；若属于上面的正文，请用半角空格缩进"],
    ),
    ("title: a\n\ttext: b", ["2:1: 缩进不能用制表符（Tab）；请改用空格"]),
    ("text: |\n\t一", ["2:1: 缩进不能用制表符（Tab）；请改用空格"]),
    ("title: @a", ["1:8: 文字不能以 @ 开头；请给它加引号"]),
    ("tags: [a, b\ntext: c", ["1:7: 方括号没有闭合，或两项之间缺少半角逗号"]),
    ('tags: [a, "b" "c"]', ["1:15: 方括号没有闭合，或两项之间缺少半角逗号"]),
    ("aliases: {a: [b]\ntext: c", ["1:10: 花括号没有闭合，或两项之间缺少半角逗号"]),
    ('title: "a\ntext: b', ["1:8: 引号没有闭合"]),
    ("title: 'a", ["1:8: 引号没有闭合"]),
    (
        'title: "\\q"',
        [
            f"1:{column}: 双引号里的反斜杠用法不对；请改用单引号，或把 \\ 写成 \\\\"
            for column in (9, 10)
        ],
    ),
    ("title: - a", ["1:8: 此处不能有“- ”；列表要另起一行"]),
    ("faq:\n  - a: b\n   c: d", ["3:4: 缩进不对：同一层的键要左对齐，正文要比 text: 缩进得多"]),
    ("title: ]", ["1:8: 此处缺少值，或多了符号"]),
    ("text: | 一", ["1:9: “|”和“>”后面不能有文字；正文从下一行写起"]),
    ("title: ? a", ["1:8: 此处不能有“? ”；以 ? 开头的文字要加引号"]),
    ("title: *重要*", ["1:9: 以 & 或 * 开头的文字要加引号"]),
    ("title: !重要 a", ["1:9: 以 ! 开头的文字要加引号"]),
    ("title: [重要] 通知", ["1:13: 引号或括号后面不能再有文字；请给整个值加引号"]),
    ("title: a\n...\ntext: b", ["3:1: 此处的内容不属于任何键；以 % 开头的文字要加引号"]),
    ("title: !<x y", ["1:11: YAML 语法有误"]),
    (
        'title: "\\UFFFFFFFF"',
        ["1:11: 双引号里的反斜杠用法不对；请改用单引号，或把 \\ 写成 \\\\", "1:1: YAML 语法有误"],
    ),
]


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_syntax_error_is_explained(
    text: str, expected: list[str], loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "LOADER", loader)
    report = Report("a.yaml", text)
    assert parse(text, report) is None
    (problem,) = report.problems
    assert str(problem).removeprefix("a.yaml:") in expected

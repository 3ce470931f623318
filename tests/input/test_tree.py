from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.input import tree
from bot.input.article import read_article
from bot.input.report import MAX_PROBLEMS, Report
from bot.input.tree import MAX_DEPTH, Broken, List, Map, Node, Scalar, parse

LOADERS = [yaml.CSafeLoader, yaml.SafeLoader]


def parsed(text: str) -> tuple[Node | None, list[str]]:
    report = Report("a.yaml", text)
    node = parse(text, report)
    return node, [str(problem).removeprefix("a.yaml:") for problem in report.problems]


@pytest.fixture(autouse=True, params=LOADERS, ids=["C", "Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "LOADER", request.param)


def test_values_know_where_they_stand() -> None:
    text = "# 😀\r\n题: 😀\nlist:\n  - |\n    一\n    二\n  - 'x'\n"
    node, problems = parsed(text)
    assert problems == []
    assert node == Map(
        (
            (Scalar("题", plain=True, offset=5), Scalar("😀", plain=True, offset=8)),
            (
                Scalar("list", plain=True, offset=10),
                List(
                    (
                        Scalar("一\n二\n", plain=False, offset=20),
                        Scalar("x", plain=False, offset=38),
                    ),
                    18,
                ),
            ),
        ),
        5,
    )


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "---\n", "~", "\n\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    node, problems = parsed(text)
    assert isinstance(node, Map)
    assert node.entries == ()
    assert problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: x\0y", "1:5: 含有控制字符 U+0000；请删去"),
        ("a: b\nc: \x1b[1m", "2:4: 含有控制字符 U+001B；请删去"),
        ("a: \ufffe", "1:4: 含有控制字符 U+FFFE；请删去"),
        ("a: |\n  一\u2028二", "2:4: 含有看不见的换行符 U+2028；请改成普通换行"),
        ("a: 一\x85二", "1:5: 含有看不见的换行符 U+0085；请改成普通换行"),
        ("a: b\rc: d", "1:5: 含有看不见的换行符 U+000D；请改成普通换行"),
    ],
)
def test_characters_that_yaml_would_refuse_or_change(text: str, problem: str) -> None:
    assert parsed(text) == (None, [problem])


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('a: "\\0"', ["1:4: 含有控制字符 U+0000；请删去"]),
        ("a: 1\nb: 2\na: 3\n", ["3:1: 键“a”重复：第 1 行已经有了"]),
        ("x: {a: 1, a: [2], a: 3}", [f"1:{n}: 键“a”重复：第 1 行已经有了" for n in (11, 19)]),
        ("? [a]\n: 1", ["1:3: 键应为文字，且不能为空"]),
        ("~: 1", ["1:1: 键应为文字，且不能为空"]),
        ('"": 1', ["1:1: 键应为文字，且不能为空"]),
        ("!a b: 1", ["1:1: 不支持 YAML 的标签（“!a”）；请删去，以 ! 开头的文字要加引号"]),
        (
            "a: !!python/name:os.system x",
            [
                "1:4: 不支持 YAML 的标签（“!!python/name:os.system”）；请删去，以 ! 开头的文字要加引号"
            ],
        ),
        (
            "a: !b [1]\nc: !d {e: 1}",
            [
                "1:4: 不支持 YAML 的标签（“!b”）；请删去，以 ! 开头的文字要加引号",
                "2:4: 不支持 YAML 的标签（“!d”）；请删去，以 ! 开头的文字要加引号",
            ],
        ),
        (
            "a: &x [lol]\nb: &y [*x, *x]\nc: [*y, *y]\n",
            [
                (
                    "1:4: 不支持 YAML 的锚点和别名（“&x”）；"
                    "请把内容直接写出来，以 & 或 * 开头的文字要加引号"
                )
            ],
        ),
        (
            "a: *重要",
            ["1:5: 以 & 或 * 开头的文字要加引号"],
        ),
        (
            "<<: *a",
            [
                (
                    "1:5: 不支持 YAML 的锚点和别名（“*a”）；"
                    "请把内容直接写出来，以 & 或 * 开头的文字要加引号"
                )
            ],
        ),
        (
            "a: 1\n---\nb: 2\n",
            ["2:1: 一个文件只能有一份内容；请删去这里的“---”或把后面的移到别的文件"],
        ),
    ],
)
def test_what_the_formats_have_no_place_for(text: str, problems: list[str]) -> None:
    assert parsed(text)[1] == problems


def test_the_first_of_two_equal_keys_counts() -> None:
    node, _ = parsed("a: 1\na: 2\n")
    assert node == Map(((Scalar("a", plain=True, offset=0), Scalar("1", plain=True, offset=3)),), 0)


def test_a_refused_value_is_broken_rather_than_missing() -> None:
    node, _ = parsed("a: !b c")
    assert isinstance(node, Map)
    assert node.get("a") == Broken(3)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_cut_off(opening: str) -> None:
    node, problems = parsed(opening * 100_000)
    assert node is None
    column = len(opening) * MAX_DEPTH + 1
    assert problems == [f"1:{column}: 嵌套超过 {MAX_DEPTH} 层"]


def test_too_many_values_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_NODES", 4)
    assert parsed("[1, 2, 3]")[1] == []
    assert parsed("[1, 2, 3, 4]") == (None, ["1:11: 值超过 4 个；请拆成几个文件"])


def test_many_mistakes_are_counted_rather_than_listed() -> None:
    _, problems = parsed("a: 1\n" * (MAX_PROBLEMS + 8))
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1] == "101:1: 还有 7 处问题没有列出；请先改好以上各处"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020", "int"),
        ("1.5", "float"),
        ("yes", "bool"),
        ("~", "null"),
        ("2020-11-11", "timestamp"),
        ("2020年", "str"),
        ("'2020'", "str"),
        ("|\n 2020", "str"),
    ],
)
def test_a_value_says_what_yaml_takes_it_for(text: str, kind: str) -> None:
    node, _ = parsed(f"- {text}")
    assert isinstance(node, List)
    (item,) = node.items
    assert isinstance(item, Scalar)
    assert item.kind == kind


SOUP = st.lists(
    st.sampled_from([
        *"[]{}:,-?&*!|>%@`'\"#~\\\n\t \0\x85\u2028\ufeff，：。a1一😀",
        ": ", "- ", "\n  ", "? ", "title: ", "text: |\n", "faq:\n", "- ask: ", "---\n", "...\n",
        "<<: ", "&a ", "*a", "!!str ", "!<", "%YAML 1.1\n", "\\U0011FFFF", '"\\ud800"', "|+2\n",
    ]),
    max_size=30,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(text=st.one_of(SOUP, st.text(max_size=60)))
def test_any_text_is_an_article_or_has_problems(text: str) -> None:
    report = Report("a.yaml", text)
    article = read_article(text, "a", report)
    assert article is not None or report.problems
    lines = text.split("\n")
    for problem in report.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1

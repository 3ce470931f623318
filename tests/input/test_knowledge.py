from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.model import Article, Faq, Golden, Knowledge, Lexicon
from bot.input import knowledge
from bot.input.changes import Change
from bot.input.knowledge import Loaded, load_knowledge

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "title: 题\ntext: 文。\n"


def write(folder: Path, contents: dict[str, str | bytes]) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def problems_of(folder: Path) -> list[str]:
    return [str(problem) for problem in load_knowledge(folder).problems]


def test_a_folder_is_a_knowledge_base_in_the_order_of_its_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "乙.yml": "title: 二\ntext: 乙。",
            "a-1.YAML": "title: 一\ntext: 甲。",
            "lexicon.yaml": "words: [命运共同体]",
            "notes.txt": "不读取",
            ".draft.yaml": "不读取: [",
            ".drafts/x.yaml": "不读取: [",
            "images/x.png": b"\0",
        },
    )
    steps: list[tuple[int, int]] = []
    loaded = load_knowledge(tmp_path, lambda done, total: steps.append((done, total)))
    assert loaded == Loaded(
        Knowledge(
            (Article(id="a-1", title="一", text="甲。"), Article(id="乙", title="二", text="乙。")),
            Lexicon(words=("命运共同体",)),
        ),
        (),
    )
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_ten_mistakes_in_one_folder_are_all_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "01.yaml": "titel: 题\ntext: 文。\n",
            "02.yaml": "title: 题\ntext: 文。\ntags: 外交\n",
            "03.yaml": "title: 题\ntext: 文。\n\ntitle: 题\n",
            "04.yaml": "title: 题\ntext: ''\n",
            "05.yaml": b"title: \xcc\xe2\ntext: x\n",
            "06.yaml": "title: 题\ntext: 文。\npublished: 2020-02-30\n",
            "07.yaml": 'title: 题\nsource: "新华社\ntext: 文。\n',
            "08.yaml": "title: &a 题\ntext: *a\n",
            "09.yaml": ARTICLE,
            "09.yml": ARTICLE,
            "10.yaml": "title: 题\ntext: 文。\nfaq:\n  - ask: [问]\n",
            "good.yaml": ARTICLE,
        },
    )
    loaded = load_knowledge(tmp_path)
    keys = "title、published、source、url、tags、aliases、text、sentences、faq"
    assert [str(problem) for problem in loaded.problems] == [
        f"01.yaml:1:1: 不认识的键“titel”，是不是“title”？可用的键：{keys}",
        "02.yaml:3:7: tags：应为列表，实为文字“外交”；只有一项也要放在半角方括号里",
        "03.yaml:4:1: 键“title”重复：第 1 行已经有了",
        "04.yaml:2:7: text：不能为空",
        "05.yaml:1:8: 不是 UTF-8 编码（全文件第 8 个字节是 0xcc）；请另存为 UTF-8",
        "06.yaml:3:12: published：没有这样的日期或时间：“2020-02-30”",
        "07.yaml:2:9: 引号没有闭合",
        (
            "08.yaml:1:8: 不支持 YAML 的锚点和别名（“&a”）；"
            "请把内容直接写出来，以 & 或 * 开头的文字要加引号"
        ),
        "09.yml:1: 文章编号与 09.yaml 重复（不分大小写）；请给其中一个文件改名",
        "10.yaml:4:5: faq[1]：缺少必需的键“answer”",
    ]
    assert [article.id for article in loaded.knowledge.articles] == ["09", "good"]


def test_what_is_not_listed_is_counted_after_what_is(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE + "title: 题\n" * 105, "b.yaml": ""})
    found = problems_of(tmp_path)
    assert found[99:] == [
        "a.yaml:102:1: 键“title”重复：第 1 行已经有了",
        "a.yaml:102:1: 还有 5 处问题没有列出；请先改好以上各处",
        "b.yaml:1:1: 文件是空的",
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    missing, file = tmp_path / "missing", tmp_path / "file"
    file.touch()
    assert problems_of(missing) == [f"{missing}: 文件夹不存在"]
    assert problems_of(file) == [f"{file}: 读不了：路径中有一段不是文件夹"]


@pytest.mark.parametrize("name", ["lexicon.yaml", "notes.txt"])
def test_a_folder_without_articles(name: str, tmp_path: Path) -> None:
    write(tmp_path, {name: ""})
    assert problems_of(tmp_path) == [f"{tmp_path}: 没有文章；请至少放入一个 .yaml 文件"]


def test_ids_must_be_sane_and_differ_by_more_than_case(tmp_path: Path) -> None:
    names = ["SCO.yaml", "Sco.yml", "sco-2020_上合.v2.yaml", "-a.yaml", "a b.yaml", "a\nb.yaml"]
    write(tmp_path, dict.fromkeys(names, ARTICLE))
    rule = "文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."
    assert problems_of(tmp_path) == [
        f"-a.yaml:1: {rule}",
        "Sco.yml:1: 文章编号与 SCO.yaml 重复（不分大小写）；请给其中一个文件改名",
        f"a b.yaml:1: {rule}",
        f"a\\nb.yaml:1: {rule}",
    ]


def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xcc\xe2.yaml")).write_text(ARTICLE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    (problem,) = problems_of(tmp_path)
    assert problem.startswith("\\udccc\\udce2.yaml:1: 文章编号")


def test_a_second_lexicon_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE, "lexicon.yaml": "", "Lexicon.yml": "words: [b"})
    assert problems_of(tmp_path) == [
        "Lexicon.yml:1:8: 方括号没有闭合，或两项之间缺少半角逗号",
        "lexicon.yaml:1: 文章编号与 Lexicon.yml 重复（不分大小写）；请给其中一个文件改名",
    ]


def test_yaml_in_a_sub_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE, "2020/b.yaml": ARTICLE})
    assert problems_of(tmp_path) == [
        "2020: 子文件夹里的 YAML 文件不会被读取；请移到上一层，或给子文件夹的名字加“.”开头"
    ]


def test_links_are_followed_only_inside_the_folder(tmp_path: Path) -> None:
    base = tmp_path / "base"
    write(tmp_path, {"secret.yaml": ARTICLE, "base/a.yaml": ARTICLE})
    (base / "inside.yaml").symlink_to("a.yaml")
    (base / "outside.yaml").symlink_to("../secret.yaml")
    (base / "circle.yaml").symlink_to("circle.yaml")
    (base / "dangling.yaml").symlink_to("nowhere.yaml")
    loaded = load_knowledge(base)
    assert [str(problem) for problem in loaded.problems] == [
        "circle.yaml: 读不了：链接绕成了圈",
        "dangling.yaml: 读不了：文件不存在",
        "outside.yaml: 链接指向知识文件夹之外，不读取",
    ]
    assert [article.id for article in loaded.knowledge.articles] == ["a", "inside"]


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"base/a.yaml": ARTICLE})
    (tmp_path / "link").symlink_to("base")
    assert problems_of(tmp_path / "link") == []


def test_what_is_no_file_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE})
    (tmp_path / "b.yaml").mkdir()
    os.mkfifo(tmp_path / "c.yaml")
    assert problems_of(tmp_path) == [
        "b.yaml: 读不了：这是文件夹，不是文件",
        "c.yaml: 不是普通文件，不读取",
    ]


def test_an_oversize_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "MAX_BYTES", 1024 * 1024)
    write(tmp_path, {"a.yaml": b"#" * (1024 * 1024 + 1)})
    assert problems_of(tmp_path) == ["a.yaml:1: 文件超过 1 MB；请拆成几个较小的文件"]


@settings(deadline=None)
@given(content=st.binary(max_size=80))
def test_any_bytes_are_an_article_or_a_problem(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("base")
    write(folder, {"a.yaml": content})
    loaded = load_knowledge(folder)
    assert bool(loaded.knowledge.articles) != bool(loaded.problems)


TAUGHT = "faq:\n  - ask: [怎么联系, 电话]\n    answer: 请写信。\n"


def test_what_is_taught_to_the_whole_base_has_no_title(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE, "taught.yaml": TAUGHT})
    loaded = load_knowledge(tmp_path)
    assert loaded.problems == ()
    assert [article.id for article in loaded.knowledge.articles] == ["a"]
    taught = Article("taught", "", faq=(Faq(("怎么联系", "电话"), "请写信。"),))
    assert loaded.knowledge.taught == taught


def test_a_base_may_hold_taught_answers_alone(tmp_path: Path) -> None:
    write(tmp_path, {"taught.yaml": TAUGHT})
    assert problems_of(tmp_path) == []
    write(tmp_path, {"taught.yaml": "faq: []\n"})
    assert problems_of(tmp_path) == [f"{tmp_path}: 没有文章；请至少放入一个 .yaml 文件"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("title: 题\nfaq: []\n", "taught.yaml:1:1: 不认识的键“title”；可用的键：faq"),
        ("faq: [{ask: 问, answer: 答}]\n", "taught.yaml:1:13: faq[1].ask：应为列表，实为文字“问”"),
        ("faq: [{ask: [问]}]\n", "taught.yaml:1:7: faq[1]：缺少必需的键“answer”"),
        ("- 问\n", "taught.yaml:1:1: 应为键值对（键: 值），实为列表"),
    ],
)
def test_mistakes_in_what_is_taught(content: str, problem: str, tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE, "taught.yaml": content})
    assert problems_of(tmp_path)[0].startswith(problem)


HARBOUR = """\
title: 新港开港
published: 2024-05-06
text: |
  新港昨天在青岛
  开港。仪式由市长王芳主持。
faq:
  - ask: [电话]
    answer: 拨打 110。
"""


def test_golden_questions_name_an_article_and_its_text_or_a_refusal(tmp_path: Path) -> None:
    golden = """\
- question: 谁主持了仪式？
  article: harbour
  text: 市长王芳
- {question: 在哪开港, article: harbour, text: 青岛开港}
- {question: 何时发布, article: harbour, text: 2024-05-06}
- {question: 电话, article: harbour, text: 拨打 110}
- {question: 怎么联系, article: taught, text: 写信}
- {question: 说了什么, article: harbour}
- {question: 110, refuse: true}
"""
    write(tmp_path, {"harbour.yaml": HARBOUR, "golden.yaml": golden, "taught.yaml": TAUGHT})
    loaded = load_knowledge(tmp_path)
    assert loaded.problems == ()
    assert loaded.knowledge.golden == (
        Golden("谁主持了仪式？", "harbour", "市长王芳"),
        Golden("在哪开港", "harbour", "青岛开港"),
        Golden("何时发布", "harbour", "2024-05-06"),
        Golden("电话", "harbour", "拨打 110"),
        Golden("怎么联系", "taught", "写信"),
        Golden("说了什么", "harbour"),
        Golden("110"),
    )


@pytest.mark.parametrize("content", ["", "# 还没有\n", "[]\n"])
def test_there_may_be_no_golden_questions(content: str, tmp_path: Path) -> None:
    write(tmp_path, {"harbour.yaml": HARBOUR, "golden.yaml": content})
    assert load_knowledge(tmp_path).problems == ()


def test_every_mistake_in_golden_questions_is_named(tmp_path: Path) -> None:
    golden = """\
- {question: 一, article: nowhere}
- {question: 二, article: harbour, text: 没有的话}
- {question: 三, text: 青岛}
- {question: 四, article: harbour, refuse: true}
- {article: harbour}
- {question: 六, article: broken, text: 谁知道}
- {question: 七, refuse: 是}
- {question: 八, article: harbour, txt: 青岛}
- 九
"""
    write(tmp_path, {"harbour.yaml": HARBOUR, "broken.yaml": "title: 题\n", "golden.yaml": golden})
    loaded = load_knowledge(tmp_path)
    assert [str(problem) for problem in loaded.problems] == [
        "broken.yaml:1:1: 没有内容：text、sentences、faq 至少要有一项",
        "golden.yaml:1:26: [1].article：没有编号为“nowhere”的文章",
        "golden.yaml:2:41: [2].text：文章 harbour 里没有这段文字：“没有的话”",
        "golden.yaml:3:3: [3]：要写 article（答案所在文章的编号），或者 refuse: true（应当拒答）",
        "golden.yaml:4:3: [4]：refuse: true 表示应当拒答，不能再写 article",
        "golden.yaml:5:3: [5]：缺少必需的键“question”",
        "golden.yaml:7:25: [7].refuse：应为 true 或 false，实为文字“是”",
        (
            "golden.yaml:8:35: [8]：不认识的键“txt”，是不是“text”？"
            "可用的键：question、article、text、refuse"
        ),
        "golden.yaml:9:3: [9]：应为键值对（键: 值），实为文字“九”",
    ]
    assert loaded.knowledge.golden == ()


def test_a_folder_is_read_as_it_would_be_after_a_change(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": ARTICLE, "b.yaml": ARTICLE})
    titled = "\ufefftitle: 新\r\ntext: 文。\r\n"
    for change, titles in (
        (Change("a.yaml", ARTICLE, titled), ["新", "题"]),
        (Change("a.yaml", ARTICLE, None), ["题"]),
        (Change("c.yaml", None, titled), ["题", "题", "新"]),
    ):
        loaded = load_knowledge(tmp_path, changes=[change])
        assert [article.title for article in loaded.knowledge.articles] == titles
        assert loaded.problems == ()
    broken = load_knowledge(tmp_path, changes=[Change("a.yaml", ARTICLE, "title: 新\n")])
    assert [problem.file for problem in broken.problems] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == ARTICLE

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import KnowledgeError
from bot.base.model import Article, Knowledge, Lexicon
from bot.input import knowledge
from bot.input.knowledge import Loaded, load_knowledge, save_article

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


def test_a_saved_article_loads_again(tmp_path: Path) -> None:
    article = Article(id="上合-2020", title="题", text="文。\n")
    assert save_article(article, tmp_path) == tmp_path / "上合-2020.yaml"
    assert load_knowledge(tmp_path) == Loaded(Knowledge((article,)), ())


def test_an_article_is_saved_in_place_of_the_one_of_its_id(tmp_path: Path) -> None:
    write(tmp_path, {"a.yml": ARTICLE, ".b.yaml": ARTICLE})
    article = Article(id="a", title="新题", text="新文。")
    assert save_article(article, tmp_path) == tmp_path / "a.yml"
    assert load_knowledge(tmp_path) == Loaded(Knowledge((article,)), ())


@pytest.mark.parametrize(
    ("article_id", "problem"),
    [
        ("../a", "../a.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
        ("a/b", "a/b.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
        ("a\0", "a\\x00.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
        ("a\n", "a\\n.yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
        ("", ".yaml: 文章编号（文件名）要以字母、数字或汉字开头，其余还可用 - _ ."),
        ("Lexicon", "Lexicon.yaml: lexicon 是全库词表的名字，文章请换一个"),
        ("sco", "sco.yaml: 文章编号与 SCO.yaml 只有大小写不同；请换一个"),
        ("字" * 100, f"{'字' * 100}.yaml: 写不进去：文件名太长"),
    ],
)
def test_an_article_is_not_saved_under_a_bad_id(
    article_id: str, problem: str, tmp_path: Path
) -> None:
    write(tmp_path, {"SCO.yaml": ARTICLE})
    with pytest.raises(KnowledgeError) as error:
        save_article(Article(id=article_id, title="题", text="文。"), tmp_path)
    assert str(error.value) == problem
    assert [path.name for path in tmp_path.iterdir()] == ["SCO.yaml"]


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write(tmp_path, {"a.yaml": ARTICLE})
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KnowledgeError, match=r"^a\.yaml: 写不进去：磁盘已满$"):
        save_article(Article(id="a", title="新题", text="新文。"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == ARTICLE


def test_an_article_is_not_saved_into_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^a\.yaml: 写不进去：文件不存在$"):
        save_article(Article(id="a", title="题", text="文。"), tmp_path / "missing")

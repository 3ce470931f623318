"""`wenju import` and the golden questions of `wenju check`, as their users meet them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.edge.cli import main
from bot.input.knowledge import load_knowledge

TEXT = "新港开港\n2024-05-06 09:00　来源：海港报\n新港昨天在青岛开港。\n仪式由市长王芳主持。\n"
OLD = "title: 旧港\ntext: 旧港也在青岛。\ntags: [港口]\n"
HARBOUR = """\
title: 新港开港
published: 2024-05-06 09:00
source: 海港报
text: |
  新港昨天在青岛开港。

  仪式由市长王芳主持。
"""
PREVIEW = """\
《新港开港》
编号：harbour（文件 harbour.yaml）
日期：2024-05-06 09:00　来源：海港报
2 句，22 字
  新港昨天在青岛开港。
  仪式由市长王芳主持。
"""
ANSWER_ALL = "answers: {thresholds: {answer: 1, suggest: 1}}\n"


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with one article and one document the current one."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "old.yaml").write_text(OLD, "utf-8")
    (tmp_path / "config.yaml").write_text(ANSWER_ALL, "utf-8")
    (tmp_path / "harbour.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files() -> list[str]:
    return sorted(path.name for path in Path("knowledge").iterdir())


class TestImport:
    def test_shows_the_article_and_writes_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "harbour.txt"]) == 0
        assert capsys.readouterr().out == f"{PREVIEW}已写入 knowledge/harbour.yaml\n"
        assert Path("knowledge/harbour.yaml").read_text("utf-8") == HARBOUR
        assert load_knowledge(Path("knowledge")).problems == ()

    def test_a_dry_run_writes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "--dry-run", "harbour.txt"]) == 0
        assert capsys.readouterr().out == f"{PREVIEW}只是预览，没有写入。\n"
        assert files() == ["old.yaml"]

    def test_the_id_may_be_chosen(self) -> None:
        assert main(["import", "--id", "新港", "harbour.txt"]) == 0
        assert files() == ["old.yaml", "新港.yaml"]

    def test_reads_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode("gbk")))
        monkeypatch.setattr("sys.stdin", stdin)
        assert main(["import", "-"]) == 0
        assert files() == ["old.yaml", "新港开港.yaml"]

    def test_never_overwrites_unless_told_to(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "--id", "old", "harbour.txt"]) == 1
        output = capsys.readouterr()
        assert "注意：已经有编号相同的文章 old《旧港》；写入会替换它" in output.out
        assert output.err == (
            "old.yaml: 已经有编号相同的文章，没有写入；要替换它请加 --replace，要另存请用 --id\n"
        )
        assert Path("knowledge/old.yaml").read_text("utf-8") == OLD
        assert main(["import", "--id", "old", "--replace", "harbour.txt"]) == 0
        (article,) = load_knowledge(Path("knowledge")).knowledge.articles
        assert (article.title, article.tags) == ("新港开港", ("港口",))

    def test_golden_questions_are_not_left_without_their_answer(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        golden = "- {question: 旧港在哪？, article: old, text: 旧港也在青岛}\n"
        Path("knowledge/golden.yaml").write_text(golden, "utf-8")
        assert main(["import", "--id", "old", "--replace", "harbour.txt"]) == 1
        assert capsys.readouterr().err.splitlines() == [
            "golden.yaml:1:41: [1].text：文章 old 里没有这段文字：“旧港也在青岛”",
            "old.yaml: 替换后会有以上问题，没有写入",
        ]
        assert Path("knowledge/old.yaml").read_text("utf-8") == OLD

    def test_a_bad_file_does_not_hold_up_the_others(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("a.pdf").write_text("no", "utf-8")
        assert main(["import", "a.pdf", "missing.txt", "harbour.txt", "harbour.txt"]) == 1
        assert capsys.readouterr().err.splitlines() == [
            "a.pdf: 内容不是 PDF，与扩展名不符",
            "missing.txt: 读不了：文件不存在",
            "harbour.yaml: 已经有编号相同的文章，没有写入；要替换它请加 --replace，要另存请用 --id",
        ]
        assert files() == ["harbour.yaml", "old.yaml"]

    def test_the_settings_bound_the_size(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("config.yaml").write_text("limits: {upload_megabytes: 1}\n", "utf-8")
        Path("large.txt").write_bytes(b"a" * (2**20 + 1))
        assert main(["import", "large.txt"]) == 1
        assert "large.txt: 文件超过 1 MB" in capsys.readouterr().err

    def test_articles_in_yaml_keep_their_id(self) -> None:
        Path("new.yaml").write_text("title: 题\nsentences: [一。, 二。]\n", "utf-8")
        assert main(["import", "new.yaml"]) == 0
        assert files() == ["new.yaml", "old.yaml"]

    def test_without_a_knowledge_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "harbour.txt", "--knowledge", "nowhere"]) == 1
        assert "nowhere: 文件夹不存在；可以先用 wenju init 新建" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            (["import"], "缺少参数 FILE..."),
            (["import", "--id", "a", "a.txt", "b.txt"], "--id 只能用于一个文件"),
        ],
    )
    def test_a_command_line_without_sense(
        self, arguments: list[str], error: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(arguments) == 2
        assert error in capsys.readouterr().err


class TestCheck:
    def test_golden_questions_that_fail_are_printed(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        golden = (
            "- {question: 旧港在哪？, article: old, text: 青岛}\n- {question: 旧港, refuse: true}\n"
        )
        Path("knowledge/golden.yaml").write_text(golden, "utf-8")
        assert main(["check"]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[:2] == ["没有答对：旧港", "  应为：拒答"]
        assert lines[2].startswith("  实为：回答“旧港也在青岛。”（old，第 1 句，可信度 ")
        assert lines[3:] == ["1 篇文章，1 句；没有问题；2 个校验问题，1 个没有答对。"]

    def test_golden_questions_that_pass_are_counted(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        golden = "- {question: 旧港在哪？, article: old, text: 青岛}\n"
        Path("knowledge/golden.yaml").write_text(golden, "utf-8")
        assert main(["check"]) == 0
        assert capsys.readouterr().out == "1 篇文章，1 句；没有问题；1 个校验问题，都答对了。\n"

    def test_golden_questions_wait_until_there_are_no_problems(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        golden = "- {question: 旧港在哪？, article: nowhere}\n"
        Path("knowledge/golden.yaml").write_text(golden, "utf-8")
        assert main(["check"]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "golden.yaml:1:30: [1].article：没有编号为“nowhere”的文章",
            "1 篇文章，1 句；1 处问题。",
        ]


def test_a_base_of_taught_answers_alone_answers(capsys: pytest.CaptureFixture[str]) -> None:
    Path("knowledge/old.yaml").unlink()
    taught = "faq:\n  - ask: [你是谁]\n    answer: 我是问据。\n"
    Path("knowledge/taught.yaml").write_text(taught, "utf-8")
    assert main(["ask", "你是谁？"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("  —— 常见问题，可信度 ")

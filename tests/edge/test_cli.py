"""The command line as its users meet it: arguments, pipes, exit codes, words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.edge.cli import main

ROOT = Path(__file__).parents[2]
HARBOUR = """\
title: 新港开港
published: 2024-05-06
text: |
  新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人。
"""
# Whatever is found is an answer; nothing is.
ANSWER_ALL = "answers: {thresholds: {answer: 1, suggest: 1}}\n"
ANSWER_NONE = "answers: {thresholds: {answer: 100, suggest: 100}}\n"
CHAIR = "谁主持了仪式？"
# Each with the line it is to be found in.
TEN_MISTAKES = {
    "alias.yaml": (b"title: a\ntext: a.\ntags: &t [x]\n", 3),
    "both.yaml": (b"title: a\ntext: a.\nsentences: [b.]\n", 3),
    "date.yaml": (b"title: a\ntext: a.\npublished: yesterday\n", 3),
    "duplicate.yaml": (b"title: a\ntext: a.\ntitle: b\n", 3),
    "empty.yaml": (b"title: a\ntext: ''\n", 2),
    "latin.yaml": (b"title: a\ntext: \xe9t\xe9\n", 2),
    "lexicon.yaml": (b"words: one\n", 1),
    "type.yaml": (b"text: a.\ntitle: [a]\n", 2),
    "unclosed.yaml": (b"title: a\ntext: 'a.\n", 2),
    "unknown.yaml": (b"title: a\nauthor: b\ntext: a.\n", 2),
}


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with one article the current one, without a token."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "harbour.yaml").write_text(HARBOUR, "utf-8")
    (tmp_path / "config.yaml").write_text(ANSWER_ALL, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return tmp_path


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


class TestAsk:
    def test_prints_the_sentence_and_where_it_stands(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["ask", CHAIR]) == 0
        output = capsys.readouterr()
        assert "来宾共三百人。" in output.out
        assert "《新港开港》，2024-05-06，第2句" in output.out
        assert output.err == ""

    def test_each_argument_is_a_question(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ask", "--json", CHAIR, "新港在哪里开港？"]) == 0
        found = records(capsys.readouterr().out)
        assert [record["question"] for record in found] == [CHAIR, "新港在哪里开港？"]
        assert [record["position"] for record in found] == [2, 1]

    def test_answers_in_text_are_parted_by_an_empty_line(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("config.yaml").write_text(ANSWER_NONE, "utf-8")
        assert main(["ask", CHAIR, CHAIR]) == 0
        refusal = "收录的文章里没有找到这个问题的答案。"
        assert capsys.readouterr().out == f"{refusal}\n\n{refusal}\n"

    @pytest.mark.parametrize(("arguments", "candidates"), [([], 2), (["-n", "1"], 1)])
    def test_n_bounds_the_candidates(
        self, arguments: list[str], candidates: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["ask", "--json", *arguments, "新港仪式"]) == 0
        (record,) = records(capsys.readouterr().out)
        found = record["candidates"]
        assert isinstance(found, list)
        assert len(found) == candidates

    def test_n_lists_further_results_in_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ask", "-n", "2", "新港仪式"]) == 0
        assert "找到的句子：\n  2. " in capsys.readouterr().out

    def test_too_long_a_question_is_declined(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["ask", "啊" * 301]) == 0
        assert "太长" in capsys.readouterr().out

    def test_knowledge_with_problems_answers_from_the_rest_and_says_so(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("knowledge/broken.yaml").write_text("titel: 写错了\n", "utf-8")
        assert main(["ask", "--json", CHAIR]) == 0
        output = capsys.readouterr()
        assert "broken.yaml:1:1" in output.err
        assert len(records(output.out)) == 1


class TestBatch:
    def test_a_line_out_for_every_line_in(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("questions.txt").write_text(f"{CHAIR}\n\n{'啊' * 301}\n新港在哪里开港？", "utf-8")
        assert main(["ask", "--json", "--batch", "questions.txt"]) == 0
        found = records(capsys.readouterr().out)
        assert [record["outcome"] for record in found] == ["answer", "refusal", "refusal", "answer"]
        assert [record["candidates"] == [] for record in found] == [False, True, True, False]

    @pytest.mark.parametrize(
        ("data", "questions"),
        [
            ("\ufeff谁主持？\r\n在哪？\r\n".encode(), ["谁主持？", "在哪？"]),
            (b"\xff\xfe?\n\xe8\xb0\x81\n", ["\ufffd\ufffd?", "谁"]),
            ("谁主持？".encode(), ["谁主持？"]),
            (b"", []),
        ],
    )
    def test_reads_standard_input_as_it_comes(
        self,
        data: bytes,
        questions: list[str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        feed(monkeypatch, data)
        assert main(["ask", "--json", "--batch", "-"]) == 0
        assert [record["question"] for record in records(capsys.readouterr().out)] == questions

    def test_answers_arrive_while_questions_still_come(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "ask", "--json", "--batch", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT)},
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for question in (CHAIR, "新港在哪里开港？"):
                process.stdin.write(f"{question}\n".encode())
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["question"] == question
            process.stdin.close()
            assert process.wait() == 0

    def test_reader_who_leaves_early_hears_no_complaint(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "ask", "--json", "--batch", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT)},
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            process.stdin.write(f"{CHAIR}\n".encode())
            process.stdin.close()
            assert process.stderr.read() == b""
            assert process.wait() == 1


class TestPlaces:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["--knowledge", "other", "ask", "--json", CHAIR],
            ["ask", "--knowledge", "other", "--json", CHAIR],
            ["--knowledge", "knowledge", "ask", "--json", "--knowledge", "other", CHAIR],
            ["ask", "--json", CHAIR, "--config", "settings/other.yaml"],
        ],
    )
    def test_go_before_the_command_or_after_it(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("knowledge").rename("other")
        Path("knowledge").mkdir()
        Path("settings").mkdir()
        Path("settings/other.yaml").write_text(
            f"{ANSWER_ALL}knowledge: {{folder: ../other}}\n", "utf-8"
        )
        assert main(arguments) == 0
        assert records(capsys.readouterr().out)[0]["outcome"] == "answer"


class TestMistakes:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["chekc"], "没有命令 chekc。是不是想用 check？"),
            (["谁主持"], "没有命令 谁主持。要提问，请用 wenju ask 谁主持 。"),
            (["ask"], "请写出问题，或者用 --batch 指定文件，二者取一。"),
            (["ask", CHAIR, "--batch", "-"], "请写出问题，或者用 --batch 指定文件，二者取一。"),
            (["ask", "--jsn", CHAIR], "没有选项 --jsn。是不是想用 --json？"),
            (["ask", "--json=1", CHAIR], "选项 --json 后面不能跟值。"),
            (["ask", "-n"], "选项 -n 后面要跟一个值。"),
            (["ask", "-n", "0", CHAIR], "-n：应是从 1 起的整数，而不是 0。"),
            (["ask", "-n", "三", CHAIR], "-n：应是从 1 起的整数，而不是 三。"),
            (["ask", "--batch", "absent.txt"], "打不开 absent.txt：文件不存在。"),
            (["chat", "now"], "多余的参数：now。"),
            (["init"], "缺少参数 DIR。"),
        ],
    )
    def test_in_the_command_line_are_explained(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(arguments) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert f"\n错误：{words}\n" in output.err
        assert output.err.startswith("用法：wenju")

    def test_nothing_said_gets_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        assert "命令:" in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["ask", "chat", "run"])
    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ("answers: {suggestions: many}\n", "config.yaml:1:24: "),
            ("knowledge: {folder: absent}\n", "absent: 文件夹不存在"),
        ],
    )
    def test_in_the_users_files_end_it_with_their_place(
        self, command: str, settings: str, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("config.yaml").write_text(settings, "utf-8")
        assert main([command, *([CHAIR] if command == "ask" else [])]) == 1
        output = capsys.readouterr()
        assert output.out == ""
        assert words in output.err

    def test_interruption_has_its_exit_code(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("bot.edge.cli.opening.open_engine", interrupt)
        assert main(["ask", CHAIR]) == 130


class TestCheck:
    def test_sound_knowledge(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check"]) == 0
        assert capsys.readouterr().out == "1 篇文章，2 句；没有问题。\n"

    @pytest.mark.parametrize("arguments", [["check", "drafts"], ["check", "--knowledge", "drafts"]])
    def test_every_problem_is_printed_with_its_place(
        self, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("drafts").mkdir()
        for name, (text, _) in TEN_MISTAKES.items():
            Path("drafts", name).write_bytes(text)
        assert main(arguments) == 1
        *problems, summary = capsys.readouterr().out.splitlines()
        places = [":".join(line.split(":")[:2]) for line in problems]
        assert places == [f"{name}:{line}" for name, (_, line) in sorted(TEN_MISTAKES.items())]
        assert summary == "0 篇文章，0 句；10 处问题。"

    def test_settings_are_checked_along(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("config.yaml").write_text("answer: {}\n", "utf-8")
        Path("knowledge/broken.yaml").write_text("[]\n", "utf-8")
        assert main(["check", "knowledge"]) == 1
        output = capsys.readouterr().out
        assert "config.yaml:1:1: " in output
        assert "broken.yaml:1:1: " in output


class TestInit:
    def test_new_base_is_sound_and_answers(
        self, base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["init", "new/base"]) == 0
        assert "config.yaml" in capsys.readouterr().out
        monkeypatch.chdir(base / "new" / "base")
        assert main(["check"]) == 0
        assert "没有问题" in capsys.readouterr().out
        assert main(["ask", "--json", "图书馆的电话是多少"]) == 0
        assert records(capsys.readouterr().out)[0]["outcome"] == "answer"

    def test_never_overwrites(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["init", "."]) == 1
        assert "config.yaml: 已经存在" in capsys.readouterr().err
        assert Path("config.yaml").read_text("utf-8") == ANSWER_ALL


class TestChatAndRun:
    @pytest.mark.parametrize("command", ["chat", "run"])
    def test_pipe_gets_an_answer_a_line_and_ends_with_the_input(
        self, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        feed(monkeypatch, f"{CHAIR}\n\n \n新港在哪里开港？\n".encode() + b"\xff\xfe\n")
        assert main([command]) == 0
        answers = capsys.readouterr().out.split("\n\n")
        assert len(answers) == 3
        assert "第2句" in answers[0]
        assert "第1句" in answers[1]

    def test_run_without_a_token_says_how_to_get_one(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        feed(monkeypatch, b"")
        assert main(["run"]) == 0
        output = capsys.readouterr()
        assert output.out == ""
        assert "@BotFather" in output.err

    @pytest.mark.parametrize("place", ["environment", "file"])
    def test_malformed_token_is_explained_and_not_shown(
        self, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if place == "file":
            Path(".env").write_text("TELEGRAM_BOT_TOKEN=abc-secret\n", "utf-8")
        else:
            monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "abc-secret")
        assert main(["run"]) == 1
        output = capsys.readouterr()
        assert "@BotFather" in output.err
        assert "secret" not in output.out + output.err


class TestStartingUp:
    @pytest.mark.parametrize(
        ("arguments", "absent"),
        [
            (["--help"], {"numpy", "jieba", "telegram", "yaml", "opencc"}),
            (["ask", CHAIR], {"telegram", "asyncio"}),
        ],
    )
    def test_loads_no_more_than_the_command_needs(
        self, arguments: list[str], absent: set[str]
    ) -> None:
        code = (
            "import sys; from bot.edge.cli import main; main(sys.argv[1:]);"
            "print(*sys.modules, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        assert not absent & set(done.stderr.decode().split())

    def test_module_is_the_command(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--version"],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == f"wenju {bot.__version__}\n"

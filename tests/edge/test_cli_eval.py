"""`wenju eval` and `wenju train` as developers meet them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.edge.cli import main
from bot.search.training import models as training
from tests.sets import write_set

HARBOUR = "新港昨天在青岛开港。仪式由市长王芳主持，来宾共三百人。"
REEDS = "白鹭湖的芦苇每年十月收割。造纸厂全部买走。"
UNKNOWN = "饕餮魑魅？"


@pytest.fixture(autouse=True)
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write a set with four questions and one with two to refuse into the current folder."""
    monkeypatch.chdir(tmp_path)
    write_set(
        Path("set.json"),
        ("新港开港", HARBOUR, [("谁主持了仪式？", "王芳"), ("新港昨天在哪里开港？", "青岛")]),
        # The answer to the first is marked beside the sentence that gives it.
        ("芦苇", REEDS, [("白鹭湖的芦苇什么时候收割？", "造纸厂"), (UNKNOWN, "十月")]),
    )
    foreign = ("", UNKNOWN, [(UNKNOWN, "饕餮"), ("魑魅？", "魑魅")])
    write_set(Path("foreign.json"), foreign, prefix="f")


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["eval", "--json", *arguments]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    record = json.loads(output.out)
    assert isinstance(record, dict)
    return record


class TestEval:
    def test_measures_a_set(self, capsys: pytest.CaptureFixture[str]) -> None:
        record = evaluate(capsys, "set.json")
        assert (record["passages"], record["sentences"]) == (2, 4)
        quality = record["all"]
        assert isinstance(quality, dict)
        # The ranks are 1, 1, 2 and none.
        assert quality["questions"] == 4
        assert quality["hit_at_1"] == 0.5
        assert quality["hit_at_3"] == 0.75
        assert quality["mrr_at_10"] == 0.625
        assert quality["recall_at_30"] == 0.75
        assert record["refusal"] is None

    def test_measures_refusal_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        refusal = evaluate(capsys, "set.json", "--refuse", "foreign.json")["refusal"]
        assert isinstance(refusal, dict)
        assert refusal["questions"] == 2
        # Three of the four are surer than both, the last as unsure.
        assert refusal["roc_area"] == 0.875
        assert (refusal["threshold_at_95"], refusal["refused_at_95"]) == (0, 0.0)
        assert refusal["outcomes"] == {"answers": 0.0, "suggestions": 0.0, "refusals": 1.0}

    def test_takes_several_sets_to_refuse(self, capsys: pytest.CaptureFixture[str]) -> None:
        twice = ["--refuse", "foreign.json", "--refuse", "foreign.json"]
        refusal = evaluate(capsys, "set.json", *twice)["refusal"]
        assert isinstance(refusal, dict)
        assert refusal["questions"] == 4

    def test_takes_the_same_questions_in_other_words(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write_set(Path("other.json"), ("", REEDS, [("是谁主持仪式的", "芦苇")]))
        quality = evaluate(capsys, "set.json", "--questions", "other.json")["all"]
        assert isinstance(quality, dict)
        assert (quality["questions"], quality["hit_at_1"]) == (1, 1.0)

    def test_thresholds_come_from_the_settings(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("other.yaml").write_text("answers: {thresholds: {answer: 100, suggest: 0}}\n", "utf-8")
        record = evaluate(capsys, "set.json", "--config", "other.yaml")
        assert record["thresholds"] == {"answer": 100, "suggest": 0}
        assert record["outcomes"] == {"answers": 0.0, "suggestions": 1.0, "refusals": 0.0}

    def test_people_get_a_table(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["eval", "set.json"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "2 段，4 句，4 个有答案的问题"
        assert lines[3].split()[:4] == ["全部", "4", "0.500", "0.750"]

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["absent.json"], "absent.json: 读不了：文件不存在"),
            (
                ["set.json", "--questions", "foreign.json"],
                "foreign.json: 2 个问题在问答集里没有同编号的，例如 f1",
            ),
            (["set.json", "--refuse", "broken.json"], "broken.json:1:1: 不是 JSON"),
            (["set.json", "--models", "absent"], "错误：读不了模型文件 absent/ranker.npz"),
            (["unanswered.json"], "unanswered.json: 没有带答案的问题，无从衡量"),
            (["strange.json"], "strange.json: 问题 q1 的答案不在原文之内"),
        ],
    )
    def test_says_what_is_wrong_with_a_file(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("broken.json").write_text("nothing", "utf-8")
        write_set(Path("unanswered.json"), ("", HARBOUR, [("谁？", "")]))
        strange = write_set(Path("strange.json"), ("", HARBOUR, [("谁？", "王芳")]))
        strange.write_text(strange.read_text("utf-8").replace(": 15", ": 150"), "utf-8")
        assert main(["eval", *arguments]) == 1
        output = capsys.readouterr()
        assert output.out == ""
        assert words in output.err


class TestTrain:
    @pytest.fixture
    def fitted(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """Fit nothing; note the seeds."""
        seeds: list[int] = []

        def fit(sets: object, *, seed: int, progress: object) -> dict[str, bytes]:
            assert sets
            assert progress
            seeds.append(seed)
            return {"spans.npz": b"spans", "ranker.npz": b"ranker"}

        monkeypatch.setattr("bot.edge.cli.fitting.fit", fit)
        return seeds

    def test_writes_models_into_a_folder_here(
        self, fitted: list[int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["train", "set.json", "foreign.json"]) == 0
        assert Path("models/spans.npz").read_bytes() == b"spans"
        assert Path("models/ranker.npz").read_bytes() == b"ranker"
        assert fitted == [0]
        output = capsys.readouterr()
        assert output.out.splitlines()[:2] == [
            "已写好 models/spans.npz",
            "已写好 models/ranker.npz",
        ]
        assert output.err == ""

    def test_writes_into_another_folder_with_another_seed(self, fitted: list[int]) -> None:
        assert main(["train", "set.json", "--output", "a/b", "--seed", "7"]) == 0
        assert sorted(path.name for path in Path("a/b").iterdir()) == ["ranker.npz", "spans.npz"]
        assert fitted == [7]

    def test_overwrites_nothing(
        self, fitted: list[int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("models").mkdir()
        Path("models/ranker.npz").write_bytes(b"old")
        assert main(["train", "set.json"]) == 1
        assert "models/ranker.npz: 已经存在，不会覆盖" in capsys.readouterr().err
        assert Path("models/ranker.npz").read_bytes() == b"old"
        assert not Path("models/spans.npz").exists()
        assert fitted == []

    def test_says_where_it_cannot_write(
        self, fitted: list[int], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["train", "set.json", "--output", "set.json/models"]) == 1
        assert "set.json/models: 写不进去：路径中有一段不是文件夹" in capsys.readouterr().err
        assert fitted == []

    def test_says_what_it_needs(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setitem(sys.modules, "xgboost", None)
        monkeypatch.setattr(training, "FEWEST", 1)
        assert main(["train", "set.json"]) == 1
        assert capsys.readouterr().err == "错误：训练需要 xgboost：pip install 'wenju[train]'\n"

    def test_says_that_there_is_too_little(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["train", "set.json"]) == 1
        assert "这里只有 2 篇" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], "缺少参数 FILE...。"),
            (["set.json", "--seed", "-1"], "--seed：应是从 0 起的整数，而不是 -1。"),
        ],
    )
    def test_explains_a_wrong_command_line(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["train", *arguments]) == 2
        assert f"错误：{words}" in capsys.readouterr().err

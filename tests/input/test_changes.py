from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import ChangedMeanwhileError, KnowledgeError
from bot.input.changes import Change, apply, diff, read_current

OLD, NEW = "title: 旧\ntext: 旧文。\n", "\ufefftitle: 新\r\ntext: 新文。\r\n"
CREATE = Change("a.yaml", None, NEW)
EDIT = Change("a.yaml", OLD, NEW)
REMOVE = Change("a.yaml", OLD, None)


def content(folder: Path, name: str = "a.yaml") -> str | None:
    path = folder / name
    return path.read_bytes().decode() if path.exists() else None


def put(folder: Path, text: str | None, name: str = "a.yaml") -> None:
    if text is not None:
        (folder / name).write_bytes(text.encode())


@pytest.mark.parametrize("change", [CREATE, EDIT, REMOVE])
def test_a_change_is_made_and_taken_back(change: Change, tmp_path: Path) -> None:
    put(tmp_path, change.before)
    apply(tmp_path, change)
    assert content(tmp_path) == read_current(tmp_path, "a.yaml") == change.after
    apply(tmp_path, change.reverse())
    assert content(tmp_path) == read_current(tmp_path, "a.yaml") == change.before
    assert len(list(tmp_path.iterdir())) == (change.before is not None)


@pytest.mark.parametrize("change", [CREATE, EDIT, REMOVE])
@pytest.mark.parametrize("meanwhile", ["title: 别的\n", "", OLD.replace("\n", "\r\n")])
def test_a_file_that_was_changed_meanwhile_is_left_alone(
    change: Change, meanwhile: str, tmp_path: Path
) -> None:
    put(tmp_path, meanwhile)
    with pytest.raises(ChangedMeanwhileError, match=r"^a\.yaml: 文件刚被别人改过"):
        apply(tmp_path, change)
    assert content(tmp_path) == meanwhile


@pytest.mark.parametrize("change", [EDIT, REMOVE])
def test_a_file_that_was_removed_meanwhile_stays_removed(change: Change, tmp_path: Path) -> None:
    with pytest.raises(ChangedMeanwhileError):
        apply(tmp_path, change)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "../a.yaml", "b/a.yaml", "/a.yaml", "..", "", ".a.yaml", "a.txt", "a", "a\n.yaml",
        "-a.yaml", "a\0.yaml", "a.yaml/", "a b.yaml",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    (folder / "b").mkdir(parents=True)
    with pytest.raises(KnowledgeError, match="不是知识文件夹里的文件名"):
        apply(folder, Change(path, None, NEW))
    assert sorted(tmp_path.rglob("*")) == [folder, folder / "b"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("A.yaml", "a.yaml: 文章编号与 A.yaml 只有大小写不同；请换一个"),
        ("a.yml", "a.yaml: 已经有 a.yml，编号相同"),
    ],
)
def test_a_name_that_collides_with_another_is_refused(
    name: str, problem: str, tmp_path: Path
) -> None:
    put(tmp_path, OLD, name)
    with pytest.raises(KnowledgeError) as error:
        apply(tmp_path, CREATE)
    assert str(error.value) == problem
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_links_and_what_is_no_file_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, OLD, "target.yaml")
    (tmp_path / "a.yaml").symlink_to("target.yaml")
    (tmp_path / "b.yaml").mkdir()
    os.mkfifo(tmp_path / "c.yaml")
    for name, problem in (
        ("a.yaml", "这是链接"),
        ("b.yaml", "不是普通文件"),
        ("c.yaml", "不是普通文件"),
    ):
        with pytest.raises(KnowledgeError, match=problem):
            apply(tmp_path, Change(name, OLD, NEW))
    assert content(tmp_path, "target.yaml") == OLD


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff")
    with pytest.raises(KnowledgeError, match=r"^a\.yaml: 不是 UTF-8 编码"):
        apply(tmp_path, EDIT)


@pytest.mark.parametrize("change", [CREATE, EDIT])
@pytest.mark.parametrize("step", ["fsync", "link", "replace"])
def test_a_full_disk_changes_nothing(
    change: Change, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    put(tmp_path, change.before)
    monkeypatch.setattr(os, "fsync" if step == "fsync" else "link", fail)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KnowledgeError, match=r"^a\.yaml: 写不进去：磁盘已满$"):
        apply(tmp_path, change)
    assert content(tmp_path) == change.before
    assert len(list(tmp_path.iterdir())) == (change.before is not None)


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"^a\.yaml: 写不进去：文件不存在$"):
        apply(tmp_path / "missing", CREATE)


def test_what_a_crash_left_behind_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".0123456789abcdef.tmp").touch()
    (tmp_path / ".mine.tmp").touch()
    apply(tmp_path, CREATE)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.tmp", "a.yaml"]


def test_of_changes_at_the_same_time_one_is_made(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    made: list[str] = []

    def change(number: int) -> None:
        after = f"title: {number}\ntext: 文。\n"
        try:
            apply(tmp_path, Change("a.yaml", OLD, after))
        except ChangedMeanwhileError:
            return
        made.append(after)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [content(tmp_path)]


_WRITER = """\
import sys
from pathlib import Path
from bot.input.changes import Change, apply, read_current
folder = Path(sys.argv[1])
states = [None, "title: A\\ntext: |\\n" + "  一\\n" * 20000, "title: B\\ntext: |\\n" + "  二\\n" * 20000]
print("ready", flush=True)
while True:
    for after in (*states[1:], None):
        apply(folder, Change("a.yaml", read_current(folder, "a.yaml"), after))
"""


def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    whole = {None, *(f"title: {t}\ntext: |\n" + f"  {c}\n" * 20000 for t, c in ("A一", "B二"))}
    for number in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            # Somewhere in the middle of some change; each takes a few milliseconds.
            threading.Event().wait(0.004 * (number + 1))
            writer.send_signal(signal.SIGKILL)
        assert content(tmp_path) in whole
    put(tmp_path, OLD)
    apply(tmp_path, EDIT)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


class TestDiff:
    @pytest.mark.parametrize(
        ("change", "shown"),
        [
            (
                Change("a.yaml", "一\n二\n三\n四\n", "一\n二\n新\n四\n"),
                "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,4 +1,4 @@\n 一\n 二\n-三\n+新\n 四\n",
            ),
            (Change("a.yaml", None, "一\n"), "--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+一\n"),
            (Change("a.yaml", "一", None), "--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-一\n"),
            (
                Change("a.yaml", "一\r\n", "一\n"),
                "--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1 @@\n-一\r\n+一\n",
            ),
            (Change("a.yaml", "一\n", "一\n"), ""),
        ],
    )
    def test_shows_what_changes(self, change: Change, shown: str) -> None:
        assert diff(change) == shown

    def test_of_large_changes_shows_everything_between_the_first_and_the_last(self) -> None:
        before = "".join(f"{number}\n" for number in range(3000))
        after = before.replace("\n1500\n", "\n新\n")
        shown = diff(Change("a.yaml", before, after))
        assert shown == "--- a/a.yaml\n+++ b/a.yaml\n@@ -1501,1 +1501,1 @@\n-1500\n+新\n"
        assert diff(Change("a.yaml", before, before)) == ""


texts = st.none() | st.text(st.characters(codec="utf-8"), max_size=30)


@settings(deadline=None, max_examples=50)
@given(before=texts, after=texts)
def test_any_change_leads_exactly_there_and_back(
    before: str | None, after: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("base")
    put(folder, before)
    change = Change("a.yaml", before, after)
    apply(folder, change)
    assert content(folder) == after
    apply(folder, change.reverse())
    assert content(folder) == before

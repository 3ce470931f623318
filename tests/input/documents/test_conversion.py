from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import DocumentError
from bot.base.model import Article, Faq
from bot.input.documents import conversion
from bot.input.documents.conversion import Halt, convert
from bot.input.documents.reading import read
from bot.input.writing import dump_article
from tests.input.documents.papers import pdf, typeset, word

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "新港开港\n新港昨天在青岛开港。\n"
DRAFT = Article("", "新港开港", "新港昨天在青岛开港。")
PDF = pdf([[(72, 780, 20, "新港开港"), *typeset(["新港昨天在青岛开港。"], 700)]])


def test_each_format_gives_the_same_article() -> None:
    def write(document: object) -> None:
        for line in TEXT.splitlines():
            document.add_paragraph(line)  # type: ignore[attr-defined]

    html = "<h1>新港开港</h1><p>新港昨天在青岛开港。</p>"
    documents = {
        "a.txt": TEXT.encode("gbk"),
        "a.md": f"# {TEXT}".encode(),
        "folder/A.HTML": html.encode(),
        "C:\\a.docx": word(write),
        "港 口.pdf": PDF,
    }
    for name, data in documents.items():
        assert convert(name, data, megabytes=1) == DRAFT, name


def test_an_article_in_yaml_is_taken_as_it_is() -> None:
    data = "\ufefftitle: 题\ntext: 文。\nfaq: [{ask: [问], answer: 答}]\n".encode()
    expected = Article("上合", "题", "文。", faq=(Faq(("问",), "答"),))
    assert convert("上合.yml", data, megabytes=1) == expected


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.exe", b"MZ", "不能转换 .exe 文件；可以导入的有 .txt、.md、.html、.docx、.pdf、.yaml"),
        ("a.doc", b"\xd0\xcf", "不能转换 .doc 文件"),
        ("a", b"text", "没有扩展名，不知道是什么格式"),
        ("a.txt", b"", "文件是空的"),
        ("a.txt", b" \n ", "文件是空的"),
        ("a.txt", "\u200b\ufeff".encode(), "里面没有文字"),
        ("a.html", b"<script>alert(1)</script>", "里面没有文字"),
        ("a.txt", b"a" * (2**20 + 1), "文件超过 1 MB（设置 limits.upload_megabytes）"),
        ("a.txt", PDF, "内容是 PDF，与扩展名不符；请把扩展名改成 .pdf"),
        ("a.pdf", TEXT.encode(), "内容不是 PDF，与扩展名不符"),
        ("a.docx", TEXT.encode(), "内容不是 Word 文档（.docx），与扩展名不符"),
        ("a.md", word(lambda _: None), "内容是压缩包或 Office 文件，与扩展名不符"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 EncryptedPackage",
            "有打开密码，或是旧版 Word 格式；请去掉密码，另存为 .docx",
        ),
        ("a.txt", b"\x00\x01\x02\xff" * 9, "不是文本文件，或认不出它的编码；请另存为 UTF-8"),
    ],
)
def test_what_cannot_be_converted_is_a_problem(name: str, data: bytes, problem: str) -> None:
    with pytest.raises(DocumentError) as error:
        convert(name, data, megabytes=1)
    assert str(error.value).startswith(f"{name}: {problem}")


def test_every_problem_of_a_yaml_file_is_told() -> None:
    with pytest.raises(DocumentError) as error:
        convert("a.yaml", b"titel: a\ntags: b\n", megabytes=1)
    assert len(error.value.problems) == 3


def test_a_conversion_ends_in_time() -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt: 转换超过 0\.001 秒"):
        convert("a.txt", TEXT.encode(), megabytes=1, seconds=0.001)


def test_a_conversion_is_ended_by_another_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    endless = tmp_path / "endless"
    endless.write_text(f"#!/bin/sh\necho > {begun}\nexec sleep 600\n", encoding="utf-8")
    endless.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(endless))
    halt = Halt()

    def end() -> None:
        begun.read_bytes()
        halt.ask()

    other = threading.Thread(target=end)
    other.start()
    with pytest.raises(DocumentError, match=r"^a\.txt: 转换不了"):
        convert("a.txt", TEXT.encode(), megabytes=1, halt=halt)
    other.join()
    # From now on none goes on for longer than it takes to see that.
    with pytest.raises(DocumentError):
        convert("a.txt", TEXT.encode(), megabytes=1, halt=halt)


def test_a_conversion_that_nobody_ends_any_more_is_ended_by_the_system() -> None:
    command = [sys.executable, "-m", "bot.input.documents", "a.md", "1"]
    ended = subprocess.run(command, input=b"a\n" * 500_000, capture_output=True, check=False)
    assert ended.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_yaml_of_more_than_an_article_is_refused_unread() -> None:
    with pytest.raises(DocumentError, match="文件超过 8 MB"):
        convert("a.yaml", b"[" * (8 * 2**20 + 1), megabytes=20)


def test_a_conversion_that_dies_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(DocumentError, match=r"^a\.txt: 转换不了"):
        convert("a.txt", TEXT.encode(), megabytes=1)


def test_the_conversion_knows_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\n", encoding="utf-8")
    spy.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(spy))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:geheim")
    with pytest.raises(DocumentError):
        convert("a.txt", TEXT.encode(), megabytes=1)
    assert "geheim" not in (tmp_path / "seen").read_text(encoding="utf-8")
    assert os.environ["TELEGRAM_BOT_TOKEN"]
    assert conversion.MAX_SECONDS


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_damaged_file_is_an_article_or_a_problem(name: str, place: float) -> None:
    whole = PDF if name == "a.pdf" else word(lambda document: document.add_paragraph("文。"))
    at = int(len(whole) * place)
    with contextlib.suppress(DocumentError):
        convert(name, whole[:at] + b"\xff" * 16 + whole[at + 16 :], megabytes=1)


@settings(deadline=None)
@given(
    name=st.sampled_from(["a.txt", "a.md", "a.html"]),
    text=st.text() | st.text(st.sampled_from("<>&/='\" -#*`|[]()\n\tap甲。")),
)
def test_any_text_is_an_article_that_can_be_saved_or_a_problem(name: str, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        article = read(name, data)
    except DocumentError:
        return
    saved = dataclasses.replace(article, id="a")
    assert "title: " in dump_article(saved)

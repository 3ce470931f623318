"""Files that mean harm: each is a problem that is told, and readers are answered all the while."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.e2e.harness import BRIDGE, EVIDENCE, WHO, BotProcess
from tests.emulator.driver import labels
from tests.input.documents.papers import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.harness import MakeBot
    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    folder = tmp_path_factory.mktemp("bot")
    (folder / "secret.yaml").write_text("title: 秘密\ntext: 口令是芝麻开门。\n", encoding="utf-8")
    with BotProcess(telegram, folder, admins=[admin.chat_id]) as bot:
        yield bot


def docx(body: str = "", head: str = "", more: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        archive.writestr("word/more.xml", more)
    return packed.getvalue()


def lying(data: bytes) -> bytes:
    """Let an archive say of its largest part that it has a hundred bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        truth = max(part.file_size for part in archive.infolist())
    return data.replace(truth.to_bytes(4, "little"), (100).to_bytes(4, "little"))


LAUGHS = '<!DOCTYPE a [<!ENTITY a0 "haha">' + "".join(
    f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
)
FILES = {
    "a bomb.docx": (docx(more=b"\x00" * (33 * MEGABYTE)), "解开后太大"),
    "a bomb that lies.docx": (lying(docx(" " * (8 * MEGABYTE))), "不是完好的 Word 文档"),
    "laughs.docx": (docx("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", f"{LAUGHS}]>"), "含有 DOCTYPE"),
    "deep.docx": (docx("<w:ins>" * 50_000 + "</w:ins>" * 50_000), "转换不了"),
    "an outside entity.docx": (
        docx(
            "<w:p><w:r><w:t>甲&secret;</w:t></w:r></w:p>",
            '<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        ),
        "含有 DOCTYPE",
    ),
    "blank.pdf": (pdf([[]]), "没有文字"),
    "pages.pdf": (b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 1000, ""),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "不是文本文件"),
    "program.exe": (b"MZ", "不能转换 .exe 文件"),
    "archive.zip": (docx(), "不能转换 .zip 文件"),
    "aliases.yaml": (
        ("a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9999))).encode(),
        "不支持 YAML 的锚点和别名",
    ),
    "object.yaml": (b"title: !!python/object/apply:os.system ['true']\n", "不支持 YAML 的标签"),
    "depth.yaml": (b"title: a\ntext: " + b"[" * 100_000, "嵌套超过"),
    "nul.yaml": (b"title: a\ntext: b\x00c\n", "含有控制字符 U+0000"),
    "twice.yaml": (b"title: a\ntitle: b\ntext: c\n", "重复"),
    "names.yaml": (
        ("title: a\ntext: b\naliases: {c: [" + ", ".join(map(str, range(5000))) + "]}").encode(),
        "最多 100 项",
    ),
    "huge.yaml": (b"title: a\ntext: " + b"b" * (9 * MEGABYTE), "超过 8 MB"),
}


def settled_yet(admin: Person, told: Json) -> Json | None:
    message = admin.telegram._server.world.messages[told["chat"]["id"], told["message_id"]]
    return None if message["text"].startswith("正在") else message


def settled(admin: Person, told: Json) -> Json:
    return admin.telegram.wait(lambda: settled_yet(admin, told), "the outcome")


@pytest.mark.parametrize(
    ("name", "data", "problem"), [(n, *f) for n, f in FILES.items()], ids=FILES
)
def test_a_file_that_means_harm_is_a_problem(
    bot: BotProcess, admin: Person, name: str, data: bytes, problem: str
) -> None:
    told = admin.answer_to(admin.upload(name, data))
    # Whoever asks meanwhile is answered.
    assert EVIDENCE in admin.telegram.person().ask(WHO)["text"]
    said = settled(admin, told)
    assert problem in said["text"]
    assert "root:" not in said["text"]
    assert problem == "" or labels(said) == []
    assert [path.name for path in bot.knowledge.iterdir()] == ["bridge.yaml"]
    assert "Traceback" not in bot.log


LARGEST = "title: 长卷\ntext: |\n" + "  桥头堡上有三面红旗的雕塑。\n" * (MEGABYTE // 50)


@pytest.mark.parametrize("name", ["large.yaml", "large.txt"])
def test_while_a_large_file_is_read_another_chat_is_answered(
    bot: BotProcess, admin: Person, name: str
) -> None:
    told = admin.answer_to(admin.upload(name, LARGEST.encode()))
    reading = bot.wait_for_child()
    # As long as this one stands still, whatever is said is said meanwhile.
    reading.suspend()
    assert EVIDENCE in admin.telegram.person().ask(WHO)["text"]
    assert settled_yet(admin, told) is None
    reading.resume()
    shown = settled(admin, told)
    assert "长卷" in shown["text"]
    admin.tap(shown, "取消")


def test_a_link_out_of_the_folder_is_not_followed(bot: BotProcess, admin: Person) -> None:
    link = bot.knowledge / "link.yaml"
    link.symlink_to("../secret.yaml")
    said = settled(admin, admin.ask("/reload"))["text"]
    assert "链接指向知识文件夹之外，不读取" in said
    shown = admin.ask("/article link")["text"]
    assert "芝麻" not in said + shown
    for name in ("../secret", "..%2fsecret", "/etc/passwd", "link/../../secret"):
        assert "芝麻" not in admin.ask(f"/article {name}")["text"]
    told = settled(admin, admin.answer_to(admin.upload("link.yaml", b"title: a\ntext: b\n")))
    if "✅ 覆盖" in "".join(labels(told)) or "✅ 确认" in labels(told):
        admin.tap(told, "✅")
    assert "芝麻开门" in (bot.knowledge.parent / "secret.yaml").read_text(encoding="utf-8")
    link.unlink()
    assert settled(admin, admin.ask("/reload"))["text"] == "知识库没有变化。"
    assert (bot.knowledge / "bridge.yaml").read_text(encoding="utf-8") == BRIDGE


def test_a_conversion_ends_with_the_bot(own_telegram: Telegram, make_bot: MakeBot) -> None:
    admin = own_telegram.person("管理员")
    with make_bot(admins=[admin.chat_id]) as bot:
        admin.answer_to(admin.upload("slow.md", b"[" * MEGABYTE))
        converter = bot.wait_for_child()
        assert bot.stop() == 0
    _, alive = psutil.wait_procs([converter], timeout=5)
    assert alive == []

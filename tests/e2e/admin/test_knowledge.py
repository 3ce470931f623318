"""Changing the knowledge from the chat: import, remove, the lexicon, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.input.knowledge import load_knowledge
from tests.e2e.harness import BRIDGE, EVIDENCE, NOWHERE, WHO, BotProcess
from tests.emulator import Fault, Telegram
from tests.emulator.driver import labels, quoted
from tests.input.documents.papers import pdf, typeset, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.harness import MakeBot
    from tests.emulator import Person
    from tests.emulator.world import Json

TOWER = "塔高三百米。塔由李明设计。\n"
WHO_TOWER = "塔由谁设计？"
LEXICON = "# 词表\nwords: [铁路桥]  # 常用\nsynonyms:\n  - [大桥, 长江大桥]\n"
GOLDEN = f"""\
- question: {WHO}
  article: bridge
- question: {NOWHERE}
  refuse: true
"""
FILES = {"bridge.yaml": BRIDGE, "lexicon.yaml": LEXICON, "golden.yaml": GOLDEN}


@pytest.fixture(scope="module")
def running(
    telegram: Telegram,
    admin: Person,
    other_admin: Person,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BotProcess]:
    bot = BotProcess(
        telegram,
        tmp_path_factory.mktemp("bot"),
        admins=[admin.chat_id, other_admin.chat_id],
        settings="limits: {upload_megabytes: 1}\n",
    )
    put_back(bot)
    with bot:
        yield bot


def put_back(bot: BotProcess) -> None:
    for path in bot.knowledge.iterdir():
        path.unlink()
    for name, content in FILES.items():
        bot.write(name, content)


@pytest.fixture
def bot(running: BotProcess, admin: Person) -> Iterator[BotProcess]:
    """The bot, with its knowledge as it was once the test is over."""
    yield running
    if not running.is_running:
        running.start()
        running.wait_until_up()
    if files(running) != FILES:
        put_back(running)
        done(admin, admin.ask("/reload"))


def files(bot: BotProcess) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in bot.knowledge.iterdir()}


def done(admin: Person, told: Json, words: str = "") -> Json:
    """Wait until the bot is no longer at work on what it said."""
    telegram = admin.telegram
    messages = telegram._server.world.messages
    key = (told["chat"]["id"], told["message_id"])

    def look() -> Json | None:
        text = messages[key]["text"]
        return messages[key] if not text.startswith("正在") and words in text else None

    return telegram.wait(look, f"{words!r} after {told['text']!r}")


def offered(admin: Person, name: str | None, data: bytes | str, **rest: Any) -> Json:  # noqa: ANN401
    """Send a file, and wait for what the bot makes of it."""
    content = data.encode() if isinstance(data, str) else data
    return done(admin, admin.answer_to(admin.upload(name, content, **rest)))


def proposed(admin: Person, command: str) -> Json:
    return done(admin, admin.ask(command))


def test_a_file_becomes_an_article_once_it_is_confirmed(bot: BotProcess, admin: Person) -> None:
    shown = offered(admin, "江边的塔.txt", TOWER)
    assert shown["text"].splitlines() == [
        "《江边的塔》",
        "编号：江边的塔（文件 江边的塔.yaml）",
        "2 句，13 字",
        "  塔高三百米。",
        "  塔由李明设计。",
    ]
    assert labels(shown) == ["✅ 确认", "✖ 取消", "✏ 换标题"]
    assert files(bot) == FILES
    lines = admin.tap(shown, "确认")["text"].splitlines()
    assert lines[0] == "导入：江边的塔"
    assert lines[1].startswith("已写入并更新，用时 ")
    assert lines[2:] == [
        "文章：1 → 2 篇",
        "句子：5 → 7 句",
        "新增 1 篇：江边的塔",
        "其中的句子：新增 2，修改 0，删除 0",
        "＋ 塔高三百米。",
        "＋ 塔由李明设计。",
        "校验问题：2 个，没有答对的 0 个",
        "要收回，用 /undo 。",
    ]
    assert load_knowledge(bot.knowledge).problems == ()
    assert "塔由李明设计。" in admin.ask(WHO_TOWER)["text"]


def _written(document: Any) -> None:  # noqa: ANN401
    document.add_heading("江边的塔", 0)
    document.add_paragraph(TOWER)


CONVERTED: dict[str, bytes] = {
    "tower.docx": word(_written),
    "tower.pdf": pdf([typeset([TOWER.strip()])], title="江边的塔"),
    "tower.html": f"<title>江边的塔</title><article><h1>江边的塔</h1><p>{TOWER}</p></article>".encode(),
    "tower.md": f"# 江边的塔\n\n{TOWER}".encode(),
    "tower.yaml": f"title: 江边的塔\ntext: {TOWER}".encode(),
}


@pytest.mark.parametrize("name", CONVERTED)
def test_a_document_of_every_kind_is_converted(bot: BotProcess, admin: Person, name: str) -> None:
    shown = offered(admin, name, CONVERTED[name])
    assert shown["text"].startswith("《江边的塔》\n编号：tower（文件 tower.yaml）\n")
    assert shown["text"].splitlines()[3:] == ["  塔高三百米。", "  塔由李明设计。"]
    assert admin.tap(shown, "取消")["text"] == "已取消，什么都没有改。"
    assert files(bot) == FILES


def test_what_is_cancelled_or_done_cannot_be_confirmed(bot: BotProcess, admin: Person) -> None:
    shown = offered(admin, "tower.txt", TOWER)
    admin.tap(shown, "取消")
    assert admin.tap_for_notice(shown, "确认").startswith("这个按钮已经失效")
    assert admin.tap_for_notice(shown, "取消").startswith("这个按钮已经失效")
    assert files(bot) == FILES


def test_a_preview_outlives_a_restart(bot: BotProcess, admin: Person) -> None:
    shown = offered(admin, "tower.txt", TOWER)
    bot.restart()
    assert "新增 1 篇：tower" in admin.tap(shown, "确认")["text"]
    assert "塔由李明设计。" in admin.ask(WHO_TOWER)["text"]


def test_buttons_work_for_their_owner_alone(
    bot: BotProcess, telegram: Telegram, admin: Person, other_admin: Person
) -> None:
    shown = offered(admin, "tower.txt", TOWER)
    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    stranger = telegram.person("路人")
    assert stranger.tap_for_notice(shown, "确认") == "这个命令只有管理员可以用。"
    assert other_admin.tap_for_notice(shown, "确认").startswith("这是另一位管理员的")
    forged = {
        stranger: [data.replace(str(admin.chat_id), str(stranger.chat_id)), "!ok:1:", "!ok"],
        # The draft is another's, whoever the data says it belongs to.
        other_admin: [data.replace(str(admin.chat_id), str(other_admin.chat_id)), "!ok:0", "!x:1"],
    }
    for person, tries in forged.items():
        for one in tries:
            person.send_callback(one, message=shown)
    assert files(bot) == FILES
    assert "新增 1 篇：tower" in admin.tap(shown, "确认")["text"]


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "another format": ("setup.exe", b"MZ", "setup.exe: 不能转换 .exe 文件；可以导入的有 .txt"),
    "no suffix": ("README", b"x", "README: 没有扩展名，不知道是什么格式"),
    "empty": ("empty.txt", b" \n", "empty.txt: 文件是空的"),
    "damaged": ("broken.docx", b"PK\x03\x04", "broken.docx: "),
    "locked": ("locked.pdf", pdf([typeset(["塔。"])], password="1234"), "locked.pdf: "),
    "a mistake in YAML": ("a.yaml", "title: 题\nauthor: 甲\ntext: 文。\n".encode(), "a.yaml:2:1: "),
}


@pytest.mark.parametrize(("name", "data", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_converted_is_told(
    bot: BotProcess, admin: Person, name: str, data: bytes, why: str
) -> None:
    told = offered(admin, name, data)["text"]
    assert told.startswith(f"没有导入：\n\n{why}")
    assert files(bot) == FILES


def test_a_large_file_is_not_even_downloaded(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    calls = len(telegram.calls("getFile"))
    told = admin.answer_to(admin.upload("a.txt", b"x", size=2 << 20))
    assert told["text"] == "文件太大了：最大 1 MB。"
    assert len(telegram.calls("getFile")) == calls


def test_a_file_that_telegram_does_not_give_is_told(
    bot: BotProcess, admin: Person, telegram: Telegram
) -> None:
    del bot
    telegram.fail(Fault("getFile", 400, "Bad Request: file is too big"))
    assert offered(admin, "a.txt", "字。")["text"] == "文件太大了：最大 1 MB。"
    telegram.fail(Fault("getFile", 400, "Bad Request: the file is temporarily unavailable"))
    assert offered(admin, "a.txt", "字。")["text"].startswith("没能从 Telegram 取到这个文件")


def test_an_article_of_the_same_id_is_replaced_or_not(bot: BotProcess, admin: Person) -> None:
    text = f"# 桥\n\n{EVIDENCE}大桥很长。\n"
    shown = offered(admin, "bridge.md", text)
    assert "注意：已经有编号相同的文章 bridge《南京长江大桥》；写入会替换它" in shown["text"]
    assert labels(shown) == ["✅ 覆盖 bridge", "✖ 取消", "另存为 bridge-2", "✏ 换标题"]
    beside = admin.tap(shown, "另存为")
    assert "编号：bridge-2（文件 bridge-2.yaml）" in beside["text"]
    assert labels(beside) == ["✅ 确认", "✖ 取消", "✏ 换标题"]
    assert "新增 1 篇：bridge-2" in admin.tap(beside, "确认")["text"]
    assert "修改 1 篇：bridge" in admin.tap(offered(admin, "bridge.md", text), "覆盖")["text"]
    assert "title: 桥" in files(bot)["bridge.yaml"]
    assert files(bot)["bridge.yaml"].endswith(BRIDGE.partition("faq:")[2].splitlines()[-1] + "\n")
    again = offered(admin, "bridge.md", text)
    assert again["text"] == "文件里已经是这样了，什么都没有改。"


def test_what_golden_questions_rest_on_is_not_replaced(bot: BotProcess, admin: Person) -> None:
    bot.write("golden.yaml", f"- {{question: {WHO}, article: bridge, text: 梅旸春}}\n")
    told = admin.tap(offered(admin, "bridge.md", "# 桥\n\n大桥很长。\n"), "覆盖")["text"]
    assert told.startswith("没有改动。有 1 个问题：\n\ngolden.yaml:1:")
    assert files(bot)["bridge.yaml"] == BRIDGE


def test_a_title_is_given_in_the_caption_or_in_a_reply(bot: BotProcess, admin: Person) -> None:
    shown = offered(admin, "tower.txt", TOWER, caption="河边\n的塔")
    assert shown["text"].startswith("《河边 的塔》\n")
    assert admin.tap_for_notice(shown, "换标题") == "请回复这条预览，写上新标题。"
    before = len(admin.telegram.said(admin))
    admin.send(WHO, reply_to=shown)
    retitled = done(admin, shown, f"《{WHO}》")
    assert len(admin.telegram.said(admin)) == before
    assert admin.tap_for_notice(shown, "确认").startswith("这个按钮已经失效")
    admin.tap(retitled, "确认")
    assert files(bot)["tower.yaml"].startswith(f"title: {WHO}\n")


def test_a_file_is_imported_that_import_replies_to(bot: BotProcess, admin: Person) -> None:
    del bot
    assert admin.ask("/import")["text"].startswith("把文件直接发给我就行：.txt .md")
    file = admin.upload("tower.txt", TOWER.encode())
    admin.tap(done(admin, admin.answer_to(file)), "取消")
    shown = done(admin, admin.ask("/import 河边的塔", reply_to=file))
    assert shown["text"].startswith("《河边的塔》\n编号：tower")
    admin.tap(shown, "取消")


def test_a_strangers_files_are_declined_once(bot: BotProcess, telegram: Telegram) -> None:
    stranger = telegram.person("路人")
    calls = len(telegram.calls("getFile"))
    declined = stranger.answer_to(stranger.upload("a.txt", TOWER.encode()))
    assert declined["text"] == "文件只有管理员可以导入。有问题请打成字发给我。"
    stranger.upload("b.txt", TOWER.encode())
    asked = stranger.upload("c.txt", TOWER.encode(), caption=WHO)
    assert EVIDENCE in stranger.answer_to(asked)["text"]
    assert len(telegram.said(stranger)) == 2
    assert len(telegram.calls("getFile")) == calls
    assert files(bot) == FILES


COMMANDS = ["/import", "/article bridge", "/remove bridge", "/lexicon", "/undo", "/reload"]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_work_in_the_right_hands_alone(
    bot: BotProcess, telegram: Telegram, admin: Person, command: str
) -> None:
    stranger, group = telegram.person("路人"), telegram.group()
    assert stranger.ask(command)["text"] == "这个命令只有管理员可以用。"
    name, _, rest = command.partition(" ")
    named = f"{name}@WenjuTestBot {rest}"
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    chat = {"id": group.chat_id, "type": "supergroup"}
    told = admin.ask(named, group=group, sender=anonymous, sender_chat=chat)
    assert told["text"] == "这个命令只有管理员可以用。"
    if command != "/reload":
        assert admin.ask(named, group=group)["text"] == "这个命令请在私聊里用。"
    said = len(telegram.said(admin))
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "某人"}
    forwarded = admin.answer_to(admin.send(command, forward_origin=origin))
    assert forwarded["text"].startswith("没有这个命令")
    admin.edit(forwarded, command)
    telegram.wait_until_read()
    assert len(telegram.said(admin)) == said + 1
    assert files(bot) == FILES
    assert "Traceback" not in bot.log


def test_admins_see_ids_in_the_list_of_articles(
    bot: BotProcess, telegram: Telegram, admin: Person
) -> None:
    del bot
    listed = admin.ask("/articles")
    assert quoted(listed, "code") == ["bridge"]
    assert "bridge" not in telegram.person("路人").ask("/articles")["text"]
    group = telegram.group()
    assert "bridge" not in admin.ask("/articles@WenjuTestBot", group=group)["text"]


@pytest.mark.parametrize("name", ["bridge", "bridge.yaml", "lexicon", "golden"])
def test_an_articles_file_is_sent(bot: BotProcess, admin: Person, name: str) -> None:
    before = len(admin.telegram.calls())
    admin.send(f"/article {name}")
    sent = admin.telegram.wait_for_call("sendDocument", before)
    file = name.removesuffix(".yaml") + ".yaml"
    assert {key: data.decode() for key, data in sent.files.items()} == {file: files(bot)[file]}


@pytest.mark.parametrize("named", ["tower", "../bridge", "%s", "a" * 300])
def test_an_article_that_is_not_there_is_told(bot: BotProcess, admin: Person, named: str) -> None:
    told = admin.ask(f"/article {named}")["text"]
    assert told == f"没有编号为 {named} 的文章。编号见 /articles 。"
    told = proposed(admin, f"/remove {named}")["text"]
    assert told.startswith("没有改动。有 1 个问题：")
    assert files(bot) == FILES
    assert "Traceback" not in bot.log


def test_a_file_of_the_whole_base_that_is_not_there_is_told(admin: Person) -> None:
    assert admin.ask("/article taught")["text"] == "taught.yaml: 没有这个文件"


def test_an_article_is_removed_with_its_golden_questions(bot: BotProcess, admin: Person) -> None:
    last = admin.ask("/remove bridge")["text"]
    assert last == "它是唯一的一篇文章，没有删除：知识库不能空着。请先导入别的文章。"
    bot.write("tower.yaml", f"title: 塔\ntext: {TOWER}")
    done(admin, admin.ask("/reload"))
    shown = proposed(admin, "/remove bridge")
    assert shown["text"].splitlines()[:5] == [
        "要删除 bridge《南京长江大桥》吗？删了之后：",
        "关于它的 1 个校验问题会一起删去。",
        "文章：2 → 1 篇",
        "句子：7 → 2 句",
        "删除 1 篇：bridge",
    ]
    admin.tap(shown, "确认")
    assert set(files(bot)) == {"golden.yaml", "lexicon.yaml", "tower.yaml"}
    assert NOWHERE in files(bot)["golden.yaml"]
    assert WHO not in files(bot)["golden.yaml"]
    listed = admin.ask("/undo")["text"].splitlines()
    assert "删除 bridge.yaml · 南京长江大桥" in listed[1]
    assert "删除 golden.yaml · 南京长江大桥" in listed[2]


def test_the_lexicon_is_shown_and_edited(bot: BotProcess, admin: Person) -> None:
    shown = admin.ask("/lexicon")["text"]
    assert shown.splitlines()[:3] == [
        "词（1）：铁路桥",
        "同义词（1 组）：大桥 = 长江大桥",
        "停用词（0）：（没有）",
    ]
    added = proposed(admin, "/lexicon +词 桥头堡、铁路桥")
    assert added["text"].splitlines() == [
        "要这样改词表吗？改了之后：",
        "words + 桥头堡、铁路桥",
        "词表有改动。",
        "校验问题：2 个，没有答对的 0 个",
    ]
    assert admin.tap(added, "确认")["text"].startswith("改词表：words + 桥头堡、铁路桥\n已写入")
    assert files(bot)["lexicon.yaml"] == LEXICON.replace("[铁路桥]", "[铁路桥, 桥头堡]")
    again = proposed(admin, "/lexicon +word 桥头堡")
    assert again["text"] == "文件里已经是这样了，什么都没有改。"
    admin.tap(proposed(admin, "/lexicon - 同义词 长江大桥"), "确认")
    admin.tap(proposed(admin, "/lexicon +synonyms 梅旸春 设计师"), "确认")
    assert "[梅旸春, 设计师]" in files(bot)["lexicon.yaml"]
    assert "长江大桥" not in files(bot)["lexicon.yaml"]
    missing = proposed(admin, "/lexicon -停用词 请问")["text"]
    assert missing == "没有改动。有 1 个问题：\n\nlexicon.yaml: stopwords 里没有“请问”"


def test_golden_questions_that_an_edit_of_the_lexicon_changes_are_named(
    bot: BotProcess, admin: Person
) -> None:
    bot.write("golden.yaml", GOLDEN.replace(WHO, "飞虹渡由谁设计？"))
    done(admin, admin.ask("/reload"))
    shown = proposed(admin, "/lexicon +同义词 飞虹渡 大桥")["text"].splitlines()
    assert shown[-2:] in (
        ["变好的 1 个：", "· 飞虹渡由谁设计？（答错 → 答对）"],
        ["变好的 1 个：", "· 飞虹渡由谁设计？（只列为候选 → 答对）"],
    )


def test_changes_are_listed_shown_and_taken_back(
    bot: BotProcess, admin: Person, other_admin: Person
) -> None:
    admin.tap(offered(admin, "tower.txt", TOWER), "确认")
    listed = admin.ask("/undo")
    newest = listed["text"].splitlines()[1]
    number = newest.removeprefix("第 ").partition(" ")[0]
    assert newest.startswith(f"第 {number} 次：导入 tower.yaml · tower · 2")
    assert newest.endswith(" · 你")
    theirs = other_admin.ask("/undo")["text"].splitlines()[1]
    assert theirs.endswith(" · 另一位管理员")
    assert other_admin.tap_for_notice(listed, number).startswith("这是另一位管理员的")
    shown = admin.tap(listed, number)
    assert quoted(shown, "pre")[0].splitlines()[:3] == [
        "--- /dev/null",
        "+++ b/tower.yaml",
        "@@ -0,0 +1,3 @@",
    ]
    assert labels(shown) == ["⬅ 返回", "↩ 收回这次改动"]
    back = admin.tap(shown, "返回")
    assert back["text"] == listed["text"]
    asked = admin.tap(admin.tap(back, number), "收回")
    assert asked["text"].startswith(f"要收回第 {number} 次改动吗？收回之后：\n文章：2 → 1 篇\n")
    bot.restart()
    assert admin.tap(asked, "确认")["text"].startswith(f"收回：#{number}\n已写入并更新")
    assert files(bot) == FILES
    lines = admin.ask("/undo")["text"].splitlines()
    assert f"：收回 tower.yaml · #{number} · " in lines[1]
    assert lines[2].endswith(" · 已收回")
    assert labels(admin.tap(admin.ask("/undo"), number)) == ["⬅ 返回"]
    # Taking back what took back brings the article back.
    redo = int(number) + 1
    admin.tap(admin.tap(admin.tap(admin.ask("/undo"), str(redo)), "收回"), "确认")
    assert "tower.yaml" in files(bot)


def test_a_number_behind_the_command_shows_the_change_that_has_it(
    bot: BotProcess, admin: Person
) -> None:
    admin.tap(offered(admin, "tower.txt", TOWER), "确认")
    admin.tap(proposed(admin, "/lexicon +词 桥头堡"), "确认")
    listed = admin.ask("/undo")
    assert "一次收回一个" in listed["text"].splitlines()[0]
    latest, before = labels(listed)[:2]
    shown = admin.ask(f"/undo {before}")
    assert shown["text"].startswith(f"第 {before} 次：导入 tower.yaml")
    assert labels(shown) == ["⬅ 返回", "↩ 收回这次改动"]
    admin.tap(admin.tap(shown, "收回"), "确认")
    # That one, and not so many.
    assert "tower.yaml" not in files(bot)
    assert "桥头堡" in files(bot)["lexicon.yaml"]
    assert labels(admin.ask(f"/undo #{before}")) == ["⬅ 返回"]
    assert admin.ask(f"/undo {latest}")["text"].startswith(f"第 {latest} 次：改词表")
    for number in ("0", "999999", "9" * 40):
        gone = admin.ask(f"/undo {number}")
        assert gone["text"] == "没有这次改动，或者已经收回。"
        assert admin.tap(gone, "返回")["text"] == admin.ask("/undo")["text"]
    assert admin.ask("/undo all")["text"] == admin.ask("/undo")["text"]


def test_what_was_changed_since_is_not_taken_back(bot: BotProcess, admin: Person) -> None:
    admin.tap(offered(admin, "tower.txt", TOWER), "确认")
    now = files(bot)["tower.yaml"].replace("三百米", "四百米")
    listed = admin.ask("/undo")
    number = labels(listed)[0]
    shown = admin.tap(listed, number)
    asked = admin.tap(shown, "收回")
    bot.write("tower.yaml", now)
    assert "tower.yaml: 文件刚被别人改过" in admin.tap(asked, "确认")["text"]
    told = admin.tap(admin.tap(admin.ask("/undo"), number), "收回")
    assert told["text"].startswith("tower.yaml 后来又改过，不能收回这次改动")
    assert "+  塔高四百米。" in quoted(told, "pre")[0]
    assert labels(told) == ["⬅ 返回"]
    assert files(bot)["tower.yaml"] == now


def test_many_changes_are_listed_in_pages(bot: BotProcess, admin: Person) -> None:
    del bot
    for number in range(9):
        admin.tap(proposed(admin, f"/lexicon +停用词 第{number}"), "确认")
    first = admin.ask("/undo")
    assert labels(first)[-1] == "下一页 ➡"
    assert len(labels(first)) == 9
    second = admin.tap(first, "下一页")
    assert "⬅ 上一页" in labels(second)
    assert labels(second)[0] == str(int(labels(first)[7]) - 1)
    assert admin.tap(second, "上一页")["text"] == first["text"]


def test_a_long_difference_comes_as_a_file(bot: BotProcess, admin: Person) -> None:
    del bot
    text = "".join(f"这座塔的第{number}层有一扇窗和一盏灯。\n" for number in range(400))
    admin.tap(offered(admin, "tower.txt", text), "确认")
    listed = admin.ask("/undo")
    before = len(admin.telegram.calls())
    shown = admin.tap(listed, labels(listed)[0])
    assert shown["text"].endswith("差别较长，都在文件里。")
    sent = admin.telegram.wait_for_call("sendDocument", before)
    assert "+  这座塔的第399层" in sent.files["changes.diff"].decode()


def test_nothing_is_changed_that_could_not_be_taken_back(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    admin = own_telegram.person("管理员")
    # A file is no folder: the journal can never be opened.
    bot = make_bot("journal: {file: config.yaml/journal.db}\n", admins=[admin.chat_id])
    with bot:
        told = offered(admin, "tower.txt", TOWER)["text"]
        assert told.startswith("记录库现在用不了")
        assert "记录库" in proposed(admin, "/lexicon +词 桥头堡")["text"]
        assert admin.ask("/undo")["text"].startswith("现在")
        bot.write("tower.yaml", f"title: 塔\ntext: {TOWER}")
        assert "新增 1 篇：tower" in proposed(admin, "/reload")["text"]
        assert set(files(bot)) == {"bridge.yaml", "tower.yaml"}

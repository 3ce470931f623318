"""Teaching an answer from the chat, to its end, across restarts, and in the wrong hands."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.base.model import Faq
from bot.input.knowledge import load_knowledge
from tests.e2e.harness import CONTACT, EVIDENCE, NOWHERE, WHO, BotProcess
from tests.emulator.driver import PATIENCE, labels, quoted

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

ANSWER = "火星探测器二〇三一年返回。"
BOLD = "<b>不是粗体</b> & $x_1$ 😀"


@pytest.fixture
def bot(running: BotProcess) -> BotProcess:
    return running


def taught(bot: BotProcess) -> list[tuple[str, Faq]]:
    """Give what was taught, by the id of where it stands, beyond what the base begins with."""
    loaded = load_knowledge(bot.knowledge)
    assert not loaded.problems
    every = (*loaded.knowledge.articles, loaded.knowledge.taught)
    found = [(article.id, faq) for article in every for faq in article.faq]
    return [
        one for one in found if one[1].answer not in ("请写信到 <help@example.org>。", "请打电话。")
    ]


def to_confirm(admin: Person, question: str, answer: str = ANSWER) -> Json:
    return admin.ask(f"/teach {question} = {answer}")


# ---- the dialogue


def test_a_lesson_from_the_first_word_to_the_answer(bot: BotProcess, admin: Person) -> None:
    asked = admin.ask("/teach")
    assert asked["text"].startswith("教一个答案。请把问题发给我")
    more = admin.ask("火星探测器几时返回？")
    assert more["text"].splitlines()[0] == "问题：火星探测器几时返回？"
    assert labels(more) == ["没有了", "✖ 取消"]
    answer = admin.ask("火星探测器何时回来\n探测器哪天从火星返航")
    assert "问题（3 种问法）" in answer["text"]
    place = admin.ask(ANSWER)
    assert labels(place) == ["不属于哪篇文章", "南京长江大桥", "✖ 取消"]
    shown = admin.tap(place, "不属于哪篇文章")
    assert labels(shown) == ["✔ 确认", "✖ 取消", "📄 换个地方"]
    assert quoted(shown, "blockquote") == [ANSWER]
    assert "写进：taught.yaml" in shown["text"]
    assert taught(bot) == []
    admin.tap(shown, "确认")
    saved = admin.telegram.wait_for_words(shown, "已保存")
    assert saved["text"].startswith("已保存。现在问它，是这样回答的：")
    assert ANSWER in saved["text"]
    asks = ("火星探测器几时返回？", "火星探测器何时回来", "探测器哪天从火星返航")
    assert taught(bot) == [("taught", Faq(asks, ANSWER))]
    assert ANSWER in admin.telegram.person().ask("探测器哪天从火星返航？")["text"]
    # The lesson is over: what is typed is a question again.
    assert EVIDENCE in admin.ask(WHO)["text"]


def test_an_answer_goes_to_the_article_that_is_chosen(bot: BotProcess, admin: Person) -> None:
    shown = to_confirm(admin, "大桥收过桥费吗", "不收过桥费。")
    place = admin.tap(shown, "换个地方")
    shown = admin.tap(place, "南京长江大桥")
    assert "写进：bridge.yaml 《南京长江大桥》" in shown["text"]
    admin.tap(shown, "确认")
    admin.telegram.wait_for_words(shown, "已保存。")
    assert ("bridge", Faq(("大桥收过桥费吗",), "不收过桥费。")) in taught(bot)
    assert "大桥由梅旸春主持设计" in (bot.knowledge / "bridge.yaml").read_text("utf-8")


def test_what_is_typed_is_shown_and_saved_as_it_is(bot: BotProcess, admin: Person) -> None:
    shown = to_confirm(admin, "<i>怎么写</i>？😀", BOLD)
    assert "<i>怎么写</i>？😀" in shown["text"]
    assert quoted(shown, "blockquote") == [BOLD]
    admin.tap(shown, "确认")
    admin.telegram.wait_for_words(shown, "已保存。")
    assert ("taught", Faq(("<i>怎么写</i>？😀",), BOLD)) in taught(bot)


def test_similar_questions_and_what_is_answered_now_are_named(
    bot: BotProcess, admin: Person
) -> None:
    del bot
    shown = to_confirm(admin, CONTACT, "请来信。")
    assert "已经教过相近的问题：" in shown["text"]
    assert f"· {CONTACT} → 请写信到 <help@example.org>。" in shown["text"]
    admin.tap(shown, "取消")
    shown = to_confirm(admin, WHO, "请来信。")
    assert "知识库现在这样回答：" in shown["text"]
    assert f"· {WHO} → {EVIDENCE} (可信度 " in shown["text"]
    admin.tap(shown, "取消")


def test_a_text_that_cannot_be_taken_can_be_sent_again(bot: BotProcess, admin: Person) -> None:
    del bot
    cancel = admin.ask("/teach")
    assert admin.ask("问" * 301)["text"] == "一个问题最多 300 个字，请写短些再发一次。"
    assert admin.ask("？？？")["text"] == "这里没有看到问题，请写成文字再发一次。"
    admin.ask("第一个问题")
    many = "\n".join(f"问题甲{number}" for number in range(10))
    assert admin.ask(many)["text"] == "一个答案最多 10 种问法，请少写几种再发一次。"
    assert admin.tap(cancel, "取消")["text"] == "已取消，什么都没有保存。"


# ---- leaving it


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_every_step_can_be_cancelled(bot: BotProcess, admin: Person, steps: int) -> None:
    before = taught(bot)
    shown = admin.ask("/teach")
    for text in ["取消了的问题", "另一种取消了的问法", "不会有的答案"][:steps]:
        shown = admin.ask(text)
    cancelled = admin.tap(shown, "取消")
    assert cancelled["text"] == "已取消，什么都没有保存。"
    assert labels(cancelled) == []
    assert taught(bot) == before
    assert EVIDENCE in admin.ask(WHO)["text"]


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
def test_a_command_ends_the_lesson_at_every_step(
    bot: BotProcess, admin: Person, steps: int
) -> None:
    before = taught(bot)
    shown = admin.ask("/teach")
    for text in ["算了的问题", "另一种算了的问法", "算了的答案"][:steps]:
        shown = admin.ask(text)
    if steps == 4:
        shown = admin.tap(shown, "不属于")
    assert admin.ask("/cancel")["text"] == "已取消，什么都没有保存。"
    assert EVIDENCE in admin.ask(WHO)["text"]
    assert admin.tap_for_notice(shown, "取消") == "这次教学已经结束，请重新发 /teach 。"
    assert taught(bot) == before
    assert admin.ask("/cancel")["text"] == "现在没有在教的答案，没有什么要取消。"


def test_to_whom_teaches_nothing_cancelling_is_unknown(
    bot: BotProcess, telegram: Telegram, admin: Person, other_admin: Person
) -> None:
    del bot
    shown = admin.ask("/teach")
    reader = telegram.person()
    assert reader.ask("/cancel")["text"] == reader.ask("/nonsense")["text"]
    assert other_admin.ask("/cancel")["text"].startswith("现在没有在教的答案")
    assert "还有别的问法吗" in admin.ask("还在教的问题")["text"]
    admin.ask("/cancel")
    assert admin.tap_for_notice(shown, "取消") == "这次教学已经结束，请重新发 /teach 。"


def test_a_new_lesson_takes_the_place_of_one_that_was_left(bot: BotProcess, admin: Person) -> None:
    del bot
    left = admin.ask("/teach")
    shown = admin.ask("/teach")
    assert admin.tap_for_notice(left, "取消") == "这次教学已经结束，请重新发 /teach 。"
    admin.tap(shown, "取消")


def test_commands_go_on_working_in_the_middle(bot: BotProcess, admin: Person) -> None:
    del bot
    shown = admin.ask("/teach")
    assert EVIDENCE in admin.ask(f"/ask {WHO}")["text"]
    assert "南京长江大桥" in admin.ask("/articles")["text"]
    admin.tap(shown, "取消")


def test_an_old_step_is_over(bot: BotProcess, admin: Person) -> None:
    del bot
    admin.ask("/teach")
    more = admin.ask("问一个旧的问题")
    admin.ask("另一个旧的问法")
    assert admin.tap_for_notice(more, "没有了") == "这一步已经过去了。"
    assert admin.tap(more, "取消")["text"] == "已取消，什么都没有保存。"


# ---- after a restart


def test_a_lesson_goes_on_after_a_restart(own_telegram: Telegram, make_bot: MakeBot) -> None:
    admin = own_telegram.person()
    with make_bot(admins=[admin.chat_id]) as bot:
        admin.ask("/teach")
        more = admin.ask("火星探测器几时返回？")
        bot.kill()
        bot.start()
        bot.wait_until_up()
        answer = admin.tap(more, "没有了")
        assert "请把答案发给我" in answer["text"]
        shown = admin.tap(admin.ask(ANSWER), "不属于")
        bot.restart()
        admin.tap(shown, "确认")
        own_telegram.wait_for_words(shown, "已保存。")
        assert taught(bot) == [("taught", Faq(("火星探测器几时返回？",), ANSWER))]
        notice = admin.send_callback(_save(shown), message=shown).params["text"]
        assert notice == "这次教学已经结束，请重新发 /teach 。"
    assert len(taught(bot)) == 1


@pytest.mark.parametrize("moment", ["confirmed", "written"])
def test_a_kill_while_saving_leaves_the_old_or_the_new(
    own_telegram: Telegram, make_bot: MakeBot, moment: str
) -> None:
    admin = own_telegram.person()
    with make_bot(admins=[admin.chat_id]) as bot:
        shown = to_confirm(admin, NOWHERE)
        file = bot.knowledge / "taught.yaml"
        tapping = threading.Thread(
            target=admin.send_callback, args=[_save(shown)], kwargs={"message": shown}
        )
        tapping.start()
        saving = own_telegram.wait_for_words(shown, "正在保存")
        deadline = time.monotonic() + PATIENCE
        while moment == "written" and not file.exists() and time.monotonic() < deadline:
            time.sleep(0.001)
        bot.kill()
        tapping.join()
        assert taught(bot) in ([], [("taught", Faq((NOWHERE,), ANSWER))])
        bot.start()
        bot.wait_until_up()
        # Whichever it is: once more confirmed, it is there once.
        if "text" not in admin.send_callback(_save(saving), message=saving).params:
            own_telegram.wait_for_words(shown, "已保存。")
        assert taught(bot) == [("taught", Faq((NOWHERE,), ANSWER))]
        assert ANSWER in own_telegram.person().ask(NOWHERE)["text"]
    with closing(sqlite3.connect(bot.knowledge.parent / "journal.db")) as database:
        versions = database.execute("select action, path, state from versions order by id")
        done = [(action, path) for action, path, state in versions if state != "dropped"]
        assert done == [("teach", "taught.yaml")]
        assert database.execute(
            "select count(*) from versions where state = 'pending'"
        ).fetchone() == (0,)


def _save(shown: Json) -> str:
    buttons = (b for row in shown["reply_markup"]["inline_keyboard"] for b in row)
    return str(next(b["callback_data"] for b in buttons if "确认" in b["text"]))


# ---- what may go wrong


def test_a_base_that_would_not_load_is_left_alone(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    admin = own_telegram.person()
    with make_bot(admins=[admin.chat_id]) as bot:
        shown = to_confirm(admin, NOWHERE)
        bot.write("broken.yaml", "titel: 写错了\n")
        admin.tap(shown, "确认")
        refused = own_telegram.wait_for_words(shown, "没有保存。")
        assert "broken.yaml:1:1" in refused["text"]
        assert labels(refused) == ["✔ 确认", "✖ 取消", "📄 换个地方"]
        assert not (bot.knowledge / "taught.yaml").exists()
        (bot.knowledge / "broken.yaml").unlink()
        admin.tap(refused, "确认")
        own_telegram.wait_for_words(shown, "已保存。")
        assert len(taught(bot)) == 1


def test_without_a_journal_it_is_said(own_telegram: Telegram, make_bot: MakeBot) -> None:
    admin = own_telegram.person()
    bot = make_bot("journal: {file: knowledge/nowhere/journal.db}\n", admins=[admin.chat_id])
    (bot.knowledge / "nowhere").write_text("a file where a folder should be", encoding="utf-8")
    with bot:
        assert admin.ask("/teach")["text"].startswith("记录库现在用不了")
        assert admin.ask("/misses")["text"].startswith("记录库现在用不了")
        assert admin.ask("/stats")["text"].startswith("记录库现在用不了")
        assert "⚠ 记录库：" in admin.ask("/status")["text"]
        assert EVIDENCE in admin.ask(WHO)["text"]
    assert "Traceback" not in bot.log


# ---- the wrong hands


@pytest.mark.parametrize("command", ["teach", "misses", "status", "stats", "doctor"])
def test_strangers_are_told_so_once_and_logged(
    bot: BotProcess, telegram: Telegram, command: str
) -> None:
    stranger = telegram.person()
    assert stranger.ask(f"/{command}")["text"] == "这个命令只有管理员可以用。"
    assert f"{stranger.chat_id} 不是管理员，没有执行 /{command}" in bot.log
    assert len(telegram.said(stranger)) == 1


@pytest.mark.parametrize("command", ["teach", "misses", "stats"])
def test_what_shows_readers_questions_is_not_for_groups(
    bot: BotProcess, telegram: Telegram, admin: Person, command: str
) -> None:
    del bot
    told = admin.ask(f"/{command}@WenjuTestBot", group=telegram.group())
    assert told["text"] == "这个命令请在私聊里用。"


def test_the_buttons_are_the_admins_own(
    bot: BotProcess, telegram: Telegram, admin: Person, other_admin: Person
) -> None:
    del bot
    shown = to_confirm(admin, "谁的按钮")
    for person, words in ((telegram.person(), "管理员"), (other_admin, "另一位管理员")):
        for label in ("确认", "取消", "换个地方"):
            assert words in person.tap_for_notice(shown, label)
    forged = _save(shown).replace(str(admin.chat_id), str(other_admin.chat_id))
    notice = other_admin.send_callback(forged, message=shown).params["text"]
    assert notice == "这次教学已经结束，请重新发 /teach 。"
    assert "已取消" in admin.tap(shown, "取消")["text"]


def test_what_another_admin_types_belongs_to_nobodys_lesson(
    bot: BotProcess, admin: Person, other_admin: Person
) -> None:
    del bot
    shown = admin.ask("/teach")
    assert EVIDENCE in other_admin.ask(WHO)["text"]
    admin.tap(shown, "取消")

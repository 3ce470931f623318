"""`kill -9` in the middle of a change: the base is then the old or the new, and nothing between."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.input.knowledge import load_knowledge
from tests.e2e.harness import BRIDGE, BotProcess
from tests.emulator.driver import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.emulator import Person, Telegram
    from tests.emulator.world import Json

TOWER = "".join(f"塔的第{number}层有一盏灯。\n" for number in range(2000)) + "塔由李明设计。\n"


@pytest.fixture(scope="module")
def bot(
    telegram: Telegram, admin: Person, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    with BotProcess(telegram, tmp_path_factory.mktemp("bot"), admins=[admin.chat_id]) as bot:
        yield bot


def kill_when(bot: BotProcess, seen: Callable[[], bool], admin: Person, asked: Json) -> None:
    """Confirm a proposal, and kill the bot at the very moment that something is seen."""
    world = admin.telegram._server.world
    begun, over = threading.Event(), threading.Event()

    def watch() -> None:
        begun.set()
        # Without a pause: the moment is gone in a millisecond.
        while not seen() and not over.is_set():
            pass
        bot.kill()

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert begun.wait(PATIENCE)
    admin.tap_and_go(asked, "确认")
    watcher.join(PATIENCE)
    over.set()
    watcher.join()
    bot.wait()
    # Telegram would tell of the tap once more, if it was not confirmed in time.
    admin.telegram.change(world.updates.clear)


def shown_after(admin: Person, message: Json) -> Json:
    """Wait until the bot has put a proposal into its message."""
    key = (message["chat"]["id"], message["message_id"])
    messages = admin.telegram._server.world.messages
    return admin.telegram.wait(
        lambda: messages[key] if messages[key].get("reply_markup") else None, "buttons"
    )


def names(bot: BotProcess) -> set[str]:
    return {path.name for path in bot.knowledge.iterdir()}


def answers(admin: Person) -> int:
    """Count the taps that the bot has answered; what follows is the change."""
    calls = admin.telegram._server.world.calls
    return sum(call.method == "answerCallbackQuery" for call in list(calls))


MOMENTS: dict[str, Callable[[set[str], bool], bool]] = {
    "begun": lambda _, answered: answered,
    "half-written": lambda names, _: any(name.endswith(".tmp") for name in names),
    "written": lambda names, _: "tower.yaml" in names,
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_import_is_done_or_not(bot: BotProcess, admin: Person, moment: str) -> None:
    shown = shown_after(admin, admin.answer_to(admin.upload("tower.txt", TOWER.encode())))
    calls = answers(admin)
    kill_when(bot, lambda: MOMENTS[moment](names(bot), answers(admin) > calls), admin, shown)
    after_the_kill(bot)
    made = "tower.yaml" in names(bot)
    assert ("：导入 tower.yaml" in newest(admin)) == made
    if not made:
        # The proposal is still there, and can be confirmed as if nothing had happened.
        assert "新增 1 篇：tower" in admin.tap(shown, "确认")["text"]
    elif moment == "written":
        assert admin.tap(shown, "确认")["text"].startswith("文件里已经是这样了")
    assert "塔由李明设计。" in admin.ask("塔由谁设计？")["text"]
    taken_back = admin.tap(latest(admin), "收回")
    assert "删除 1 篇：tower" in admin.tap(taken_back, "确认")["text"]


UNDONE: dict[str, Callable[[set[str], bool, bool], bool]] = {
    "begun": lambda _names, answered, _changed: answered,
    "half-written": lambda names, _answered, _changed: any(n.endswith(".tmp") for n in names),
    "written": lambda _names, _answered, changed: changed,
}


@pytest.mark.parametrize("moment", UNDONE)
def test_taking_back_is_done_or_not(bot: BotProcess, admin: Person, moment: str) -> None:
    lexicon = bot.knowledge / "lexicon.yaml"
    old = f"# 词表，{moment}\nwords: [铁路桥]\n"
    bot.write("lexicon.yaml", old)
    proposal = shown_after(admin, admin.ask("/lexicon +词 桥头堡"))
    assert "已写入" in admin.tap(proposal, "确认")["text"]
    new = lexicon.read_bytes()
    asked = admin.tap(latest(admin), "收回")
    calls = answers(admin)

    def seen() -> bool:
        changed = lexicon.read_bytes() != new
        return UNDONE[moment](names(bot), answers(admin) > calls, changed)

    kill_when(bot, seen, admin, asked)
    after_the_kill(bot)
    now = lexicon.read_bytes()
    assert now in {old.encode(), new}
    assert ("：收回 lexicon.yaml" in newest(admin)) == (now == old.encode())
    if now == new:
        assert admin.tap(asked, "确认")["text"].startswith("收回：#")
    assert lexicon.read_text(encoding="utf-8") == old


def newest(admin: Person) -> str:
    """Give the line of the last change that was made."""
    lines: list[str] = admin.ask("/undo")["text"].splitlines()
    return next(iter(lines[1:]), "")


def latest(admin: Person) -> Json:
    listed = admin.ask("/undo")
    number = listed["reply_markup"]["inline_keyboard"][0][0]["text"]
    return admin.tap(listed, number)


def after_the_kill(bot: BotProcess) -> None:
    """Start again, from a base without a problem."""
    loaded = load_knowledge(bot.knowledge)
    assert loaded.problems == ()
    assert (bot.knowledge / "bridge.yaml").read_text(encoding="utf-8") == BRIDGE
    bot.start()
    bot.wait_until_up()
    assert "Traceback" not in bot.log

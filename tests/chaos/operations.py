"""What an admin does to the knowledge: up to the very last tap, in which the process is killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.emulator.driver import labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.harness import BotProcess
    from tests.emulator import Person
    from tests.emulator.world import Json

TOWER: Final = "塔由李明设计。\n" + "".join(f"塔的第{n}层有一盏灯。\n" for n in range(300))
PIER: Final = "title: 桥墩\ntext: 桥墩由王芳修建。\n"
GOLDEN: Final = "- {question: 谁修建了桥墩, article: pier}\n"
_ANSWER: Final = "早上九点开门。"


@dataclass(frozen=True, slots=True)
class Ready:
    """Something that only waits for its last step."""

    go: Callable[[], object]
    """Takes it, and waits for nothing."""
    shown: Json | None
    """The message that will say that it is done; None for the next one that comes."""
    done: str
    """What it will say."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the ways in which the knowledge changes."""

    name: str
    is_possible: Callable[[BotProcess], bool]
    prepare: Callable[[BotProcess, Person, int], Ready]
    """Given how often something was done before."""


def _import(_bot: BotProcess, admin: Person, _number: int) -> Ready:
    shown = admin.answer_to(admin.upload("tower.txt", TOWER.encode()))
    return _confirm(admin, shown, "已写入并更新")


def _remove(bot: BotProcess, admin: Person, _number: int) -> Ready:
    article = "pier" if (bot.knowledge / "pier.yaml").exists() else "tower"
    return _confirm(admin, admin.ask(f"/remove {article}"), "已写入并更新")


def _teach(_bot: BotProcess, admin: Person, number: int) -> Ready:
    return _confirm(admin, admin.ask(f"/teach 第{number}天几点开门？ = {_ANSWER}"), "已保存")


def _lexicon(_bot: BotProcess, admin: Person, number: int) -> Ready:
    return _confirm(admin, admin.ask(f"/lexicon +词 桥头{number}堡"), "已写入并更新")


def _undo(_bot: BotProcess, admin: Person, _number: int) -> Ready:
    listed = admin.ask("/undo")
    latest = admin.tap(listed, labels(listed)[0])
    return _confirm(admin, admin.tap(latest, "收回"), "已写入并更新")


def _reload(bot: BotProcess, admin: Person, number: int) -> Ready:
    new = bot.knowledge / "news.new"
    new.write_text(f"title: 近况\ntext: 桥上来了{number}个人。\n", encoding="utf-8")
    new.replace(bot.knowledge / "news.yaml")
    return Ready(lambda: _send(admin, "/reload"), None, "知识库已更新")


def _send(admin: Person, text: str) -> None:
    admin.send(text)


def _confirm(admin: Person, shown: Json, done: str) -> Ready:
    """Wait for the button under a message, in which the bot is still working something out."""
    key = (shown["chat"]["id"], shown["message_id"])
    messages = admin.telegram._server.world.messages

    def look() -> Json | None:
        found = messages[key]
        return found if any("确认" in label for label in labels(found)) else None

    now = admin.telegram.wait(look, "a button to confirm with")
    return Ready(lambda: admin.tap_and_go(now, "确认"), now, done)


def _has(*names: str) -> Callable[[BotProcess], bool]:
    return lambda bot: any((bot.knowledge / name).exists() for name in names)


OPERATIONS: Final = (
    Operation("import", lambda bot: not _has("tower.yaml")(bot), _import),
    Operation("remove", _has("pier.yaml", "tower.yaml"), _remove),
    Operation("teach", lambda _: True, _teach),
    Operation("lexicon", lambda _: True, _lexicon),
    Operation("undo", _has("tower.yaml", "taught.yaml"), _undo),
    Operation("reload", lambda _: True, _reload),
)

"""An admin who changes the knowledge all the while: files that are edited, and every command."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Final

from tests.e2e.harness import BRIDGE
from tests.emulator.markup import find_entities
from tests.emulator.world import BOT, Json, World, without_reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.soak.ledger import Ledger

_PATIENCE: Final = 180.0
_PAUSE: Final = 0.05
_LOOKS: Final = (
    "/status",
    "/misses",
    "/undo",
    "/articles",
    "/lexicon",
    "/doctor",
    "/article bridge",
    "/stats",
    "/help",
    "/reload --dry-run",
    "/import",
)
_TOWER: Final = "江边的塔\n\n塔高三百米，由李明设计。\n每天早上九点开门。\n"


class Admin:
    """Acts upon an emulated Telegram, from within its event loop, one act after the other."""

    def __init__(self, world: World, ledger: Ledger, knowledge: Path, user: Json) -> None:
        self._world = world
        self._ledger = ledger
        self._knowledge = knowledge
        self._user = user
        self._counter = itertools.count(1)
        self._looks = itertools.cycle(_LOOKS)
        # What was taught is taken back again, what was imported removed: the base stays small.
        changes = (self._edit_lexicon, self._import, self._teach, self._take_back)
        acts = [(self._reload, self._look, change, self._look) for change in changes]
        self._acts = itertools.cycle(itertools.chain(*acts, (self._break, self._look)))

    async def act(self) -> None:
        """Do the next thing, and see it through."""
        await next(self._acts)()

    async def _reload(self) -> None:
        number = next(self._counter)
        self._edit("news.yaml", f"title: 近况\ntext: 近况第{number}版说桥上来了{number}个人。\n")
        shown = await self._send("/reload")
        await self._until(shown, "知识库已更新", "reloads")

    async def _look(self) -> None:
        await self._send(next(self._looks))

    async def _break(self) -> None:
        """Leave a file that cannot be read: the knowledge of before serves on."""
        self._edit("bridge.yaml", f"{BRIDGE}titel: 桥\n")
        shown = await self._send("/reload")
        await self._until(shown, "没有更新", "reloads refused")
        self._edit("bridge.yaml", BRIDGE)

    async def _edit_lexicon(self) -> None:
        shown = await self._send(f"/lexicon +词 桥头{next(self._counter)}堡")
        await self._confirm(shown, "words added")

    async def _teach(self) -> None:
        number = next(self._counter)
        shown = await self._send(f"/teach 第{number}号桥墩多高？ = 第{number}号桥墩高{number}米。")
        await self._tap(shown, "确认", "已保存", "answers taught")

    async def _import(self) -> None:
        file_id = f"file-{self._world.new_id()}"
        self._world.files[file_id] = _TOWER.encode()
        about = {"file_id": file_id, "file_unique_id": file_id, "file_name": "tower.txt"}
        document = {**about, "file_size": len(_TOWER.encode())}
        shown = await self._send(None, document=document)
        await self._confirm(shown, "articles imported")
        del self._world.files[file_id]
        shown = await self._send("/remove tower")
        await self._confirm(shown, "articles removed")

    async def _take_back(self) -> None:
        """Take back the latest change: the answer that was taught, or whatever it is."""
        listed = await self._send("/undo")
        number = listed["reply_markup"]["inline_keyboard"][0][0]["text"]
        shown = await self._tap(listed, number, "+++ ", "changes looked at")
        asked = await self._tap(shown, "收回", "要收回", "changes looked at")
        await self._confirm(asked, "changes taken back")

    async def _confirm(self, shown: Json, outcome: str) -> None:
        await self._tap(shown, "确认", "已写入并更新", outcome)

    async def _tap(self, shown: Json, label: str, words: str, outcome: str) -> Json:
        """Tap a button once it is there, and wait for what it brings about."""
        await self._wait(lambda: _button(shown, label), f"a button {label}", shown)
        query_id = str(self._world.new_id())
        self._world.open_queries.add(query_id)
        content = {"id": query_id, "from": self._user, "chat_instance": "1", "message": shown}
        self._world.add_update("callback_query", {**content, "data": _button(shown, label)})
        self._ledger.owe(query_id, "admin's taps")
        await self._until(shown, words, outcome)
        return shown

    async def _send(self, text: str | None, **content: object) -> Json:
        """Send a message and wait for the reply; gives the message, which later edits change."""
        entities = find_entities(text) if text else None
        chat_id: int = self._user["id"]
        message = self._world.add_message(
            chat_id, self._user, text=text, entities=entities, **content
        )
        self._world.add_update("message", message)
        self._ledger.owe((chat_id, message["message_id"]), "admin's messages")
        about = without_reply(message)

        def look() -> Json | None:
            latest = reversed(self._world.messages.values())
            said = (one for one in latest if one["from"]["id"] == BOT["id"])
            return next((one for one in said if one.get("reply_to_message") == about), None)

        found = await self._wait(look, f"an answer to {text!r}")
        assert isinstance(found, dict)
        return found

    async def _until(self, shown: Json, words: str, outcome: str) -> None:
        said = await self._wait(
            lambda: shown["text"] if words in shown["text"] else None, repr(words), shown
        )
        if said is not None:
            self._ledger.outcomes[outcome] += 1

    async def _wait(
        self, look: Callable[[], object], what: str, shown: Json | None = None
    ) -> object:
        """Wait for something; what does not come is a fault, and ends the act."""
        found = await self._world.wait(look, _PATIENCE)
        if found is None:
            raise LateError(f"{what} under {shown['text']!r}" if shown else what)
        return found

    def _edit(self, name: str, content: str) -> None:
        aside = self._knowledge / f"{name}.new"
        aside.write_text(content, encoding="utf-8")
        aside.replace(self._knowledge / name)


class LateError(Exception):
    """What an admin waited for did not come."""


async def keep_acting(admin: Admin, ledger: Ledger, every: int, ending: asyncio.Event) -> None:
    """Do a thing for every so many updates, until it is time to end."""
    due = every
    while not ending.is_set():
        if ledger.total < due:
            await asyncio.sleep(_PAUSE)
            continue
        due = ledger.total + every
        try:
            await admin.act()
        except LateError as error:
            ledger.blame(f"the admin waited in vain for {error}")


def _button(shown: Json, label: str) -> str | None:
    rows = (shown.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = (button for row in rows for button in row if label in button["text"])
    return next((button["callback_data"] for button in buttons), None)

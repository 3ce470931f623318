"""Run the bot until it is told to stop, or cannot go on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from telegram.error import TelegramError

from bot.base.errors import JournalError, KnowledgeError, SettingsError, TokenError, WenjuError
from bot.base.model import Problem
from bot.edge.telegram.admin.changing import alone, reload, settle
from bot.edge.telegram.admin.watching import watching
from bot.edge.telegram.aside import within
from bot.edge.telegram.context import State
from bot.edge.telegram.health.server import telling_health
from bot.edge.telegram.hurrying import hurry
from bot.edge.telegram.kinds import HANDLED_UPDATES
from bot.edge.telegram.link.answers import RefusedError
from bot.edge.telegram.menus import publish_menus
from bot.edge.telegram.secrecy import hide_in_log
from bot.edge.telegram.waiting import telling
from bot.edge.telegram.watchdog import explained, watched
from bot.edge.telegram.webhook import Webhook
from bot.edge.telegram.wiring import build_application
from bot.input.files import tidy
from bot.input.settings import every_secret
from bot.journal.journal import Journal
from bot.presentation.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from telegram import User
    from telegram.ext import Updater

    from bot.edge.telegram.context import App, Load
    from bot.input.settings import Secrets, Settings
    from bot.search.engine import Engine

logger = logging.getLogger(__name__)

_HOUR: Final = 3600.0
_LONGEST_PAUSE: Final = 5.0
"""Seconds between two attempts to connect."""
_PATIENCE_AT_THE_START: Final = 5.0
"""Seconds that answering waits for a journal that may be down."""
_CONFIRMING: Final = 1.5
"""Seconds that confirming the last updates may take when the bot is stopped."""
_FINISHING: Final = 3.0
"""Seconds that answering them may take."""
_LAST_MOMENT: Final = 9.0
"""Seconds after which a stop that hangs, for whatever reason, is forced: supervisors kill at ten."""


def run_bot(settings: Settings, secrets: Secrets, engine: Engine, load: Load) -> int:
    """Answer in Telegram until SIGINT or SIGTERM; gives the exit code.

    Args:
        settings: What the operator chose.
        secrets: The token, and the webhook's secret where updates come by webhook.
        engine: What answers at first.
        load: Reads the knowledge again; called in a thread.

    Raises:
        TokenError: There is no token, or Telegram does not accept it, now or later.
        SettingsError: The webhook's secret is missing.
        WenjuError: A port cannot be opened, there is no Bot API at its address, or the bot has
            fallen silent for a reason that only a new start can mend.
    """
    if secrets.token is None:
        raise TokenError("没有设置 TELEGRAM_BOT_TOKEN")
    if settings.telegram.mode == "webhook" and secrets.webhook_secret is None:
        message = "webhook 方式需要它，以便认出 Telegram；请设一串随机的字母和数字"
        raise SettingsError([Problem("TELEGRAM_WEBHOOK_SECRET", 0, 0, message)])
    for folder in {settings.knowledge.folder, settings.journal.file.parent}:
        # What a kill left half-written; nothing else would ever remove it.
        tidy(folder)
    hide_in_log(every_secret(secrets))
    library = Library.of(engine, settings.answers.examples)
    hurry()
    stop = _Stop()
    try:
        webhook_secret = secrets.webhook_secret if settings.telegram.mode == "webhook" else None
        run = partial(_run, stop, secrets.token, webhook_secret)
        asyncio.run(_run_with_journal(run, secrets, settings, library, load))
    finally:
        stop.is_over()
    return 0


class _Stop:
    """Whether to stop, and what has gone wrong if anything has."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._wrong: WenjuError | None = None
        self._forced: threading.Timer | None = None

    def ask(self) -> None:
        self._asked.set()
        if self._forced is None:
            self._forced = threading.Timer(_LAST_MOMENT, _force)
            self._forced.daemon = True
            self._forced.start()

    def fail(self, wrong: WenjuError) -> None:
        self._wrong = wrong
        self.ask()

    def is_over(self) -> None:
        if self._forced is not None:
            self._forced.cancel()

    async def wait(self) -> None:
        await self._asked.wait()

    def raise_if_wrong(self) -> None:
        if self._wrong is not None:
            raise self._wrong

    async def before(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do some work unless stopping comes first; tells whether it was done."""
        doing = asyncio.create_task(work)
        stopping = asyncio.create_task(self._asked.wait())
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if doing.done():
            doing.result()
            return True
        doing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await doing
        return False


def _force() -> None:
    logger.critical("停了 %.0f 秒还没有停好，强行结束", _LAST_MOMENT)
    logging.shutdown()
    os._exit(1)


async def _run_with_journal(
    run: Callable[[State], Coroutine[Any, Any, None]],
    secrets: Secrets,
    settings: Settings,
    library: Library,
    load: Load,
) -> None:
    async with Journal(settings.journal, secrets) as journal:
        ending = asyncio.Event()
        pruning = asyncio.create_task(_prune_daily(journal, ending))
        try:
            state = State(settings, library, load, journal)
            await _settle(state)
            await run(state)
        finally:
            # Not cancelled: in the middle of its work a database's driver may never end.
            ending.set()
            await pruning


async def _settle(state: State) -> None:
    """See what became of changes that a kill left open."""
    # Answering begins meanwhile; changes and reloads wait until it is over.
    with contextlib.suppress(TimeoutError):
        await within(_PATIENCE_AT_THE_START, _settle_alone(state))


async def _settle_alone(state: State) -> None:
    try:
        with alone(state):
            if await settle(state):
                await reload(state)
    except JournalError as error:
        # It is done before the next change, at the latest.
        logger.warning("记录库现在用不了，没能看有没有未完成的改动：%s", error)
    except KnowledgeError as error:
        logger.warning("没有重新加载：知识库有 %d 个问题", len(error.problems))


async def _prune_daily(journal: Journal, ending: asyncio.Event) -> None:
    """Keep no text for longer than the settings say."""
    while not ending.is_set():
        pause = 24 * _HOUR
        try:
            await journal.prune()
        except JournalError as error:
            logger.info("没能清理日志数据库，过一会儿再试：%s", error)
            pause = _HOUR
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), pause)


async def _run(stop: _Stop, token: str, webhook_secret: str | None, state: State) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers: there, an interrupt cancels everything.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.ask)
    application = build_application(token, state)
    webhook = None if webhook_secret is None else Webhook(application, webhook_secret)
    looked_after = contextlib.nullcontext() if webhook is None else webhook.looked_after()
    try:
        async with telling_health(state), watched(application, stop.fail):
            if await stop.before(_connect(application)) and await stop.before(
                _receive(application, webhook)
            ):
                await application.start()
                application.create_task(
                    publish_menus(application), name=f"{_named(application)}menus"
                )
                _greet(application.bot.bot)
                async with telling(application), watching(application), looked_after:
                    await stop.wait()
    finally:
        await _shut_down(application, webhook)
    stop.raise_if_wrong()


async def _connect(application: App) -> None:
    """Say hello to Telegram, as often as it takes."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
        except RefusedError as error:
            # Whoever has just started the bot is there to read it.
            raise explained(error, application.bot_data) from error
        except TelegramError as error:
            logger.debug("没能连上 Telegram：%s", error)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _greet(me: User) -> None:
    """Say who is there, and what its owner has not allowed it yet."""
    logger.info("机器人 @%s 已启动", me.username)
    if not me.can_read_all_group_messages:
        logger.info(
            "群隐私模式开着：群里收得到命令和对机器人的回复，但可能收不到 @%s。"
            "要改，请对 @BotFather 发 /setprivacy，再把机器人移出群、重新加入",
            me.username,
        )
    if not me.supports_inline_queries:
        logger.info("内联模式没有打开。要打开，请对 @BotFather 发 /setinline")


async def _receive(application: App, webhook: Webhook | None) -> None:
    """Begin to receive updates."""
    if webhook is not None:
        webhook.open()
        await webhook.announce()
        return
    await _updater(application).start_polling(
        allowed_updates=HANDLED_UPDATES,
        drop_pending_updates=application.bot_data.settings.telegram.drop_pending_updates,
        bootstrap_retries=-1,
    )


async def _shut_down(application: App, webhook: Webhook | None) -> None:
    """Finish what was begun as far as there is time, and close every connection."""
    updater, state = _updater(application), application.bot_data
    if webhook is not None:
        await webhook.close()
    if updater.running:
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_CONFIRMING):
                await updater.stop()
    state.line.close()
    state.give_up()
    if application.running:
        await _finish(application)
    await application.shutdown()
    await application.bot.shutdown()


async def _finish(application: App) -> None:
    stopping = asyncio.create_task(application.stop())
    await asyncio.wait({stopping}, timeout=_FINISHING)
    if not stopping.done():
        name = _named(application)
        # The fetcher ends by itself; the library waits for its result.
        left = [
            task
            for task in asyncio.all_tasks()
            if task.get_name().startswith(name) and not task.get_name().endswith("update_fetcher")
        ]
        logger.warning("停止时还有 %d 件事没有做完，不再等", len(left))
        for task in left:
            task.cancel()
    await stopping


def _named(application: App) -> str:
    """Give what the names of the library's own tasks begin with."""
    return f"Application:{application.bot.id}:"


def _updater(application: App) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater

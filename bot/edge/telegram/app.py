"""Run the bot until it is told to stop, or cannot go on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING, Any, Final

from telegram.error import InvalidToken, TelegramError

from bot.base.errors import JournalError, KnowledgeError, SettingsError, TokenError, WenjuError
from bot.base.model import Problem
from bot.edge.telegram.admin.changing import alone, reload, settle
from bot.edge.telegram.admin.watching import watching
from bot.edge.telegram.aside import within
from bot.edge.telegram.context import State
from bot.edge.telegram.menus import publish_menus
from bot.edge.telegram.secrecy import hide_in_log
from bot.edge.telegram.waiting import telling
from bot.edge.telegram.wiring import HANDLED_UPDATES, build_application
from bot.input.files import tidy
from bot.input.settings import every_secret
from bot.journal.journal import Journal
from bot.presentation.library import Library

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from telegram import User
    from telegram.ext import Updater

    from bot.edge.telegram.context import App, Load
    from bot.input.settings import Secrets, Settings
    from bot.search.engine import Engine

logger = logging.getLogger(__name__)

_REFUSAL: Final = (
    "Telegram 不接受这个机器人令牌。请到 @BotFather 用 /mybots 查看或重新生成令牌，"
    "再更新 TELEGRAM_BOT_TOKEN"
)
_HOUR: Final = 3600.0
_LONGEST_PAUSE: Final = 30.0
"""Seconds between two attempts to connect."""
_PATIENCE_AT_THE_START: Final = 5.0
"""Seconds that answering waits for a journal that may be down."""
_PATIENCE_AT_THE_END: Final = 5.0
"""Seconds that confirming the last updates may take when the bot is stopped."""


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
        WenjuError: The webhook's port cannot be opened.
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
    asyncio.run(_run_with_journal(secrets.token, secrets, settings, library, load))
    return 0


class _Stop:
    """Whether to stop, and what has gone wrong if anything has."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._token_refused = False

    def ask(self) -> None:
        self._asked.set()

    def refuse_token(self) -> None:
        logger.critical("Telegram 不再接受机器人令牌，停止运行")
        self._token_refused = True
        self._asked.set()

    async def wait(self) -> None:
        await self._asked.wait()

    def raise_if_wrong(self) -> None:
        if self._token_refused:
            raise TokenError(_REFUSAL)

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


async def _run_with_journal(
    token: str,
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
            await _run(token, secrets.webhook_secret, state)
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


async def _run(token: str, webhook_secret: str | None, state: State) -> None:
    stop = _Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers: there, an interrupt cancels everything.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stop.ask)
    application = build_application(token, state, stop.refuse_token)
    try:
        if await stop.before(_connect(application)) and await stop.before(
            _receive(application, webhook_secret)
        ):
            await application.start()
            application.create_task(publish_menus(application))
            _greet(application.bot.bot)
            async with telling(application), watching(application):
                await stop.wait()
    except InvalidToken:
        # The library's message quotes the token.
        raise TokenError(_REFUSAL) from None
    finally:
        await _shut_down(application)
    stop.raise_if_wrong()


async def _connect(application: App) -> None:
    """Say hello to Telegram, as often as it takes."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning(
                "连不上 Telegram，%.0f 秒后再试；如需代理，请设 telegram.proxy。原因：%s",
                pause,
                error,
            )
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


async def _receive(application: App, webhook_secret: str | None) -> None:
    """Begin to receive updates."""
    settings = application.bot_data.settings.telegram
    options: dict[str, Any] = {
        "allowed_updates": HANDLED_UPDATES,
        "drop_pending_updates": settings.drop_pending_updates,
        "bootstrap_retries": -1,
    }
    updater = _updater(application)
    if settings.mode == "polling":
        await updater.start_polling(
            error_callback=lambda error: _report(application, error), **options
        )
        return
    webhook = settings.webhook
    try:
        await updater.start_webhook(
            webhook.listen,
            webhook.port,
            webhook.local_path,
            webhook_url=webhook.url,
            secret_token=webhook_secret,
            **options,
        )
    except OSError as error:
        raise WenjuError(
            f"不能在 {webhook.listen} 的 {webhook.port} 端口上接收消息：{error.strerror}"
        ) from error


def _report(application: App, error: TelegramError) -> None:
    application.create_task(application.process_error(None, error))


async def _shut_down(application: App) -> None:
    """Finish what was begun, and close every connection."""
    updater = _updater(application)
    if updater.running:
        # After a refused token the polling that is stopped raises it once more.
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_PATIENCE_AT_THE_END):
                await updater.stop()
    application.bot_data.give_up()
    if application.running:
        await application.stop()
    await application.shutdown()
    await application.bot.shutdown()


def _updater(application: App) -> Updater:
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    return application.updater

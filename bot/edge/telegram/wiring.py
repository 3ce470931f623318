"""Wire the bot together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from telegram import LinkPreviewOptions, Update
from telegram.ext import AIORateLimiter, ApplicationBuilder, ContextTypes, Defaults
from telegram.request import HTTPXRequest

from bot.edge.telegram import buttons, inline, personal, reader
from bot.edge.telegram.admin import wiring as admin
from bot.edge.telegram.context import Context, State
from bot.edge.telegram.failure import on_error
from bot.edge.telegram.order import OrderByChat
from bot.edge.telegram.watch import PollingRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.edge.telegram.context import App
    from bot.input.settings import TelegramSettings

HANDLED_UPDATES: Final = (
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
)
"""What Telegram is asked for: edited messages and channel posts are none of the bot's business."""

_RETRIES_AFTER_FLOOD: Final = 3
# One would do, but could be lost for ever to a proxy that drops it in silence.
_POLLING_CONNECTIONS: Final = 2


def build_application(token: str, state: State, on_refused: Callable[[], None]) -> App:
    """Make the application with all its handlers; it does not connect yet.

    Args:
        token: The bot's token.
        state: What handlers share.
        on_refused: Called when Telegram stops accepting the token.
    """
    telegram = state.settings.telegram
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(telegram.api_base_url)
        .base_file_url(telegram.api_file_url)
        .request(HTTPXRequest(connection_pool_size=telegram.pool_size, **_connection(telegram)))
        .get_updates_request(
            PollingRequest(
                on_refused, connection_pool_size=_POLLING_CONNECTIONS, **_connection(telegram)
            )
        )
        .rate_limiter(
            AIORateLimiter(telegram.messages_per_second, max_retries=_RETRIES_AFTER_FLOOD)
        )
        .concurrent_updates(OrderByChat(telegram.concurrent_updates))
        # To the library this is a type that it calls without arguments, and no more.
        .context_types(ContextTypes(Context, bot_data=cast("type[State]", lambda: state)))
        .defaults(
            Defaults(
                allow_sending_without_reply=True,
                do_quote=True,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        .job_queue(None)
        .build()
    )
    application.add_handlers(admin.first_handlers(), group=-1)
    for part in (admin, reader, personal, buttons, inline):
        application.add_handlers(part.handlers())
    application.add_handlers(reader.last_handlers())
    application.add_error_handler(on_error)
    return application


def _connection(telegram: TelegramSettings) -> dict[str, Any]:
    return {
        "connect_timeout": telegram.connect_timeout,
        "read_timeout": telegram.read_timeout,
        "write_timeout": telegram.read_timeout,
        "media_write_timeout": telegram.read_timeout,
        "pool_timeout": telegram.read_timeout,
        "proxy": telegram.proxy,
    }

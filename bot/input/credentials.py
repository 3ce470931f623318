"""The secrets: taken from the environment, or from `.env` beside the settings."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

from dotenv.parser import parse_stream

from bot.base.errors import SettingsError, TokenError
from bot.base.model import Problem
from bot.input.addresses import is_database_url
from bot.input.files import is_missing, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN: Final = "TELEGRAM_BOT_TOKEN"  # noqa: S105 - the variable's name
WEBHOOK_SECRET: Final = "TELEGRAM_WEBHOOK_SECRET"  # noqa: S105 - the variable's name
JOURNAL_URL: Final = "WENJU_JOURNAL_URL"
JOURNAL_KEY: Final = "WENJU_JOURNAL_KEY"

_FILE: Final = ".env"
_MAX_BYTES: Final = 64 * 1024
# A bot's id and 35 characters; Telegram does not promise their number.
_TOKEN_SHAPE: Final = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,100}", re.ASCII)
# As Telegram's setWebhook asks for.
_SECRET_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
# Telegram's user ids are few enough to be tried one by one: only the key keeps hashes of them from
# being turned back, so it must not be guessed.
_SHORTEST_KEY: Final = 16


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be seen: neither in a log nor in `repr`."""

    token: str | None = field(default=None, repr=False)
    """The bot's token."""
    webhook_secret: str | None = field(default=None, repr=False)
    """What Telegram sends along with each update, to show that it is Telegram."""
    journal_url: str | None = field(default=None, repr=False)
    """The journal's PostgreSQL database, in place of the one in the settings."""
    journal_key: str | None = field(default=None, repr=False)
    """What user ids are hashed with in the journal."""


def every_secret(secrets: Secrets) -> frozenset[str]:
    """Give every text that must not be seen: of an address only the password.

    A proxy's address comes from the environment, where the connection itself looks for it.
    """
    whole = (secrets.token, secrets.webhook_secret, secrets.journal_key)
    addresses = [secrets.journal_url, *(os.environ.get(name) for name in _proxy_variables())]
    passwords = (word for address in addresses if address for word in _passwords_in(address))
    return frozenset(word for word in (*whole, *passwords) if word)


def _proxy_variables() -> Iterator[str]:
    for scheme in ("HTTP", "HTTPS", "ALL"):
        yield from (f"{scheme}_PROXY", f"{scheme}_proxy".lower())


def _passwords_in(address: str) -> Iterator[str]:
    """Yield the password of an address, as it is written and as it is meant."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    for password in (parts.password or "", *parse_qs(parts.query).get("password", ())):
        yield from (password, unquote(password))


def load_secrets(folder: Path) -> Secrets:
    """Take the secrets from the environment and, where it has none, from `folder`'s `.env`.

    Raises:
        TokenError: The token cannot be one; the message does not tell it.
        SettingsError: `.env` cannot be read, the webhook's secret has characters that Telegram
            does not allow, or what is set for the journal cannot be used.
    """
    file = _read_file(folder / _FILE)
    token, webhook_secret, journal_url, journal_key = (
        (os.environ.get(name) or file.get(name) or "").strip() or None
        for name in (TOKEN, WEBHOOK_SECRET, JOURNAL_URL, JOURNAL_KEY)
    )
    if token is not None and not _TOKEN_SHAPE.fullmatch(token):
        raise TokenError(
            f"{TOKEN} 的值不是机器人令牌：应为一串数字、一个冒号和 30 个以上的字母、数字、_ 或 -；"
            "请到 @BotFather 完整地复制一遍"
        )
    if webhook_secret is not None and not _SECRET_SHAPE.fullmatch(webhook_secret):
        message = "只能用字母、数字、_ 和 -，最多 256 个"
        raise SettingsError([Problem(WEBHOOK_SECRET, 0, 0, message)])
    if journal_url is not None and not is_database_url(journal_url):
        message = "不是 PostgreSQL 的网址；应如 postgresql://用户:口令@主机/数据库"
        raise SettingsError([Problem(JOURNAL_URL, 0, 0, message)])
    if journal_key is not None and len(journal_key) < _SHORTEST_KEY:
        message = f"太短，容易被猜出；请用随机的 {_SHORTEST_KEY} 个以上的字符"
        raise SettingsError([Problem(JOURNAL_KEY, 0, 0, message)])
    return Secrets(token, webhook_secret, journal_url, journal_key)


def _read_file(path: Path) -> dict[str, str | None]:
    if is_missing(path):
        return {}
    text = read_text(path, path.name, limit=_MAX_BYTES)
    if isinstance(text, Problem):
        raise SettingsError([text])
    bindings = list(parse_stream(io.StringIO(text)))
    wrong = [binding.original.line for binding in bindings if binding.error]
    if wrong:
        # The line itself may be the token: it is not shown.
        message = "这一行不是“名称=值”"
        raise SettingsError([Problem(path.name, line, 0, message) for line in wrong])
    return {binding.key: binding.value for binding in bindings if binding.key is not None}

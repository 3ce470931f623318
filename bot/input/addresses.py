"""Readers of web addresses and of what else a connection is made of."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from bot.input.readers import line, refuse_long
from bot.input.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.input.values import Value

MAX_URL: Final = 2000
"""Characters; browsers and servers agree on no more."""

# Telegram calls webhooks on these ports only.
_WEBHOOK_PORTS: Final = (None, 443, 80, 88, 8443)
_POSTGRES: Final = ("postgresql", "postgres", "postgresql+asyncpg")
_URL_PATH: Final = re.compile(r"[\w./~-]+", re.ASCII)


def url(value: Value, *, schemes: Sequence[str] = ("http", "https")) -> str | None:
    """Read a web address."""
    node = value.node
    if not isinstance(node, Scalar) or not is_url(node.value, schemes):
        value.expected(f" {'、'.join(f'{scheme}://' for scheme in schemes)} 开头的有效网址")
        return None
    return None if refuse_long(value, node.value, MAX_URL) else node.value


def is_url(text: str, schemes: Sequence[str] = ("http", "https"), *, host: bool = True) -> bool:
    """Tell whether a text is a web address."""
    if any(char.isspace() or not char.isprintable() for char in text):
        return False
    try:
        parts = urlsplit(text)
        # Reading the port is what checks it.
        return parts.scheme in schemes and bool(parts.hostname or not host) and parts.port != 0
    except ValueError:
        return False


def api_url(value: Value) -> str | None:
    """Read the address of a Bot API server, to which the token is appended."""
    address = url(value)
    if address is None or address.endswith("/bot"):
        return address
    value.problem("应以 /bot 结尾（令牌会接在它后面）")
    return None


def proxy(value: Value) -> str | None:
    """Read the address of a proxy; a password would be a secret in the settings."""
    address = url(value, schemes=("http", "https", "socks5", "socks5h"))
    if address is None or "@" not in urlsplit(address).netloc:
        return address
    value.problem("不能写用户名和口令；带口令的代理请放进环境变量 HTTPS_PROXY")
    return None


def webhook_url(value: Value) -> str | None:
    """Read the public address at which Telegram can call the bot."""
    address = url(value, schemes=("https",))
    if address is None or urlsplit(address).port in _WEBHOOK_PORTS:
        return address
    value.problem("端口只能是 443、80、88 或 8443：Telegram 不访问别的端口")
    return None


def database_url(value: Value) -> str | None:
    """Read the address of a PostgreSQL database; a password would be a secret in the settings."""
    text = line(value)
    if text is None:
        return None
    if not is_database_url(text):
        value.expected(" PostgreSQL 的网址，如 postgresql://用户@主机/数据库")
        return None
    parts = urlsplit(text)
    if parts.password is None and "password" not in parse_qs(parts.query):
        return text
    value.problem("不能写口令；带口令的网址请放进环境变量 WENJU_JOURNAL_URL")
    return None


def is_database_url(text: str) -> bool:
    """Tell whether this is the address of a PostgreSQL database; a local one needs no host."""
    return is_url(text, _POSTGRES, host=False)


def ip_address(value: Value) -> str | None:
    """Read a network address of this machine."""
    text = line(value)
    if text is None:
        return None
    try:
        ipaddress.ip_address(text)
    except ValueError:
        value.expected(" IP 地址，如 127.0.0.1 或 0.0.0.0")
        return None
    return text


def url_path(value: Value) -> str | None:
    """Read the path of an address."""
    text = line(value)
    if text is None or _URL_PATH.fullmatch(text):
        return text
    value.problem("只能用字母、数字和 / . _ ~ -")
    return None

"""Settings of the connection to Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.input.addresses import api_url, ip_address, proxy, url_path, webhook_url
from bot.input.readers import boolean, choice, each, integer
from bot.input.sections import about, section

# Telegram promises that ids have at most 52 significant bits.
_LARGEST_ID: Final = 2**52


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where Telegram delivers updates when it calls the bot."""

    url: str | None = field(
        default=None,
        metadata=about("Telegram 访问机器人的公开网址，必须是 https。", webhook_url),
    )
    listen: str = field(
        default="127.0.0.1",
        metadata=about("在本机哪个地址上接收；反向代理在别的机器上时用 0.0.0.0。", ip_address),
    )
    port: int = field(
        default=8080,
        metadata=about("在本机哪个端口上接收。", integer(1, 65535)),
    )
    path: str | None = field(
        default=None,
        metadata=about("在本机哪个路径上接收；留空即与 url 的路径相同。", url_path),
    )

    @property
    def local_path(self) -> str:
        """The path updates arrive at, without a slash in front."""
        return (self.path or urlsplit(self.url or "").path).lstrip("/")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """The bot's connection to Telegram."""

    admins: tuple[int, ...] = field(
        default=(),
        metadata=about(
            "管理员的 Telegram 数字编号，可写多个：[123456789, 987654321]。",
            each(integer(1, _LARGEST_ID)),
        ),
    )
    mode: Literal["polling", "webhook"] = field(
        default="polling",
        metadata=about(
            "怎样接收消息。\n"
            "polling：机器人去取，在哪里都能运行。\n"
            "webhook：Telegram 送来，需要公开的 https 网址，请同时设置环境变量 TELEGRAM_WEBHOOK_SECRET。",
            choice("polling", "webhook"),
        ),
    )
    webhook: WebhookSettings = field(
        default=WebhookSettings(),
        metadata=about("只在 mode 为 webhook 时有用。", section(WebhookSettings)),
    )
    drop_pending_updates: bool = field(
        default=False,
        metadata=about("启动时是否丢弃停机期间收到的消息；false 表示补答。", boolean),
    )
    inline_cache_seconds: int = field(
        default=60,
        metadata=about(
            "内联查询（在任何聊天里输入 @机器人 问题）的结果由 Telegram 缓存几秒；0 表示不缓存。",
            integer(0, 86400),
        ),
    )
    api_base_url: str = field(
        default="https://api.telegram.org/bot",
        metadata=about("Bot API 的地址；只在自建 Bot API 服务器时改。", api_url),
    )
    api_file_url: str = field(
        default="https://api.telegram.org/file/bot",
        metadata=about("Bot API 下载文件的地址；同上。", api_url),
    )
    proxy: str | None = field(
        default=None,
        metadata=about("代理，如 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080。", proxy),
    )
    concurrent_updates: int = field(
        default=8,
        metadata=about(
            "同时处理几条消息；太大反而慢，且同一个人的消息可能答乱次序。", integer(1, 64)
        ),
    )
    messages_per_second: int = field(
        default=30,
        metadata=about(
            "每秒最多发出多少条消息，超过的排队等候。Telegram 一般允许 30 条左右；\n"
            "0 表示不限，适合自己架设的 Bot API 服务器和性能测试。",
            integer(0, 1000),
        ),
    )
    pool_size: int = field(
        default=16,
        metadata=about("到 Telegram 最多同时几个连接。", integer(1, 256)),
    )
    connect_timeout: int = field(
        default=10,
        metadata=about("连接最多等几秒。", integer(1, 300)),
    )
    read_timeout: int = field(
        default=20,
        metadata=about("等 Telegram 回应最多几秒。", integer(1, 300)),
    )

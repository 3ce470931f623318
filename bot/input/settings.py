"""The settings: what `config.yaml` may say and its defaults."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.base.errors import SettingsError
from bot.base.model import Problem
from bot.input.addresses import api_url, database_url, ip_address, proxy, url_path, webhook_url
from bot.input.credentials import Secrets, load_secrets
from bot.input.files import is_missing, read_text
from bot.input.readers import boolean, choice, each, integer, line
from bot.input.report import Report
from bot.input.sections import about, render, section
from bot.input.tree import parse
from bot.input.values import Value

__all__ = [
    "AnswerSettings",
    "JournalSettings",
    "KnowledgeSettings",
    "LimitSettings",
    "LoggingSettings",
    "Secrets",
    "Settings",
    "TelegramSettings",
    "Thresholds",
    "WebhookSettings",
    "load_secrets",
    "load_settings",
    "render_settings",
]

DEFAULT_FILE: Final = Path("config.yaml")

_MAX_BYTES: Final = 1024 * 1024
_HEADER: Final = """\
# 问据的设置。每一项都可以删去或留空，即取默认值；改动在重新启动后生效。
# 机器人令牌不写在这里：请放进环境变量 TELEGRAM_BOT_TOKEN，或与本文件同一文件夹的 .env。
"""
# Telegram promises that ids have at most 52 significant bits.
_LARGEST_ID: Final = 2**52


def _path(value: Value) -> Path | None:
    text = line(value)
    return None if text is None else Path(text)


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Where the knowledge is."""

    folder: Path = field(
        default=Path("knowledge"),
        metadata=about("文章所在的文件夹；相对路径从本文件所在的文件夹算起。", _path),
    )
    cache: Path | None = field(
        default=None,
        metadata=about(
            "索引存在哪个文件夹，下次启动和更新时就不必从头建立；相对路径从本文件所在的文件夹算起。\n"
            "留空即文章文件夹里的 .index；小的知识库不存。",
            _path,
        ),
    )
    watch: bool = field(
        default=False,
        metadata=about(
            "运行时是否留意这个文件夹：文件一有改动就自动更新，并私聊告诉管理员改了什么、哪里有问题。\n"
            "false 表示等管理员发 /reload 。",
            boolean,
        ),
    )

    @property
    def index(self) -> Path:
        """The folder of the index's cache."""
        return self.folder / ".index" if self.cache is None else self.cache


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence that makes an answer, and the one that makes a suggestion."""

    answer: int = field(
        default=50,
        metadata=about("达到它就直接作答。", integer(0, 100)),
    )
    suggest: int = field(
        default=25,
        metadata=about(
            "达到它、但不够直接作答的，列为候选请读者挑；再低就说知识库里没有答案。",
            integer(0, 100),
        ),
    )


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When a hit is an answer, and how much is offered."""

    thresholds: Thresholds = field(
        default=Thresholds(),
        metadata=about(
            "置信度的两道门槛，从 0 到 100：80 表示这样的回答约八成是对的。", section(Thresholds)
        ),
    )
    suggestions: int = field(
        default=3,
        metadata=about("最多列出几个候选。", integer(1, 10)),
    )
    examples: int = field(
        default=4,
        metadata=about("/start 里举几个能答的问题。", integer(0, 10)),
    )
    follow_up_minutes: int = field(
        default=10,
        metadata=about(
            "私聊里可以接着上一个问题问（那……呢？他在哪里？）；过几分钟就不再联系上文，0 表示从不。",
            integer(0, 1440),
        ),
    )


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


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """What a reader may send."""

    question_length: int = field(
        default=300,
        metadata=about("一个问题最多多少字；更长的不答，请读者写短些。", integer(10, 4096)),
    )
    upload_megabytes: int = field(
        default=20,
        metadata=about(
            "导入的文件最大多少 MB；Telegram 只让机器人下载 20 MB 以内的文件。", integer(1, 200)
        ),
    )


@dataclass(frozen=True, slots=True)
class JournalSettings:
    """Where questions are recorded, and for how long."""

    file: Path = field(
        default=Path("journal.db"),
        metadata=about("SQLite 数据库的文件；相对路径从本文件所在的文件夹算起。", _path),
    )
    url: str | None = field(
        default=None,
        metadata=about(
            "改用 PostgreSQL 时，数据库的网址，如 postgresql://wenju@127.0.0.1/wenju；留空即用上面的文件。\n"
            "带口令的网址不写在这里：请放进环境变量 WENJU_JOURNAL_URL。",
            database_url,
        ),
    )
    keep_days: int = field(
        default=90,
        metadata=about("问句的文字保留几天；之后抹去，只留下统计用的数字。", integer(1, 3650)),
    )
    store_user_ids: bool = field(
        default=False,
        metadata=about(
            "是否直接记下读者的 Telegram 编号；false 表示只记加密钥的散列，看不出是谁。\n"
            "密钥取自环境变量 WENJU_JOURNAL_KEY；没有设置时自动生成，放在数据库文件旁的 .key 文件里。",
            boolean,
        ),
    )


@dataclass(frozen=True, slots=True)
class LoggingSettings:
    """What goes to the log."""

    level: Literal["debug", "info", "warning", "error"] = field(
        default="info",
        metadata=about(
            "从哪一级起记录：debug、info、warning 或 error。debug 会记下读者的问题。",
            choice("debug", "info", "warning", "error"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may choose."""

    knowledge: KnowledgeSettings = field(
        default=KnowledgeSettings(),
        metadata=about("知识库。", section(KnowledgeSettings)),
    )
    answers: AnswerSettings = field(
        default=AnswerSettings(),
        metadata=about("回答。", section(AnswerSettings)),
    )
    telegram: TelegramSettings = field(
        default=TelegramSettings(),
        metadata=about("与 Telegram 的连接。", section(TelegramSettings)),
    )
    limits: LimitSettings = field(
        default=LimitSettings(),
        metadata=about("限度。", section(LimitSettings)),
    )
    journal: JournalSettings = field(
        default=JournalSettings(),
        metadata=about("记录库：问过什么、答得怎样、改过什么。", section(JournalSettings)),
    )
    logging: LoggingSettings = field(
        default=LoggingSettings(),
        metadata=about("日志。", section(LoggingSettings)),
    )


def render_settings(settings: Settings) -> str:
    """Write `config.yaml`, every setting with its comment; reading it gives the same settings."""
    return _HEADER + "".join(f"{text}\n" for text in render(settings))


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings; relative paths are taken from the file's own folder.

    Args:
        path: The file. `None` means `config.yaml` in the current folder, and the defaults where
            there is none.

    Raises:
        SettingsError: The file cannot be read or has problems; it carries all of them.
    """
    if path is None:
        if is_missing(DEFAULT_FILE):
            return Settings()
        path = DEFAULT_FILE
    text = read_text(path, path.name, limit=_MAX_BYTES)
    if isinstance(text, Problem):
        raise SettingsError([text])
    report = Report(path.name, text)
    settings = _read(text, report)
    if report.problems:
        raise SettingsError(report.problems)
    folder = path.parent / settings.knowledge.folder
    cache = settings.knowledge.cache
    knowledge = dataclasses.replace(
        settings.knowledge, folder=folder, cache=None if cache is None else path.parent / cache
    )
    journal = dataclasses.replace(settings.journal, file=path.parent / settings.journal.file)
    return dataclasses.replace(settings, knowledge=knowledge, journal=journal)


def _read(text: str, report: Report) -> Settings:
    root = parse(text, report)
    if root is None:
        return Settings()
    whole = Value(root, "", report)
    settings = section(Settings)(whole) or Settings()
    _check_together(settings, whole)
    return settings


def _check_together(settings: Settings, whole: Value) -> None:
    """Check what concerns more than one setting."""
    thresholds = settings.answers.thresholds
    if thresholds.suggest > thresholds.answer:
        whole.find("answers", "thresholds").problem(
            f"suggest（{thresholds.suggest}）不能大于 answer（{thresholds.answer}）"
        )
    telegram = settings.telegram
    if telegram.mode == "webhook" and telegram.webhook.url is None:
        whole.find("telegram", "mode").problem("webhook 需要公开网址；请填写 telegram.webhook.url")

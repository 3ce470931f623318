"""Settings of limits, of the journal, of the log and of what tells how the bot is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from bot.input.addresses import database_url, ip_address
from bot.input.readers import boolean, choice, file_path, integer
from bot.input.sections import about

_CALLS_IN_A_GROUP: Final = 20
"""Messages and edits a minute that Telegram lets a bot make in a group."""


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """What a reader may send, and how much of it; admins may send as much as they like."""

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
    questions_a_minute: int = field(
        default=20,
        metadata=about(
            "一个人一分钟最多发几条要回答的消息；再多的，提醒一次，之后不理。管理员不限。",
            integer(1, 1000),
        ),
    )
    group_questions_a_minute: int = field(
        default=10,
        metadata=about(
            "一个群一分钟最多回答几次；再多的，提醒一次，之后不理。\n"
            "Telegram 让机器人在一个群里一分钟发 20 次，剩下的留给按钮。",
            integer(1, _CALLS_IN_A_GROUP - 2),
        ),
    )
    taps_a_minute: int = field(
        default=40,
        metadata=about("一个人一分钟最多点几次按钮。", integer(1, 1000)),
    )
    inline_a_minute: int = field(
        default=60,
        metadata=about(
            "一个人一分钟最多几次内联查询；边打字边查，打一个问题就有好几次。", integer(1, 1000)
        ),
    )
    waiting_updates: int = field(
        default=1000,
        metadata=about(
            "最多有几条消息同时排队等着回答；再多的先留在 Telegram 那里，早来的先答。",
            integer(1, 100_000),
        ),
    )

    @property
    def group_taps(self) -> int:
        """How many taps a minute may edit messages of a group: what answers and a notice leave."""
        return _CALLS_IN_A_GROUP - 1 - self.group_questions_a_minute


@dataclass(frozen=True, slots=True)
class JournalSettings:
    """Where questions are recorded, and for how long."""

    file: Path = field(
        default=Path("journal.db"),
        metadata=about("SQLite 数据库的文件；相对路径从本文件所在的文件夹算起。", file_path),
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
class HealthSettings:
    """Where the bot tells machines how it is."""

    listen: str = field(
        default="127.0.0.1",
        metadata=about(
            "在本机哪个地址上报告；这里没有口令，只在自己的网络里用 0.0.0.0。", ip_address
        ),
    )
    port: int | None = field(
        default=None,
        metadata=about(
            "在本机哪个端口上报告，如 9464；留空即不报告。\n"
            "/healthz 正常时答 200，否则答 503 和原因；/metrics 是给 Prometheus 的数字。",
            integer(1, 65535),
        ),
    )
    deaf_seconds: int = field(
        default=60,
        metadata=about("几秒没能从 Telegram 收消息，/healthz 就不再答 200。", integer(20, 3600)),
    )

"""All settings together: reading `config.yaml` and writing it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.base.errors import SettingsError
from bot.base.model import Problem
from bot.input.files import is_missing, read_text
from bot.input.report import Report
from bot.input.sections import about, render, section
from bot.input.settings.answering import AnswerSettings, KnowledgeSettings
from bot.input.settings.connecting import TelegramSettings
from bot.input.settings.running import (
    HealthSettings,
    JournalSettings,
    LimitSettings,
    LoggingSettings,
)
from bot.input.tree import parse
from bot.input.values import Value

DEFAULT_FILE: Final = Path("config.yaml")

_MAX_BYTES: Final = 1024 * 1024
_HEADER: Final = """\
# 问据的设置。每一项都可以删去或留空，即取默认值；改动在重新启动后生效。
# 机器人令牌不写在这里：请放进环境变量 TELEGRAM_BOT_TOKEN，或与本文件同一文件夹的 .env。
"""


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
    health: HealthSettings = field(
        default=HealthSettings(),
        metadata=about("把运行情况报告给监控。", section(HealthSettings)),
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

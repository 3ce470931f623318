"""The settings: what `config.yaml` may say and its defaults."""

from __future__ import annotations

from bot.input.credentials import Secrets, every_secret, load_secrets
from bot.input.settings.answering import AnswerSettings, KnowledgeSettings, Thresholds
from bot.input.settings.connecting import TelegramSettings, WebhookSettings
from bot.input.settings.loading import Settings, load_settings, render_settings
from bot.input.settings.running import (
    HealthSettings,
    JournalSettings,
    LimitSettings,
    LoggingSettings,
)

__all__ = [
    "AnswerSettings",
    "HealthSettings",
    "JournalSettings",
    "KnowledgeSettings",
    "LimitSettings",
    "LoggingSettings",
    "Secrets",
    "Settings",
    "TelegramSettings",
    "Thresholds",
    "WebhookSettings",
    "every_secret",
    "load_secrets",
    "load_settings",
    "render_settings",
]

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.base.errors import SettingsError, TokenError
from bot.input.credentials import Secrets, every_secret, load_secrets

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "123456789:AAExample-Token_0123456789abcdefghi"
OTHER = "987654321:AAOther-Token_0123456789abcdefghijkl"


@pytest.fixture(autouse=True)
def no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_WEBHOOK_SECRET", raising=False)
    monkeypatch.delenv("WENJU_JOURNAL_URL", raising=False)
    monkeypatch.delenv("WENJU_JOURNAL_KEY", raising=False)


def test_there_may_be_none(tmp_path: Path) -> None:
    assert load_secrets(tmp_path) == Secrets(None, None)


def test_the_environment_is_asked_first_and_then_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        f"# 注释\nexport TELEGRAM_BOT_TOKEN='{OTHER}'\nTELEGRAM_WEBHOOK_SECRET=abc-1\nX=$Y\n",
        encoding="utf-8",
    )
    assert load_secrets(tmp_path) == Secrets(OTHER, "abc-1")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f" {TOKEN}\n")
    assert load_secrets(tmp_path) == Secrets(TOKEN, "abc-1")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert load_secrets(tmp_path) == Secrets(OTHER, "abc-1")


@pytest.mark.parametrize(
    "line", ["TELEGRAM_BOT_TOKEN=", "TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN=' '"]
)
def test_an_empty_value_is_none(line: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(line, encoding="utf-8")
    assert load_secrets(tmp_path).token is None


def test_secrets_are_not_shown() -> None:
    secrets = Secrets(TOKEN, "abc-1", "postgresql://me:pw@a/b", "a key that is long enough")
    assert repr(secrets) == f"{secrets}" == "Secrets()"


@pytest.mark.parametrize(
    "token",
    [
        "secret",
        "123456789",
        "123456789:short",
        f"bot{TOKEN}",
        f"{TOKEN} x",
        f"'{TOKEN}",
        TOKEN.replace(":", "："),
        "１２３:" + "a" * 35,
        f"{TOKEN}/../x",
        "1:" + "a" * 500,
    ],
)
def test_a_malformed_token_is_refused_without_telling_it(
    token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", token)
    with pytest.raises(TokenError) as error:
        load_secrets(tmp_path)
    assert str(error.value) == (
        "TELEGRAM_BOT_TOKEN 的值不是机器人令牌：应为一串数字、一个冒号和 30 个以上的字母、数字、"
        "_ 或 -；请到 @BotFather 完整地复制一遍"
    )


def test_a_webhook_secret_telegram_would_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "秘密")
    with pytest.raises(SettingsError) as error:
        load_secrets(tmp_path)
    assert str(error.value) == "TELEGRAM_WEBHOOK_SECRET: 只能用字母、数字、_ 和 -，最多 256 个"


def test_what_the_journal_keeps_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "WENJU_JOURNAL_URL=postgresql://me:p%40w@db/wenju\nWENJU_JOURNAL_KEY=a-key-of-16-chars\n",
        encoding="utf-8",
    )
    assert load_secrets(tmp_path) == Secrets(
        journal_url="postgresql://me:p%40w@db/wenju", journal_key="a-key-of-16-chars"
    )


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "WENJU_JOURNAL_URL",
            "mysql://me:pw@a/b",
            "不是 PostgreSQL 的网址；应如 postgresql://用户:口令@主机/数据库",
        ),
        ("WENJU_JOURNAL_KEY", "123456789012345", "太短，容易被猜出；请用随机的 16 个以上的字符"),
    ],
)
def test_what_the_journal_cannot_use_is_refused_without_telling_it(
    name: str, value: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load_secrets(tmp_path)
    assert str(error.value) == f"{name}: {message}"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"A=1\n= TELEGRAM\nB='x\n", ".env:2: 这一行不是“名称=值”\n.env:3: 这一行不是“名称=值”"),
        (b"\xd6\xd0=1", ".env:1:1: 不是 UTF-8 编码（全文件第 1 个字节是 0xd6）；请另存为 UTF-8"),
    ],
)
def test_a_file_with_mistakes(content: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(content)
    with pytest.raises(SettingsError) as error:
        load_secrets(tmp_path)
    assert str(error.value) == problem


@pytest.mark.parametrize(
    ("secrets", "proxy", "known"),
    [
        (Secrets(), "", set()),
        (Secrets("1:a", "b", None, "c"), "", {"1:a", "b", "c"}),
        (Secrets(journal_url="postgresql://wenju:p%40ss@db/wenju"), "", {"p%40ss", "p@ss"}),
        (Secrets(journal_url="postgresql:///wenju?password=p%40ss"), "", {"p@ss"}),
        (Secrets(journal_url="postgresql://wenju@db/wenju"), "", set()),
        (Secrets(), "socks5://me:secret@proxy:1080", {"secret"}),
        (Secrets(), "http://proxy:8080", set()),
        (Secrets(), "http://[", set()),
    ],
)
def test_every_secret_is_known(
    secrets: Secrets, proxy: str, known: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("all_proxy", proxy)
    assert every_secret(secrets) == known

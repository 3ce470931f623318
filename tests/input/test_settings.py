from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.base.errors import SettingsError
from bot.input.settings import (
    AnswerSettings,
    JournalSettings,
    KnowledgeSettings,
    LimitSettings,
    LoggingSettings,
    Settings,
    TelegramSettings,
    Thresholds,
    WebhookSettings,
    load_settings,
    render_settings,
)

ROOT = Path(__file__).parents[2]


def load(text: str, folder: Path) -> Settings:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_the_shipped_file_is_the_rendered_defaults() -> None:
    assert (ROOT / "config.yaml").read_text(encoding="utf-8") == render_settings(Settings())


def test_every_setting_is_commented() -> None:
    lines = render_settings(Settings()).splitlines()
    for above, line in itertools.pairwise(lines):
        if line and not line.lstrip().startswith("#"):
            assert above.lstrip().startswith("# "), line


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(None) == Settings()


def test_the_file_of_the_current_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text("limits: {question_length: 99}", encoding="utf-8")
    assert load_settings(None).limits.question_length == 99


@pytest.mark.parametrize(
    "text", ["", "# 空\n", "telegram:\n", "answers: {thresholds: , examples: ~}"]
)
def test_what_is_left_out_or_blank_has_its_default(text: str, tmp_path: Path) -> None:
    defaults = Settings()
    found = load(text, tmp_path)
    assert (found.answers, found.telegram) == (defaults.answers, defaults.telegram)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("文章", "{base}/文章"), ("/srv/kb", "/srv/kb"), ("../kb", "{base}/../kb")],
)
def test_a_relative_folder_is_taken_from_the_file(
    folder: str, expected: str, tmp_path: Path
) -> None:
    found = load(f"knowledge: {{folder: {folder}}}", tmp_path)
    assert str(found.knowledge.folder) == expected.format(base=tmp_path)


def test_the_journal_is_beside_the_file(tmp_path: Path) -> None:
    assert load("", tmp_path).journal.file == tmp_path / "journal.db"
    assert load("journal: {file: ../a.db}", tmp_path).journal.file == tmp_path / ".." / "a.db"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://wenju@127.0.0.1/wenju",
        "postgresql+asyncpg://db:5433/wenju?ssl=require",
        "postgres://wenju@/wenju?host=/run/postgresql",
    ],
)
def test_the_journal_may_be_on_a_server(url: str, tmp_path: Path) -> None:
    assert load(f"journal: {{url: '{url}'}}", tmp_path).journal.url == url


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    text = """\
knowledge: {folder: /kb}
answers:
  thresholds: {answer: 70, suggest: 30}
  suggestions: 5
  examples: 0
  follow_up_minutes: 3
telegram:
  admins: [1, 4503599627370496]
  mode: webhook
  webhook: {url: https://例子.中国:8443/hook, listen: "::1", port: 9000, path: /inner}
  drop_pending_updates: yes
  api_base_url: http://127.0.0.1:8081/bot
  api_file_url: http://127.0.0.1:8081/file/bot
  proxy: socks5://127.0.0.1:1080
  concurrent_updates: 1
  pool_size: 2
  connect_timeout: 3
  read_timeout: 4
limits: {question_length: 500}
journal: {file: /j.db, url: "postgresql://me@[::1]:5433/wenju", keep_days: 7, store_user_ids: yes}
logging: {level: debug}
"""
    assert load(text, tmp_path) == Settings(
        knowledge=KnowledgeSettings(Path("/kb")),
        answers=AnswerSettings(Thresholds(70, 30), suggestions=5, examples=0, follow_up_minutes=3),
        telegram=TelegramSettings(
            admins=(1, 4503599627370496),
            mode="webhook",
            webhook=WebhookSettings("https://例子.中国:8443/hook", "::1", 9000, "/inner"),
            drop_pending_updates=True,
            api_base_url="http://127.0.0.1:8081/bot",
            api_file_url="http://127.0.0.1:8081/file/bot",
            proxy="socks5://127.0.0.1:1080",
            concurrent_updates=1,
            pool_size=2,
            connect_timeout=3,
            read_timeout=4,
        ),
        limits=LimitSettings(500),
        journal=JournalSettings(
            Path("/j.db"), "postgresql://me@[::1]:5433/wenju", keep_days=7, store_user_ids=True
        ),
        logging=LoggingSettings("debug"),
    )


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- a", ["1:1: 应为键值对（键: 值），实为列表"]),
        ("telegram: [", ["1:12: 此处缺少值，或多了符号"]),
        (
            "telegramm: {}\nlimits: {question_len: 5}\nanswers: {threshold: {}}",
            [
                (
                    "1:1: 不认识的键“telegramm”，是不是“telegram”？"
                    "可用的键：knowledge、answers、telegram、limits、journal、logging、health"
                ),
                (
                    "2:10: limits：不认识的键“question_len”，是不是“question_length”？"
                    "可用的键：question_length、upload_megabytes、questions_a_minute、group_questions_a_minute、taps_a_minute、inline_a_minute、waiting_updates"
                ),
                (
                    "3:11: answers：不认识的键“threshold”，是不是“thresholds”？"
                    "可用的键：thresholds、suggestions、examples、follow_up_minutes"
                ),
            ],
        ),
        (
            "answers:\n  thresholds: {answer: 101, suggest: '25'}\n  suggestions: 0\n  examples: 4.0\n",
            [
                "2:24: answers.thresholds.answer：应为 0 到 100 的整数，实为整数 101",
                "2:38: answers.thresholds.suggest：应为 0 到 100 的整数，实为文字“25”",
                "3:16: answers.suggestions：应为 1 到 10 的整数，实为整数 0",
                "4:13: answers.examples：应为 0 到 10 的整数，实为小数 4.0",
            ],
        ),
        (
            "answers: {thresholds: {answer: 20}}",
            ["1:23: answers.thresholds：suggest（25）不能大于 answer（20）"],
        ),
        (
            "telegram: {admins: [a, -1, 5000000000000000], mode: push, drop_pending_updates: 1}",
            [
                "1:21: telegram.admins[1]：应为 1 到 4503599627370496 的整数，实为文字“a”",
                "1:24: telegram.admins[2]：应为 1 到 4503599627370496 的整数，实为整数 -1",
                (
                    "1:28: telegram.admins[3]：应为 1 到 4503599627370496 的整数，"
                    "实为整数 5000000000000000"
                ),
                "1:53: telegram.mode：应为 polling、webhook 之一，实为文字“push”",
                "1:81: telegram.drop_pending_updates：应为 true 或 false，实为整数 1",
            ],
        ),
        (
            "telegram: {mode: webhook}",
            ["1:18: telegram.mode：webhook 需要公开网址；请填写 telegram.webhook.url"],
        ),
        (
            (
                "telegram:\n"
                "  webhook: {url: 'http://a.b', listen: localhost, port: 0, path: 'a?b'}\n"
                "  api_base_url: https://api.telegram.org\n"
                "  api_file_url: api.telegram.org/bot\n"
                "  proxy: ftp://a\n"
            ),
            [
                "2:18: telegram.webhook.url：应为 https:// 开头的有效网址，实为文字“http://a.b”",
                (
                    "2:40: telegram.webhook.listen：应为 IP 地址，如 127.0.0.1 或 0.0.0.0，"
                    "实为文字“localhost”"
                ),
                "2:57: telegram.webhook.port：应为 1 到 65535 的整数，实为整数 0",
                "2:66: telegram.webhook.path：只能用字母、数字和 / . _ ~ -",
                "3:17: telegram.api_base_url：应以 /bot 结尾（令牌会接在它后面）",
                (
                    "4:17: telegram.api_file_url：应为 http://、https:// 开头的有效网址，"
                    "实为文字“api.telegram.org/bot”"
                ),
                (
                    "5:10: telegram.proxy：应为 http://、https://、socks5://、socks5h:// 开头的有效网址，"
                    "实为文字“ftp://a”"
                ),
            ],
        ),
        (
            "telegram:\n  webhook: {url: 'https://a.b:9000/'}\n  proxy: socks5://me:pw@a:1\n",
            [
                "2:18: telegram.webhook.url：端口只能是 443、80、88 或 8443：Telegram 不访问别的端口",
                "3:10: telegram.proxy：不能写用户名和口令；带口令的代理请放进环境变量 HTTPS_PROXY",
            ],
        ),
        (
            "journal: {url: 'sqlite:///a.db', keep_days: 0}",
            [
                (
                    "1:16: journal.url：应为 PostgreSQL 的网址，如 postgresql://用户@主机/数据库，"
                    "实为文字“sqlite:///a.db”"
                ),
                "1:45: journal.keep_days：应为 1 到 3650 的整数，实为整数 0",
            ],
        ),
        *(
            (
                f"journal: {{url: '{url}'}}",
                [
                    "1:16: journal.url：不能写口令；带口令的网址请放进环境变量 WENJU_JOURNAL_URL",
                ],
            )
            for url in ("postgresql://me:pw@a/b", "postgres://me@a/b?password=pw")
        ),
        (
            "knowledge: {folder: 5}",
            ['1:21: knowledge.folder：应为文字，实为整数 5；确是文字的请加引号："5"'],
        ),
        ("logging: info", ["1:10: logging：应为键值对（键: 值），实为文字“info”"]),
    ],
)
def test_each_mistake_is_named(text: str, problems: list[str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load(text, tmp_path)
    found = [str(problem).removeprefix("config.yaml:") for problem in error.value.problems]
    assert found == problems


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^other\.yaml: 读不了：文件不存在$"):
        load_settings(tmp_path / "other.yaml")
    with pytest.raises(SettingsError, match=r"读不了：这是文件夹，不是文件$"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("webhook", "path"),
    [
        (WebhookSettings("https://a.b/c/d"), "c/d"),
        (WebhookSettings("https://a.b"), ""),
        (WebhookSettings("https://a.b/c", path="/x"), "x"),
        (WebhookSettings(), ""),
    ],
)
def test_updates_arrive_at_the_path_of_the_address_unless_told_otherwise(
    webhook: WebhookSettings, path: str
) -> None:
    assert webhook.local_path == path


thresholds = st.builds(Thresholds, st.integers(50, 100), st.integers(0, 50))
addresses = st.sampled_from(["https://例子.中国:8443/a?b#c", "https://a.b/"])
telegram = st.builds(
    TelegramSettings,
    admins=st.lists(st.integers(1, 2**52), max_size=3).map(tuple),
    mode=st.sampled_from(["polling", "webhook"]),
    webhook=st.builds(
        WebhookSettings,
        url=addresses,
        listen=st.ip_addresses().map(str),
        port=st.integers(1, 65535),
        path=st.sampled_from([None, "a", "/~a/b.c-d_e"]),
    ),
    drop_pending_updates=st.booleans(),
    api_base_url=st.sampled_from(["http://127.0.0.1:8081/bot", "http://[::1]/x/bot"]),
    proxy=st.sampled_from([None, "http://127.0.0.1:7890", "socks5h://a:1"]),
    concurrent_updates=st.integers(1, 64),
)


@settings(deadline=None)
@given(
    values=st.builds(
        Settings,
        knowledge=st.builds(
            KnowledgeSettings,
            st.sampled_from(["知识", "a b/c: d", "no", "2020", "..", "C:\\x"]).map(Path),
        ),
        answers=st.builds(AnswerSettings, thresholds, st.integers(1, 10), st.integers(0, 10)),
        telegram=telegram,
        limits=st.builds(LimitSettings, st.integers(10, 4096)),
        journal=st.builds(
            JournalSettings,
            st.sampled_from(["记录.db", "a b/c: d", "../j"]).map(Path),
            st.sampled_from([None, "postgresql://me@[::1]/a?host=/b"]),
            st.integers(1, 3650),
            st.booleans(),
        ),
        logging=st.builds(LoggingSettings, st.sampled_from(["debug", "error"])),
    )
)
def test_rendered_settings_read_back_the_same(
    values: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("base")
    found = load(render_settings(values), folder)
    assert found.knowledge.folder == folder / values.knowledge.folder
    assert (found.answers, found.telegram) == (values.answers, values.telegram)
    assert (found.limits, found.logging) == (values.limits, values.logging)
    assert found.journal == replace(values.journal, file=folder / values.journal.file)

from __future__ import annotations

import datetime

import pytest

from bot.base.model import Article, Faq, Knowledge
from bot.input.settings import Settings, TelegramSettings, Thresholds, WebhookSettings
from bot.journal.records import AskedOften, Day, Stats, Today
from bot.presentation.library import Library, content_hash
from bot.presentation.markup import units
from bot.presentation.status import CAPTION_LIMIT, Status, caption, status
from bot.presentation.texts import LANGUAGES, Texts
from bot.search.engine import Engine

NOW = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
ARTICLE = Article(
    "a", "两句话", text="普京主持会议。莫迪出席会议。", faq=(Faq(("甲", "乙"), "答"),)
)
LIBRARY = Library.of(Engine.build(Knowledge((ARTICLE,)), Thresholds()))
BEFORE = datetime.timedelta(days=1, hours=2, minutes=3)


def lines(**changed: object) -> list[str]:
    facts: dict[str, object] = {
        "version": "1.2.3",
        "started_at": NOW - BEFORE,
        "now": NOW,
        "library": LIBRARY,
        "settings": Settings(),
        "memory": 300 * 2**20,
        "today": Today(7, 3.14, 20.6),
        "trouble": None,
        "waiting": 3,
        "refused": 4,
    }
    return status(Texts(), Status(**{**facts, **changed})).text.splitlines()  # type: ignore[arg-type]


def test_everything_is_told() -> None:
    told = lines()
    assert told[:3] == [
        "问据 1.2.3",
        "已运行 1 天 2 小时 3 分钟",
        "知识库：1 篇文章，2 个句子，1 条教过的回答",
    ]
    assert told[3].endswith(f"，内容 {content_hash(LIBRARY.engine.knowledge)}")
    assert told[4:] == [
        "",
        "今天的提问：7 个",
        "用时：中位数 3.1 毫秒，99% 在 21 毫秒以内",
        "内存：300 MB",
        "记录库：正常",
        "",
        "接收方式：polling",
        "门槛：作答 50，候选 25",
        "限度：问题 300 字，文件 20 MB，问句保留 90 天",
        "限速（每分钟）：每人 20 个问题、40 次按钮、60 次内联，每群 10 个问题",
        "排队：3 条，最多 1000 条；超速没理的 4 条",
    ]


TOLD: list[tuple[dict[str, object], str]] = [
    ({"today": Today(0, None, None)}, "今天的提问：0 个"),
    ({"today": None}, "今天的提问：记录库用不了，数不出来"),
    ({"trouble": "连不上"}, "⚠ 记录库：连不上"),
    ({"started_at": NOW}, "已运行 0 分钟"),
    # A clock that was set back.
    ({"started_at": NOW + BEFORE}, "已运行 0 分钟"),
    ({"started_at": NOW - datetime.timedelta(days=2)}, "已运行 2 天 0 小时 0 分钟"),
    (
        {
            "settings": Settings(
                telegram=TelegramSettings(
                    mode="webhook", webhook=WebhookSettings(url="https://example.org/a")
                )
            )
        },
        "接收方式：webhook，https://example.org/a",
    ),
]


@pytest.mark.parametrize(("changed", "line"), TOLD)
def test_what_differs_is_told(changed: dict[str, object], line: str) -> None:
    assert line in lines(**changed)


def test_the_content_goes_by_all_that_is_in_it() -> None:
    other = Article("a", "两句话", text=ARTICLE.text, faq=(Faq(("甲", "乙"), "别的"),))
    hashes = {content_hash(Knowledge((one,))) for one in (ARTICLE, other, ARTICLE)}
    assert len(hashes) == 2


def stats(days: int, *often: AskedOften) -> Stats:
    today = datetime.date(2026, 1, 2)
    dates = (today - datetime.timedelta(days=ago) for ago in range(days - 1, -1, -1))
    return Stats(
        tuple(Day(date, 3, 1, 0, 1, 0) for date in dates), (0,) * 10, often, Today(4, 1.0, 2.0)
    )


def test_a_caption_tells_the_figures() -> None:
    card = caption(Texts(), 1, stats(7, AskedOften("谁？\n<b>", 9), AskedOften("何时？", 2)))
    assert card.text.splitlines() == [
        "最近 7 天：28 个提问，平均每天 4.0 个",
        "作答 21 (75%)，候选 7 (25%)，没有答案 0 (0%)",
        "👍 7，👎 0，好评率 100%",
        "今天的提问：4 个",
        "用时：中位数 1.0 毫秒，99% 在 2.0 毫秒以内",
        "问得最多：谁？ <b> ×9 · 何时？ ×2",
    ]
    (row,) = card.buttons
    assert [(button.label, button.data) for button in row] == [
        ("7 天 ✓", "!stats:1:7"),
        ("30 天", "!stats:1:30"),
        ("90 天", "!stats:1:90"),
    ]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_a_caption_fits_whatever_was_asked(texts: Texts) -> None:
    long = stats(90, *(AskedOften(f"{number}" + "😀" * 4000, 10**9) for number in range(10)))
    assert units(caption(texts, 1, long).text) <= CAPTION_LIMIT
    empty = Stats(long.days[:1], (0,) * 10, (), Today(0, None, None))
    assert caption(texts, 1, empty).text

from __future__ import annotations

import datetime

import pytest

from bot.base.model import Article, Faq, Hit, Sentence
from bot.presentation import teaching
from bot.presentation.card import Card
from bot.presentation.lesson import Lesson, Step
from bot.presentation.markup import MESSAGE_LIMIT, units
from bot.presentation.taps import parse_tap
from bot.presentation.teaching import Desk, Group
from bot.presentation.texts import Texts
from bot.search.known import Known, KnownFaq

TEXTS = Texts()
OWNER = 9_007_199_254_740_991
"""As long as Telegram's ids may get."""
DESK = Desk(TEXTS, OWNER, "AbCdEf12")
NOON = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
ARTICLES = tuple(Article(f"a{number}", f"文章 {number}", text="一句。") for number in range(20))
NOTHING = Known()


def labels(card: Card) -> list[str]:
    return [button.label for row in card.buttons for button in row]


def check(card: Card) -> Card:
    """See that Telegram would take a card, and that every button says something."""
    assert units(card.text) <= MESSAGE_LIMIT
    for row in card.buttons:
        for button in row:
            assert len(button.data.encode()) <= 64
            tap = parse_tap(button.data)
            assert tap is not None
            assert tap.owner == OWNER
    return card


@pytest.mark.parametrize("step", Step)
def test_every_step_has_a_way_out(step: Step) -> None:
    card = check(teaching.prompt(DESK, Lesson(step, ("问",), "答"), NOTHING, ARTICLES))
    assert "✖ 取消" in labels(card)


def test_articles_are_paged() -> None:
    first = check(teaching.places(DESK, ARTICLES))
    assert labels(first)[:2] == ["不属于哪篇文章", "文章 0"]
    assert labels(first)[-2:] == ["下一页 ➡", "✖ 取消"]
    last = check(teaching.places(DESK, ARTICLES, 99))
    assert labels(last)[1:] == [*(f"文章 {n}" for n in range(16, 20)), "⬅ 上一页", "✖ 取消"]
    assert labels(teaching.places(DESK, ())) == ["不属于哪篇文章", "✖ 取消"]


def test_what_is_quoted_is_escaped_and_fits_however_long_it_is() -> None:
    asks = tuple(f"<b>{number}</b>&" + "😀" * 290 for number in range(10))
    article = Article("a0", "<i>" * 200, text="一句。")
    hit = Hit(Sentence(article, 1, "<u>" + "句" * 3000), 90)
    found = Known(
        tuple(KnownFaq(article, Faq((ask,), "<答>" * 500)) for ask in asks),
        tuple((ask, hit) for ask in asks),
    )
    lesson = Lesson(Step.CONFIRMATION, asks, "<答>" * 2000, "a0")
    for step in Step:
        card = check(teaching.prompt(DESK, lesson.at(step), found, (article,)))
        assert "<答>" not in card.html
        assert "<i>" not in card.html


def test_where_there_are_no_articles_no_other_place_is_offered() -> None:
    lesson = Lesson(Step.CONFIRMATION, ("问",), "答")
    assert labels(teaching.prompt(DESK, lesson, NOTHING, ())) == ["✔ 确认", "✖ 取消"]
    assert "写进：taught.yaml" in teaching.prompt(DESK, lesson, NOTHING, ()).text


def group(number: int, wordings: tuple[str, ...] = ("问",)) -> Group:
    return Group(f"id{number:06}", wordings, 1, NOON, (f"id{number:06}",))


def test_misses_are_numbered_across_pages() -> None:
    groups = [group(number) for number in range(12)]
    second = check(teaching.misses(TEXTS, OWNER, groups, 1, 90))
    assert "6. " in second.html
    assert labels(second)[:2] == ["6 教一个答案", "6 忽略"]
    assert labels(second)[-2:] == ["⬅ 上一页", "下一页 ➡"]
    assert check(teaching.misses(TEXTS, OWNER, groups, 99, 90)).html.count("<b>") == 2


def test_a_page_of_the_longest_misses_fits() -> None:
    wordings = tuple(f"<{number}>" + "😀" * 1000 for number in range(50))
    card = check(teaching.misses(TEXTS, OWNER, [group(n, wordings) for n in range(5)], 0, 90))
    assert "还有 49 种问法" in card.text


def test_a_heading_gives_way_where_there_is_no_room() -> None:
    assert teaching.with_heading("<好>", Card("a")).html == "&lt;好&gt;\na"
    full = Card("字" * MESSAGE_LIMIT)
    assert teaching.with_heading("好", full) == full

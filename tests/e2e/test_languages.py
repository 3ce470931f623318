"""The interface in each language; quotations stay as the articles have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import EVIDENCE, WHO
from tests.emulator.driver import labels, quoted

if TYPE_CHECKING:
    from tests.e2e.harness import BotProcess, MakeBot
    from tests.emulator import Telegram

SPOKEN = [
    ("zh-hans", "第2句 · 可信度", "⬆ 上一句"),
    ("zh", "第2句 · 可信度", "⬆ 上一句"),
    ("zh-hant", "第2句 · 可信度", "☰ 其他結果"),
    ("zh-tw", "第2句 · 可信度", "☰ 其他結果"),
    ("en", "sentence 2 · confidence", "⬆ Earlier"),
    ("de", "sentence 2 · confidence", "⬆ Earlier"),
]


@pytest.mark.parametrize(("code", "words", "label"), SPOKEN)
def test_telegrams_language_is_spoken_at_first(
    telegram: Telegram, bot: BotProcess, code: str, words: str, label: str
) -> None:
    del bot
    answer = telegram.person(language=code).ask(WHO)
    assert words in answer["text"]
    assert label in labels(answer)
    assert quoted(answer, "blockquote") == [EVIDENCE]


def test_a_chosen_language_is_remembered(own_telegram: Telegram, make_bot: MakeBot) -> None:
    with make_bot() as bot:
        reader = own_telegram.person(language="de")
        offered = reader.ask("/lang")
        assert labels(offered) == ["简体中文", "繁體中文", "English ✓"]
        before = len(own_telegram.calls())
        chosen = reader.tap(offered, "繁體中文")
        assert chosen["text"] == "好的，介面用繁體中文。"
        assert labels(chosen) == ["简体中文", "繁體中文 ✓", "English"]
        own_telegram.wait(
            lambda: own_telegram._server.world.menus.get((reader.chat_id, "zh")), "a menu"
        )
        calls = [call.method for call in own_telegram.calls()[before:]]
        assert calls[:2] == ["answerCallbackQuery", "editMessageText"]
        assert own_telegram.menu(reader, "de")["lang"] == "介面語言"
        bot.restart()
        assert "☰ 其他結果" in labels(reader.ask(WHO))
        assert "第2句" in reader.ask(WHO)["text"]


def test_an_older_card_changes_its_language_with_the_next_tap(
    telegram: Telegram, bot: BotProcess
) -> None:
    del bot
    reader = telegram.person()
    answer = reader.ask(WHO)
    reader.tap(reader.ask("/lang"), "English")
    assert "sentences 1–2" in reader.tap(answer, "上一句")["text"]


def test_menus_go_by_telegrams_language(telegram: Telegram, bot: BotProcess) -> None:
    del bot
    telegram.wait(lambda: telegram._server.world.menus.get((None, "zh")), "menus")
    assert telegram.menu(language="zh")["why"] == "为什么是这个回答"
    assert telegram.menu(language="de")["why"] == "Why this answer"
    reader = telegram.person(language="zh-hant")
    reader.ask("/start")
    telegram.wait(
        lambda: telegram._server.world.menus.get((reader.chat_id, "zh")), "a menu of his own"
    )
    assert telegram.menu(reader, "zh")["why"] == "為什麼是這個回答"
    simplified = telegram.person()
    simplified.ask("/start")
    assert (simplified.chat_id, "zh") not in telegram._server.world.menus


def test_a_forged_language_is_turned_down(telegram: Telegram, bot: BotProcess) -> None:
    del bot
    reader = telegram.person()
    offered = reader.ask("/lang")
    notice = reader.send_callback("l:x", message=offered).params["text"]
    assert notice == "这个按钮已经失效，请重新提问。"

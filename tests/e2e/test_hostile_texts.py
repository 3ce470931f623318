"""Texts that mean harm: an answer, a refusal or a request to be brief, and never a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import EVIDENCE, WHO, BotProcess
from tests.emulator.driver import quoted
from tests.emulator.markup import parse_html

if TYPE_CHECKING:
    from tests.emulator import Person, Telegram

FAILURE = "出了点问题"
LIMIT = 300
TEXTS = {
    "zero width": "\u200b" * LIMIT,
    "zero width and more": "大桥\u200b由谁\u200d主持\ufeff设计？",
    "right to left": f"\u202e{WHO}\u202c",
    "isolates": "\u2066" * 100 + WHO,
    "combining": "e" + "\u0301" * 299,
    "zalgo": "".join(c + "\u0335\u0336\u0337" * 10 for c in WHO),
    "unfolding": "\ufdfa" * LIMIT,
    "unpaired surrogates": "\ud800谁\udfff主持设计",
    "only surrogates": "\udc00" * LIMIT,
    "controls": "\x01\x02\x1b[31m谁主持设计",
    "no characters": "\ufffe\uffff\U0010ffff",
    "tags": "<b>谁</b><script>alert(1)</script>主持设计",
    "entities": "&lt;b&gt;谁&amp;主持&#x3c;设计",
    "an open tag": "<a href='x",
    "a mention and a link": "[谁](tg://user?id=1)@admin #tag https://example.org/?q=<b>",
    "emoji": "👨‍👩‍👧‍👦" * 40,
    "a command in another shape": "／reload",
    "a path": "../../etc/passwd",
    "a format": "%s%n{0}{self.__class__}${jndi:ldap://x}",
    "SQL": "'; DROP TABLE questions; --",
    "YAML": "- !!python/object:os.system\n&a [*a]",
    "long": "字" * 4096,
    "long emoji": "😀" * 2048,
    "lines": "\n".join("谁主持设计" for _ in range(40)),
}


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return telegram.person()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_question_is_met_with_words(bot: BotProcess, reader: Person, text: str) -> None:
    for typed in (text, f"/why {text}", f"/ask {text}"):
        said = reader.ask(typed)
        assert said["text"].strip()
        assert FAILURE not in said["text"]
        # Nothing that was typed is taken for markup: links are those of the base.
        assert {entity["type"] for entity in said["entities"]} <= {
            "bold", "underline", "blockquote", "text_link", "bot_command", "mention",
        }  # fmt: skip
        assert all(
            e.get("url", "").startswith("https://example.org/")
            for e in said["entities"]
            if e["type"] == "text_link"
        )
    if len(text) <= LIMIT:
        for result in reader.search(text[:256]).params["results"]:
            parse_html(result["input_message_content"]["message_text"])
    group = reader.telegram.group()
    assert FAILURE not in reader.ask(f"@WenjuTestBot {text}"[:4096], group=group)["text"]
    assert "Traceback" not in bot.log
    assert "Telegram 不接受一条消息的格式" not in bot.log


FORGED = [
    "",
    "s",
    "s:AAAAAAAA:x1::50:0:0",
    "s:AAAAAAAA:x9999999:999999-0:999:99:99:zAbCdEf12",
    "s:" + "\u0661" * 20,
    "m:sAAAAAAAA",
    "m:?",
    "a:999999:s",
    "v:AAAAAAAA:+",
    "v:AAAAAAAA:-!",
    "w:AAAAAAAA",
    "l:?",
    "l:z",
    "!",
    "!ok:0:",
    "!ok:1:AbCdEf12",
    "!undo:9999999999999999:1",
    "\x00" * 64,
    "\ud800" * 8,
    "'; DROP TABLE questions; --",
    "字" * 21,
    "x" * 10_000,
]


@pytest.mark.parametrize("data", FORGED, ids=range(len(FORGED)))
def test_any_button_is_met_with_words(bot: BotProcess, reader: Person, data: str) -> None:
    answer = reader.ask(WHO)
    for origin in ({"message": answer}, {"inline_message_id": "inline1"}, {}):
        reader.send_callback(data, **origin)
    assert EVIDENCE in reader.ask(WHO)["text"]
    assert "Traceback" not in bot.log


def test_what_is_underlined_is_what_was_asked(reader: Person) -> None:
    said = reader.ask("<u>大桥</u>由谁主持设计？")
    assert quoted(said, "underline") == [] or EVIDENCE in said["text"]
    assert all("<" not in part for part in quoted(said, "underline"))

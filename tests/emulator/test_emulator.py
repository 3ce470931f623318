"""The emulator refuses what Telegram refuses; otherwise the other tests would show nothing."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator import TOKEN, Fault, Telegram
from tests.emulator.markup import MarkupError, find_entities, parse_html

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with Telegram() as telegram:
        yield telegram


def call(telegram: Telegram, method: str, *, token: str = TOKEN, **params: object) -> Any:  # noqa: ANN401
    """Call a method; gives the result, or the description of the error."""
    texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
    url = f"{telegram.url}{token}/{method}"
    try:
        with urllib.request.urlopen(url, urllib.parse.urlencode(texts).encode()) as response:  # noqa: S310
            return json.load(response)["result"]
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {json.load(error)['description']}"


def test_get_me_names_the_bot(telegram: Telegram) -> None:
    assert call(telegram, "getMe")["username"] == "WenjuTestBot"


def test_another_token_is_unauthorized(telegram: Telegram) -> None:
    assert call(telegram, "getMe", token="1:x") == "401 Unauthorized"


def test_an_unknown_method_is_not_found(telegram: Telegram) -> None:
    assert call(telegram, "danceTango") == "404 Not Found"


def test_updates_come_until_they_are_confirmed(telegram: Telegram) -> None:
    person = telegram.person()
    person.send("一")
    person.send("二")
    first, second = call(telegram, "getUpdates")
    assert [u["message"]["text"] for u in (first, second)] == ["一", "二"]
    assert call(telegram, "getUpdates", offset=second["update_id"]) == [second]
    assert call(telegram, "getUpdates", offset=second["update_id"] + 1) == []


HTML = [
    ("<b>a</b>&lt;", "a<", [{"type": "bold", "offset": 0, "length": 1}]),
    ("😀<u>b</u>", "😀b", [{"type": "underline", "offset": 2, "length": 1}]),
    (
        "<blockquote expandable>c</blockquote>",
        "c",
        [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
    ),
    ("a & b &nbsp;", "a & b &nbsp;", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html_is_parsed(source: str, text: str, entities: list[dict[str, object]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize("source", ["<b>", "</b>", "<b><u></b></u>", "<p>x</p>", "1 < 2", "<"])
def test_bad_html_is_refused(source: str) -> None:
    with pytest.raises(MarkupError):
        parse_html(source)


def test_commands_and_mentions_are_found_in_utf16_units() -> None:
    assert find_entities("/ask@Bot 😀 @Bot 好") == [
        {"type": "bot_command", "offset": 0, "length": 8},
        {"type": "mention", "offset": 12, "length": 4},
    ]


REFUSED = [
    ({"text": "<i>"}, "can't parse entities"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "<b> </b>"}, "message text is empty"),
    ({"text": "a", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    (
        {
            "text": "a",
            "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "字" * 22}]]},
        },
        "BUTTON_DATA_INVALID",
    ),
]


@pytest.mark.parametrize(("params", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_bad_messages_are_refused(telegram: Telegram, params: dict[str, Any], why: str) -> None:
    chat = telegram.person().chat_id
    result = call(telegram, "sendMessage", chat_id=chat, parse_mode="HTML", **params)
    assert result.startswith("400 Bad Request: ")
    assert why in result


def test_the_limit_counts_after_parsing(telegram: Telegram) -> None:
    chat = telegram.person().chat_id
    text = f"<b>{'&amp;' * 4096}</b>"
    message = call(telegram, "sendMessage", chat_id=chat, parse_mode="HTML", text=text)
    assert message["text"] == "&" * 4096


def test_an_edit_that_changes_nothing_is_refused(telegram: Telegram) -> None:
    chat = telegram.person().chat_id
    number = call(telegram, "sendMessage", chat_id=chat, text="a")["message_id"]
    same = {"chat_id": chat, "message_id": number, "text": "a"}
    assert "message is not modified" in call(telegram, "editMessageText", **same)


def test_a_query_is_answered_once(telegram: Telegram) -> None:
    query_id = "77"
    assert "query is too old" in call(telegram, "answerCallbackQuery", callback_query_id=query_id)


def test_somebody_who_blocked_the_bot_gets_nothing(telegram: Telegram) -> None:
    person = telegram.person()
    telegram.block(person)
    assert call(telegram, "sendMessage", chat_id=person.chat_id, text="a").startswith("403")


def test_a_fault_shows_as_often_as_asked(telegram: Telegram) -> None:
    telegram.fail(Fault("getMe", 429, "Too Many Requests", {"retry_after": 1}, times=1))
    assert call(telegram, "getMe") == "429 Too Many Requests"
    assert call(telegram, "getMe")["is_bot"]

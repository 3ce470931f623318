"""The emulator refuses what Telegram refuses; otherwise the other tests would show nothing."""

from __future__ import annotations

import contextlib
import json
import socket
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
    ({"text": "a", "message_thread_id": 77}, "message thread not found"),
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


def test_a_message_replied_to_is_told_without_what_it_replies_to(telegram: Telegram) -> None:
    person = telegram.person()
    first = person.send("一")
    second = person.send("二", reply_to=first)
    third = person.send("三", reply_to=second)
    assert second["reply_to_message"]["text"] == "一"
    assert "reply_to_message" not in third["reply_to_message"]
    reply = {"message_id": third["message_id"]}
    sent = call(telegram, "sendMessage", chat_id=person.chat_id, text="四", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "三"
    assert "reply_to_message" not in sent["reply_to_message"]


def test_a_topic_is_known_once_somebody_wrote_in_it(telegram: Telegram) -> None:
    person, group = telegram.person(), telegram.group(forum=True)
    person.send("一", group=group, topic=77)
    sent = call(telegram, "sendMessage", chat_id=group.chat_id, text="二", message_thread_id=77)
    assert sent["message_thread_id"] == 77


def test_the_menu_is_that_of_the_chat_before_that_of_the_language(telegram: Telegram) -> None:
    person = telegram.person()
    scope = {"type": "chat", "chat_id": person.chat_id}

    def commands(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": name}]

    call(telegram, "setMyCommands", commands=commands("all"))
    call(telegram, "setMyCommands", commands=commands("chinese"), language_code="zh")
    assert [list(telegram.menu(person, code)) for code in ("zh", "de")] == [["chinese"], ["all"]]
    call(telegram, "setMyCommands", commands=commands("own"), scope=scope)
    assert list(telegram.menu(person, "zh")) == ["own"]
    call(telegram, "deleteMyCommands", scope=scope)
    assert list(telegram.menu(person, "zh")) == ["chinese"]
    refused = call(telegram, "setMyCommands", commands=commands("a"), language_code="zh-hant")
    assert refused == "400 Bad Request: invalid language code specified"


def test_the_bot_is_told_what_it_is_in_a_chat(telegram: Telegram) -> None:
    group, bot_id = telegram.group(forum=True), call(telegram, "getMe")["id"]
    me = call(telegram, "getChatMember", chat_id=group.chat_id, user_id=bot_id)
    assert (me["status"], me["user"]["id"]) == ("member", bot_id)
    assert call(telegram, "getChat", chat_id=group.chat_id)["is_forum"]
    telegram.let_bot_be("restricted", group, can_send_messages=False)
    refused = call(telegram, "sendMessage", chat_id=group.chat_id, text="一")
    assert refused == "400 Bad Request: not enough rights to send text messages to the chat"
    telegram.let_bot_be("kicked", group)
    for method in ("getChat", "getChatMember", "sendMessage"):
        told = call(telegram, method, chat_id=group.chat_id, user_id=bot_id, text="一")
        assert told == "403 Forbidden: bot is not a member of the supergroup chat"


def test_the_webhook_and_what_waits_for_it_are_told(telegram: Telegram) -> None:
    assert call(telegram, "getWebhookInfo")["url"] == ""
    call(telegram, "setWebhook", url="https://example.org/hook")
    telegram.person().send("一")
    info = call(telegram, "getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("https://example.org/hook", 1)


def test_the_clock_is_that_of_telegram(telegram: Telegram) -> None:
    person = telegram.person()

    def sent() -> int:
        return int(call(telegram, "sendMessage", chat_id=person.chat_id, text="一")["date"])

    before = sent()
    telegram.set_clock(3600)
    assert sent() - before >= 3600


def test_a_file_is_downloaded_by_the_path_that_telegram_gives(telegram: Telegram) -> None:
    message = telegram.person().upload("a.txt", b"abc")
    file = call(telegram, "getFile", file_id=message["document"]["file_id"])
    assert file["file_size"] == 3
    url = f"{telegram.file_url}{TOKEN}/{file['file_path']}"
    with urllib.request.urlopen(url) as response:  # noqa: S310
        assert response.read() == b"abc"
    for wrong in (url.replace(TOKEN, "1:x"), f"{url}0"):
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(wrong)  # noqa: S310
        error.value.close()
        assert error.value.code == 404
    assert call(telegram, "getFile", file_id="x") == "400 Bad Request: invalid file_id"


def test_a_large_file_cannot_be_downloaded(telegram: Telegram) -> None:
    message = telegram.person().upload("a.txt", b"a" * ((20 << 20) + 1))
    refused = call(telegram, "getFile", file_id=message["document"]["file_id"])
    assert refused == "400 Bad Request: file is too big"


def test_who_is_killed_in_the_middle_of_a_request_does_no_harm(telegram: Telegram) -> None:
    port = urllib.parse.urlsplit(telegram.url).port
    assert port is not None
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100"
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\n{form}\r\n\r\nchat".encode())
    assert call(telegram, "getMe")["username"] == "WenjuTestBot"


def test_a_mistake_of_the_emulators_own_is_what_a_test_fails_with() -> None:
    with pytest.raises(ExceptionGroup, match="the emulator made mistakes"):
        _send_nothing()


def _send_nothing() -> None:
    with Telegram() as telegram, contextlib.suppress(ValueError):
        # Telegram would refuse; the emulator does not know how.
        call(telegram, "sendMessage", chat_id=telegram.person().chat_id)

"""What somebody sees who types the bot's name in some other chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import CONTACT, EVIDENCE, NOWHERE, WHO
from tests.emulator.driver import labels
from tests.emulator.markup import parse_html

if TYPE_CHECKING:
    from tests.emulator import Person, Telegram

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def reader(telegram: Telegram) -> Person:
    return telegram.person()


def test_an_answer_can_be_sent_anywhere(reader: Person) -> None:
    params = reader.search(WHO).params
    result = params["results"][0]
    assert result["description"] == f"{EVIDENCE}\n《南京长江大桥》"
    assert result["title"] in EVIDENCE
    text, entities = parse_html(result["input_message_content"]["message_text"])
    assert EVIDENCE in text
    assert "blockquote" in {entity["type"] for entity in entities}
    assert params["cache_time"] == "60"
    # The wording is in the reader's language: nobody else gets it from Telegram's memory.
    assert params["is_personal"] == "true"


def test_links_in_what_is_sent_are_not_previewed(reader: Person) -> None:
    content = reader.search(WHO).params["results"][0]["input_message_content"]
    assert content["link_preview_options"] == {"is_disabled": True}


def test_the_list_is_in_the_language_of_who_types(telegram: Telegram) -> None:
    params = telegram.person(language="de").search(WHO).params
    assert params["button"]["text"] == "Ask in a private chat"
    content = params["results"][0]["input_message_content"]
    text, _ = parse_html(content["message_text"])
    assert EVIDENCE in text
    assert "sentence 2 · confidence " in text


def test_every_result_that_is_likely_is_offered(reader: Person) -> None:
    titles = [result["title"] for result in reader.search(CONTACT).params["results"]]
    assert titles[:2] == ["请写信到 <help@example.org>。", "请打电话。"]


def test_before_anything_is_typed_examples_are_offered(reader: Person) -> None:
    results = reader.search("").params["results"]
    assert CONTACT in {result["title"] for result in results}


@pytest.mark.parametrize("query", [NOWHERE, "火" * 256])
def test_without_an_answer_there_is_a_way_to_the_bot(reader: Person, query: str) -> None:
    params = reader.search(query).params
    assert params["results"] == []
    assert params["button"]["text"] == "没有找到答案，去私聊里问问看"


def test_the_way_to_the_bot_takes_the_question_along(reader: Person) -> None:
    parameter = reader.search(NOWHERE).params["button"]["start_parameter"]
    answer = reader.ask(f"/start {parameter}")
    assert "没有找到这个问题的答案" in answer["text"]
    assert labels(answer) == ["🔔 有答案时告诉我"]


@pytest.mark.parametrize("query", ["", WHO, "火" * 256])
def test_a_way_that_takes_nothing_along_greets(reader: Person, query: str) -> None:
    parameter = reader.search(query).params["button"]["start_parameter"]
    assert "我是问据" in reader.ask(f"/start {parameter}")["text"]


def test_a_verdict_on_what_was_sent_is_noted(reader: Person, telegram: Telegram) -> None:
    result = reader.search(WHO).params["results"][0]
    sent = reader.choose(result, WHO, told=True)
    up = result["reply_markup"]["inline_keyboard"][1][0]
    somebody = telegram.person()
    notice = somebody.send_callback(up["callback_data"], inline_message_id=sent)
    assert notice.params["text"] == "谢谢，记下了：👍"


def test_buttons_work_in_the_chat_it_was_sent_to(reader: Person) -> None:
    result = reader.search(WHO).params["results"][0]
    sent = reader.choose(result)
    up, down = result["reply_markup"]["inline_keyboard"][0]
    assert (up["text"], down["text"]) == ("⬆ 上一句", "⬇ 下一句")
    reader.send_callback(down["callback_data"], inline_message_id=sent)
    assert "第2–3句" in reader.inline_message(sent)["text"]

"""What somebody sees who types the bot's name in some other chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.harness import CONTACT, EVIDENCE, NOWHERE, WHO
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
    assert result["description"] == EVIDENCE
    assert result["title"] in EVIDENCE
    text, entities = parse_html(result["input_message_content"]["message_text"])
    assert EVIDENCE in text
    assert "blockquote" in {entity["type"] for entity in entities}
    assert params["cache_time"] == "60"
    assert params.get("is_personal") in {None, "false"}


def test_the_same_question_gives_the_same_results(reader: Person) -> None:
    assert reader.search(CONTACT).params["results"] == reader.search(CONTACT).params["results"]


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
    assert params["button"]["start_parameter"] == "inline"


def test_buttons_work_in_the_chat_it_was_sent_to(reader: Person) -> None:
    result = reader.search(WHO).params["results"][0]
    sent = reader.choose(result)
    up, down = result["reply_markup"]["inline_keyboard"][0]
    assert (up["text"], down["text"]) == ("⬆ 上一句", "⬇ 下一句")
    reader.send_callback(down["callback_data"], inline_message_id=sent)
    assert "第2–3句" in reader.inline_message(sent)["text"]

"""Each fault of Telegram and the network: nothing lost, nothing doubled, a line in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.faults.cases import (
    BROUGHT,
    ENDING,
    IMPATIENT,
    RECEIVING,
    SENDING,
    Case,
    play,
    problems,
)
from tests.e2e.harness import EVIDENCE, ROOT, WHO
from tests.emulator.faults import Fault, How, happens, page

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Telegram


ALL = (*RECEIVING, *SENDING, *BROUGHT)
SHORT = [case for case in ALL if case.short]
"""The others take a minute or two: `make faults` plays all."""


@pytest.mark.parametrize("case", SHORT, ids=lambda case: case.name)
def test_nothing_is_lost_or_doubled(own_telegram: Telegram, make_bot: MakeBot, case: Case) -> None:
    bot = make_bot(case.settings)
    if case.webhook:
        bot.receive_by_webhook()
    with bot:
        seen = play(case, own_telegram, bot)
    assert problems(case, seen) == []


EDIT = "editMessageText"
TAPS = [
    Fault(EDIT, 400, "Bad Request: message is not modified: it is the same"),
    Fault(EDIT, 500, "Internal Server Error"),
    happens(EDIT, How.DROPPED_BEFORE),
    happens(EDIT, How.DROPPED_AFTER),
    happens(EDIT, How.GARBLED),
    page(EDIT),
    Fault("answerCallbackQuery", 400, "Bad Request: query is too old"),
    happens("answerCallbackQuery", How.DROPPED_AFTER),
]


def test_a_tap_is_served_whatever_goes_wrong(own_telegram: Telegram, make_bot: MakeBot) -> None:
    reader = own_telegram.person()
    with make_bot(IMPATIENT) as bot:
        for fault in TAPS:
            answer = reader.ask(WHO)
            own_telegram.fail(fault)
            reader.tap_and_go(answer, "⬇")
            own_telegram.wait_until_met(fault)
            if "modified" not in fault.description:
                own_telegram.wait_for_words(answer, "大桥的铁路桥长6772米。")
        assert EVIDENCE in reader.ask(WHO)["text"]
        assert bot.stop() == 0
    assert "Traceback" not in bot.log
    assert " ERROR " not in bot.log


def test_every_fault_has_its_row_in_the_documentation() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    names = [*(case.name for case in ALL), *(ending.name for ending in ENDING)]
    assert [name for name in names if f"| {name} |" not in text] == []

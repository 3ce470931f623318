"""Each fault of Telegram and the network: nothing lost, nothing doubled, a line in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.faults.cases import RECEIVING, SENDING, Case, play
from tests.e2e.harness import EVIDENCE

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Telegram


@pytest.mark.parametrize("case", [*RECEIVING, *SENDING], ids=lambda case: case.name)
def test_nothing_is_lost_or_doubled(own_telegram: Telegram, make_bot: MakeBot, case: Case) -> None:
    with make_bot(case.settings) as bot:
        seen = play(case, own_telegram, bot)
    assert [EVIDENCE in answer["text"] for answer in seen.answers] == [True] * case.answered
    assert seen.back < case.within
    assert seen.stopped == 0
    assert "Traceback" not in seen.log
    assert seen.log.count(case.logged) == 1 or not case.logged
    assert case.over in seen.log
    assert len(seen.noise) <= 1, seen.noise

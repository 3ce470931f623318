"""A graceful stop is over within ten seconds, whatever is going on.

After nine the bot would end itself, with 1: to end with 0 is to be in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from tests.e2e.harness import WHO
from tests.emulator.faults import ANY, How, happens

if TYPE_CHECKING:
    from tests.e2e.harness import MakeBot
    from tests.emulator import Telegram


def test_what_telegram_does_not_answer_holds_nothing_up(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    with make_bot() as bot:
        own_telegram.fail(happens(ANY, How.HUNG, times=99))
        own_telegram.person().send(WHO)
        own_telegram.wait_for_call("sendMessage")
        assert bot.stop() == 0
    assert "停止时还有" in bot.log
    assert "Traceback" not in bot.log


def test_a_conversion_is_given_up_and_its_process_ended(
    own_telegram: Telegram, make_bot: MakeBot
) -> None:
    admin = own_telegram.person()
    page = "<html><body>" + "<p>桥头堡上有三面红旗的雕塑。</p>" * 200_000
    with make_bot(admins=[admin.chat_id]) as bot:
        admin.upload("long.html", page.encode())
        converter = bot.wait_for_child()
        assert bot.stop() == 0
    # Where nobody collects the dead, it is dead all the same.
    assert not converter.is_running() or converter.status() == psutil.STATUS_ZOMBIE
    assert "Traceback" not in bot.log

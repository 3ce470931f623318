"""Secrets in real failures: whatever goes wrong, nobody reads them, in the log or in the chat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.e2e.harness import EVIDENCE, WHO, free_port
from tests.e2e.test_process import WEBHOOK
from tests.emulator import TOKEN, Fault, Telegram

if TYPE_CHECKING:
    from tests.e2e.harness import BotProcess, MakeBot

DEBUG = "logging: {level: debug}\n"
CLOSED = "127.0.0.1:1"
"""Nobody listens there."""
PASSWORD = "s3cret_P%40ss"
MEANT = "s3cret_P@ss"
KEY = "k3y-of-the-journal-0123456789"
WEBHOOK_SECRET = "Webhook_s3cret-1"
SECRETS = (TOKEN, TOKEN.split(":")[1], PASSWORD, MEANT, KEY, WEBHOOK_SECRET)


def check(bot: BotProcess, telegram: Telegram) -> None:
    """See that no secret is in the log, nor in anything that was sent."""
    sent = [call for call in telegram.calls() if call.method != "setWebhook"]
    said = json.dumps([call.params for call in sent], ensure_ascii=False)
    uploads = b"".join(data for call in sent for data in call.files.values()).decode(
        errors="replace"
    )
    written = (bot.log + said + uploads).casefold()
    for secret in SECRETS:
        assert secret.casefold() not in written


def test_failures_of_a_running_bot(own_telegram: Telegram, make_bot: MakeBot) -> None:
    admin = own_telegram.person("管理员")
    bot = make_bot(DEBUG, admins=[admin.chat_id])
    bot.environment |= {
        "WENJU_JOURNAL_URL": f"postgresql://wenju:{PASSWORD}@{CLOSED}/wenju",
        "WENJU_JOURNAL_KEY": KEY,
    }
    # Files are looked for where nobody listens: the library's own error names the address.
    bot.configure(api_file_url=f"http://{CLOSED}/file/bot")
    for method in ("getUpdates", "sendMessage"):
        own_telegram.fail(Fault(method, 500, f"broken: bot{TOKEN}/{method}"))
    own_telegram.fail(Fault("sendDocument", 400, f"Bad Request: bot{TOKEN}"))
    with bot:
        admin.send(WHO)
        assert EVIDENCE in admin.ask(WHO)["text"]
        shown = admin.answer_to(admin.upload("tower.txt", b"text"))
        assert "没能从 Telegram 取到" in own_telegram.wait_for_words(shown, "没能")["text"]
        admin.send("/article bridge")
        own_telegram.wait_for_call("sendDocument")
        for command in ("/status", "/doctor", "/undo", "/misses"):
            assert admin.ask(command)
    for failure in ("broken: bot", "没能下载要导入的文件", "记录库", "telegram.error.BadRequest: "):
        assert failure in bot.log
    check(bot, own_telegram)


def test_a_webhook_that_cannot_be_set_up(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot(WEBHOOK.format(path="/here", port=free_port()) + DEBUG)
    bot.environment["TELEGRAM_WEBHOOK_SECRET"] = WEBHOOK_SECRET
    own_telegram.fail(
        Fault("setWebhook", 400, f"Bad Request: bot{TOKEN} {WEBHOOK_SECRET} is not allowed")
    )
    bot.start()
    # It is tried again, and both attempts are logged with all that is sent.
    bot.wait_for_log("已启动")
    assert bot.stop() == 0
    assert bot.log.count("'secret_token': '[…]'") == 2
    check(bot, own_telegram)


def test_a_connection_by_a_proxy_that_is_down(own_telegram: Telegram, make_bot: MakeBot) -> None:
    bot = make_bot(DEBUG)
    bot.environment["ALL_PROXY"] = f"http://wenju:{PASSWORD}@{CLOSED}"
    bot.start()
    bot.wait_for_log("连不上 Telegram")
    assert bot.stop() == 0
    check(bot, own_telegram)

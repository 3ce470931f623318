"""The table of faults: what goes wrong, what is in the log, and how often the reader is answered."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.e2e.harness import EVIDENCE, WEBHOOK_URL, WHO
from tests.emulator.faults import ANY, Fault, How, foreign_json, happens, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.e2e.harness import BotProcess
    from tests.emulator import Telegram
    from tests.emulator.world import Json

RETURN = 10.0
"""Seconds after the end of a fault within which the bot answers again; it pauses five at most."""
IMPATIENT = "  read_timeout: 1\n  connect_timeout: 1\n"
"""Settings with which a server that hangs is noticed after seconds, and not after half a minute."""

_LOOKS_WITHIN = 90.0
"""Seconds; the bot looks once a minute whether the webhook is still its own."""

RECEIVED = "又收得到消息了：其间 {times} 次没收成"
CALLED = "又连得上 Telegram 了：其间 {times} 次没成"


@dataclass(frozen=True)
class Case:
    """A fault, and what is to come of it."""

    name: str
    faults: Callable[[], list[Fault]]
    logged: str
    """The line in the log, or a part of it."""
    over: str = ""
    """The line when it is over, if it says so."""
    answered: int = 1
    """How often the reader is answered who asked meanwhile."""
    settings: str = IMPATIENT
    within: float = RETURN
    """Seconds."""
    during: Callable[[Telegram], AbstractContextManager[object]] = contextlib.nullcontext
    """What else goes on meanwhile."""
    short: bool = False
    """Whether it is among those that every run of the tests plays."""
    noise: int = 1
    """How many warnings may stand in the log."""
    webhook: bool = False
    """Whether updates are brought, rather than asked for."""
    sought: bool = False
    """Whether the bot looks whether what it sent has arrived."""


@dataclass(frozen=True)
class Ending:
    """A fault that goes on, and in which to wait is in vain: the bot ends with 1 and a reason."""

    name: str
    fault: Callable[[], Fault]
    reason: str
    """The last line of the log, or a part of it."""
    after: float
    """Seconds of nothing else after which it ends, at the soonest."""
    within: float
    """Seconds after which it has ended."""
    webhook: bool = False


@dataclass
class Seen:
    """What came of one run."""

    answers: list[Json] = field(default_factory=list)
    back: float = 0.0
    """Seconds from the end of the fault to the answer of who asked then."""
    log: str = ""
    stopped: int | None = None

    @property
    def noise(self) -> list[str]:
        """The lines of the log that are no news of starting and stopping."""
        return [line for line in self.log.splitlines() if re.search(r" (WARNING|ERROR|CRIT)", line)]


def play(case: Case, telegram: Telegram, bot: BotProcess) -> Seen:
    """Let a fault happen to a running bot, end it, and see what comes of it."""
    seen = Seen()
    # The last that a start does: a fault is not to meet that.
    telegram.wait_for_calls("setMyCommands", 2)
    faults = case.faults()
    telegram.fail(*faults)
    reader, other = telegram.person("甲"), telegram.person("乙")
    if any(fault.method == POLL for fault in faults):
        # The poll that waits ends as if nothing was: the next one meets the fault.
        other.ask(WHO)
    with case.during(telegram):
        question = reader.send(WHO)
        telegram.wait_until_met(*faults)
    ended = time.monotonic()
    assert EVIDENCE in other.ask(WHO)["text"]
    seen.back = time.monotonic() - ended
    if case.answered:
        reader.answer_to(question)
    if case.sought:
        telegram.wait_for_call("editMessageReplyMarkup")
    seen.stopped = bot.stop()
    seen.answers = telegram.said(reader)
    seen.log = bot.log
    return seen


def outlast(ending: Ending, telegram: Telegram, bot: BotProcess) -> tuple[float, list[str]]:
    """Let a fault go on; gives the seconds until the bot ended, and what was not as it should be."""
    telegram.patience = _LOOKS_WITHIN
    telegram.wait_for_calls("setMyCommands", 2)
    fault = ending.fault()
    telegram.fail(fault)
    if not ending.webhook:
        # The poll that waits ends as if nothing was: the next one meets the fault.
        telegram.person().ask(WHO)
    telegram.wait_until_met_once(fault)
    begun = time.monotonic()
    code = bot.wait(ending.within)
    seconds = time.monotonic() - begun
    lines = bot.log.splitlines()
    expectations = {
        f"ended with {code}": code == 1,
        f"ended after {seconds:.0f} s": seconds >= ending.after - 1,
        f"{ending.reason!r} is not in {lines[-1]!r}": ending.reason in lines[-1],
        "a traceback in the log": "Traceback" not in bot.log,
    }
    return seconds, [words for words, fine in expectations.items() if not fine]


def problems(case: Case, seen: Seen) -> list[str]:
    """Say what was not as it should be."""
    said = [EVIDENCE in answer["text"] for answer in seen.answers]
    told = seen.log.count(case.logged) if case.logged else 1
    expectations = {
        f"answered {len(said)} times": said == [True] * case.answered,
        f"back after {seen.back:.0f} s": seen.back < case.within,
        f"ended with {seen.stopped}": seen.stopped == 0,
        f"{case.logged!r} stands {told} times in the log": told == 1,
        f"{case.over!r} is not in the log": case.over in seen.log,
        f"too much in the log: {seen.noise}": len(seen.noise) <= case.noise,
        "a traceback in the log": "Traceback" not in seen.log,
    }
    return [words for words, fine in expectations.items() if not fine]


@contextlib.contextmanager
def outage(telegram: Telegram) -> Iterator[None]:
    """Let the network be gone for three seconds."""
    telegram.go_down()
    yield
    time.sleep(3)
    telegram.come_back()


@contextlib.contextmanager
def nonsense(telegram: Telegram) -> Iterator[None]:
    """Let an update come that the library cannot read."""
    telegram.put_update("message", {"message_id": 1})
    yield


def taken(url: str | None, **more: object) -> Callable[[Telegram], AbstractContextManager[object]]:
    """Let somebody else who has the token set the webhook, or delete it, behind the bot's back."""

    @contextlib.contextmanager
    def take(telegram: Telegram) -> Iterator[None]:
        telegram.patience = _LOOKS_WITHIN
        telegram.set_webhook(url, **more)
        yield

    return take


def refused(method: str, status: int, description: str, times: int = 3, **more: object) -> Fault:
    return Fault(method, status, description, more, times=times)


POLL, SEND = "getUpdates", "sendMessage"

RECEIVING = [
    Case(
        "429 on getUpdates, retry_after 1, twice",
        lambda: [refused(POLL, 429, "Too Many Requests: retry after 1", 2, retry_after=1)],
        "Telegram 要求少收几次，1 秒后再收",
        RECEIVED.format(times=2),
    ),
    Case(
        "500 on getUpdates, three times",
        lambda: [refused(POLL, 500, "Internal Server Error")],
        "Telegram 出错（500 Internal Server Error）。会接着试",
        RECEIVED.format(times=3),
        short=True,
    ),
    Case(
        "502 with a gateway's page on getUpdates, three times",
        lambda: [page(POLL, 502, 3)],
        "答复不是 Telegram 的（HTTP 502，网页“Log in to the hotel's network”）",
        RECEIVED.format(times=3),
    ),
    Case(
        "401 on getUpdates for a moment, three times",
        lambda: [refused(POLL, 401, "Unauthorized")],
        "Telegram 不认机器人令牌（401 Unauthorized）",
        RECEIVED.format(times=3),
        short=True,
    ),
    Case(
        "404 on getUpdates for a moment, twice",
        lambda: [page(POLL, 404, 2)],
        "这个地址上没有 Bot API（404",
        RECEIVED.format(times=2),
    ),
    Case(
        "409 on getUpdates: a second poller, three times",
        lambda: [refused(POLL, 409, "Conflict: terminated by other getUpdates request")],
        "另一个进程正在用同一个令牌收消息，请停掉其中一个",
        RECEIVED.format(times=3),
        short=True,
    ),
    Case(
        "a captive portal's page on getUpdates, three times",
        lambda: [page(POLL, 200, 3)],
        "答复不是 Telegram 的（HTTP 200，网页“Log in to the hotel's network”）",
        RECEIVED.format(times=3),
    ),
    Case(
        "a captive portal's page on every call, four times",
        lambda: [page(ANY, 200, 4)],
        "答复不是 Telegram 的（HTTP 200，网页“Log in to the hotel's network”）",
        short=True,
    ),
    Case(
        "malformed JSON from getUpdates, twice",
        lambda: [happens(POLL, How.GARBLED, 2)],
        "答复不是 Telegram 的（HTTP 200，不是有效的 JSON 答复）",
        RECEIVED.format(times=2),
    ),
    Case(
        "somebody else's JSON from getUpdates, twice",
        lambda: [foreign_json(POLL, 2)],
        "答复不是 Telegram 的（HTTP 200",
        RECEIVED.format(times=2),
    ),
    Case(
        "getUpdates dropped before it is read, three times",
        lambda: [happens(POLL, How.DROPPED_BEFORE, 3)],
        "与 Telegram 的连接断了",
        RECEIVED.format(times=3),
    ),
    Case(
        "getUpdates dropped after the updates were taken, three times",
        lambda: [happens(POLL, How.DROPPED_AFTER, 3)],
        "与 Telegram 的连接断了",
        RECEIVED.format(times=3),
    ),
    Case(
        "getUpdates hangs beyond its timeout",
        lambda: [happens(POLL, How.HUNG)],
        "Telegram 没有回应",
        RECEIVED.format(times=1),
        # It polls for ten seconds at a time, and waits one more.
        within=RETURN + 11,
    ),
    Case(
        "an update that cannot be read",
        list,
        "的更新（message），已跳过：",
        during=nonsense,
        short=True,
    ),
    Case(
        "no network for three seconds",
        list,
        "连不上 Telegram（ConnectError",
        RECEIVED.partition("：")[0],
        during=outage,
        short=True,
    ),
    Case(
        "getUpdates slow by two seconds",
        lambda: [happens(POLL, How.SLOW, seconds=2)],
        "",
    ),
]

SENDING = [
    Case(
        "429 on sendMessage, retry_after 1, five times",
        lambda: [refused(SEND, 429, "Too Many Requests: retry after 1", 5, retry_after=1)],
        "Telegram 要求少发几次",
        short=True,
    ),
    Case(
        "500 on sendMessage, three times",
        lambda: [refused(SEND, 500, "Internal Server Error")],
        "Telegram 出错（500 Internal Server Error）。会接着试",
        CALLED.format(times=3),
    ),
    Case(
        "502 with a gateway's page on sendMessage, three times",
        lambda: [page(SEND, 502, 3)],
        "答复不是 Telegram 的（HTTP 502",
        CALLED.format(times=3),
    ),
    Case(
        "401 on sendMessage for a moment, twice",
        lambda: [refused(SEND, 401, "Unauthorized", 2)],
        "Telegram 不认机器人令牌（401 Unauthorized）",
        CALLED.format(times=2),
    ),
    Case(
        "a captive portal's page on sendMessage, twice",
        lambda: [page(SEND, 200, 2)],
        "答复不是 Telegram 的（HTTP 200",
        CALLED.format(times=2),
    ),
    Case(
        "403: the reader has blocked the bot",
        lambda: [refused(SEND, 403, "Forbidden: bot was blocked by the user", 1)],
        "对方不让机器人发消息：Forbidden: bot was blocked by the user",
        answered=0,
        short=True,
    ),
    Case(
        "400: can't parse entities",
        lambda: [refused(SEND, 400, "Bad Request: can't parse entities: oh", 1)],
        "Telegram 不接受一条消息的格式，改发纯文本",
    ),
    Case(
        "400: message is too long",
        lambda: [refused(SEND, 400, "Bad Request: message is too long", 1)],
        "Telegram 不接受一条消息的格式，改发纯文本",
    ),
    Case(
        "sendMessage dropped before it is done",
        lambda: [happens(SEND, How.DROPPED_BEFORE)],
        "与 Telegram 的连接断了",
        CALLED.format(times=1),
        sought=True,
        short=True,
    ),
    Case(
        "sendMessage dropped after it was done",
        lambda: [happens(SEND, How.DROPPED_AFTER)],
        "与 Telegram 的连接断了",
        CALLED.format(times=1),
        sought=True,
        short=True,
    ),
    Case(
        "sendMessage done, its answer malformed JSON",
        lambda: [happens(SEND, How.GARBLED)],
        "答复不是 Telegram 的（HTTP 200，不是有效的 JSON 答复）",
        CALLED.format(times=1),
        sought=True,
    ),
    Case(
        "sendMessage hangs and is not done",
        lambda: [happens(SEND, How.HUNG)],
        "Telegram 没有回应",
        CALLED.format(times=1),
        sought=True,
    ),
    Case(
        "sendMessage slow by half a second",
        lambda: [happens(SEND, How.SLOW, seconds=0.5)],
        "",
    ),
]

BROUGHT = [
    Case(
        "webhook: an update that cannot be read",
        list,
        "的更新（message），已跳过：",
        during=nonsense,
        webhook=True,
        short=True,
    ),
    Case(
        "webhook: deleted, as by another process that polls",
        list,
        "webhook 被别处取消了，请停掉用同一个令牌的其他程序，已重新设好",
        during=taken(None),
        webhook=True,
        within=_LOOKS_WITHIN,
    ),
    Case(
        "webhook: set to another address",
        list,
        "webhook 被别处改到了 other.example.org，请停掉用同一个令牌的其他程序，已重新设好",
        during=taken("https://other.example.org/bot", secret_token="Other_1"),
        webhook=True,
        within=_LOOKS_WITHIN,
    ),
    Case(
        "webhook: set with another secret",
        list,
        "webhook 的密钥可能被别处改了，请停掉用同一个令牌的其他程序，已重新设好",
        during=taken(WEBHOOK_URL, secret_token="Other_1"),
        webhook=True,
        within=_LOOKS_WITHIN,
        # The first that came with another secret, and how many did in the end.
        noise=3,
    ),
    Case(
        "webhook: no network for three seconds",
        list,
        "连不上 Telegram（ConnectError",
        CALLED.partition("：")[0],
        during=outage,
        webhook=True,
        short=True,
    ),
    Case(
        "webhook: sendMessage dropped after it was done",
        lambda: [happens(SEND, How.DROPPED_AFTER)],
        "与 Telegram 的连接断了",
        CALLED.format(times=1),
        sought=True,
        webhook=True,
    ),
]

ENDING = [
    Ending(
        "401 on getUpdates that lasts",
        lambda: refused(POLL, 401, "Unauthorized", 999),
        "Telegram 不接受这个机器人令牌",
        after=60,
        within=80,
    ),
    Ending(
        "404 on getUpdates that lasts",
        lambda: page(POLL, 404, 999),
        "没有找到 Bot API（404）",
        after=60,
        within=80,
    ),
    Ending(
        "webhook: 401 on every call that lasts",
        lambda: refused(ANY, 401, "Unauthorized", 999),
        "Telegram 不接受这个机器人令牌",
        # It asks for fifteen seconds, once a minute.
        after=60,
        within=100,
        webhook=True,
    ),
]

"""Why the bot may be deaf or mute: from what Telegram says to what is to be done about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.presentation.card import Card
from bot.presentation.markup import MESSAGE_LIMIT, clip, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.presentation.texts import Texts

CLOCK_TOLERANCE: Final = 60.0
"""Seconds; a message takes a few to arrive."""
BACKLOG: Final = 50
"""Updates; more of them than a moment brings."""
_DETAIL_LIMIT: Final = 200


class Severity(enum.Enum):
    """How much a finding matters; the sign that it is shown with."""

    BAD = "❌"
    WARNING = "⚠"
    GOOD = "✅"


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is known of the bot in one group."""

    membership: str
    """As Telegram names it: `creator`, `administrator`, `member`, `restricted`, `left`, `kicked`."""
    may_send: bool = True
    """Whether the bot itself is allowed to, where it is restricted."""
    members_may_send: bool = True
    topics: bool = False
    send_error: str | None = None
    """What Telegram says to a message; None where it was sent."""
    edit_error: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the bot."""

    reads_all: bool
    """Whether BotFather has switched privacy mode off."""
    joins_groups: bool = True
    inline: bool = True
    other_poller: bool = False
    """Whether Telegram has told lately that somebody else polls."""
    webhook: str = ""
    """Where Telegram delivers updates."""
    wanted_webhook: str = ""
    """Where the settings say it should; empty for polling."""
    webhook_error: str | None = None
    backlog: int = 0
    clock_off: float = 0.0
    """Seconds between this machine's clock and Telegram's."""
    journal_trouble: str | None = None
    group: GroupFacts | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found."""

    severity: Severity
    name: str
    """Names the words in `RunningTexts.advice`."""
    detail: str = ""
    """What Telegram or the journal says about it."""


def diagnose(facts: Facts) -> tuple[Finding, ...]:
    """Say what is wrong and what is well, the worst first."""
    found = [*_of_group(facts), *_of_all(facts)]
    return tuple(sorted(found, key=lambda finding: list(Severity).index(finding.severity)))


def report(texts: Texts, heading: str, findings: Sequence[Finding], *, details: bool) -> Card:
    """Put findings into words.

    Args:
        texts: The admin's language.
        heading: What was looked at.
        findings: What was found.
        details: Whether the journal's and Telegram's own words may be shown.
    """
    words = texts.running
    lines = [heading]
    if not any(finding.severity is not Severity.GOOD for finding in findings):
        lines.append(words.all_well)
    for finding in findings:
        lines.append(f"{finding.severity.value} {words.advice[finding.name]}")
        if finding.detail and details:
            lines.append(f"   {clip(finding.detail, _DETAIL_LIMIT)}")
    return Card(escape(clip("\n".join(lines), MESSAGE_LIMIT)))


def _of_group(facts: Facts) -> Iterator[Finding]:
    group = facts.group
    if group is None:
        return
    if group.membership in {"left", "kicked"}:
        yield Finding(Severity.BAD, "not_member")
        return
    admin = group.membership in {"administrator", "creator"}
    if not facts.reads_all and not admin:
        yield Finding(Severity.WARNING, "privacy")
    else:
        yield Finding(Severity.GOOD, "privacy_off")
    if group.membership == "restricted" and not group.may_send:
        yield Finding(Severity.BAD, "muted")
    elif not group.members_may_send and not admin:
        yield Finding(Severity.BAD, "silent_group")
    if group.send_error is not None:
        yield Finding(Severity.BAD, "cannot_send", group.send_error)
    elif group.edit_error is not None:
        yield Finding(Severity.BAD, "cannot_edit", group.edit_error)
    else:
        yield Finding(Severity.GOOD, "can_talk")
    if group.topics:
        severity = Severity.GOOD if admin else Severity.WARNING
        yield Finding(severity, "topics")


def _of_all(facts: Facts) -> Iterator[Finding]:
    if facts.group is None and not facts.reads_all:
        yield Finding(Severity.WARNING, "privacy_everywhere")
    if not facts.joins_groups:
        yield Finding(Severity.WARNING, "no_groups")
    if not facts.inline:
        yield Finding(Severity.WARNING, "no_inline")
    yield from _of_updates(facts)
    if abs(facts.clock_off) > CLOCK_TOLERANCE:
        yield Finding(Severity.WARNING, "clock", f"{facts.clock_off:+.0f} s")
    if facts.journal_trouble is not None:
        yield Finding(Severity.BAD, "journal", facts.journal_trouble)


def _of_updates(facts: Facts) -> Iterator[Finding]:
    """Say whether updates come, and all of them."""
    if facts.webhook and not facts.wanted_webhook:
        yield Finding(Severity.BAD, "foreign_webhook")
    elif facts.webhook != facts.wanted_webhook:
        yield Finding(Severity.BAD, "lost_webhook")
    elif facts.other_poller:
        yield Finding(Severity.BAD, "other_poller")
    if facts.wanted_webhook and facts.webhook_error is not None:
        yield Finding(Severity.BAD, "webhook_failing", facts.webhook_error)
    if facts.backlog > BACKLOG:
        yield Finding(Severity.WARNING, "backlog", str(facts.backlog))

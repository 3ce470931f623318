from __future__ import annotations

from dataclasses import replace

import pytest

from bot.presentation.doctor import Facts, GroupFacts, Severity, diagnose, report
from bot.presentation.markup import MESSAGE_LIMIT
from bot.presentation.texts import LANGUAGES, Texts

WELL = Facts(reads_all=True)
MEMBER = GroupFacts("member")
ADMIN = GroupFacts("administrator")
HOOK = "https://bot.example.org/hook"

FOUND: dict[str, tuple[Facts, list[str]]] = {
    "all is well": (WELL, []),
    "privacy mode, in private": (replace(WELL, reads_all=False), ["privacy_everywhere"]),
    "no groups": (replace(WELL, joins_groups=False), ["no_groups"]),
    "no inline": (replace(WELL, inline=False), ["no_inline"]),
    "another poller": (replace(WELL, other_poller=True), ["other_poller"]),
    "a webhook of somebody's": (
        replace(WELL, webhook=HOOK, other_poller=True),
        ["foreign_webhook"],
    ),
    "our webhook": (replace(WELL, webhook=HOOK, wanted_webhook=HOOK), []),
    "another webhook than ours": (
        replace(WELL, webhook=HOOK, wanted_webhook="https://example.com/"),
        ["lost_webhook"],
    ),
    "our webhook gone": (replace(WELL, wanted_webhook=HOOK), ["lost_webhook"]),
    "our webhook failing": (
        replace(WELL, webhook=HOOK, wanted_webhook=HOOK, webhook_error="SSL error"),
        ["webhook_failing"],
    ),
    "an old webhook's error": (replace(WELL, webhook_error="SSL error"), []),
    "a backlog": (replace(WELL, backlog=51), ["backlog"]),
    "a few updates waiting": (replace(WELL, backlog=50), []),
    "a slow clock": (replace(WELL, clock_off=-61), ["clock"]),
    "a fast clock": (replace(WELL, clock_off=61), ["clock"]),
    "a message on its way": (replace(WELL, clock_off=5), []),
    "no journal": (replace(WELL, journal_trouble="locked"), ["journal"]),
    "an open group": (replace(WELL, group=MEMBER), []),
    "privacy mode, in a group": (replace(WELL, reads_all=False, group=MEMBER), ["privacy"]),
    "privacy mode, as an admin": (replace(WELL, reads_all=False, group=ADMIN), []),
    "not there": (replace(WELL, group=GroupFacts("left", send_error="403")), ["not_member"]),
    "thrown out": (replace(WELL, group=GroupFacts("kicked")), ["not_member"]),
    "muted": (
        replace(WELL, group=GroupFacts("restricted", may_send=False, send_error="400")),
        ["muted", "cannot_send"],
    ),
    "restricted otherwise": (replace(WELL, group=GroupFacts("restricted")), []),
    "a silent group": (
        replace(WELL, group=replace(MEMBER, members_may_send=False)),
        ["silent_group"],
    ),
    "a silent group, as an admin": (
        replace(WELL, group=replace(ADMIN, members_may_send=False)),
        [],
    ),
    "no edits": (replace(WELL, group=replace(MEMBER, edit_error="400")), ["cannot_edit"]),
    "topics": (replace(WELL, group=replace(MEMBER, topics=True)), ["topics"]),
    "topics, as an admin": (replace(WELL, group=replace(ADMIN, topics=True)), []),
}


@pytest.mark.parametrize(("facts", "names"), FOUND.values(), ids=FOUND.keys())
def test_each_cause_is_named(facts: Facts, names: list[str]) -> None:
    found = [one.name for one in diagnose(facts) if one.severity is not Severity.GOOD]
    assert found == names


def test_the_worst_comes_first() -> None:
    facts = replace(WELL, reads_all=False, inline=False, journal_trouble="locked", group=MEMBER)
    severities = [finding.severity for finding in diagnose(facts)]
    assert severities == sorted(severities, key=list(Severity).index)
    assert severities[0] is Severity.BAD


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_finding_has_words(texts: Texts) -> None:
    for facts, _ in FOUND.values():
        card = report(texts, "…", diagnose(facts), details=True)
        assert 0 < len(card.text) <= MESSAGE_LIMIT


def test_details_stay_out_of_groups() -> None:
    findings = diagnose(replace(WELL, journal_trouble="<user> 的密码不对"))
    assert "&lt;user&gt; 的密码不对" in report(Texts(), "…", findings, details=True).html
    assert "密码" not in report(Texts(), "…", findings, details=False).html

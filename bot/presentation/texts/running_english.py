"""What admins read about how the bot runs, in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.presentation.charts.words import ChartWords
from bot.presentation.texts.running_simplified import RunningTexts

if TYPE_CHECKING:
    from collections.abc import Mapping


class EnglishRunning(RunningTexts):
    """English."""

    journal_fine = "Journal: fine"
    no_figures = "Questions today: not known, the journal cannot be used"
    polling = "Updates: by polling"

    stats_usage = "Please send /stats 7, /stats 30 or /stats 90 ."

    looking = "Looking…"
    all_well = "✅ Nothing is wrong."

    advice: Mapping[str, str] = MappingProxyType(
        {
            "privacy": (
                "Privacy mode is on, and the bot is no admin of the group: commands and replies "
                "reach it, but mentions may not. Make it an admin; or send /setprivacy to "
                "@BotFather, choose Disable, then remove the bot from the group and add it again."
            ),
            "privacy_everywhere": (
                "Privacy mode is on: in groups where the bot is no admin, commands and replies "
                "reach it, but mentions may not. To change that, send /setprivacy to "
                "@BotFather, choose Disable, then remove the bot from the group and add it again."
            ),
            "privacy_off": "It gets every message (privacy mode is off, or it is an admin).",
            "not_member": "The bot is not in this group, or was removed: please add it again.",
            "muted": "The bot is muted in this group: lift the restriction among its members.",
            "silent_group": (
                "Members may not write in this group, and the bot is no admin: make it one, or "
                "allow members to send messages."
            ),
            "cannot_send": "It cannot send messages. Telegram says:",
            "cannot_edit": (
                "It can send messages but not edit them: buttons will do nothing. Telegram says:"
            ),
            "can_talk": "It can send messages and edit them.",
            "topics": (
                "This group has topics: I answer in the topic of the question; in a closed one I "
                "can only write as an admin."
            ),
            "no_groups": (
                "The bot may not join groups. To change that, send /setjoingroups to @BotFather ."
            ),
            "no_inline": "Inline mode is off. To turn it on, send /setinline to @BotFather .",
            "other_poller": (
                "Another process gets updates with the same token, so each gets some of them. "
                "Stop one of the two; if it cannot be found, get a new token: send /revoke to "
                "@BotFather ."
            ),
            "foreign_webhook": (
                "Telegram delivers updates to a webhook that is not here. Another program set it: "
                "stop that program, then restart the bot."
            ),
            "lost_webhook": (
                "The webhook is not the one of the settings; within a minute it is set again. Where it "
                "changes once more, another program sets it: stop that program."
            ),
            "webhook_failing": (
                "Telegram fails to deliver to the webhook. Check the reverse proxy and the "
                "certificate. Telegram says:"
            ),
            "backlog": (
                "Updates pile up at Telegram: the bot is catching up, or takes them too slowly."
            ),
            "clock": (
                "This machine's clock is far from Telegram's. Let it be set automatically (NTP)."
            ),
            "journal": (
                "The journal cannot be used. Questions are answered all the same; feedback, "
                "statistics and teaching are not available. The reason:"
            ),
        }
    )

    def status_version(self, version: str) -> str:
        """Say which version runs."""
        return f"Wenju 问据 {version}"

    def uptime(self, days: int, hours: int, minutes: int) -> str:
        """Say how long the bot has been running."""
        parts = [f"{days} d"] * bool(days) + [f"{hours} h"] * bool(days or hours)
        return f"Up for {' '.join([*parts, f'{minutes} min'])}"

    def holdings(self, articles: int, sentences: int, taught: int) -> str:
        """Say how much the base holds."""
        return f"Articles: {articles}, sentences: {sentences}, taught answers: {taught}"

    def loaded(self, at: str, content: str) -> str:
        """Say when the base was loaded, and from which content."""
        return f"Loaded {at}, content {content}"

    def today(self, questions: int) -> str:
        """Say how many questions were asked today."""
        return f"Questions today: {questions}"

    def latency(self, median: str, slow: str) -> str:
        """Say how many milliseconds half of the answers took, and 99 in 100."""
        return f"Time: median {median} ms, 99% within {slow} ms"

    def memory(self, megabytes: int) -> str:
        """Say how much memory is used."""
        return f"Memory: {megabytes} MB"

    def journal_trouble(self, trouble: str) -> str:
        """Say what is wrong with the journal."""
        return f"⚠ Journal: {trouble}"

    def webhook(self, url: str) -> str:
        """Say where Telegram delivers updates."""
        return f"Updates: by webhook, {url}"

    def thresholds(self, answer: int, suggest: int) -> str:
        """Say from which confidence on something is answered."""
        return f"Thresholds: answers {answer}, suggestions {suggest}"

    def limits(self, characters: int, megabytes: int, days: int) -> str:
        """Say what is limited."""
        return (
            f"Limits: questions {characters} characters, files {megabytes} MB, "
            f"texts kept {days} days"
        )

    def rates(self, questions: int, in_group: int, taps: int, inline: int) -> str:
        """Say how much is served a minute."""
        return (
            f"Rates (a minute): each person {questions} questions, {taps} taps, "
            f"{inline} inline queries; each group {in_group} questions"
        )

    def backlog(self, waiting: int, most: int, refused: int) -> str:
        """Say how many updates wait, how many may, and how many were not served for the rates."""
        return f"Waiting: {waiting} of at most {most}; over the rates and not served: {refused}"

    def last_days(self, days: int) -> str:
        """Name a button for some days."""
        return f"{days} days"

    def figures(self, days: int, questions: int, a_day: str) -> str:
        """Say how many questions there were."""
        return f"Last {days} days: {questions} questions, {a_day} a day"

    def outcomes(self, answers: str, suggestions: str, refusals: str) -> str:
        """Say which share was answered."""
        return f"Answered {answers}, suggestions {suggestions}, no answer {refusals}"

    def verdicts(self, likes: int, dislikes: int, rate: str) -> str:
        """Say how readers judged."""
        return f"👍 {likes}, 👎 {dislikes}, liked {rate}"

    def most_asked(self, questions: str) -> str:
        """Name what was asked most."""
        return f"Most asked: {questions}"

    def chart(self, days: int) -> ChartWords:
        """Give the words of the chart."""
        return ChartWords(
            title=f"Wenju: last {days} days",
            questions="questions",
            answered="answered",
            refused="no answer",
            liked="liked",
            by_day="Questions a day",
            answers="answered",
            suggestions="suggestions",
            refusals="no answer",
            confidence="Confidence",
            verdicts="Verdicts",
            likes="liked",
            dislikes="disliked",
            most_asked="Most asked",
            nothing="Nothing yet",
        )

    def doctor_group(self, title: str) -> str:
        """Head what was found in a group."""
        return f"Looked around in “{title}”:"

    def doctor_overall(self, username: str) -> str:
        """Head what was found about the bot as a whole."""
        return f"A look at @{username}:"

    def told_privately(self, title: str) -> str:
        """Head what could not be said in the group itself."""
        return f"I cannot write in “{title}”, so I write here."

"""What admins read while they change the knowledge, in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.presentation.texts.admin_simplified import AdminTexts
from bot.search.golden import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class EnglishAdmin(AdminTexts):
    """English; what is wrong with a file is told in Chinese, as on the command line."""

    commands: Mapping[str, str] = MappingProxyType(
        {
            "reload": "Reload the knowledge base",
            "import": "Import an article",
            "article": "Get an article's file",
            "remove": "Remove an article",
            "lexicon": "See and edit the lexicon",
            "undo": "See changes and take them back",
            "teach": "Teach an answer",
            "misses": "Unanswered questions",
            "status": "How the bot is",
            "stats": "A chart of questions",
            "doctor": "Why the bot is deaf or mute",
        }
    )
    actions: Mapping[str, str] = MappingProxyType(
        {
            "import": "Import",
            "remove": "Remove",
            "teach": "Teach",
            "lexicon": "Edit the lexicon",
            "undo": "Take back",
        }
    )
    grades: Mapping[Grade, str] = MappingProxyType(
        {Grade.RIGHT: "right", Grade.OFFERED: "only suggested", Grade.WRONG: "wrong"}
    )

    only_in_private = "Please use this command in the private chat."
    not_your_button = "This is another admin's. Please send the command yourself."
    busy = "Another reload or change has not finished. Please wait for it."
    broken = "Something unexpected happened; the old knowledge stays in use. See the log."
    journal_down = (
        "The journal's database cannot be used now: a change could not be taken back, "
        "so nothing was changed. Please try again later."
    )
    button_gone = "This button no longer works. Please send the command again."
    cancelled = "Cancelled; nothing was changed."
    nothing_to_do = "The files say so already; nothing was changed."
    can_undo = "To take it back: /undo"

    confirm = "✅ Confirm"
    cancel = "✖ Cancel"
    back = "⬅ Back"
    take_back = "↩ Take this back"
    retitle = "✏ Another title"

    unchanged = "Nothing has changed."
    reload_usage = "Usage: /reload, or /reload --dry-run for a rehearsal that changes nothing."
    reload_running = "Reloading the knowledge base…"
    rehearsing = "Looking at what would change…"
    writing = "Writing…"
    lexicon_changed = "The lexicon has changed."
    golden_changed = "The golden questions have changed."
    no_golden = "There are no golden questions (golden.yaml) to compare."
    watch_recovered = "The problems in the knowledge folder are mended. Nothing has changed."

    converting = "Converting…"
    not_downloaded = "The file could not be fetched from Telegram. Please send it again."
    import_refused = "Not imported:"
    retitle_how = "Please reply to this preview with the new title."

    article_usage = "Usage: /article ID. For the ids see /articles ."
    remove_usage = "Usage: /remove ID. For the ids see /articles ."
    only_article = (
        "It is the only article, so it was not removed: the base cannot be empty. "
        "Please import another one first."
    )

    lexicon_none = "(none)"
    lexicon_usage = (
        "To add:\n"
        "/lexicon +word 铁路桥、桥头堡\n"
        "/lexicon +synonym 上合组织 上合 SCO\n"
        "/lexicon +stopword 请问\n"
        "To remove: - in place of + ; of a group of synonyms a few will do."
    )
    lexicon_question = "Edit the lexicon like this? Then:"

    no_versions = "Nothing has been changed through the bot yet."
    versions = (
        "Changes made through the bot, latest first. Tap a number to see what was changed; "
        "one is taken back at a time:"
    )
    by_you = "you"
    by_another = "another admin"
    undone = "taken back"
    version_gone = "There is no such change, or it was taken back."
    diff_in_file = "The difference is long: all of it is in the file."

    def refused(self, problems: int) -> str:
        """Head the list of problems that kept a reload from happening."""
        return f"Nothing was changed; the old knowledge stays in use. Problems found: {problems}"

    def refused_in_group(self, problems: int) -> str:
        """Tell a group that a reload did not happen; its details are for the admins alone."""
        return (
            f"Nothing was changed; the old knowledge stays in use. Problems found: {problems}. "
            "Send /reload in a private chat to see them."
        )

    def not_changed(self, problems: int) -> str:
        """Head the list of problems that kept a change from being made."""
        return f"Nothing was changed. Problems found: {problems}"

    def watch_refused(self, problems: int) -> str:
        """Head the list of problems in files that somebody edited."""
        return f"The knowledge folder was edited, but not taken over. Problems found: {problems}"

    def all_problems(self, problems: int) -> str:
        """Caption the file that lists every problem."""
        return f"All problems: {problems}"

    def reload_done(self, seconds: float) -> str:
        """Head the account of what a reload changed."""
        return f"The knowledge base is up to date, after {seconds:.1f} seconds."

    def reload_rehearsed(self, seconds: float) -> str:
        """Head the account of what a reload would change."""
        return f"Only a rehearsal of {seconds:.1f} seconds: nothing was changed. A reload gives:"

    def watch_done(self, seconds: float) -> str:
        """Head the account of what somebody's edits changed."""
        return f"The knowledge folder was edited and taken over, after {seconds:.1f} seconds."

    def change_done(self, action: str, about: str, seconds: float) -> str:
        """Head the account of a change that was made."""
        return f"{action}: {about}\nWritten and taken over, after {seconds:.1f} seconds."

    def count_of_articles(self, before: int, after: int) -> str:
        """Say how many articles there were and are."""
        return f"Articles: {before} → {after}"

    def count_of_sentences(self, before: int, after: int) -> str:
        """Say how many sentences there were and are."""
        return f"Sentences: {before} → {after}"

    def added(self, names: Sequence[str]) -> str:
        """Name the articles that are new."""
        return f"{len(names)} new: {self._several(names)}"

    def changed(self, names: Sequence[str]) -> str:
        """Name the articles that are not what they were."""
        return f"{len(names)} changed: {self._several(names)}"

    def removed(self, names: Sequence[str]) -> str:
        """Name the articles that are gone."""
        return f"{len(names)} removed: {self._several(names)}"

    def sentence_changes(self, added: int, changed: int, removed: int) -> str:
        """Say how many sentences are not what they were."""
        return f"Sentences in them: {added} new, {changed} changed, {removed} removed"

    def golden_asked(self, asked: int, failing: int) -> str:
        """Say how the golden questions are answered."""
        return f"Golden questions: {asked}, of which not right: {failing}"

    def golden_worse(self, count: int) -> str:
        """Head the golden questions that are answered less well."""
        return f"⚠ Worse: {count}"

    def golden_better(self, count: int) -> str:
        """Head the golden questions that are answered better."""
        return f"Better: {count}"

    def import_usage(self, suffixes: str, megabytes: int) -> str:
        """Say how to import."""
        return (
            f"Just send me the file: {suffixes}, {megabytes} MB at most. "
            "Its caption becomes the title.\nOr reply to a file with /import ."
        )

    def too_large(self, megabytes: int) -> str:
        """Decline a file for its size."""
        return f"The file is too large: {megabytes} MB at most."

    def article_id(self, article_id: str, file: str) -> str:
        """Name the article that is about to be imported."""
        return f"Id: {article_id} (file {file})"

    def beside(self, published: str, source: str, url: str) -> str:
        """Say what is known of an article besides its text; what is empty is not."""
        fields = (("Date", published), ("Source", source), ("Address", url))
        return "  ".join(f"{name}: {value}" for name, value in fields if value)

    def amount(self, sentences: int, characters: int, answers: int) -> str:
        """Say how much there is in an article."""
        taught = f", {answers} taught answers" if answers else ""
        return f"{sentences} sentences, {characters} characters{taught}"

    def same_id(self, article_id: str, title: str) -> str:
        """Warn of an article that would be replaced."""
        return f"Note: it would replace {article_id}{self.title(title)}, which has the same id"

    def broken_id(self, article_id: str) -> str:
        """Warn of a file with problems that would be replaced."""
        return (
            f"Note: it would replace the file of {article_id}, which has problems and is not used"
        )

    def same_title(self, article_id: str, title: str) -> str:
        """Warn of an article with the same title."""
        return f"Note: {article_id}{self.title(title)} has the same title"

    def same_text(self, article_id: str, title: str) -> str:
        """Warn of an article that has most of the text."""
        return f"Note: {article_id}{self.title(title)} has most of the same text"

    def more_alike(self, count: int) -> str:
        """Say how many articles are alike, where not all are named."""
        return f"Note: {count} articles are alike"

    def overwrite(self, article_id: str) -> str:
        """Label the button that replaces an article."""
        return f"✅ Replace {article_id}"

    def save_as(self, article_id: str) -> str:
        """Label the button that imports under another id."""
        return f"Save as {article_id}"

    def no_article(self, article_id: str) -> str:
        """Say that there is no such article."""
        return f"There is no article {article_id}. For the ids see /articles ."

    def remove_question(self, article_id: str, title: str) -> str:
        """Ask whether an article is to be removed; what would change follows."""
        return f"Remove {article_id}{self.title(title)}? Then:"

    def drops_golden(self, count: int) -> str:
        """Say that the golden questions about an article go with it."""
        return f"Golden questions about it that go with it: {count}"

    def words(self, count: int) -> str:
        """Head the list of the lexicon's words."""
        return f"Words ({count}): "

    def synonyms(self, count: int) -> str:
        """Head the list of the lexicon's groups of synonyms."""
        return f"Groups of synonyms ({count}): "

    def stopwords(self, count: int) -> str:
        """Head the list of the lexicon's stop words."""
        return f"Stop words ({count}): "

    def version(self, number: int, action: str, path: str) -> str:
        """Name a change that was made."""
        return f"Change {number}: {action}, {path}"

    def undo_question(self, number: int) -> str:
        """Ask whether a change is to be taken back; what would change follows."""
        return f"Take back change {number}? Then:"

    def conflict(self, path: str) -> str:
        """Say that a change cannot be taken back; what was changed since follows."""
        return (
            f"{path} was changed since, so this cannot be taken back. Take back the later change "
            "first, or edit the file. Changed since:"
        )

    def title(self, title: str) -> str:
        """Set a title apart in running text."""
        return f" “{title}”" if title else ""

    def _several(self, names: Sequence[str], most: int = 20) -> str:
        rest = " and more" if len(names) > most else ""
        return ", ".join(names[:most]) + rest

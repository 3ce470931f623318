"""English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.base.model import Part
from bot.presentation.texts.admin_english import EnglishAdmin
from bot.presentation.texts.running_english import EnglishRunning
from bot.presentation.texts.simplified import Texts
from bot.presentation.texts.teaching_english import EnglishTeaching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class English(Texts):
    """English, for who reads the interface more easily in it; the articles stay Chinese."""

    tag = "en"
    letter = "e"
    own_name = "English"
    admin = EnglishAdmin()
    teaching = EnglishTeaching()
    running = EnglishRunning()

    earlier = "⬆ Earlier"
    later = "⬇ Later"
    more = "☰ More results"
    previous_page = "⬅ Back"
    next_page = "Next ➡"
    tell_me = "🔔 Tell me when there is an answer"
    will_tell = "🔔 You will be told ✓"
    placeholder = "Type a question"

    suggestions = "Not sure. Which of these is what you are asking about?"
    results = "Sentences found:"
    no_articles = "The knowledge base has no articles yet."

    unknown_command = "There is no such command. Just send me a question; see /help ."
    no_files = "Only admins can import files. If you have a question, please type it."
    only_text = "I only read text. Please type your question."
    failure = "Something went wrong and there is no answer this time. Please try again later."

    article_changed = "This article has changed since. Please ask again."
    button_outdated = "This button no longer works. Please ask again."
    question_gone = "The question is no longer known. Please ask again."
    only_asker = "Only who asked can choose here. You can ask it yourself."
    not_your_choice = "This is somebody else's choice. Please send /lang yourself."
    too_many_taps = "Too many taps in this group. Please wait a moment."
    taps_too_fast = "Too many taps. Please wait a moment."
    inline_too_fast = "Too fast: please try again in a moment"

    thanks_up = "Thank you, noted: 👍"
    thanks_down = "Thank you, noted: 👎"
    vote_withdrawn = "Taken back."
    wish_noted = "Noted. Once the articles have an answer, you will be told, one time."
    not_now = "This cannot be noted right now. Please try again later."
    not_deleted = "Nothing could be deleted right now. Please try again later."

    choose_language = (
        "Which language should the interface use? Quotations stay as the articles have them."
    )
    language_chosen = "The interface is now in English."

    why_how = "Reply to one of my answers with /why , and I tell you why it is this one."
    why_beside = "This was taught, or is an article's title, date or source: not found in a text."
    why_nothing = "No sentence has a content word in common with the question."

    inline_nothing = "No answer found. Try a private chat"
    inline_more = "Ask in a private chat"

    not_admin = "Only admins can use this command."

    commands: Mapping[str, str] = MappingProxyType(
        {
            "ask": "Ask a question",
            "articles": "Which articles there are",
            "why": "Why this answer",
            "lang": "Language of the interface",
            "help": "How to use it",
            "forgetme": "Delete what is kept about me",
        }
    )

    _parts: Mapping[Part, str] = MappingProxyType(
        {
            Part.TITLE: "title",
            Part.PUBLISHED: "date of publication",
            Part.SOURCE: "source",
            Part.FAQ: "frequently asked",
        }
    )

    def greeting(self, articles: int) -> str:
        """Welcome a reader; example questions follow as buttons."""
        count = f"{articles} articles" if articles != 1 else "1 article"
        return (
            "Hello, I am Wenju 问据.\n"
            f"Ask me a question, best in Chinese: in {count} I look for the sentence that says it, "
            "and quote it word for word. Where there is none, I say so.\n\n"
            "Type a question, or try one of these:"
        )

    def group_greeting(self, articles: int, username: str) -> str:
        """Welcome a group; nothing follows that all of it would have under its hands."""
        count = f"{articles} articles" if articles != 1 else "1 article"
        return (
            "Hello all, I am Wenju 问据.\n"
            f"Mention @{username} , reply to me, or use /ask, best in Chinese: in {count} I look for "
            "the sentence that says it, and quote it word for word. Where there is none, I say so."
        )

    def help(self, username: str, example: str | None) -> str:
        """Say how to ask."""
        return (
            f"Just send me a question{self._for_example(example)}\n"
            "You can go on asking: 那……呢？ 他在哪里？\n\n"
            f"In a group: mention @{username}, or reply to one of my messages, or use /ask ; "
            "in reply to somebody's question /ask alone will do.\n"
            f"In any chat: type @{username} and the question, and choose a result to send it.\n\n"
            "Answers are sentences of the articles. ⬆ ⬇ show what is around, ☰ shows other "
            "results, 👍 👎 tell me whether I was right.\n"
            "/articles lists the articles.\n"
            "Reply to an answer with /why to see why it is this one.\n"
            "/lang changes the language, /forgetme deletes what is kept about you."
        )

    def usage(self, example: str | None) -> str:
        """Say what to do to somebody who called without a question."""
        return f"What would you like to know? Send the question too{self._for_example(example)}"

    def question_too_long(self, length: int, limit: int) -> str:
        """Decline a question for its length."""
        return (
            f"This has {length} characters, which is too long. "
            f"Please ask in at most {limit} characters."
        )

    def too_fast(self, a_minute: int) -> str:
        """Say, once, that somebody asks too much."""
        return (
            f"That is too fast: I take {a_minute} messages a minute. "
            "Please wait a moment; what you send until then stays unanswered."
        )

    def group_too_fast(self, a_minute: int) -> str:
        """Say, once, that too much is asked in a group."""
        return (
            f"Too many questions in this group: I answer {a_minute} a minute. "
            "Please wait a moment; what is asked until then stays unanswered."
        )

    def reading(self, reading: str) -> str:
        """Say how a question was understood."""
        return f"Understood as “{reading}”"

    def position(self, first: int, last: int) -> str:
        """Say which sentences of an article are shown."""
        return f"sentence {first}" if first == last else f"sentences {first}–{last}"

    def part(self, part: Part) -> str:
        """Name what is shown besides the article's text."""
        return self._parts[part]

    def confidence(self, percent: int) -> str:
        """Say how sure the answer is."""
        return f"confidence {percent}%"

    def title(self, title: str) -> str:
        """Set a title apart in running text."""
        return f"《{title}》"

    def refusal(self, titles: Sequence[str], articles: int) -> str:
        """Say that there is no answer, and name a few titles of what there is, if any has one."""
        sorry = "The articles hold no answer to this question."
        if not titles:
            return sorry
        named = ", ".join(map(self.title, titles))
        rest = f" and more, {articles} in all: see /articles " if articles > len(titles) else ""
        return f"{sorry}\nThe articles so far: {named}{rest}."

    def articles(self, count: int) -> str:
        """Head the list of articles."""
        return f"{count} articles:" if count != 1 else "1 article:"

    def page(self, number: int, pages: int) -> str:
        """Say which page of a list is shown."""
        return f"Page {number} of {pages}"

    def news(self, question: str) -> str:
        """Head the answer to a question that had none when it was asked."""
        return f"You asked “{question}”. Now there is an answer:"

    def forgotten(self, records: int) -> str:
        """Say that everything about a reader was deleted."""
        return (
            f"Deleted what was kept about you (records: {records}); the language you chose "
            "and what you asked last are forgotten too."
        )

    def why_confidence(self, confidence: int, answer: int, suggest: int) -> str:
        """Say how far a confidence is from the thresholds."""
        if confidence >= answer:
            return f"Confidence {confidence}: {confidence - answer} above the {answer} for answers."
        if confidence >= suggest:
            return (
                f"Confidence {confidence}: {answer - confidence} below the {answer} for answers, "
                f"{confidence - suggest} above the {suggest} for suggestions."
            )
        return (
            f"Confidence {confidence}: {suggest - confidence} below the {suggest} for suggestions."
        )

    def why_hits(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence has."""
        return f"Words it has: {', '.join(words)}"

    def why_misses(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence does not have."""
        return f"Words it lacks: {', '.join(words)}"

    def why_nearest(self, sentence: str) -> str:
        """Name the sentence that would have been the answer, where none was given."""
        return f"Nearest: {sentence}"

    def why_runner_up(self, sentence: str, confidence: int) -> str:
        """Name the sentence that came second."""
        return f"Second ({confidence}%): {sentence}"

    def _for_example(self, example: str | None) -> str:
        return f", for example: {example}" if example else "."

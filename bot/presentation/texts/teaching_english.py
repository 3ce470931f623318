"""What admins read while they teach answers and go through misses, in English."""

from __future__ import annotations

from bot.presentation.texts.teaching_simplified import TeachingTexts


class EnglishTeaching(TeachingTexts):
    """English."""

    cancel = "✖ Cancel"
    save = "✔ Confirm"
    no_more = "No more"
    no_article = "No article"
    elsewhere = "📄 Elsewhere"
    teach = "Teach an answer"
    ignore = "Ignore"

    ask_question = (
        "Teach an answer. Send me the question as readers ask it.\n"
        "Or all of it in one line: /teach question = answer"
    )
    ask_wordings = (
        "Are there other ways to ask it? Send them together, one a line; else tap “No more”."
    )
    ask_answer = "Send me the answer: readers get it word for word."
    ask_place = "Where does this answer go?"
    confirm = "Please check; nothing is saved before you confirm:"
    now_answers = "What the base answers now:"
    known_taught = "Similar questions that were taught already:"

    cancelled = "Cancelled; nothing was saved."
    saving = "Saving…"
    saved = "Saved. This is how it is answered now:"
    not_saved = "Nothing was saved."
    changed_meanwhile = (
        "Nothing was saved: somebody has just changed the file. Please confirm once more."
    )
    busy = "Nothing was saved: the base is being loaded or changed. Please confirm once more, a little later."
    step_over = "That step is over."
    lesson_gone = "This lesson is over. Please send /teach again."
    no_lesson = "No answer is being taught: there is nothing to cancel."
    journal_down = "The journal cannot be used right now. Please try again later; see /status ."

    nothing_asked = "There is no question in this. Please send it again in words."

    no_misses = "There are no unanswered questions."
    ignored = "Ignored; it will not be listed again."
    miss_gone = "This question has been dealt with."

    def too_long(self, limit: int) -> str:
        """Turn down a question for its length."""
        return f"A question may have at most {limit} characters. Please send a shorter one."

    def too_many(self, limit: int) -> str:
        """Turn down more wordings than one answer may have."""
        return f"An answer may have at most {limit} wordings. Please send fewer."

    def questions(self, count: int) -> str:
        """Head the questions of an answer."""
        return "Question: " if count == 1 else f"Question ({count} wordings):"

    def place(self, file: str) -> str:
        """Say into which file an answer goes."""
        return f"To be written into {file}"

    def other_answer(self, question: str) -> str:
        """Say that the answer is saved, but another one is given all the same."""
        return f"Saved, but “{question}” is still answered otherwise:"

    def no_answer(self, question: str) -> str:
        """Say that the answer is saved, but nothing is answered all the same."""
        return (
            f"Saved, but “{question}” still finds no answer. "
            "Please teach it once more in another wording."
        )

    def misses(self, groups: int, days: int) -> str:
        """Head the list of misses."""
        return f"Unanswered or 👎, in the last {days} days; alike ones together: {groups}"

    def asked(self, times: int, last: str) -> str:
        """Say how often and when a question was asked."""
        return f"{times}×, last on {last}"

    def alike(self, wordings: int) -> str:
        """Head the other wordings of a miss."""
        return f"Other wordings ({wordings}):"

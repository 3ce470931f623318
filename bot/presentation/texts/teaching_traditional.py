"""What admins read while they teach answers and go through misses, in traditional Chinese."""

from __future__ import annotations

from bot.presentation.texts.teaching_simplified import TeachingTexts


class TraditionalTeaching(TeachingTexts):
    """Traditional Chinese."""

    cancel = "✖ 取消"
    save = "✔ 確認"
    no_more = "沒有了"
    no_article = "不屬於哪篇文章"
    elsewhere = "📄 換個地方"
    teach = "教一個答案"
    ignore = "忽略"

    ask_question = (
        "教一個答案。請把問題傳給我，讀者怎麼問就怎麼寫。\n也可以一行寫完：/teach 問題 = 答案"
    )
    ask_wordings = "還有別的問法嗎？一行寫一個，一起傳來；沒有就點「沒有了」。"
    ask_answer = "請把答案傳給我，它會原樣顯示給讀者。"
    ask_place = "這個答案寫在哪裡？"
    confirm = "請過目，確認後才會儲存："
    now_answers = "知識庫現在這樣回答："
    known_taught = "已經教過相近的問題："

    cancelled = "已取消，什麼都沒有儲存。"
    saving = "正在儲存……"
    saved = "已儲存。現在問它，是這樣回答的："
    not_saved = "沒有儲存。"
    changed_meanwhile = "沒有儲存：檔案剛被別人改過，請再點一次確認。"
    busy = "沒有儲存：知識庫正在載入或改動，請稍後再點一次確認。"
    step_over = "這一步已經過去了。"
    lesson_gone = "這次教學已經結束，請重新傳 /teach 。"
    no_lesson = "現在沒有在教的答案，沒有什麼要取消。"
    journal_down = "記錄庫現在用不了，請稍後再試；可以用 /status 查看。"

    nothing_asked = "這裡沒有看到問題，請寫成文字再傳一次。"

    no_misses = "沒有答不上的問題。"
    ignored = "已忽略，以後再問也不列出。"
    miss_gone = "這個問題已經處理過了。"

    def too_long(self, limit: int) -> str:
        """Turn down a question for its length."""
        return f"一個問題最多 {limit} 個字，請寫短些再傳一次。"

    def too_many(self, limit: int) -> str:
        """Turn down more wordings than one answer may have."""
        return f"一個答案最多 {limit} 種問法，請少寫幾種再傳一次。"

    def questions(self, count: int) -> str:
        """Head the questions of an answer."""
        return "問題：" if count == 1 else f"問題（{count} 種問法）："

    def place(self, file: str) -> str:
        """Say into which file an answer goes."""
        return f"寫進：{file}"

    def other_answer(self, question: str) -> str:
        """Say that the answer is saved, but another one is given all the same."""
        return f"已儲存，但現在問「{question}」，得到的還不是這個答案："

    def no_answer(self, question: str) -> str:
        """Say that the answer is saved, but nothing is answered all the same."""
        return f"已儲存，但現在問「{question}」，仍然答不上來。請換一種問法再教一次。"

    def misses(self, groups: int, days: int) -> str:
        """Head the list of misses."""
        return f"近 {days} 天裡答不上或得了 👎 的問題，共 {groups} 組："

    def asked(self, times: int, last: str) -> str:
        """Say how often and when a question was asked."""
        return f"{times} 次，最近 {last}"

    def alike(self, wordings: int) -> str:
        """Head the other wordings of a miss."""
        return f"還有 {wordings} 種問法："

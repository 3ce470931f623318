"""What admins read while they teach answers and go through misses, in simplified Chinese."""

from __future__ import annotations


class TeachingTexts:
    """Simplified Chinese, and what the other languages have to say in their own words."""

    cancel = "✖ 取消"
    save = "✔ 确认"
    no_more = "没有了"
    no_article = "不属于哪篇文章"
    elsewhere = "📄 换个地方"
    teach = "教一个答案"
    ignore = "忽略"

    ask_question = (
        "教一个答案。请把问题发给我，读者怎么问就怎么写。\n也可以一行写完：/teach 问题 = 答案"
    )
    ask_wordings = "还有别的问法吗？一行写一个，一起发来；没有就点“没有了”。"
    ask_answer = "请把答案发给我，它会原样显示给读者。"
    ask_place = "这个答案写在哪里？"
    confirm = "请过目，确认后才会保存："
    now_answers = "知识库现在这样回答："
    known_taught = "已经教过相近的问题："

    cancelled = "已取消，什么都没有保存。"
    saving = "正在保存……"
    saved = "已保存。现在问它，是这样回答的："
    not_saved = "没有保存。"
    changed_meanwhile = "没有保存：文件刚被别人改过，请再点一次确认。"
    busy = "没有保存：知识库正在加载或改动，请稍后再点一次确认。"
    step_over = "这一步已经过去了。"
    lesson_gone = "这次教学已经结束，请重新发 /teach 。"
    no_lesson = "现在没有在教的答案，没有什么要取消。"
    journal_down = "记录库现在用不了，请稍后再试；可以用 /status 查看。"

    nothing_asked = "这里没有看到问题，请写成文字再发一次。"

    no_misses = "没有答不上的问题。"
    ignored = "已忽略，以后再问也不列出。"
    miss_gone = "这个问题已经处理过了。"

    def too_long(self, limit: int) -> str:
        """Turn down a question for its length."""
        return f"一个问题最多 {limit} 个字，请写短些再发一次。"

    def too_many(self, limit: int) -> str:
        """Turn down more wordings than one answer may have."""
        return f"一个答案最多 {limit} 种问法，请少写几种再发一次。"

    def questions(self, count: int) -> str:
        """Head the questions of an answer."""
        return "问题：" if count == 1 else f"问题（{count} 种问法）："

    def place(self, file: str) -> str:
        """Say into which file an answer goes."""
        return f"写进：{file}"

    def other_answer(self, question: str) -> str:
        """Say that the answer is saved, but another one is given all the same."""
        return f"已保存，但现在问“{question}”，得到的还不是这个答案："

    def no_answer(self, question: str) -> str:
        """Say that the answer is saved, but nothing is answered all the same."""
        return f"已保存，但现在问“{question}”，仍然答不上来。请换一种问法再教一次。"

    def misses(self, groups: int, days: int) -> str:
        """Head the list of misses."""
        return f"近 {days} 天里答不上或得了 👎 的问题，共 {groups} 组："

    def asked(self, times: int, last: str) -> str:
        """Say how often and when a question was asked."""
        return f"{times} 次，最近 {last}"

    def alike(self, wordings: int) -> str:
        """Head the other wordings of a miss."""
        return f"还有 {wordings} 种问法："

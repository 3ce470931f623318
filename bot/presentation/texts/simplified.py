"""Simplified Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.base.model import Part
from bot.presentation.texts.admin_simplified import AdminTexts
from bot.presentation.texts.running_simplified import RunningTexts
from bot.presentation.texts.teaching_simplified import TeachingTexts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Texts:
    """Simplified Chinese, and what the other languages have to say in their own words."""

    tag = "zh-hans"
    """IETF language tag."""
    letter = "s"
    """Stands for the language on buttons."""
    own_name = "简体中文"
    admin: AdminTexts = AdminTexts()
    """What only admins read."""
    teaching: TeachingTexts = TeachingTexts()
    running: RunningTexts = RunningTexts()

    earlier = "⬆ 上一句"
    later = "⬇ 下一句"
    more = "☰ 其他结果"
    previous_page = "⬅ 上一页"
    next_page = "下一页 ➡"
    tell_me = "🔔 有答案时告诉我"
    will_tell = "🔔 会告诉你 ✓"
    placeholder = "直接输入问题"

    suggestions = "不太确定。下面哪一句说的是你想问的？"
    results = "找到的句子："
    no_articles = "知识库里还没有文章。"

    unknown_command = "没有这个命令。有问题直接发给我就行，用法见 /help 。"
    no_files = "文件只有管理员可以导入。有问题请打成字发给我。"
    only_text = "我只看得懂文字，请把问题打成字发给我。"
    failure = "出了点问题，这次没能回答。请稍后再试。"

    article_changed = "这篇文章已经改动过，请重新提问。"
    button_outdated = "这个按钮已经失效，请重新提问。"
    question_gone = "找不到原来的问题了，请再问一次。"
    only_asker = "这是回答别人的，只有提问的人能换。你可以自己问一次。"
    not_your_choice = "这是别人的设置。请自己发一次 /lang 。"
    too_many_taps = "这个群里点得太快了，请过一会儿再点。"
    taps_too_fast = "点得太快了，请过一会儿再点。"
    inline_too_fast = "问得太快，请过一会儿再试"

    thanks_up = "谢谢，记下了：👍"
    thanks_down = "谢谢，记下了：👎"
    vote_withdrawn = "已收回。"
    wish_noted = "记下了。知识库里一有答案，就告诉你一次。"
    not_now = "现在记不下来，请稍后再试。"
    not_deleted = "现在没能删除，请稍后再试。"

    choose_language = "界面用哪种语言？引文总是原文的样子。"
    language_chosen = "好的，界面用简体中文。"

    why_how = "请回复我的一条回答，并写 /why ，我就说明为什么是它。"
    why_beside = "这是教过的回答，或文章的标题、时间、来源，不是从正文里找出来的。"
    why_nothing = "没有一个句子与问题有共同的实义词。"

    inline_nothing = "没有找到答案，去私聊里问问看"
    inline_more = "去私聊里问"

    not_admin = "这个命令只有管理员可以用。"

    commands: Mapping[str, str] = MappingProxyType(
        {
            "ask": "提问",
            "articles": "收录的文章",
            "why": "为什么是这个回答",
            "lang": "界面语言",
            "help": "怎么用",
            "forgetme": "删除关于我的记录",
        }
    )

    _parts: Mapping[Part, str] = MappingProxyType(
        {
            Part.TITLE: "标题",
            Part.PUBLISHED: "发布时间",
            Part.SOURCE: "来源",
            Part.FAQ: "常见问题",
        }
    )

    def greeting(self, articles: int) -> str:
        """Welcome a reader; example questions follow as buttons."""
        return (
            "你好，我是问据。\n"
            f"问我一个问题，我从收录的 {articles} 篇文章里找出说这件事的那一句，原文照引；"
            "找不到，就说找不到。\n\n"
            "直接输入问题，或者先试试下面这些："
        )

    def group_greeting(self, articles: int, username: str) -> str:
        """Welcome a group; nothing follows that all of it would have under its hands."""
        return (
            "大家好，我是问据。\n"
            f"在群里 @{username} 、回复我，或者用 /ask 提问，"
            f"我从收录的 {articles} 篇文章里找出说这件事的那一句，原文照引；找不到，就说找不到。"
        )

    def help(self, username: str, example: str | None) -> str:
        """Say how to ask."""
        return (
            f"有问题直接发给我{self._for_example(example)}\n"
            "接着问也可以，比如“那……呢？”“他在哪里？”\n\n"
            f"在群里：先 @{username} 再写问题，或者回复我的消息，或者用 /ask ；"
            "回复别人的问题时，只发 /ask 就行。\n"
            f"在任何聊天里：输入 @{username} 和问题，选中一条就能发出去。\n\n"
            "回答都是文章里的原句。⬆ ⬇ 看前后文，☰ 看其他结果，👍 👎 告诉我答得对不对。\n"
            "/articles 列出收录的文章。\n"
            "回复一条回答并写 /why ，看为什么是它。\n"
            "/lang 换界面语言，/forgetme 删除关于你的记录。"
        )

    def usage(self, example: str | None) -> str:
        """Say what to do to somebody who called without a question."""
        return f"想问什么？请把问题一起发来{self._for_example(example)}"

    def question_too_long(self, length: int, limit: int) -> str:
        """Decline a question for its length."""
        return f"这段话有 {length} 个字，太长了。请把问题写在 {limit} 个字以内。"

    def too_fast(self, a_minute: int) -> str:
        """Say, once, that somebody asks too much."""
        return f"发得太快了：一分钟最多 {a_minute} 条。请过一会儿再问，这之前发的我不再一一回应。"

    def group_too_fast(self, a_minute: int) -> str:
        """Say, once, that too much is asked in a group."""
        return (
            f"这个群里问得太快了：一分钟最多答 {a_minute} 次。"
            "请过一会儿再问，这之前问的我不再一一回应。"
        )

    def reading(self, reading: str) -> str:
        """Say how a question was understood."""
        return f"按“{reading}”理解"

    def position(self, first: int, last: int) -> str:
        """Say which sentences of an article are shown."""
        return f"第{first}句" if first == last else f"第{first}–{last}句"

    def part(self, part: Part) -> str:
        """Name what is shown besides the article's text."""
        return self._parts[part]

    def confidence(self, percent: int) -> str:
        """Say how sure the answer is."""
        return f"可信度 {percent}%"

    def title(self, title: str) -> str:
        """Set a title apart in running text."""
        return f"《{title}》"

    def refusal(self, titles: Sequence[str], articles: int) -> str:
        """Say that there is no answer, and name a few titles of what there is, if any has one."""
        sorry = "收录的文章里没有找到这个问题的答案。"
        if not titles:
            return sorry
        named = "".join(map(self.title, titles))
        rest = f"等 {articles} 篇，全部见 /articles " if articles > len(titles) else ""
        return f"{sorry}\n目前收录了{named}{rest}。"

    def articles(self, count: int) -> str:
        """Head the list of articles."""
        return f"收录了 {count} 篇文章："

    def page(self, number: int, pages: int) -> str:
        """Say which page of a list is shown."""
        return f"第 {number} / {pages} 页"

    def news(self, question: str) -> str:
        """Head the answer to a question that had none when it was asked."""
        return f"你问过“{question}”，现在有答案了："

    def forgotten(self, records: int) -> str:
        """Say that everything about a reader was deleted."""
        return f"已删除关于你的 {records} 条记录；选过的语言和正在接着问的话也忘掉了。"

    def why_confidence(self, confidence: int, answer: int, suggest: int) -> str:
        """Say how far a confidence is from the thresholds."""
        if confidence >= answer:
            return f"可信度 {confidence}，比作答的门槛 {answer} 高 {confidence - answer}。"
        if confidence >= suggest:
            return (
                f"可信度 {confidence}，离作答的门槛 {answer} 差 {answer - confidence}，"
                f"比列为候选的门槛 {suggest} 高 {confidence - suggest}。"
            )
        return f"可信度 {confidence}，离列为候选的门槛 {suggest} 差 {suggest - confidence}。"

    def why_hits(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence has."""
        return f"句中有的词：{'、'.join(words)}"

    def why_misses(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence does not have."""
        return f"句中没有的词：{'、'.join(words)}"

    def why_nearest(self, sentence: str) -> str:
        """Name the sentence that would have been the answer, where none was given."""
        return f"最接近的一句：{sentence}"

    def why_runner_up(self, sentence: str, confidence: int) -> str:
        """Name the sentence that came second."""
        return f"次选（{confidence}%）：{sentence}"

    def _for_example(self, example: str | None) -> str:
        return f"，例如：{example}" if example else "。"

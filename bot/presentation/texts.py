"""Every word that readers and admins see in Telegram, in one place for each language.

`Texts` is the simplified Chinese wording. Another language is a subclass that says the same in its
own words, entered into `LANGUAGES`; nothing else changes. Everything here is plain text: whoever
puts it into markup escapes it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.base.model import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Texts:
    """Simplified Chinese."""

    earlier = "⬆ 上一句"
    later = "⬇ 下一句"
    more = "☰ 其他结果"
    previous_page = "⬅ 上一页"
    next_page = "下一页 ➡"
    placeholder = "直接输入问题"

    suggestions = "不太确定。下面哪一句说的是你想问的？"
    results = "找到的句子："
    no_articles = "知识库里还没有文章。"

    unknown_command = "没有这个命令。有问题直接发给我就行，用法见 /help 。"
    only_text = "我只看得懂文字，请把问题打成字发给我。"
    failure = "出了点问题，这次没能回答。请稍后再试。"

    article_changed = "这篇文章已经改动过，请重新提问。"
    button_outdated = "这个按钮已经失效，请重新提问。"
    question_gone = "找不到原来的问题了，请再问一次。"

    inline_nothing = "没有找到答案，换个说法试试"

    not_admin = "这个命令只有管理员可以用。"
    reload_running = "正在重新加载知识库……"
    reload_busy = "上一次加载还没有结束，请等它完成。"
    reload_broken = "加载时出了意外，仍在使用原来的知识库。详情请看日志。"
    reload_unchanged = "知识库没有变化。"
    lexicon_changed = "词表有改动。"

    commands: Mapping[str, str] = MappingProxyType(
        {"ask": "提问", "articles": "收录的文章", "help": "怎么用"}
    )
    admin_commands: Mapping[str, str] = MappingProxyType({"reload": "重新加载知识库"})

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

    def help(self, username: str, example: str | None) -> str:
        """Say how to ask."""
        return (
            f"有问题直接发给我{self._for_example(example)}\n\n"
            f"在群里：先 @{username} 再写问题，或者回复我的消息，或者用 /ask 。\n"
            f"在任何聊天里：输入 @{username} 和问题，选中一条就能发出去。\n\n"
            "回答都是文章里的原句。⬆ ⬇ 看前后文，☰ 看其他结果。\n"
            "/articles 列出收录的文章。"
        )

    def usage(self, example: str | None) -> str:
        """Say what to do to somebody who called without a question."""
        return f"想问什么？请把问题一起发来{self._for_example(example)}"

    def question_too_long(self, length: int, limit: int) -> str:
        """Decline a question for its length."""
        return f"这段话有 {length} 个字，太长了。请把问题写在 {limit} 个字以内。"

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
        """Say that there is no answer, and name a few titles of what there is."""
        named = "".join(map(self.title, titles))
        rest = f"等 {articles} 篇，全部见 /articles " if articles > len(titles) else ""
        return f"收录的文章里没有找到这个问题的答案。\n目前收录了{named}{rest}。"

    def articles(self, count: int) -> str:
        """Head the list of articles."""
        return f"收录了 {count} 篇文章："

    def page(self, number: int, pages: int) -> str:
        """Say which page of a list is shown."""
        return f"第 {number} / {pages} 页"

    def reload_done(self, seconds: float) -> str:
        """Head the account of what a reload changed."""
        return f"知识库已更新，用时 {seconds:.1f} 秒。"

    def count_of_articles(self, before: int, after: int) -> str:
        """Say how many articles there were and are."""
        return f"文章：{before} → {after} 篇"

    def count_of_sentences(self, before: int, after: int) -> str:
        """Say how many sentences there were and are."""
        return f"句子：{before} → {after} 句"

    def added(self, names: Sequence[str]) -> str:
        """Name the articles that are new."""
        return f"新增 {len(names)} 篇：{self._several(names)}"

    def changed(self, names: Sequence[str]) -> str:
        """Name the articles that are not what they were."""
        return f"修改 {len(names)} 篇：{self._several(names)}"

    def removed(self, names: Sequence[str]) -> str:
        """Name the articles that are gone."""
        return f"删除 {len(names)} 篇：{self._several(names)}"

    def reload_refused(self, problems: int) -> str:
        """Head the list of problems that kept a reload from happening."""
        return f"没有更新，仍在使用原来的知识库。有 {problems} 个问题："

    def reload_refused_in_group(self, problems: int) -> str:
        """Tell a group that a reload did not happen; its details are for the admins alone."""
        return f"没有更新，仍在使用原来的知识库。有 {problems} 个问题，请在私聊里发 /reload 查看。"

    def all_problems(self, problems: int) -> str:
        """Caption the file that lists every problem."""
        return f"全部 {problems} 个问题"

    def _for_example(self, example: str | None) -> str:
        return f"，例如：{example}" if example else "。"

    def _several(self, names: Sequence[str], most: int = 20) -> str:
        rest = " 等" if len(names) > most else ""
        return "、".join(names[:most]) + rest


LANGUAGES: Mapping[str, Texts] = MappingProxyType({"zh": Texts()})
"""By IETF language tag, or its beginning."""
DEFAULT_LANGUAGE = "zh"


def texts_for(language: str | None) -> Texts:
    """Choose the wording for a reader by the language tag that Telegram gives, if any."""
    tag = (language or DEFAULT_LANGUAGE).lower()
    while tag not in LANGUAGES and "-" in tag:
        tag = tag.rpartition("-")[0]
    return LANGUAGES.get(tag, LANGUAGES[DEFAULT_LANGUAGE])

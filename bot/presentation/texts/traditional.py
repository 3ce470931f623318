"""Traditional Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.base.model import Part
from bot.presentation.texts.admin_traditional import TraditionalAdmin
from bot.presentation.texts.running_traditional import TraditionalRunning
from bot.presentation.texts.simplified import Texts
from bot.presentation.texts.teaching_traditional import TraditionalTeaching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Traditional(Texts):
    """Traditional Chinese, in the words of Taiwan and Hong Kong rather than converted."""

    tag = "zh-hant"
    letter = "t"
    own_name = "繁體中文"
    admin = TraditionalAdmin()
    teaching = TraditionalTeaching()
    running = TraditionalRunning()

    earlier = "⬆ 上一句"
    later = "⬇ 下一句"
    more = "☰ 其他結果"
    previous_page = "⬅ 上一頁"
    next_page = "下一頁 ➡"
    tell_me = "🔔 有答案時告訴我"
    will_tell = "🔔 會告訴你 ✓"
    placeholder = "直接輸入問題"

    suggestions = "不太確定。下面哪一句說的是你想問的？"
    results = "找到的句子："
    no_articles = "知識庫裡還沒有文章。"

    unknown_command = "沒有這個指令。有問題直接傳給我就行，用法見 /help 。"
    no_files = "檔案只有管理員可以匯入。有問題請打成字傳給我。"
    only_text = "我只看得懂文字，請把問題打成字傳給我。"
    failure = "出了點問題，這次沒能回答。請稍後再試。"

    article_changed = "這篇文章已經改動過，請重新提問。"
    button_outdated = "這個按鈕已經失效，請重新提問。"
    question_gone = "找不到原來的問題了，請再問一次。"
    only_asker = "這是回答別人的，只有提問的人能換。你可以自己問一次。"
    not_your_choice = "這是別人的設定。請自己傳一次 /lang 。"
    too_many_taps = "這個群組裡點得太快了，請過一會兒再點。"
    taps_too_fast = "點得太快了，請過一會兒再點。"
    inline_too_fast = "問得太快，請過一會兒再試"

    thanks_up = "謝謝，記下了：👍"
    thanks_down = "謝謝，記下了：👎"
    vote_withdrawn = "已收回。"
    wish_noted = "記下了。知識庫裡一有答案，就告訴你一次。"
    not_now = "現在記不下來，請稍後再試。"
    not_deleted = "現在沒能刪除，請稍後再試。"

    choose_language = "介面用哪種語言？引文總是原文的樣子。"
    language_chosen = "好的，介面用繁體中文。"

    why_how = "請回覆我的一則回答，並寫 /why ，我就說明為什麼是它。"
    why_beside = "這是教過的回答，或文章的標題、時間、來源，不是從內文裡找出來的。"
    why_nothing = "沒有一個句子與問題有共同的實義詞。"

    inline_nothing = "沒有找到答案，去私訊裡問問看"
    inline_more = "去私訊裡問"

    not_admin = "這個指令只有管理員可以用。"

    commands: Mapping[str, str] = MappingProxyType(
        {
            "ask": "提問",
            "articles": "收錄的文章",
            "why": "為什麼是這個回答",
            "lang": "介面語言",
            "help": "怎麼用",
            "forgetme": "刪除關於我的紀錄",
        }
    )

    _parts: Mapping[Part, str] = MappingProxyType(
        {
            Part.TITLE: "標題",
            Part.PUBLISHED: "發布時間",
            Part.SOURCE: "來源",
            Part.FAQ: "常見問題",
        }
    )

    def greeting(self, articles: int) -> str:
        """Welcome a reader; example questions follow as buttons."""
        return (
            "你好，我是問據。\n"
            f"問我一個問題，我從收錄的 {articles} 篇文章裡找出說這件事的那一句，原文照引；"
            "找不到，就說找不到。\n\n"
            "直接輸入問題，或者先試試下面這些："
        )

    def group_greeting(self, articles: int, username: str) -> str:
        """Welcome a group; nothing follows that all of it would have under its hands."""
        return (
            "大家好，我是問據。\n"
            f"在群裡 @{username} 、回覆我，或者用 /ask 提問，"
            f"我從收錄的 {articles} 篇文章裡找出說這件事的那一句，原文照引；找不到，就說找不到。"
        )

    def help(self, username: str, example: str | None) -> str:
        """Say how to ask."""
        return (
            f"有問題直接傳給我{self._for_example(example)}\n"
            "接著問也可以，比如「那……呢？」「他在哪裡？」\n\n"
            f"在群組裡：先 @{username} 再寫問題，或者回覆我的訊息，或者用 /ask ；"
            "回覆別人的問題時，只傳 /ask 就行。\n"
            f"在任何聊天裡：輸入 @{username} 和問題，選中一則就能傳出去。\n\n"
            "回答都是文章裡的原句。⬆ ⬇ 看前後文，☰ 看其他結果，👍 👎 告訴我答得對不對。\n"
            "/articles 列出收錄的文章。\n"
            "回覆一則回答並寫 /why ，看為什麼是它。\n"
            "/lang 換介面語言，/forgetme 刪除關於你的紀錄。"
        )

    def usage(self, example: str | None) -> str:
        """Say what to do to somebody who called without a question."""
        return f"想問什麼？請把問題一起傳來{self._for_example(example)}"

    def question_too_long(self, length: int, limit: int) -> str:
        """Decline a question for its length."""
        return f"這段話有 {length} 個字，太長了。請把問題寫在 {limit} 個字以內。"

    def too_fast(self, a_minute: int) -> str:
        """Say, once, that somebody asks too much."""
        return f"發得太快了：一分鐘最多 {a_minute} 條。請過一會兒再問，這之前發的我不再一一回應。"

    def group_too_fast(self, a_minute: int) -> str:
        """Say, once, that too much is asked in a group."""
        return (
            f"這個群組裡問得太快了：一分鐘最多答 {a_minute} 次。"
            "請過一會兒再問，這之前問的我不再一一回應。"
        )

    def reading(self, reading: str) -> str:
        """Say how a question was understood."""
        return f"按「{reading}」理解"

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
        sorry = "收錄的文章裡沒有找到這個問題的答案。"
        if not titles:
            return sorry
        named = "".join(map(self.title, titles))
        rest = f"等 {articles} 篇，全部見 /articles " if articles > len(titles) else ""
        return f"{sorry}\n目前收錄了{named}{rest}。"

    def articles(self, count: int) -> str:
        """Head the list of articles."""
        return f"收錄了 {count} 篇文章："

    def page(self, number: int, pages: int) -> str:
        """Say which page of a list is shown."""
        return f"第 {number} / {pages} 頁"

    def news(self, question: str) -> str:
        """Head the answer to a question that had none when it was asked."""
        return f"你問過「{question}」，現在有答案了："

    def forgotten(self, records: int) -> str:
        """Say that everything about a reader was deleted."""
        return f"已刪除關於你的 {records} 筆紀錄；選過的語言和正在接著問的話也忘掉了。"

    def why_confidence(self, confidence: int, answer: int, suggest: int) -> str:
        """Say how far a confidence is from the thresholds."""
        if confidence >= answer:
            return f"可信度 {confidence}，比作答的門檻 {answer} 高 {confidence - answer}。"
        if confidence >= suggest:
            return (
                f"可信度 {confidence}，離作答的門檻 {answer} 差 {answer - confidence}，"
                f"比列為候選的門檻 {suggest} 高 {confidence - suggest}。"
            )
        return f"可信度 {confidence}，離列為候選的門檻 {suggest} 差 {suggest - confidence}。"

    def why_hits(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence has."""
        return f"句中有的詞：{'、'.join(words)}"

    def why_misses(self, words: Sequence[str]) -> str:
        """Name the question's words that the sentence does not have."""
        return f"句中沒有的詞：{'、'.join(words)}"

    def why_nearest(self, sentence: str) -> str:
        """Name the sentence that would have been the answer, where none was given."""
        return f"最接近的一句：{sentence}"

    def why_runner_up(self, sentence: str, confidence: int) -> str:
        """Name the sentence that came second."""
        return f"次選（{confidence}%）：{sentence}"

    def _for_example(self, example: str | None) -> str:
        return f"，例如：{example}" if example else "。"

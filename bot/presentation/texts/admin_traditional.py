"""What admins read while they change the knowledge, in traditional Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.presentation.texts.admin_simplified import AdminTexts
from bot.search.golden import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class TraditionalAdmin(AdminTexts):
    """Traditional Chinese."""

    commands: Mapping[str, str] = MappingProxyType(
        {
            "reload": "重新載入知識庫",
            "import": "匯入文章",
            "article": "取一篇文章的檔案",
            "remove": "刪除一篇文章",
            "lexicon": "看詞表、改詞表",
            "undo": "看改動、收回改動",
            "teach": "教一個答案",
            "misses": "沒答上的問題",
            "status": "執行情況",
            "stats": "統計圖",
            "doctor": "為什麼收不到、傳不出",
        }
    )
    actions: Mapping[str, str] = MappingProxyType(
        {"import": "匯入", "remove": "刪除", "teach": "教答案", "lexicon": "改詞表", "undo": "收回"}
    )
    grades: Mapping[Grade, str] = MappingProxyType(
        {Grade.RIGHT: "答對", Grade.OFFERED: "只列為候選", Grade.WRONG: "答錯"}
    )

    only_in_private = "這個指令請在私訊裡用。"
    not_your_button = "這是另一位管理員的，請自己傳一次指令。"
    busy = "另一次載入或改動還沒有結束，請等它完成。"
    broken = "出了意外，仍在使用原來的知識庫。詳情請看日誌。"
    journal_down = "記錄庫現在用不了，記不下改了什麼、以後就收不回，所以沒有改。請稍後再試。"
    button_gone = "這個按鈕已經失效，請重新傳一次指令。"
    cancelled = "已取消，什麼都沒有改。"
    nothing_to_do = "檔案裡已經是這樣了，什麼都沒有改。"
    can_undo = "要收回，用 /undo 。"

    confirm = "✅ 確認"
    cancel = "✖ 取消"
    back = "⬅ 返回"
    take_back = "↩ 收回這次改動"
    retitle = "✏ 換標題"

    unchanged = "知識庫沒有變化。"
    reload_usage = "用法：/reload ，或 /reload --dry-run 只試一次、不更新。"
    reload_running = "正在重新載入知識庫……"
    rehearsing = "正在看看會有什麼變化……"
    writing = "正在寫入……"
    lexicon_changed = "詞表有改動。"
    golden_changed = "校驗問題有改動。"
    no_golden = "沒有校驗問題（golden.yaml）可以比較。"
    watch_recovered = "知識資料夾裡的問題已經改好，知識庫沒有變化。"

    converting = "正在轉換……"
    not_downloaded = "沒能從 Telegram 取到這個檔案，請再傳一次。"
    import_refused = "沒有匯入："
    retitle_how = "請回覆這則預覽，寫上新標題。"

    article_usage = "用法：/article 編號。編號見 /articles 。"
    remove_usage = "用法：/remove 編號。編號見 /articles 。"
    only_article = "它是唯一的一篇文章，沒有刪除：知識庫不能空著。請先匯入別的文章。"

    lexicon_none = "（沒有）"
    lexicon_usage = (
        "新增：\n"
        "/lexicon +詞 鐵路橋、橋頭堡\n"
        "/lexicon +同義詞 上合組織 上合 SCO\n"
        "/lexicon +停用詞 請問\n"
        "刪去：把 + 換成 - ；同義詞寫出一組裡的幾個就行。"
    )
    lexicon_question = "要這樣改詞表嗎？改了之後："

    no_versions = "還沒有透過機器人改過什麼。"
    versions = "透過機器人做的改動，最近的在前。點編號看改了什麼，一次收回一個："
    by_you = "你"
    by_another = "另一位管理員"
    undone = "已收回"
    version_gone = "沒有這次改動，或者已經收回。"
    diff_in_file = "差別較長，都在檔案裡。"

    def refused(self, problems: int) -> str:
        """Head the list of problems that kept a reload from happening."""
        return f"沒有更新，仍在使用原來的知識庫。有 {problems} 個問題："

    def refused_in_group(self, problems: int) -> str:
        """Tell a group that a reload did not happen; its details are for the admins alone."""
        return f"沒有更新，仍在使用原來的知識庫。有 {problems} 個問題，請在私訊裡傳 /reload 查看。"

    def not_changed(self, problems: int) -> str:
        """Head the list of problems that kept a change from being made."""
        return f"沒有改動。有 {problems} 個問題："

    def watch_refused(self, problems: int) -> str:
        """Head the list of problems in files that somebody edited."""
        return f"知識資料夾裡有改動，但有 {problems} 個問題，沒有更新："

    def all_problems(self, problems: int) -> str:
        """Caption the file that lists every problem."""
        return f"全部 {problems} 個問題"

    def reload_done(self, seconds: float) -> str:
        """Head the account of what a reload changed."""
        return f"知識庫已更新，用時 {seconds:.1f} 秒。"

    def reload_rehearsed(self, seconds: float) -> str:
        """Head the account of what a reload would change."""
        return f"只是試一次，沒有更新，用時 {seconds:.1f} 秒。更新的話："

    def watch_done(self, seconds: float) -> str:
        """Head the account of what somebody's edits changed."""
        return f"知識資料夾裡有改動，已自動更新，用時 {seconds:.1f} 秒。"

    def change_done(self, action: str, about: str, seconds: float) -> str:
        """Head the account of a change that was made."""
        return f"{action}：{about}\n已寫入並更新，用時 {seconds:.1f} 秒。"

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
        return f"刪除 {len(names)} 篇：{self._several(names)}"

    def sentence_changes(self, added: int, changed: int, removed: int) -> str:
        """Say how many sentences are not what they were."""
        return f"其中的句子：新增 {added}，修改 {changed}，刪除 {removed}"

    def golden_asked(self, asked: int, failing: int) -> str:
        """Say how the golden questions are answered."""
        return f"校驗問題：{asked} 個，沒有答對的 {failing} 個"

    def golden_worse(self, count: int) -> str:
        """Head the golden questions that are answered less well."""
        return f"⚠ 變差的 {count} 個："

    def golden_better(self, count: int) -> str:
        """Head the golden questions that are answered better."""
        return f"變好的 {count} 個："

    def import_usage(self, suffixes: str, megabytes: int) -> str:
        """Say how to import."""
        return (
            f"把檔案直接傳給我就行：{suffixes}，最大 {megabytes} MB。檔案的說明文字會用作標題。\n"
            "也可以回覆一個檔案，寫 /import 。"
        )

    def too_large(self, megabytes: int) -> str:
        """Decline a file for its size."""
        return f"檔案太大了：最大 {megabytes} MB。"

    def article_id(self, article_id: str, file: str) -> str:
        """Name the article that is about to be imported."""
        return f"編號：{article_id}（檔案 {file}）"

    def beside(self, published: str, source: str, url: str) -> str:
        """Say what is known of an article besides its text; what is empty is not."""
        fields = (("日期", published), ("來源", source), ("網址", url))
        return "　".join(f"{name}：{value}" for name, value in fields if value)

    def amount(self, sentences: int, characters: int, answers: int) -> str:
        """Say how much there is in an article."""
        taught = f"，{answers} 條教過的回答" if answers else ""
        return f"{sentences} 句，{characters} 字{taught}"

    def same_id(self, article_id: str, title: str) -> str:
        """Warn of an article that would be replaced."""
        return f"注意：已經有編號相同的文章 {article_id}{self.title(title)}；寫入會取代它"

    def broken_id(self, article_id: str) -> str:
        """Warn of a file with problems that would be replaced."""
        return f"注意：已經有編號為 {article_id} 的檔案，它有問題、沒有用上；寫入會取代它"

    def same_title(self, article_id: str, title: str) -> str:
        """Warn of an article with the same title."""
        return f"注意：已經有標題相同的文章 {article_id}{self.title(title)}"

    def same_text(self, article_id: str, title: str) -> str:
        """Warn of an article that has most of the text."""
        return f"注意：正文與 {article_id}{self.title(title) or ' '}大半相同"

    def more_alike(self, count: int) -> str:
        """Say how many articles are alike, where not all are named."""
        return f"注意：相近的文章一共 {count} 篇"

    def overwrite(self, article_id: str) -> str:
        """Label the button that replaces an article."""
        return f"✅ 覆蓋 {article_id}"

    def save_as(self, article_id: str) -> str:
        """Label the button that imports under another id."""
        return f"另存為 {article_id}"

    def no_article(self, article_id: str) -> str:
        """Say that there is no such article."""
        return f"沒有編號為 {article_id} 的文章。編號見 /articles 。"

    def remove_question(self, article_id: str, title: str) -> str:
        """Ask whether an article is to be removed; what would change follows."""
        return f"要刪除 {article_id}{self.title(title) or ' '}嗎？刪了之後："

    def drops_golden(self, count: int) -> str:
        """Say that the golden questions about an article go with it."""
        return f"關於它的 {count} 個校驗問題會一起刪去。"

    def words(self, count: int) -> str:
        """Head the list of the lexicon's words."""
        return f"詞（{count}）："

    def synonyms(self, count: int) -> str:
        """Head the list of the lexicon's groups of synonyms."""
        return f"同義詞（{count} 組）："

    def stopwords(self, count: int) -> str:
        """Head the list of the lexicon's stop words."""
        return f"停用詞（{count}）："

    def version(self, number: int, action: str, path: str) -> str:
        """Name a change that was made."""
        return f"第 {number} 次：{action} {path}"

    def undo_question(self, number: int) -> str:
        """Ask whether a change is to be taken back; what would change follows."""
        return f"要收回第 {number} 次改動嗎？收回之後："

    def conflict(self, path: str) -> str:
        """Say that a change cannot be taken back; what was changed since follows."""
        return f"{path} 後來又改過，不能收回這次改動；請先收回後來的，或者直接改檔案。後來改了："

    def title(self, title: str) -> str:
        """Set a title apart in running text."""
        return f"《{title}》" if title else ""

    def _several(self, names: Sequence[str], most: int = 20) -> str:
        rest = " 等" if len(names) > most else ""
        return "、".join(names[:most]) + rest

"""What admins read about how the bot runs, in traditional Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.presentation.charts.words import ChartWords
from bot.presentation.texts.running_simplified import RunningTexts

if TYPE_CHECKING:
    from collections.abc import Mapping


class TraditionalRunning(RunningTexts):
    """Traditional Chinese."""

    journal_fine = "記錄庫：正常"
    no_figures = "今天的提問：記錄庫用不了，數不出來"
    polling = "接收方式：polling"

    stats_usage = "請寫 /stats 7、/stats 30 或 /stats 90 。"

    looking = "正在檢查……"
    all_well = "✅ 沒有發現問題。"

    advice: Mapping[str, str] = MappingProxyType(
        {
            "privacy": (
                "群組隱私模式開著，機器人在群裡又不是管理員：收得到指令和對它的回覆，但可能收不到 @ 它的訊息。"
                "請把它設為管理員；或者對 @BotFather 傳 /setprivacy 選 Disable，再把它移出群、重新加入。"
            ),
            "privacy_everywhere": (
                "群組隱私模式開著：在它不是管理員的群裡，收得到指令和對它的回覆，但可能收不到 @ 它的訊息。"
                "要改，請對 @BotFather 傳 /setprivacy 選 Disable，再把它移出群、重新加入。"
            ),
            "privacy_off": "群裡的訊息都收得到（群組隱私模式已關閉，或者它是管理員）。",
            "not_member": "機器人不在這個群裡，或者已被移出：請重新拉它進群。",
            "muted": "機器人在這個群裡被禁言：請在群的成員設定裡解除限制。",
            "silent_group": (
                "這個群不許普通成員發言，機器人又不是管理員：請把它設為管理員，或者打開群的「傳送訊息」權限。"
            ),
            "cannot_send": "傳不出訊息。Telegram 的說明見下。",
            "cannot_edit": "傳得出訊息，但改不了自己的訊息，按鈕會沒有反應。Telegram 的說明見下。",
            "can_talk": "傳得出訊息，也改得了。",
            "topics": "這是有話題的群：我回答在提問的那個話題裡；關閉了的話題裡，我不是管理員就發不了言。",
            "no_groups": "機器人不許進群。要改，請對 @BotFather 傳 /setjoingroups 。",
            "no_inline": "內嵌模式沒有打開。要打開，請對 @BotFather 傳 /setinline 。",
            "other_poller": (
                "有另一個行程在用同一個權杖收訊息，兩邊輪流收到。請停掉其中一個；"
                "找不到時，對 @BotFather 傳 /revoke 換一個權杖。"
            ),
            "foreign_webhook": (
                "Telegram 把訊息送到一個 webhook，不是這裡。它是別的程式設的：請停掉那個程式，再重新啟動機器人。"
            ),
            "lost_webhook": "webhook 不是設定裡的那個網址，一分鐘之內會重新設好。若又變了，是別的程式設的：請停掉那個程式。",
            "webhook_failing": "Telegram 往 webhook 送訊息時出錯。請檢查反向代理和憑證。Telegram 的說明見下。",
            "backlog": "Telegram 那裡積壓著沒有收下的訊息，機器人正在補收，或者收得太慢。",
            "clock": "這台機器的時鐘不準，與 Telegram 相差很多。請打開自動校時（NTP）。",
            "journal": "記錄庫用不了，問答照常，但回饋、統計和教學不可用。原因見下。",
        }
    )

    def status_version(self, version: str) -> str:
        """Say which version runs."""
        return f"問據 {version}"

    def uptime(self, days: int, hours: int, minutes: int) -> str:
        """Say how long the bot has been running."""
        parts = [f"{days} 天"] * bool(days) + [f"{hours} 小時"] * bool(days or hours)
        return f"已執行 {' '.join([*parts, f'{minutes} 分鐘'])}"

    def holdings(self, articles: int, sentences: int, taught: int) -> str:
        """Say how much the base holds."""
        return f"知識庫：{articles} 篇文章，{sentences} 個句子，{taught} 條教過的回答"

    def loaded(self, at: str, content: str) -> str:
        """Say when the base was loaded, and from which content."""
        return f"載入於 {at}，內容 {content}"

    def today(self, questions: int) -> str:
        """Say how many questions were asked today."""
        return f"今天的提問：{questions} 個"

    def latency(self, median: str, slow: str) -> str:
        """Say how many milliseconds half of the answers took, and 99 in 100."""
        return f"用時：中位數 {median} 毫秒，99% 在 {slow} 毫秒以內"

    def memory(self, megabytes: int) -> str:
        """Say how much memory is used."""
        return f"記憶體：{megabytes} MB"

    def journal_trouble(self, trouble: str) -> str:
        """Say what is wrong with the journal."""
        return f"⚠ 記錄庫：{trouble}"

    def webhook(self, url: str) -> str:
        """Say where Telegram delivers updates."""
        return f"接收方式：webhook，{url}"

    def thresholds(self, answer: int, suggest: int) -> str:
        """Say from which confidence on something is answered."""
        return f"門檻：作答 {answer}，候選 {suggest}"

    def limits(self, characters: int, megabytes: int, days: int) -> str:
        """Say what is limited."""
        return f"限度：問題 {characters} 字，檔案 {megabytes} MB，問句保留 {days} 天"

    def rates(self, questions: int, in_group: int, taps: int, inline: int) -> str:
        """Say how much is served a minute."""
        return (
            f"限速（每分鐘）：每人 {questions} 個問題、{taps} 次按鈕、{inline} 次內聯，"
            f"每群組 {in_group} 個問題"
        )

    def backlog(self, waiting: int, most: int, refused: int) -> str:
        """Say how many updates wait, how many may, and how many were not served for the rates."""
        return f"排隊：{waiting} 條，最多 {most} 條；超速沒理的 {refused} 條"

    def last_days(self, days: int) -> str:
        """Name a button for some days."""
        return f"{days} 天"

    def figures(self, days: int, questions: int, a_day: str) -> str:
        """Say how many questions there were."""
        return f"最近 {days} 天：{questions} 個提問，平均每天 {a_day} 個"

    def outcomes(self, answers: str, suggestions: str, refusals: str) -> str:
        """Say which share was answered."""
        return f"作答 {answers}，候選 {suggestions}，沒有答案 {refusals}"

    def verdicts(self, likes: int, dislikes: int, rate: str) -> str:
        """Say how readers judged."""
        return f"👍 {likes}，👎 {dislikes}，好評率 {rate}"

    def most_asked(self, questions: str) -> str:
        """Name what was asked most."""
        return f"問得最多：{questions}"

    def chart(self, days: int) -> ChartWords:
        """Give the words of the chart."""
        return ChartWords(
            title=f"問據：最近 {days} 天",
            questions="提問",
            answered="作答",
            refused="沒有答案",
            liked="好評率",
            by_day="每天的提問",
            answers="作答",
            suggestions="候選",
            refusals="沒有答案",
            confidence="可信度",
            verdicts="評價",
            likes="好評",
            dislikes="差評",
            most_asked="問得最多",
            nothing="還沒有資料",
        )

    def doctor_group(self, title: str) -> str:
        """Head what was found in a group."""
        return f"在「{title}」裡檢查的結果："

    def doctor_overall(self, username: str) -> str:
        """Head what was found about the bot as a whole."""
        return f"@{username} 的檢查結果："

    def told_privately(self, title: str) -> str:
        """Head what could not be said in the group itself."""
        return f"在「{title}」裡我傳不出訊息，所以寫到這裡。"

"""What admins read about how the bot runs, in simplified Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.presentation.charts.words import ChartWords

if TYPE_CHECKING:
    from collections.abc import Mapping


class RunningTexts:
    """Simplified Chinese, and what the other languages have to say in their own words."""

    journal_fine = "记录库：正常"
    no_figures = "今天的提问：记录库用不了，数不出来"
    polling = "接收方式：polling"

    stats_usage = "请写 /stats 7、/stats 30 或 /stats 90 。"

    looking = "正在检查……"
    all_well = "✅ 没有发现问题。"

    advice: Mapping[str, str] = MappingProxyType(
        {
            "privacy": (
                "群隐私模式开着，机器人在群里又不是管理员：收得到命令和对它的回复，但可能收不到 @ 它的消息。"
                "请把它设为管理员；或者对 @BotFather 发 /setprivacy 选 Disable，再把它移出群、重新加入。"
            ),
            "privacy_everywhere": (
                "群隐私模式开着：在它不是管理员的群里，收得到命令和对它的回复，但可能收不到 @ 它的消息。"
                "要改，请对 @BotFather 发 /setprivacy 选 Disable，再把它移出群、重新加入。"
            ),
            "privacy_off": "群里的消息都收得到（群隐私模式已关闭，或者它是管理员）。",
            "not_member": "机器人不在这个群里，或者已被移出：请重新拉它进群。",
            "muted": "机器人在这个群里被禁言：请在群的成员设置里解除限制。",
            "silent_group": (
                "这个群不许普通成员发言，机器人又不是管理员：请把它设为管理员，或者打开群的“发送消息”权限。"
            ),
            "cannot_send": "发不出消息。Telegram 的说明见下。",
            "cannot_edit": "发得出消息，但改不了自己的消息，按钮会没有反应。Telegram 的说明见下。",
            "can_talk": "发得出消息，也改得了。",
            "topics": "这是有话题的群：我回答在提问的那个话题里；关闭了的话题里，我不是管理员就发不了言。",
            "no_groups": "机器人不许进群。要改，请对 @BotFather 发 /setjoingroups 。",
            "no_inline": "内联模式没有打开。要打开，请对 @BotFather 发 /setinline 。",
            "other_poller": (
                "有另一个进程在用同一个令牌收消息，两边轮流收到。请停掉其中一个；"
                "找不到时，对 @BotFather 发 /revoke 换一个令牌。"
            ),
            "foreign_webhook": (
                "Telegram 把消息送到一个 webhook，不是这里。它是别的程序设的：请停掉那个程序，再重启机器人。"
            ),
            "lost_webhook": "webhook 不是设置里的那个网址，一分钟之内会重新设好。若又变了，是别的程序设的：请停掉那个程序。",
            "webhook_failing": "Telegram 往 webhook 送消息时出错。请检查反向代理和证书。Telegram 的说明见下。",
            "backlog": "Telegram 那里积压着没有收下的消息，机器人正在补收，或者收得太慢。",
            "clock": "这台机器的时钟不准，与 Telegram 相差很多。请打开自动校时（NTP）。",
            "journal": "记录库用不了，问答照常，但反馈、统计和教学不可用。原因见下。",
        }
    )
    """By what `/doctor` found."""

    def status_version(self, version: str) -> str:
        """Say which version runs."""
        return f"问据 {version}"

    def uptime(self, days: int, hours: int, minutes: int) -> str:
        """Say how long the bot has been running."""
        parts = [f"{days} 天"] * bool(days) + [f"{hours} 小时"] * bool(days or hours)
        return f"已运行 {' '.join([*parts, f'{minutes} 分钟'])}"

    def holdings(self, articles: int, sentences: int, taught: int) -> str:
        """Say how much the base holds."""
        return f"知识库：{articles} 篇文章，{sentences} 个句子，{taught} 条教过的回答"

    def loaded(self, at: str, content: str) -> str:
        """Say when the base was loaded, and from which content."""
        return f"加载于 {at}，内容 {content}"

    def today(self, questions: int) -> str:
        """Say how many questions were asked today."""
        return f"今天的提问：{questions} 个"

    def latency(self, median: str, slow: str) -> str:
        """Say how many milliseconds half of the answers took, and 99 in 100."""
        return f"用时：中位数 {median} 毫秒，99% 在 {slow} 毫秒以内"

    def memory(self, megabytes: int) -> str:
        """Say how much memory is used."""
        return f"内存：{megabytes} MB"

    def journal_trouble(self, trouble: str) -> str:
        """Say what is wrong with the journal."""
        return f"⚠ 记录库：{trouble}"

    def webhook(self, url: str) -> str:
        """Say where Telegram delivers updates."""
        return f"接收方式：webhook，{url}"

    def thresholds(self, answer: int, suggest: int) -> str:
        """Say from which confidence on something is answered."""
        return f"门槛：作答 {answer}，候选 {suggest}"

    def limits(self, characters: int, megabytes: int, days: int) -> str:
        """Say what is limited."""
        return f"限度：问题 {characters} 字，文件 {megabytes} MB，问句保留 {days} 天"

    def rates(self, questions: int, in_group: int, taps: int, inline: int) -> str:
        """Say how much is served a minute."""
        return (
            f"限速（每分钟）：每人 {questions} 个问题、{taps} 次按钮、{inline} 次内联，"
            f"每群 {in_group} 个问题"
        )

    def backlog(self, waiting: int, most: int, refused: int) -> str:
        """Say how many updates wait, how many may, and how many were not served for the rates."""
        return f"排队：{waiting} 条，最多 {most} 条；超速没理的 {refused} 条"

    def last_days(self, days: int) -> str:
        """Name a button for some days."""
        return f"{days} 天"

    def figures(self, days: int, questions: int, a_day: str) -> str:
        """Say how many questions there were."""
        return f"最近 {days} 天：{questions} 个提问，平均每天 {a_day} 个"

    def outcomes(self, answers: str, suggestions: str, refusals: str) -> str:
        """Say which share was answered."""
        return f"作答 {answers}，候选 {suggestions}，没有答案 {refusals}"

    def verdicts(self, likes: int, dislikes: int, rate: str) -> str:
        """Say how readers judged."""
        return f"👍 {likes}，👎 {dislikes}，好评率 {rate}"

    def most_asked(self, questions: str) -> str:
        """Name what was asked most."""
        return f"问得最多：{questions}"

    def chart(self, days: int) -> ChartWords:
        """Give the words of the chart."""
        return ChartWords(
            title=f"问据：最近 {days} 天",
            questions="提问",
            answered="作答",
            refused="没有答案",
            liked="好评率",
            by_day="每天的提问",
            answers="作答",
            suggestions="候选",
            refusals="没有答案",
            confidence="可信度",
            verdicts="评价",
            likes="好评",
            dislikes="差评",
            most_asked="问得最多",
            nothing="还没有数据",
        )

    def doctor_group(self, title: str) -> str:
        """Head what was found in a group."""
        return f"在“{title}”里检查的结果："

    def doctor_overall(self, username: str) -> str:
        """Head what was found about the bot as a whole."""
        return f"@{username} 的检查结果："

    def told_privately(self, title: str) -> str:
        """Head what could not be said in the group itself."""
        return f"在“{title}”里我发不出消息，所以写到这里。"

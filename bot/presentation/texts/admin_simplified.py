"""What admins read while they change the knowledge, in simplified Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.search.golden import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class AdminTexts:
    """Simplified Chinese, and what the other languages have to say in their own words."""

    commands: Mapping[str, str] = MappingProxyType(
        {
            "reload": "重新加载知识库",
            "import": "导入文章",
            "article": "取一篇文章的文件",
            "remove": "删除一篇文章",
            "lexicon": "看词表、改词表",
            "undo": "看改动、收回改动",
            "teach": "教一个答案",
            "misses": "没答上的问题",
            "status": "运行情况",
            "stats": "统计图",
            "doctor": "为什么收不到、发不出",
        }
    )
    actions: Mapping[str, str] = MappingProxyType(
        {"import": "导入", "remove": "删除", "teach": "教答案", "lexicon": "改词表", "undo": "收回"}
    )
    grades: Mapping[Grade, str] = MappingProxyType(
        {Grade.RIGHT: "答对", Grade.OFFERED: "只列为候选", Grade.WRONG: "答错"}
    )

    only_in_private = "这个命令请在私聊里用。"
    not_your_button = "这是另一位管理员的，请自己发一次命令。"
    busy = "另一次加载或改动还没有结束，请等它完成。"
    broken = "出了意外，仍在使用原来的知识库。详情请看日志。"
    journal_down = "记录库现在用不了，记不下改了什么、以后就收不回，所以没有改。请稍后再试。"
    button_gone = "这个按钮已经失效，请重新发一次命令。"
    cancelled = "已取消，什么都没有改。"
    nothing_to_do = "文件里已经是这样了，什么都没有改。"
    can_undo = "要收回，用 /undo 。"

    confirm = "✅ 确认"
    cancel = "✖ 取消"
    back = "⬅ 返回"
    take_back = "↩ 收回这次改动"
    retitle = "✏ 换标题"

    unchanged = "知识库没有变化。"
    reload_usage = "用法：/reload ，或 /reload --dry-run 只试一次、不更新。"
    reload_running = "正在重新加载知识库……"
    rehearsing = "正在看看会有什么变化……"
    writing = "正在写入……"
    lexicon_changed = "词表有改动。"
    golden_changed = "校验问题有改动。"
    no_golden = "没有校验问题（golden.yaml）可以比较。"
    watch_recovered = "知识文件夹里的问题已经改好，知识库没有变化。"

    converting = "正在转换……"
    not_downloaded = "没能从 Telegram 取到这个文件，请再发一次。"
    import_refused = "没有导入："
    retitle_how = "请回复这条预览，写上新标题。"

    article_usage = "用法：/article 编号。编号见 /articles 。"
    remove_usage = "用法：/remove 编号。编号见 /articles 。"
    only_article = "它是唯一的一篇文章，没有删除：知识库不能空着。请先导入别的文章。"

    lexicon_none = "（没有）"
    lexicon_usage = (
        "添加：\n"
        "/lexicon +词 铁路桥、桥头堡\n"
        "/lexicon +同义词 上合组织 上合 SCO\n"
        "/lexicon +停用词 请问\n"
        "删去：把 + 换成 - ；同义词写出一组里的几个就行。"
    )
    lexicon_question = "要这样改词表吗？改了之后："

    no_versions = "还没有通过机器人改过什么。"
    versions = "通过机器人做的改动，最近的在前。点编号看改了什么，一次收回一个："
    by_you = "你"
    by_another = "另一位管理员"
    undone = "已收回"
    version_gone = "没有这次改动，或者已经收回。"
    diff_in_file = "差别较长，都在文件里。"

    def refused(self, problems: int) -> str:
        """Head the list of problems that kept a reload from happening."""
        return f"没有更新，仍在使用原来的知识库。有 {problems} 个问题："

    def refused_in_group(self, problems: int) -> str:
        """Tell a group that a reload did not happen; its details are for the admins alone."""
        return f"没有更新，仍在使用原来的知识库。有 {problems} 个问题，请在私聊里发 /reload 查看。"

    def not_changed(self, problems: int) -> str:
        """Head the list of problems that kept a change from being made."""
        return f"没有改动。有 {problems} 个问题："

    def watch_refused(self, problems: int) -> str:
        """Head the list of problems in files that somebody edited."""
        return f"知识文件夹里有改动，但有 {problems} 个问题，没有更新："

    def all_problems(self, problems: int) -> str:
        """Caption the file that lists every problem."""
        return f"全部 {problems} 个问题"

    def reload_done(self, seconds: float) -> str:
        """Head the account of what a reload changed."""
        return f"知识库已更新，用时 {seconds:.1f} 秒。"

    def reload_rehearsed(self, seconds: float) -> str:
        """Head the account of what a reload would change."""
        return f"只是试一次，没有更新，用时 {seconds:.1f} 秒。更新的话："

    def watch_done(self, seconds: float) -> str:
        """Head the account of what somebody's edits changed."""
        return f"知识文件夹里有改动，已自动更新，用时 {seconds:.1f} 秒。"

    def change_done(self, action: str, about: str, seconds: float) -> str:
        """Head the account of a change that was made."""
        return f"{action}：{about}\n已写入并更新，用时 {seconds:.1f} 秒。"

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

    def sentence_changes(self, added: int, changed: int, removed: int) -> str:
        """Say how many sentences are not what they were."""
        return f"其中的句子：新增 {added}，修改 {changed}，删除 {removed}"

    def golden_asked(self, asked: int, failing: int) -> str:
        """Say how the golden questions are answered."""
        return f"校验问题：{asked} 个，没有答对的 {failing} 个"

    def golden_worse(self, count: int) -> str:
        """Head the golden questions that are answered less well."""
        return f"⚠ 变差的 {count} 个："

    def golden_better(self, count: int) -> str:
        """Head the golden questions that are answered better."""
        return f"变好的 {count} 个："

    def import_usage(self, suffixes: str, megabytes: int) -> str:
        """Say how to import."""
        return (
            f"把文件直接发给我就行：{suffixes}，最大 {megabytes} MB。文件的说明文字会用作标题。\n"
            "也可以回复一个文件，写 /import 。"
        )

    def too_large(self, megabytes: int) -> str:
        """Decline a file for its size."""
        return f"文件太大了：最大 {megabytes} MB。"

    def article_id(self, article_id: str, file: str) -> str:
        """Name the article that is about to be imported."""
        return f"编号：{article_id}（文件 {file}）"

    def beside(self, published: str, source: str, url: str) -> str:
        """Say what is known of an article besides its text; what is empty is not."""
        fields = (("日期", published), ("来源", source), ("网址", url))
        return "　".join(f"{name}：{value}" for name, value in fields if value)

    def amount(self, sentences: int, characters: int, answers: int) -> str:
        """Say how much there is in an article."""
        taught = f"，{answers} 条教过的回答" if answers else ""
        return f"{sentences} 句，{characters} 字{taught}"

    def same_id(self, article_id: str, title: str) -> str:
        """Warn of an article that would be replaced."""
        return f"注意：已经有编号相同的文章 {article_id}{self.title(title)}；写入会替换它"

    def broken_id(self, article_id: str) -> str:
        """Warn of a file with problems that would be replaced."""
        return f"注意：已经有编号为 {article_id} 的文件，它有问题、没有用上；写入会替换它"

    def same_title(self, article_id: str, title: str) -> str:
        """Warn of an article with the same title."""
        return f"注意：已经有标题相同的文章 {article_id}{self.title(title)}"

    def same_text(self, article_id: str, title: str) -> str:
        """Warn of an article that has most of the text."""
        return f"注意：正文与 {article_id}{self.title(title) or ' '}大半相同"

    def more_alike(self, count: int) -> str:
        """Say how many articles are alike, where not all are named."""
        return f"注意：相近的文章一共 {count} 篇"

    def overwrite(self, article_id: str) -> str:
        """Label the button that replaces an article."""
        return f"✅ 覆盖 {article_id}"

    def save_as(self, article_id: str) -> str:
        """Label the button that imports under another id."""
        return f"另存为 {article_id}"

    def no_article(self, article_id: str) -> str:
        """Say that there is no such article."""
        return f"没有编号为 {article_id} 的文章。编号见 /articles 。"

    def remove_question(self, article_id: str, title: str) -> str:
        """Ask whether an article is to be removed; what would change follows."""
        return f"要删除 {article_id}{self.title(title) or ' '}吗？删了之后："

    def drops_golden(self, count: int) -> str:
        """Say that the golden questions about an article go with it."""
        return f"关于它的 {count} 个校验问题会一起删去。"

    def words(self, count: int) -> str:
        """Head the list of the lexicon's words."""
        return f"词（{count}）："

    def synonyms(self, count: int) -> str:
        """Head the list of the lexicon's groups of synonyms."""
        return f"同义词（{count} 组）："

    def stopwords(self, count: int) -> str:
        """Head the list of the lexicon's stop words."""
        return f"停用词（{count}）："

    def version(self, number: int, action: str, path: str) -> str:
        """Name a change that was made."""
        return f"第 {number} 次：{action} {path}"

    def undo_question(self, number: int) -> str:
        """Ask whether a change is to be taken back; what would change follows."""
        return f"要收回第 {number} 次改动吗？收回之后："

    def conflict(self, path: str) -> str:
        """Say that a change cannot be taken back; what was changed since follows."""
        return f"{path} 后来又改过，不能收回这次改动；请先收回后来的，或者直接改文件。后来改了："

    def title(self, title: str) -> str:
        """Set a title apart in running text."""
        return f"《{title}》" if title else ""

    def _several(self, names: Sequence[str], most: int = 20) -> str:
        rest = " 等" if len(names) > most else ""
        return "、".join(names[:most]) + rest

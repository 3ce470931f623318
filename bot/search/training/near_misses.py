"""Questions on what an article tells of, asking for what it does not tell: near misses.

Question-answering sets have none: whoever wrote their questions had the answer before them. Readers
have not. They ask for the capital of a state that is only named, or for the age of a speaker; short
questions, of which an article has half the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.text import normalise
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from bot.language.tokens import Tokeniser

# Each with the words that would tell it.
_OF_PEOPLE = """\
{}的生日是哪天|生日 出生 生于 诞生
{}多大了|岁 年龄 出生 生于
{}今年几岁|岁 年龄 出生 生于
{}的妻子是谁|妻 夫人 太太 结婚 娶
{}的父亲是谁|父 爸 之子 儿子
{}身高多少|身高 高 公分 厘米
{}毕业于哪所大学|毕业 大学 就读 学院
{}出生在哪里|出生 生于 诞生 故乡
{}是哪里人|人氏 籍贯 祖籍 出生 生于
{}什么时候去世的|去世 逝世 病逝 死 卒
{}结婚了吗|结婚 婚 妻 夫 娶 嫁
{}有几个孩子|孩子 子女 儿 女
{}写过什么书|书 著 写 作品
{}为什么辞职|辞 离职 卸任
{}的电话是多少|电话 联系
{}的老师是谁|师 教
{}有多少财产|财产 资产 元 钱
{}得过什么奖|奖 获
谁打败了{}|败 胜 击
{}喜欢吃什么|吃 喜欢
"""
_OF_PLACES = """\
{}的首都是哪里|首都 京城 都城
{}有多少人口|人口 人 居民
{}面积多大|面积 平方 公里
{}的市长是谁|市长
{}的总统是谁|总统
{}有什么好玩的|玩 旅游 景点 游
{}的官方语言是什么|语言 语
{}什么时候建成的|建 落成 竣工
{}今天天气怎么样|天气 气温 气候
{}有几所大学|大学 学院 校
{}的特产是什么|特产 出产 产
从{}坐火车要多久|火车 铁路 小时
{}房价是多少|房 价
{}的货币叫什么|货币 币 元
{}海拔多少|海拔 米 高
{}哪家餐馆好|餐 吃 饭
{}什么时候独立的|独立 建国
谁占领了{}|占 领
"""
_OF_BODIES = """\
{}的总部在哪里|总部 本部 位于 设在
{}是哪年成立的|成立 创 建 设立
{}的创始人是谁|创 建 成立 发起
{}有多少个成员|成员 会员 名 个
{}的网址是什么|网
{}的主席是谁|主席 会长 长
{}的秘书长是谁|秘书长
{}有多少员工|员工 职工 雇 人
{}去年赚了多少钱|元 盈利 收入 赚
{}什么时候解散的|解散 撤销 终止
{}的口号是什么|口号 标语
{}怎么加入|加入 申请 参加
"""
_OF_THINGS = """\
{}多少钱|钱 元 价 费
{}的价格是多少|价 元 钱 费
{}有哪些种类|种 类 分为
{}是谁发明的|发明 创 首
谁制定了{}|制定 定 拟
{}是什么颜色的|色 红 白 黑 蓝 绿 黄
{}有多重|重 公斤 吨 克
{}有多少人参加|人 参加 参与 出席
{}开了几天|天 日 开
{}在几楼|楼 层
{}的规模有多大|规模 大
{}的门票多少钱|票 元 钱
{}用了什么技术|技术 术 用
{}的英文怎么说|英 称
{}是哪家公司生产的|公司 厂 生产 制造
为什么禁止{}|禁 不准 不得
{}的组长是谁|组长 长
谁反对{}|反对 抗议
{}的作者是谁|作者 著 写 作
怎么申请{}|申请 报名
"""
_TAGS: Final = (
    (("nr", "nrfg", "nrt"), _OF_PEOPLE),
    (("ns",), _OF_PLACES),
    (("nt", "nz"), _OF_BODIES),
    (("n", "vn"), _OF_THINGS),
)
_SHORTEST: Final = 2


class NearMisses:
    """Makes such questions, each of a kind that fits what it asks about."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Take over what knows the words' parts of speech."""
        self._tokeniser = tokeniser
        self._kinds = {
            tag: [_template(line) for line in lines.splitlines()]
            for tags, lines in _TAGS
            for tag in tags
        }

    def make(self, texts: Sequence[str], text: str, chance: random.Random) -> str | None:
        """Ask for what texts do not tell about something that one of them names.

        Args:
            texts: everything in the base, normalised.
            text: the one to ask about.
            chance: makes the choices.

        Returns:
            The question; None where nothing in the text fits one.
        """
        subjects = sorted(
            {
                (word.text, tag)
                for word in self._tokeniser.cut(text)
                if len(word.text) >= _SHORTEST
                and (tag := tag_of(word.text, self._tokeniser)) in self._kinds
            }
        )
        if not subjects:
            return None
        # Each kind as often as the others: most words are just nouns.
        kind = chance.choice(sorted({tag for _, tag in subjects}))
        subject = chance.choice([word for word, tag in subjects if tag == kind])
        asking, telling = chance.choice(self._kinds[kind])
        if any(word in one for one in texts for word in telling):
            return None
        return asking.format(subject)


def _template(line: str) -> tuple[str, tuple[str, ...]]:
    asking, _, telling = line.partition("|")
    return normalise(asking).text, tuple(telling.split())

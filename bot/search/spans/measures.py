"""What sort of thing a question asks for, told by its asking words: 多少钱 asks for an amount of money.

Finer than the kind of question, and told of the short answer by its units.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    from bot.language.question import Understanding
    from bot.language.tokens import Tokeniser

NUMERALS: Final = "〇零一二三四五六七八九十百千万亿两半几数多余"
NUMBER: Final = rf"[\d{NUMERALS}]"
_LENGTH: Final = r"(?:毫米|厘米|公分|分米|米|公里|千米|[海英华]里|里|[英公市]?[尺呎]|[英公市]?[寸吋]|光年|[kcm]?m(?![a-z]))"
_TIME: Final = r"(?:秒|分钟?|刻钟|[个]?小时|钟头|天|日|夜|周|星期|礼拜|个?月|季度?|年|岁|世纪)"

ASKS_CLOCK: Final = "几点(?!要求|建议|意见|原因|理由|不同|区别|主张|体会|思考)"
ASKS_WEIGHT: Final = "多重(?![挑危因影身保考任])"
ASKS_MONEY: Final = (
    r"多少(?:块?钱|[元块](?!素)|费用|工资|薪水|奖金|押金|学费|房租|补贴|利息)"
    r"|(?:价格?|票价|售价|费用?|收费|造价|工资|奖金|成本|房租|补贴)\w{0,2}(?:多少|几)"
)
# What asks for a sort, and what tells it in an answer. The first that asks decides.
_SORTS: Final = tuple(
    (re.compile(asks), re.compile(tells))
    for asks, tells in (
        (r"第几|排[名行位第]|名次", r"第|首|末|最"),
        (
            rf"{ASKS_MONEY}|几[元块]钱?",
            rf"{NUMBER}\D{{0,2}}[元块角镑币]|[$¥€£]|免费|免票|不收费|不要钱|不用钱|无偿",
        ),
        (rf"{ASKS_CLOCK}|什么时刻|几时几分", r"点|\d:\d|时|[早晚]上|上午|下午|中午"),
        (
            r"几[号日](?!线)|哪一?[天日](?!本)|什么日[期子]|哪个日[期子]",
            r"[日号]|初[一二三四五六七八九十]|周|星期|[今明昨后前当]天|节",
        ),
        (r"(?:周|星期|礼拜)几", r"周|星期|礼拜"),
        (r"几月|哪个?月|什么月份", r"月"),
        (r"哪一?年(?![代轻龄级])|何年|几几年|什么年份", rf"{NUMBER}年|[今明去前后当同]年|\d{{4}}"),
        (
            r"多久|多长时间|多少(?:时间|年|天|小时|分钟|秒|个?月)|(?<!哪)几(?:年(?!级)|天|个?小时|分钟|秒|个月|周)",
            rf"(?:{NUMBER}|整)个?{_TIME}",
        ),
        (r"多大(?:年[纪龄]|岁数|了)|几岁|多少岁|年龄[是有]?多[大少]", rf"{NUMBER}\D{{0,2}}[岁年]"),
        (r"百分之[几多]|多少百分比|(?:比例|比率|率)[是为有]?多[少大高]", r"%|百分之|分之|成|倍"),
        (
            r"多[高长深宽厚远](?!时)|多少(?:米|公里|千米|公分|厘米|英尺)|海拔\w{0,2}多[少高]|(?:[高长深宽]度|距离|身高)[是为有]?多[少大]",
            rf"{NUMBER}\D{{0,3}}{_LENGTH}",
        ),
        (
            rf"{ASKS_WEIGHT}|(?:重量|体重)[是为有]?多[少大重]|多少(?:吨|公斤|千克|斤|克)",
            rf"{NUMBER}\D{{0,2}}(?:吨|公斤|千克|克|斤|磅|两|盎司|k?g(?![a-z]))",
        ),
        (
            r"(?:面积|占地)\w{0,3}多[少大广]|多少(?:平方|公顷|亩)",
            rf"{NUMBER}\D{{0,3}}(?:平方|公顷|亩|坪|顷|k?m2|㎡)",
        ),
        (r"多快|(?:速度|时速)[是为有]?多[少快]", rf"{NUMBER}\D{{0,3}}(?:{_LENGTH}|马赫|节)"),
        (
            r"(?:电话|手机|热线|微信|qq|号码)(?:号码?)?[是为]?(?:多少|什么(?=\W*$)|几号)",
            r"[\d-]{3,}",
        ),
        (
            r"(?:邮箱|网址|网站|邮件地址)[是为]?(?:多少|(?:什么|啥)(?=\W*$))",
            r"@|www|http|\.(?:com?|org|net|cn)",
        ),
    )
)
_COUNTED: Final = re.compile(
    r"(?<!哪)(?:多少|几)([个名位件只家座条项本支届场款首张块起次人种所句段页篇道辆台艘架株棵头匹栋层楼间门级粒颗])"
)


_PLACE: Final = re.compile(
    r"(?:[市县区省国州洲路街道巷号楼层厅馆院场站室校园村镇乡山河湖江岛港湾桥城处店所厂台心宫殿寺庙塔岸部地][内里中上外旁边]?"
    r"|上海|大学|[东南西北][部边侧方岸]|附近|境内)$"
)
_PLACES: Final = frozenset({"ns", "nrt", "s", "f", "nz", "unknown"})
"""What jieba takes places for: 塔吉克斯坦 is a person to it."""
_LIKELY: Final = 0.5


def may_be_place(answer: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a short answer looks like a place, or like a name that no dictionary has."""
    if _PLACE.search(answer):
        return True
    return any(tag_of(word, tokeniser) in _PLACES for word in tokeniser.words(answer))


_HINTS: Final = re.compile("排[名行位第]|[众很许更]多|多[高长](?=[校级层中期辈])")
"""What is likely to ask for a sort, and may ask for something else: 众多高校, 排名第一的国家."""


class Sort(NamedTuple):
    """A sort of short answers."""

    tells: re.Pattern[str]
    """What is found in those of the sort."""
    weight: float
    """1 where that tells them from others, less where it is but likely to."""
    is_named: bool = False
    """Whether the asking words themselves name it, 多高, and not what is counted, 几个."""


def asked_sort(understanding: Understanding) -> Sort | None:
    """Return the sort of short answer that a question asks for; None where nothing would tell it."""
    for asks, tells in _SORTS:
        if asks.search(understanding.text):
            return Sort(tells, 1.0, is_named=not _HINTS.search(understanding.text))
    counted = _COUNTED.search(understanding.text)
    if counted:
        return Sort(re.compile(rf"{NUMBER}\D{{0,2}}{counted[1]}"), 1.0)
    return Sort(_PLACE, _LIKELY) if understanding.kind is Kind.WHERE else None

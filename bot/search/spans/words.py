"""What is known of the words that sentences are cut into, looked up once a word."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.search.spans.tags import TAG_NUMBERS, text_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bot.language.tokens import Token, Tokeniser

# Signs that stand for a word of their own: 56.2%, c++.
_SIGNS = frozenset("%‰°℃$€£¥+#&")
_NO_MARKS = str.maketrans("", "", "%.,:")
_MARKS = (
    ("clause", frozenset(",，;；:：。！!？?…\n")),
    ("opener", frozenset("(（[【「『“‘《〈\"'")),
    ("closer", frozenset(")）]】」』”’》〉\"'")),
    ("list", frozenset("、")),
)
_BODIES = tuple(
    "组织 联盟 委员会 理事会 协会 公司 集团 大学 学院 银行 政府 法院 议会 党 部 局 院 社 队".split()
)
_PLACES = tuple("国 省 市 县 州 镇 村 岛 区 山 湖 河 江 寺 庙 桥 港 湾 城 路 街".split())
# What foreign names are written with, and what Chinese ones begin with.
_SOUNDS = frozenset(
    "阿埃艾安奥巴拜班邦贝本比彼毕别波伯博布查达戴丹道德登邓迪蒂丁杜顿多俄厄恩尔法凡范方菲费芬丰弗"
    "夫福盖冈高戈格古哈海汉豪赫霍基吉加贾金卡凯坎康考科克肯库夸奎拉莱兰朗劳勒雷里理利历丽莉列林隆"
    "琳卢鲁路伦罗洛吕马玛麦曼芒毛梅门蒙米密缪莫墨姆木穆纳娜奈南内妮尼涅宁努诺欧帕派潘庞佩彭皮平珀普"
    "奇齐契乔切琼琴丘热日荣茹瑞若萨塞赛桑瑟森沙莎山尚舍申圣施史舒斯丝思苏索塔泰坦汤陶特腾提田汀廷图"
    "托娃瓦万旺威韦维温翁沃乌伍西希锡席夏香肖谢辛休许娅雅亚扬杨耶叶伊以易因英尤约泽扎詹朱兹佐"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚"
    "卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃武莫孔汤向常温康施文牛"
    "樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁"
    "蓝骆路游靳辛管柴蒙鲍华喻祁房蒲滕萨饶解牟艾尤阳阙穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿"
    "桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NOUNS = frozenset({"n", "b", "vn", "nz"})
_NO_NAME = frozenset("人的是了着者等们于为在中上下时年后前来去出会有不可要能被此这那其之与及")

# What a word is beside others: bits.
DOT: Final = 1
HYPHEN: Final = 2
SPACE: Final = 4
UNIT: Final = 8
_SHAPES = (
    (DOT, frozenset("·•‧・")),
    (HYPHEN, frozenset("-–/.&' ")),
    (SPACE, frozenset(" ")),
    (UNIT, frozenset("人 小时 分钟 世纪 年代 公分 日元 英里 岁 天 度 席 倍 名".split())),
)

# So many words are remembered; a large base meets more, most of them once.
_MOST: Final = 1 << 18


_RECORD = np.dtype(
    [("size", "<u4"), ("word", "<u4"), ("weight", "<f4"), ("tag", "u1"), ("shape", "u1")]
)


class Words:
    """The words of a tokeniser that were met. Safe to share between threads."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Begin without any word."""
        self._tokeniser = tokeniser
        self._table = WordTable(tokeniser)

    def table(self) -> WordTable:
        """Return what is known of words, an empty table where the last one has grown large."""
        if len(self._table) > _MOST:
            self._table = WordTable(self._tokeniser)
        return self._table


class WordTable:
    """What the search for short answers wants to know of words, each by its number."""

    def __init__(self, tokeniser: Tokeniser) -> None:
        """Begin without any word."""
        self._tokeniser = tokeniser
        self._numbers: dict[str, int] = {}
        self._pieces: dict[str, tuple[int, ...]] = {}
        self._records = np.zeros(1 << 10, dtype=_RECORD)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many words are known."""
        return len(self._numbers)

    def pieces(self, tokens: Iterable[Token]) -> list[int]:
        """Return the numbers of tokens' pieces: unknown ones lose the function words on them."""
        known = self._pieces
        numbers: list[int] = []
        for token in tokens:
            found = known.get(token.text)
            numbers.extend(self._cut(token.text) if found is None else found)
        return numbers

    def number(self, word: str) -> int:
        """Return a word's number, that of a new one after looking it up."""
        found = self._numbers.get(word)
        return self._add(word) if found is None else found

    def records(self, numbers: NDArray[np.int64]) -> NDArray[np.void]:
        """Return what is known of words: size, word (its key), weight, tag and shape of each."""
        return self._records[numbers]

    def _cut(self, token: str) -> tuple[int, ...]:
        sizes = list(self._tokeniser.loose_sizes(token))
        ends = list(itertools.accumulate(sizes))
        numbers = tuple(
            self.number(token[end - size : end]) for size, end in zip(sizes, ends, strict=True)
        )
        self._pieces[token] = numbers
        return numbers

    def _add(self, word: str) -> int:
        shape = sum(bit for bit, words in _SHAPES if word in words)
        tag = TAG_NUMBERS[tag_of(word, self._tokeniser)]
        record = (len(word), text_key(word), _weight(word, self._tokeniser), tag, shape)
        with self._lock:
            number = len(self._numbers)
            if number == len(self._records):
                self._records = np.concatenate([self._records, np.zeros_like(self._records)])
            self._records[number] = record
            # Another thread may have been quicker: the number that it gave stays.
            return self._numbers.setdefault(word, number)


def _weight(word: str, tokeniser: Tokeniser) -> float:
    return tokeniser.rarity(word) if any(map(str.isalnum, word)) else 0.0


def tag_of(word: str, tokeniser: Tokeniser) -> str:
    """Return a word's part of speech; of names that no dictionary knows what they look like."""
    if not word[-1].isalnum() and not any(map(str.isalnum, word)):
        return _mark_tag(word)
    if word.isascii():
        if word.isalpha():
            return "latin"
        return "digits" if word.translate(_NO_MARKS).isdigit() else "mixed"
    tag = tokeniser.tag(word)
    return tag if tag in TAG_NUMBERS else _tag_by_ending(word)


def is_noun(word: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a word is a common noun; of one that no dictionary knows its end tells."""
    tag = tokeniser.tag(word)
    if tag:
        return tag in _NOUNS
    tails = (word[start:] for start in range(1, len(word) - 1))
    return any(tokeniser.tag(tail) in _NOUNS for tail in tails)


def is_surname(word: str) -> bool:
    """Tell whether a word is a surname of one character."""
    return word in _SURNAMES


def sounds_foreign(word: str) -> bool:
    """Tell whether a word is written as foreign names are."""
    return _SOUNDS.issuperset(word)


def _tag_by_ending(word: str) -> str:
    """Tell names that no dictionary knows by how they begin and end, and how they sound."""
    size = len(word)
    if size > 3 and word.endswith(_BODIES):
        return "nt"
    if size > 2 and word.endswith(_PLACES):
        return "ns"
    if size > 1 and sounds_foreign(word):
        return "nrt"
    if size in (2, 3) and word[0] in _SURNAMES and word[-1] not in _NO_NAME:
        return "nr"
    return "unknown"


def _mark_tag(word: str) -> str:
    if word in _SIGNS:
        return "mixed"
    return next((tag for tag, marks in _MARKS if word[0] in marks), "mark")

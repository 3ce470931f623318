"""What names look like that no dictionary has: how they begin and end, and how they sound."""

from __future__ import annotations

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
_NO_NAME = frozenset(
    "人的是了着者等们于为在中上下时年后前来去出会有不可要能被此这那其之与及给走到完跟找用吃"
)


def is_surname(word: str) -> bool:
    """Tell whether a word is a surname of one character."""
    return word in _SURNAMES


def sounds_foreign(word: str) -> bool:
    """Tell whether a word is written as foreign names are."""
    return _SOUNDS.issuperset(word)


def look_of(word: str) -> str:
    """Return what a word that no dictionary has looks like, as jieba tags names; empty for no name."""
    size = len(word)
    if size > 3 and word.endswith(_BODIES):
        return "nt"
    if size > 2 and word.endswith(_PLACES):
        return "ns"
    if size > 1 and sounds_foreign(word):
        return "nrt"
    if size in (2, 3) and word[0] in _SURNAMES and word[-1] not in _NO_NAME:
        return "nr"
    return ""

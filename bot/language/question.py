"""Understand a question: what kind of answer it asks for, and which of its words count."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.model import Kind, Span
from bot.language.names import look_of
from bot.language.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from bot.language.tokens import Tokeniser

_WHAT = r"(?:什么|甚么|啥)"
# 几 in 几乎, 几内亚, 这几个 asks nothing, nor does 何 in 任何.
_HOW_MANY = r"(?<![这那哪前后近好头茶每隔十\d])几(?!乎|率|内亚|近|经|何|[十百千]年)"
_HE = r"(?<!任)何"
# What begins like a time or a place without being one: 哪个日本人, 几号线, 哪个国王.
_DAY = r"(?:年(?![轻龄级画会])|月(?![球亮饼刊])|日(?![本报军语志])|天(?![文才体王津然主使皇])|号(?![码称令线楼]))"
_TIME = r"(?:世纪|朝代|年代|时期|时候|时间|时代|时刻|日期|日子|年份|月份|季节)"
_PLACE = r"(?:地方|地点|地区|区域|岛屿|省市|海域|位置|国家(?!队)|城市|省份|大陆|国(?![家际王会务产歌旗宝画企民])|省(?![长委略])|市(?![场长委民])|县(?![长委])|郡|乡(?!村)|区(?![别块])|州(?!长)|镇(?!长)|村(?![民长])|岛|洲(?!际)|城(?![墙堡门]))"
_POST = r"(?:总统|总理|首相|主席|国王|女王|皇帝|元首|领导人|部长|外长|大使|总督)"
# 为什么 asks why at the start, and before more words; 称为什么 and 首都为何 ask what.
_WHY = (
    r"(?<!\w)为(?:什么|何|啥)(?!\w)"
    r"|(?:(?<![称作成认视誉变名改列评译选封])|(?<=[工合著创写]作|[名简昵职]称))为(?:什么|何|啥)(?=\W*\w)"
)
_OF_HE = r"(?:时|地(?![球震方面下铁板])|处(?![于理在])|人(?![们类口家民生士])|年(?!轻)|月|日(?![本军])|种(?![植地族])|物(?![种价品理资])|方(?![面便])|者)"
# 何 is a surname as well: 何立峰有没有参加.
_WHAT_HE = (
    r"(?<![任几])何(?=[种类物事者方处地人时年月日等名国族家党派职罪病因故意义用关谓为在])"
    r"|(?<=[有是为因如指叫称名受从自与用以成于由做作照赖据按凭])何(?![况必以而])"
)
# The first pattern that matches decides; so the more particular ones stand first.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.WHY, rf"(?!为何{_OF_HE})(?:{_WHY})|缘何|因何|何以|何故|怎么会|(?:因为|出于|由于|为了|凭){_WHAT}|(?:{_WHAT}|哪些|何种?)(?:样的)?(?:原因|缘故|理由)|(?<=(?:原因|缘故|理由)[是为有])(?:{_WHAT}|哪些|何)"),
    (Kind.WHEN, rf"{_WHAT}(?:{_TIME}|时(?!\w))|多会儿|{_HE}[时年月日]|几时|哪[一两几]?[个段些]?(?:{_TIME}|{_DAY})|(?:星期|礼拜|周)几|{_HOW_MANY}(?:年(?!级)|月|日|号(?![线楼])|点(?!要求|建议|意见|原因|理由|不同|区别))|(?<!是)多久(?:以?前|之?后)|(?<=(?:时间|日期)[是为])(?:{_WHAT}|何)"),
    (Kind.HOW_MANY, rf"多少(?:块?钱)?|第几|{_HOW_MANY}|几何(?=\W*$)|(?<![许很最众诸更大太好不])多(?:大(?!学|洋|道|桥|厦)|[高长远重久深宽快厚少])"),
    (Kind.WHO, rf"哪一?个?(?:国家?|省|市|县)(?=的?{_POST})"),
    (Kind.WHERE, rf"哪里|哪儿|{_HE}[处地方]|{_WHAT}{_PLACE}|哪[一两几]?[个座些处片块]?{_PLACE}|哪一带|(?:在|位于|去|到|从|往|自|住)哪(?![一两几]?[个些种类位名家座条项部本支届场样所款首张片块件起次方])|(?<=(?:地点|地址|位置)[是为])(?:{_WHAT}|何)"),
    (Kind.WHO, rf"谁|{_HE}许?人|{_WHAT}人|哪[一几]?(?:位|名|个人|些人)|{_WHAT}名字|姓{_WHAT}"),
    (Kind.HOW, rf"怎么?样(?!的\w)|怎么(?!称呼)|(?<!无论)如何(?!称呼)|咋|{_WHAT}(?:方式|方法|办法|手段|途径|形式)"),
    (Kind.WHICH, r"哪(?![怕吒])"),
    (Kind.WHAT, rf"{_WHAT}|怎么?样|(?:怎么|如何)称呼|{_WHAT_HE}"),
    (Kind.WHICH, r"还是(?!.{0,40}[吗么])"),
    (Kind.YES_NO, r"吗|是否|与否|(?![时动])(\w{1,2})[不没]\1|没有?(?=\W*$)|[对是]吧|(?<![什怎甚那这要多])么(?=\W*$)"),
)  # fmt: skip
_KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)

# Only these ask for the noun that follows: 在哪里举行 asks for no 举行, nor does 什么时候开始.
_ASK_FOR_NOUN = frozenset({Kind.HOW_MANY, Kind.WHICH, Kind.WHAT})
# What no noun begins with: 被什么取代, 多久举行一次. After 哪 a noun it is: 哪些重建.
_NO_NOUN = frozenset({"v", "vd", "vg", "d", "p", "c", "ad", "r"})

# After 哪 and 什么 the measure words and 样的, up to the noun that is asked for.
_MEASURE = re.compile(
    r"[一几两二三四五六七八九十]?(?:个|些|张|片|块|件|份|届|次(?!级)|种(?![族类])|位(?!置)|名(?![称字])|家(?![族庭长])|座(?!位)|条(?![约例款件])"
    r"|项(?!目)|部(?![门队分长])|本(?!科)|支(?!部)|场(?![所地合馆])|类(?![型别])|样(?!式)|所(?!在)|款(?!式)"
    r"|首(?![都府相领])|起(?![因源])|方面)?的?"
)
# What is left of 哪支, 几位, 哪儿 without the asking word says nothing; the 次 of 第几次 does.
_LEFT_OVER = frozenset("种个些位名家座条项部本支类样所款首张片块件份儿")
# Nouns that ask, and that no sentence needs to have: 哪些方面, 什么事情.
_ASKING_NOUNS = frozenset("方面 东西 事情 事 内容 情况 样子".split())

# Verbs, adverbs and what counts or joins: parts of speech that no term is made of.
_NO_TERM = frozenset("vdpruqmcyf")
_STATE_AND_POST = re.compile(rf"(\w{{2,}})({_POST})")

# Function words: they say little about which sentence answers.
STOPWORDS = frozenset(
    "的 了 着 过 得 地 吗 呢 吧 啊 呀 嘛 么 哦 是 在 和 与 及 或 而 且 但 也 都 就 还 又 被 把 将 由 "
    "从 到 于 对 以 为 因 因为 所以 这 那 其 该 此 有 没有 会 能 可以 要 请 请问 之 所 等 中 里 上 下 "
    "叫 做 叫做 称 一个 这个 那个 哪 哪个 哪些 哪里 哪儿 哪位 什么 啥 谁 何 何时 何处 何地 多少 几 几个 "
    "怎么 怎样 怎么样 如何 为什么 为何 是否 是不是 到底 究竟 具体 应该 应当 一共 总共 分别 大概 大约 时候 我 你 您 我们 他 她 它 他们 吗 ？ ?".split()
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A normalised question, taken apart."""

    text: str
    kind: Kind
    asked: Span | None
    """The words that ask: 谁, 什么时候, 哪个."""
    focus: Span | None
    """The noun asked for, after 哪 or 什么, or the unit after 几 or 多少."""
    tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    """The tokens that a sentence should share: without the asking words and stop words."""


def understand(
    text: str, tokeniser: Tokeniser, stopwords: Collection[str] = STOPWORDS
) -> Understanding:
    """Take a normalised question apart."""
    kind, asked = find_kind(text)
    tokens = tuple(_loosened(_cut(text, asked, tokeniser), tokeniser))
    focus = None
    if asked is not None and kind in _ASK_FOR_NOUN:
        focus = _focus(text, asked, tokens, stopwords, tokeniser)
    return Understanding(
        text=text,
        kind=kind,
        asked=asked,
        focus=focus,
        tokens=tokens,
        content=tuple(
            token
            for token in _beside(asked, tokens, stopwords)
            if any(map(str.isalnum, token.text))
            and not _says_nothing(token.text, tokeniser, stopwords)
            and not (Span(token.start, token.end) == focus and token.text in _ASKING_NOUNS)
        ),
    )


def _cut(text: str, asked: Span | None, tokeniser: Tokeniser) -> Iterator[Token]:
    """Cut a question into words, those of 哪 and what counts with it apart: 哪些|方面."""
    borders = {0, len(text)}
    if asked is not None and text[slice(*asked)] == "哪":
        borders |= {asked.start, _after_measure(text, asked)}
    for start, end in itertools.pairwise(sorted(borders)):
        for token in tokeniser.cut(text[start:end]):
            yield Token(token.text, start + token.start, start + token.end)


def _after_measure(text: str, asked: Span) -> int:
    measure = _MEASURE.match(text, asked.end)
    return measure.end() if measure else asked.end


def _loosened(tokens: Iterable[Token], tokeniser: Tokeniser) -> Iterator[Token]:
    """Part what words swallowed: function words, 莫迪|是, and the state before a post, 日本|首相."""
    for token in tokens:
        start = token.start
        word = token.text
        for size in (
            _state_and_post(word, tokeniser)
            or _known_parts(word, tokeniser)
            or tokeniser.loose_sizes(word)
        ):
            yield _part(token, start, start + size)
            start += size


def _state_and_post(word: str, tokeniser: Tokeniser) -> tuple[int, ...]:
    match = _STATE_AND_POST.fullmatch(word)
    if match is None or not tokeniser.tag(match[1]).startswith("ns"):
        return ()
    return len(match[1]), len(match[2])


def _known_parts(word: str, tokeniser: Tokeniser) -> tuple[int, ...]:
    """Return the sizes of the words in what the tokeniser took for one and is no name: 要|交.

    Of nouns alone it may be a term: 紫鱼.
    """
    if len(word) < 2 or not word.isalpha() or word.isascii() or look_of(word):
        return ()
    parts = tokeniser.known_parts(word)
    is_said = any(tokeniser.tag(part)[:1] in _NO_TERM for part in parts)
    return tuple(map(len, parts)) if is_said else ()


def _says_nothing(word: str, tokeniser: Tokeniser, stopwords: Collection[str]) -> bool:
    """Tell whether a word is a function word, or several that the tokeniser took for one: 这是."""
    return word in stopwords or (
        not tokeniser.frequency(word) and all(character in stopwords for character in word)
    )


def _beside(
    asked: Span | None, tokens: Iterable[Token], stopwords: Collection[str]
) -> Iterator[Token]:
    """Yield the tokens without the asking words, and what these leave of a token around them."""
    for token in tokens:
        if asked is not None and token.start == asked.end and _is_measure(token.text):
            continue
        if asked is None or token.end <= asked.start or asked.end <= token.start:
            yield token
        elif token.text not in stopwords:
            if token.start < asked.start:
                yield _part(token, token.start, asked.start)
            if asked.end < token.end and token.text[asked.end - token.start :] not in _LEFT_OVER:
                yield _part(token, asked.end, token.end)


def _is_measure(word: str) -> bool:
    return word.removeprefix("一") in _LEFT_OVER


def _part(token: Token, start: int, end: int) -> Token:
    return Token(token.text[start - token.start : end - token.start], start, end)


def find_kind(text: str) -> tuple[Kind, Span | None]:
    """Return what a normalised question asks for, and the words that ask; none for no question."""
    for kind, pattern in _KIND_PATTERNS:
        if match := pattern.search(text):
            return kind, Span(*match.span())
    return Kind.WHAT, None


def _focus(
    text: str,
    asked: Span,
    tokens: Sequence[Token],
    stopwords: Collection[str],
    tokeniser: Tokeniser,
) -> Span | None:
    """Return the noun after the asking words, or none where no noun follows."""
    start = _after_measure(text, asked)
    is_noun = text.startswith("哪", asked.start) or text[asked.end : start].endswith("的")
    for token in tokens:
        if token.end <= start:
            continue
        if token.text in stopwords or not any(map(str.isalnum, token.text)):
            return None
        # What ends the question is what it asks for: 做出什么判决.
        is_noun = is_noun or not any(map(str.isalnum, text[token.end :]))
        tag = tokeniser.tag(token.text)
        if _is_deed(token.text, tokeniser) or (not is_noun and tag in _NO_NOUN):
            return None
        return Span(max(start, token.start), token.end)
    return None


def _is_deed(word: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a phrase that is in the dictionary is a verb with its object: 化解矛盾."""
    return tokeniser.tag(word) == "l" and tokeniser.tag(word[:2]) == "v"

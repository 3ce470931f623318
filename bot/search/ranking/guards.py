"""What the judge learns too little of: sentences that look like answers and cannot be one.

Question-answering sets hold few near misses. A guard takes trust from a sentence where one thing
rules it out, or nearly so, however well all other words fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.matching import occurrences
from bot.search.posts import POSTS, SEATS, asked_post, bare_post, is_held_by_others
from bot.search.ranking.features import FEATURES
from bot.search.spans.measures import asked_sort
from bot.search.spans.units import is_of_other_units, lacks_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.language.tokens import Token

# 谁发明了电灯 has no word in common with an article on a summit, whatever characters it has.
_WORDS_IN_ARTICLE: Final = list(FEATURES).index("word_article")
_NOTHING_SHARED: Final = 0.6
_NAME_ARTICLE: Final = list(FEATURES).index("name_article")
# 美国总统 is not answered by an article on eleven other presidents. Of answerable questions only 2
# to 4 in 100 have no name in their article (CMRC trial, DRCD dev, XQuAD zh), of near misses most.
_NAMES_MISSING: Final = 0.75
# 中国总理 is not answered by a sentence on two other prime ministers.
_HELD_BY_OTHERS: Final = 0.8
# Nor is a seat by a sentence that seats nothing: 上海合作组织总部在哪里.
_SEATED: Final = re.compile(rf"{'|'.join(SEATS)}|[位设定]于|设在|坐落|落户|地处|地址|迁")
# 哪天 is not answered without a time, nor 多少 without a number: of the marked answers of these
# three sets 6 in 780 and 4 in 453 are (what asks for an era apart, which is a name).
_OF_ANOTHER_SORT: Final = 0.6
_ERA: Final = re.compile(r"朝代?|时[代期]|时间线|纪")
_HOLDS: Final = {
    Kind.WHEN: re.compile(
        r"[\d一二三四五六七八九十年月日天时期代世季晚早晨夜午后前今昨明初末周刻间当秋春夏冬节]"
    ),
    Kind.HOW_MANY: re.compile(
        r"[\d〇零一二三四五六七八九十百千万亿两半几双]|首[次个届款批例]|数(?=[十百千万亿次年月天周倍个位名])"
        r"|[多单](?=[数次个种家名位年天])|[许众不很]多|无数|免费|免票|不收费|不要钱"
    ),
}
# 哪里 is not answered by a time alone.
_TIME: Final = re.compile(
    r"(?:\d{1,4}年|[今明去后前]年|[上下]?[月周]|\d{1,2}[月日点时]|[今明昨后]天|未来|年)+"
)
# Nor by somebody, whatever state they are of: 俄罗斯总统普京. And a city is no state or body.
_BEFORE_A_NAME: Final = rf"(?:{POSTS.pattern})(?<!{'|'.join(SEATS)})"
_PERSON: Final = re.compile(rf"{_BEFORE_A_NAME}\w{{2,4}}$")
_ENDS_WITH_POST: Final = re.compile(f"{_BEFORE_A_NAME}$")
_LONGEST_POST: Final = 8
_ASKS_CITY: Final = re.compile(r"(?:哪|什么)\w{0,2}(?:城市|市(?!场))")
_NO_CITY: Final = re.compile(r"(?:[国会部局]|组织|总[统理])$")
# 第十九次会议 is not answered by what was said of the twentieth.
_OF_ANOTHER: Final = 0.7
_NUMBERED: Final = re.compile(
    r"第(?P<one>[\d〇零一二三四五六七八九十百千万]+)(?P<after>[次届期号轮章条场代任])"
)
# 省道317线 is not answered by what was said of 217线, nor T8 by T7, nor 季军 by what the champion gets.
_OF_A_KIND: Final = tuple(
    re.compile(row)
    for row in (
        r"(?P<before>[^\W\da-z年月日点时分第])(?P<one>\d+)(?P<after>[^\W\da-z年月日点时分])",
        r"(?P<before>[a-z]+[- ]?)(?P<one>\d+)",
        "(?P<one>冠军|亚军|季军|殿军)",
        "(?P<one>[东西南北中])(?P<after>[段侧岸])",
        "(?P<one>[特一二三四])等奖",
        "(?P<one>[金银铜])牌",
        "(?P<one>[上下])半(?P<after>[年场])",
        "(?<![此以之今过年])(?P<one>[去今明]|[前后](?=年(?!产)))年(?!代|夜|[均度])",
        "(?P<one>儿童|学生|军人|教师)",
        "(?P<one>本科|硕士|博士)",
        "(?P<one>[春夏秋冬])季",
    )
)
# Where the last one is asks for what was.
_LAST: Final = re.compile(r"上一[届次场任回轮]|(?<![以网世界])上(?:[届轮]|[次回](?!数))|往届")
_GONE: Final = re.compile(
    r"上一?[届次场任回轮]|此前|[去往前]年|前一?[届次任]|首[届次]|往届|曾|第\w{1,6}?[届次]"
)
# Where the next one is asks for what is to come.
_NEXT: Final = re.compile(r"下一[次届任站场轮]|下[次届轮]|[接继]任|接[替班]")
_TO_COME: Final = re.compile(rf"{_NEXT.pattern}|将|拟|[明后]年|计划|预计")
# 第二十次 is no number of sessions; but it is which one.
_ORDINAL: Final = re.compile(r"第[\d〇零一二三四五六七八九十百千万]+")
_ASKS_FOR_ORDINAL: Final = re.compile(r"第几|几届|排[名行位第]|名次")


def trust(
    understanding: Understanding,
    rows: NDArray[np.float32],
    sentences: Sequence[tuple[str, Sequence[Token]]],
    answers: Sequence[str],
) -> NDArray[np.float64]:
    """Return for each sentence the share of its chance that the guards leave it.

    Args:
        understanding: the question.
        rows: the sentences' features.
        sentences: their normalised texts, and the words of these.
        answers: the short answer that each would give.
    """
    held = rows[:, _NAME_ARTICLE].astype(np.float64)
    missing = np.where(held < 0, 0.0, 1 - held)
    shares = np.asarray(1 - _NAMES_MISSING * missing**2)
    if understanding.content:
        shares[rows[:, _WORDS_IN_ARTICLE] <= 0] *= 1 - _NOTHING_SHARED
    texts = [text for text, _ in sentences]
    post = asked_post(understanding) or bare_post(understanding)
    if post is not None:
        others = [is_held_by_others(post, text, tokens) for text, tokens in sentences]
        shares[others] *= 1 - _HELD_BY_OTHERS
        if post.text in SEATS:
            shares[[not _SEATED.search(text) for text in texts]] *= 1 - _HELD_BY_OTHERS
    shares[_on_another(understanding.text, texts)] *= 1 - _OF_ANOTHER
    shares[[lacks_units(understanding, text) for text in texts]] *= 1 - _OF_ANOTHER
    fits = [
        _is_of_kind(understanding, answer, text)
        for answer, text in zip(answers, texts, strict=True)
    ]
    shares[np.logical_not(fits)] *= 1 - _OF_ANOTHER_SORT
    return shares


def _on_another(question: str, sentences: Sequence[str]) -> list[bool]:
    """Tell of sentences whether they have others of a kind that the question has one of, not that."""
    asked = [(row, found) for row in (_NUMBERED, *_OF_A_KIND) if (found := _kinds(row, question))]
    asks_next = _NEXT.search(question) is not None
    asks_last = _LAST.search(question) is not None
    return [
        (asks_next and not _TO_COME.search(sentence))
        or (asks_last and not _GONE.search(sentence))
        or any(_has_others(found, _kinds(row, sentence)) for row, found in asked)
        for sentence in sentences
    ]


def _kinds(row: re.Pattern[str], text: str) -> dict[tuple[str, str], set[str]]:
    """Return what a text has of a row, by what stands before and after it."""
    found: dict[tuple[str, str], set[str]] = {}
    for match in row.finditer(text):
        groups = match.groupdict("")
        kind = (groups.get("before", ""), groups.get("after", ""))
        found.setdefault(kind, set()).add(groups["one"])
    return found


def _has_others(
    asked: Mapping[tuple[str, str], set[str]], told: Mapping[tuple[str, str], set[str]]
) -> bool:
    return any(kind in told and not ones <= told[kind] for kind, ones in asked.items())


def _is_of_kind(understanding: Understanding, answer: str, sentence: str) -> bool:
    """Tell whether a short answer, out of a sentence, can be of the kind that is asked for.

    A time or a number holds one, a place is no time alone, and an age is no amount of money.
    """
    if is_of_other_units(understanding, answer):
        return False
    sort = asked_sort(understanding)
    if sort is not None and sort.is_named and not sort.tells.search(answer.replace(" ", "")):
        return False
    if understanding.kind is Kind.WHERE:
        is_other = _NO_CITY.search(answer) and _ASKS_CITY.search(understanding.text)
        return not (is_other or _TIME.fullmatch(answer) or _is_person(answer, sentence))
    holds = _HOLDS.get(understanding.kind)
    if holds is None or _ERA.search(understanding.text):
        return True
    if understanding.kind is Kind.HOW_MANY and not _ASKS_FOR_ORDINAL.search(understanding.text):
        answer = _ORDINAL.sub("", answer)
    return holds.search(answer) is not None


def _is_person(answer: str, sentence: str) -> bool:
    """Tell whether a short answer names somebody: 俄罗斯总统普京, and 古特雷斯 behind 秘书长."""
    if not answer:
        return False
    if _PERSON.search(answer):
        return True
    return any(
        _ENDS_WITH_POST.search(sentence, max(one.start - _LONGEST_POST, 0), one.start)
        for one in occurrences(answer, sentence)
    )

"""What the judge learns too little of: sentences that look like answers and cannot be one.

Question-answering sets hold few near misses. A guard takes trust from a sentence where one thing
rules it out, or nearly so, however well all other words fit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.base.model import Kind
from bot.search.posts import asked_post, bare_post, is_held_by_others
from bot.search.ranking.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.language.question import Understanding
    from bot.language.tokens import Token

_NAME_ARTICLE: Final = list(FEATURES).index("name_article")
# 美国总统 is not answered by an article on eleven other presidents. Of answerable questions only 2
# to 4 in 100 have no name in their article (CMRC trial, DRCD dev, XQuAD zh), of near misses most.
_NAMES_MISSING: Final = 0.75
# 中国总理 is not answered by a sentence on two other prime ministers.
_HELD_BY_OTHERS: Final = 0.8
# 哪天 is not answered without a time, nor 多少 without a number: of the marked answers of these
# three sets 6 in 780 and 4 in 453 are (what asks for an era apart, which is a name).
_OF_ANOTHER_KIND: Final = 0.6
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
    post = asked_post(understanding) or bare_post(understanding)
    if post is not None:
        others = [is_held_by_others(post, text, tokens) for text, tokens in sentences]
        shares[others] *= 1 - _HELD_BY_OTHERS
    shares[[not _is_of_kind(understanding, answer) for answer in answers]] *= 1 - _OF_ANOTHER_KIND
    return shares


def _is_of_kind(understanding: Understanding, answer: str) -> bool:
    """Tell whether a short answer holds a time or a number, where one is asked for."""
    holds = _HOLDS.get(understanding.kind)
    if holds is None or _ERA.search(understanding.text):
        return True
    if understanding.kind is Kind.HOW_MANY and not _ASKS_FOR_ORDINAL.search(understanding.text):
        answer = _ORDINAL.sub("", answer)
    return holds.search(answer) is not None

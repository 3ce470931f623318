"""Golden questions that are not answered as their author said, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.model import Answer, Part, Suggestions
from bot.presentation.markup import clip

if TYPE_CHECKING:
    from bot.base.model import Golden, Outcome
    from bot.search.golden import Result

_LONGEST: Final = 60


def describe_result(result: Result) -> str:
    """Say in three lines what was asked, what should come of it, and what did."""
    golden, outcome = result.golden, result.outcome
    return f"{golden.question}\n  应为：{_expected(golden)}\n  实为：{_found(outcome)}"


def _expected(golden: Golden) -> str:
    if golden.article is None:
        return "拒答"
    if golden.text is None:
        return f"{golden.article} 里的句子"
    return f"{golden.article} 里的“{clip(golden.text, _LONGEST)}”"


def _found(outcome: Outcome) -> str:
    if not isinstance(outcome, Answer | Suggestions):
        return "拒答"
    hit = outcome.candidates[0]
    sentence = hit.sentence
    place = f"第 {sentence.position} 句" if sentence.part is Part.TEXT else "正文之外"
    where = f"{sentence.article.id}，{place}，可信度 {hit.confidence}%"
    text = " ".join(clip(sentence.text.strip(), _LONGEST, hit.span).split())
    how = "回答" if isinstance(outcome, Answer) else "只列为候选，第一个是"
    return f"{how}“{text}”（{where}）"

"""Where short answers begin and end: 互利合作必将 is 互利合作, and 对话 of 对话和协商 half an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind, Span
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser

_IN_CLAUSES: Final = frozenset({Kind.WHY, Kind.HOW, Kind.YES_NO})
_NAMING: Final = frozenset({Kind.WHICH, Kind.WHAT})
_ASKS_WHO: Final = re.compile(r"谁|哪一?[位方国家个]|哪些?人")
_LEFT_OVER: Final = frozenset(
    "产生 造成 带来 进行 作出 做出 发挥 给予 必将 将 将会 会 已经 已 正在 曾 曾经 应 应该 应当 可以 能够 必须 需要 也 都 才 就 还 并 和 与 及 以及 的".split()
)
"""With these nothing ends that can be said by itself."""
_BESIDE_ASKING: Final = frozenset("了 着 过 是 的 有 都 来 而 所 呢".split())
"""What may stand between the asking words and the ones that tell where the answer stands."""
_JOINED: Final = re.compile("[、和与及跟而]|以及")
_ENDS_JOINED: Final = re.compile(f"(?:{_JOINED.pattern})$")
_MARK: Final = re.compile("[,;。:!?]")
_OF_NOUN: Final = re.compile("[的等]各?个?")
_ONE_OF_A_ROW: Final = re.compile(r"第\w{1,5}?[次届]")
_LONGEST: Final = 24
_SHORTEST: Final = 2
_NEAR: Final = 10
"""Characters: a noun and what may stand before it."""
_TIME_IN_PLACE: Final = re.compile(r"\w{0,12}?[年月日天时](?=[在于]\w)")
"""明年|在重庆 says when, and where."""
_DEGREE: Final = re.compile(r"更(?=[高大多好快强深广紧])")
_PURPOSE: Final = re.compile(
    r"[,;、]?(?P<answer>(?:为了?(?![止主首])|以便|以期|旨在)[^,;。!?]{3,})"
)
_ASKS_PURPOSE: Final = re.compile(r"(?:为(?:什么|啥|何)|干嘛|干吗)要")


@dataclass(frozen=True, slots=True)
class Edges:
    """What tells, for one question, where its answer begins and ends."""

    understanding: Understanding
    before: str
    """The word before the asking ones; empty where there is none."""
    after: str
    """The word behind them and the noun that they ask for."""
    noun: str
    """That noun; empty where they ask for none."""

    @classmethod
    def of(cls, understanding: Understanding) -> Edges:
        """Find the words beside the asking ones."""
        asked, focus = understanding.asked, understanding.focus
        if asked is None:
            return cls(understanding, "", "", "")
        end = focus.end if focus else asked.end
        words = [token for token in understanding.tokens if token.text.isalnum()]
        before = [one.text for one in words if one.end <= asked.start]
        after = [one.text for one in words if one.start >= end]
        noun = understanding.text[slice(*focus)] if focus else ""
        return cls(understanding, _first_told(reversed(before)), _first_told(after), noun)

    def mended(self, text: str, tokens: Sequence[Token], span: Span, tokeniser: Tokeniser) -> Span:
        """Return a short answer without what does not belong to it, and with what does.

        Args:
            text: the sentence, normalised.
            tokens: its words.
            span: its best short answer so far.
            tokeniser: what knows their parts of speech.
        """
        if self.understanding.kind in _IN_CLAUSES:
            return self._purpose(text) or span
        if self.understanding.kind is Kind.WHEN and (match := _TIME_IN_PLACE.match(text, *span)):
            return Span(span.start, match.end())
        span = self._joined(text, span)
        span = self._trimmed(text, tokens, span, tokeniser)
        return self._widened(text, span)

    def _purpose(self, text: str) -> Span | None:
        """Return what something is to be done for: 为什么要深化合作 of 深化合作，为发展作出贡献."""
        content = self.understanding.content
        if not content or not _ASKS_PURPOSE.search(self.understanding.text):
            return None
        end = text.find(content[-1].text) + len(content[-1].text)
        match = _PURPOSE.match(text, end) if end >= len(content[-1].text) else None
        return Span(*match.span("answer")) if match else None

    def _joined(self, text: str, span: Span) -> Span:
        """Return all of what is joined by 和, where the question's words stand on both sides."""
        start = text.rfind(self.before, 0, span.start) + len(self.before)
        end = text.find(self.after, span.end)
        if not self.before or not self.after or start < len(self.before) or end < 0:
            return span
        gap = Span(start + (text[start] in "了着过"), end - (text[end - 1] in "所来而"))
        if gap.end - gap.start > _LONGEST or _MARK.search(text, *gap):
            return span
        if not gap.start <= span.start < span.end <= gap.end:
            return span
        goes_on = gap.start == span.start and _JOINED.match(text, span.end, gap.end)
        begins = gap.end == span.end and _ENDS_JOINED.search(text, gap.start, span.start)
        return gap if goes_on or begins else span

    def _trimmed(
        self, text: str, tokens: Sequence[Token], span: Span, tokeniser: Tokeniser
    ) -> Span:
        words = [one for one in tokens if span.start <= one.start and one.end <= span.end]
        if not words or (words[0].start, words[-1].end) != span:
            return span
        while len(words) > 1 and self._ends_wrong(words[-1], tokeniser):
            if words[-2].text == "的" or words[-2].end - words[0].start < _SHORTEST:
                # 自由基的产生 is a thing, and of 据猜想 nothing would be left.
                break
            words.pop()
        if self._begins_wrong(text, words, tokeniser):
            words.pop(0)
        return Span(words[0].start, words[-1].end)

    def _ends_wrong(self, word: Token, tokeniser: Tokeniser) -> bool:
        if word.text in _LEFT_OVER:
            return True
        tag = tag_of(word.text, tokeniser)
        if word.text == self.after:
            # 对全球经济产生, where 对哪些方面产生了 is asked; jieba takes 产生 for a noun.
            is_deed = tag in {"v", "d", "ad", "p"} or f"{word.text}了" in self.understanding.text
            return len(word.text) > 1 and is_deed
        return tag == "v" and _ASKS_WHO.search(self.understanding.text) is not None

    def _begins_wrong(self, text: str, words: Sequence[Token], tokeniser: Tokeniser) -> bool:
        """Tell whether a verb leads up to what is asked for: 支持|教育文化等领域 for 哪些领域."""
        if len(words) < 2 or not self.noun or self.understanding.kind not in _NAMING:
            return False
        match = _OF_NOUN.match(text, words[-1].end)
        if match is None or text.find(self.noun, match.end(), match.end() + _NEAR) < 0:
            return False
        tags = [tag_of(word.text, tokeniser) for word in words]
        return tags[0] == "v" and "v" not in tags[1:]

    def _widened(self, text: str, span: Span) -> Span:
        """Return a short answer with the noun that it goes on with, and with 更 before it."""
        end = span.end
        if len(self.noun) > 1 and self.noun not in text[slice(*span)]:
            match = _ONE_OF_A_ROW.match(text, end)
            if match is not None and text.startswith(self.noun, match.end()):
                end = match.end() + len(self.noun)
        before = max(span.start - 1, 0)
        return Span(before if _DEGREE.match(text, before) else span.start, end)


def _first_told(words: Iterable[str]) -> str:
    return next((word for word in words if word not in _BESIDE_ASKING), "")

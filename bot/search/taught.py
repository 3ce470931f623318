"""Questions that are answered beside the text: taught ones, and those about an article itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.base.model import Hit, Part, Sentence, Span
from bot.base.text import normalise
from bot.language.question import find_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Article, Kind

_NOT_WORDS = re.compile(r"[\W_]+")
# Below this similarity two questions ask different things; measured as rapidfuzz's ratio.
_ALIKE = 72
_CERTAIN = 99
_SAME_CONFIDENCE = 90
"""The confidence where a question differs from the taught one in nothing that counts."""
_DOUBTFUL = 0.5
"""What similarity counts where one word is another: 几点开门 is not 几点关门."""
# What makes no difference between two questions of the same kind.
_EMPTY = re.compile(
    r"请问|你们|我们|你|您|我|请|一下|怎么样|怎么|怎样|如何|(?:什么|啥)时候|什么时间|何时|几[点时]钟?"
    r"|为什么|为何|什么|啥|多少|哪[里儿个些]?|谁|几|是否|能不能|可不可以|可以|能够|能|[吗呢啊呀吧嘛的了是有在]"
)
_ARTICLE = r"(?:文章|报道|新闻|稿子|稿件|通稿|帖子|本文|全文|消息|文档|这篇|该文)"
_TELLS = r"(?:发布|发表|刊登|刊发|刊载|登载|发出|出版|写|公布|报道|上线|出来|发)"
_WHEN = r"(?:什么时候|何时|哪一?[年月日天]|几[月号日]|什么时间|多久)"
_ABOUT: dict[Part, re.Pattern[str]] = {
    Part.PUBLISHED: re.compile(
        rf"{_TELLS}[的了于在是]*(?:时间|日期|时候|{_WHEN})|{_WHEN}(?:以?前)?{_TELLS}|{_WHEN}的"
        r"|(?:时间|日期)(?:是|为)?(?:什么|哪|几|多少|何时)?"
    ),
    Part.SOURCE: re.compile(
        r"来源|出处|来自(?:哪|什么|何)|(?:哪|什么)(?:里|儿|一?家|个)?(?:媒体|报社|通讯社|网站|机构)"
        r"|谁(?:写|发布|发表|发|报道|刊登)|作者"
    ),
    Part.TITLE: re.compile(r"标题|题目|题为|叫什么|名字|名称"),
}
# What else a question about an article may say; anything more, and it asks of something else.
_NOISE = re.compile(
    rf"{_TELLS}|请问|你知道|具体|到底|究竟|最早|最初|首次|当初|什么|哪[里儿家个些]?|谁|多少|何|几|叫|名"
    r"|[这那该本此篇条则份个一段吗呢啊呀的了是为在有于由上]"
)
_HEADLINE = 8
"""A title of so many characters names its article and nothing else."""
_ABOUT_CONFIDENCE = 92
_UNDECIDED = 45
"""The confidence when a question about "the article" may mean any of several."""


@dataclass(frozen=True, slots=True)
class Taught:
    """The answers of a base that do not come from an article's text."""

    asks: tuple[_Ask, ...]
    answers: tuple[Sentence, ...]
    """For each of `asks` what answers it."""
    articles: tuple[Article, ...]
    titles: tuple[str, ...]
    """For each of `articles` its title, bare of punctuation."""

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Taught:
        """Collect what the articles teach."""
        pairs = [
            (_Ask.of(bare(normalise(ask).text)), sentence)
            for article in articles
            for entry in article.faq
            for sentence in [Sentence(article, 0, entry.answer, Part.FAQ)]
            for ask in entry.ask
        ]
        return cls(
            asks=tuple(ask for ask, _ in pairs),
            answers=tuple(answer for _, answer in pairs),
            articles=tuple(articles),
            titles=tuple(bare(normalise(article.title).text) for article in articles),
        )

    def find(self, question: str, limit: int) -> list[Hit]:
        """Return what answers a normalised question, best first."""
        asked = bare(question)
        hits = [*self._faq(asked), *self._about(asked)]
        return sorted(hits, key=lambda hit: -hit.confidence)[:limit]

    def _faq(self, asked: str) -> Iterator[Hit]:
        question = _Ask.of(asked)
        best: dict[int, Hit] = {}
        for ask, sentence in zip(self.asks, self.answers, strict=True):
            confidence = question.confidence(ask)
            known = best.get(id(sentence))
            if confidence and (known is None or confidence > known.confidence):
                whole = Span(0, len(sentence.text))
                best[id(sentence)] = Hit(sentence, confidence, whole)
        yield from best.values()

    def _about(self, asked: str) -> Iterator[Hit]:
        if not any(words.search(asked) for words in _ABOUT.values()):
            return
        named, rest = self._named(asked)
        if not re.search(_ARTICLE, rest):
            return
        part = next((part for part, words in _ABOUT.items() if words.search(rest)), None)
        if part is None or _says_more(rest, _ABOUT[part]):
            return
        meant = named or range(len(self.articles))
        confidence = _ABOUT_CONFIDENCE if len(meant) == 1 else _UNDECIDED
        for number in meant:
            article = self.articles[number]
            text = {
                Part.PUBLISHED: article.published,
                Part.SOURCE: article.source,
                Part.TITLE: article.title,
            }[part]
            if text:
                yield Hit(Sentence(article, 0, text, part), confidence, Span(0, len(text)))

    def _named(self, asked: str) -> tuple[list[int], str]:
        """Return the articles that a question names, and the question without their titles."""
        named: list[int] = []
        for title in sorted(set(self.titles) - {""}, key=len, reverse=True):
            if title in asked:
                named += [number for number, other in enumerate(self.titles) if other == title]
                # 黄蝉的别称叫什么 asks about the plant, not about the article of that name.
                asked = asked.replace(title, "文章" if len(title) >= _HEADLINE else "")
        return named, asked


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question bare of punctuation, and what counts when it is compared."""

    text: str
    content: str
    """What is left without empty words, its characters sorted."""
    kind: Kind | None
    """None where nothing asks: 联系方式."""

    @classmethod
    def of(cls, text: str) -> _Ask:
        kind, asked = find_kind(text)
        return cls(text, "".join(sorted(_EMPTY.sub("", text))), kind if asked else None)

    def confidence(self, taught: _Ask) -> int:
        """Return how far this question can be taken for a taught one; 0 where it cannot."""
        if self.text == taught.text:
            return _CERTAIN if self.text else 0
        if self.content and self.content == taught.content and self._agrees(taught):
            return _SAME_CONFIDENCE
        return round(_DOUBTFUL * fuzz.ratio(self.text, taught.text, score_cutoff=_ALIKE))

    def _agrees(self, other: _Ask) -> bool:
        return self.kind is None or other.kind is None or self.kind is other.kind


def bare(text: str) -> str:
    """Return a text without its punctuation and white space."""
    return _NOT_WORDS.sub("", text)


def _says_more(asked: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a question holds more than the article and what of it is asked."""
    rest = _NOISE.sub("", re.sub(_ARTICLE, "", pattern.sub("", asked)))
    return bool(rest)

"""Questions that are answered beside the text: taught ones, and those about an article itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.base.model import Hit, Part, Sentence, Span
from bot.base.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Article

_NOT_WORDS = re.compile(r"[\W_]+")
# Below this similarity two questions ask different things; measured as rapidfuzz's ratio.
_ALIKE = 72
_ARTICLE = r"(?:文章|报道|新闻|稿子|稿件|通稿|帖子|本文|全文|消息|文档|这篇|该文)"
_ABOUT: dict[Part, re.Pattern[str]] = {
    Part.PUBLISHED: re.compile(
        r"(?:发布|发表|刊登|刊发|刊载|登载|发出|发|出版|写|公布|报道|上线|出来)[的了于在是]*"
        r"(?:时间|日期|时候|什么时候|何时|哪一?[年月日天]|几[月号日]|多久)"
        r"|(?:什么时候|何时|哪一?[年月日天]|几[月号日]|什么时间|多久)(?:以?前)?"
        r"(?:发布|发表|刊登|刊发|刊载|登载|发出|出版|写|公布|报道|上线|出来|发)"
        r"|(?:时间|日期)(?:是|为)?(?:什么|哪|几|多少|何时)?"
    ),
    Part.SOURCE: re.compile(
        r"来源|出处|来自(?:哪|什么|何)|(?:哪|什么)(?:里|儿|一?家|个)?(?:媒体|报社|通讯社|网站|机构)"
        r"|谁(?:写|发布|发表|发|报道|刊登)|作者"
    ),
    Part.TITLE: re.compile(r"标题|题目|题为|叫什么|名字|名称"),
}
_NOISE = re.compile(r"请问|你知道|吗|呢|啊|呀|的|了|是|在|有|个|一|\W")
_HEADLINE = 8
"""A title of so many characters names its article and nothing else."""
_ABOUT_CONFIDENCE = 92
_UNDECIDED = 45
"""The confidence when a question about "the article" may mean any of several."""


@dataclass(frozen=True, slots=True)
class Taught:
    """The answers of a base that do not come from an article's text."""

    asks: tuple[str, ...]
    """Taught questions, bare of punctuation."""
    answers: tuple[Sentence, ...]
    """For each of `asks` what answers it."""
    articles: tuple[Article, ...]
    titles: tuple[str, ...]
    """For each of `articles` its title, bare of punctuation."""

    @classmethod
    def build(cls, articles: Sequence[Article]) -> Taught:
        """Collect what the articles teach."""
        pairs = [
            (bare(normalise(ask).text), Sentence(article, 0, entry.answer, Part.FAQ))
            for article in articles
            for entry in article.faq
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
        hits = [*self._faq(asked, limit), *self._about(asked)]
        return sorted(hits, key=lambda hit: -hit.confidence)[:limit]

    def _faq(self, asked: str, limit: int) -> Iterator[Hit]:
        found = process.extract(
            asked, self.asks, scorer=fuzz.ratio, limit=limit, score_cutoff=_ALIKE
        )
        seen: set[int] = set()
        for _, similarity, number in found:
            sentence = self.answers[number]
            if id(sentence) not in seen:
                seen.add(id(sentence))
                whole = Span(0, len(sentence.text))
                yield Hit(sentence, round(min(similarity, 99)), whole)

    def _about(self, asked: str) -> Iterator[Hit]:
        if not any(words.search(asked) for words in _ABOUT.values()):
            return
        named = [number for number, title in enumerate(self.titles) if title and title in asked]
        rest = asked
        for number in named:
            # 黄蝉的别称叫什么 asks about the plant, not about the article of that name.
            is_headline = len(self.titles[number]) >= _HEADLINE
            rest = rest.replace(self.titles[number], "文章" if is_headline else "")
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


def bare(text: str) -> str:
    """Return a text without its punctuation and white space."""
    return _NOT_WORDS.sub("", text)


def _says_more(asked: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a question holds more than the article and what of it is asked."""
    rest = _NOISE.sub("", re.sub(_ARTICLE, "", pattern.sub("", asked)))
    return len(rest) > 4

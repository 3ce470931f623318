"""Questions that are answered beside the text: taught ones, and those about an article itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.base.model import Hit, Part, Sentence, Span
from bot.base.text import normalise
from bot.language.question import find_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
_TELLS = r"(?:发布|发表|刊登|刊发|刊载|登载|发出|出版|写|公布|报道|上线|推送|出来|发|[挂登](?:到|上)?网?)"
_WHEN = r"(?:[什啥]么?时候|何时|哪一?[年月日天]|几[点时](?:钟|几?分)?|几[年月号日]|什么时间|什么日期|多久)"
_ABOUT: dict[Part, re.Pattern[str]] = {
    Part.PUBLISHED: re.compile(
        rf"{_TELLS}[的了于在是]*(?:时间|日期|时候|{_WHEN})|{_WHEN}(?:以?前)?{_TELLS}|{_WHEN}的"
        r"|(?:时间|日期)(?:是|为)?(?:什么|哪|几|多少|何时)?"
    ),
    Part.SOURCE: re.compile(
        r"来源|出处|来自(?:哪|什么|何)|(?:哪|什么)(?:里|儿|一?家|个)?(?:媒体|报社|通讯社|网站|机构)"
        r"|谁(?:写|发布|发表|发|报道|刊登)|作者"
    ),
    Part.TITLE: re.compile(r"标题|题目|题为|叫(?:什么|啥)|名字|名称"),
}
_THIS = r"(?:this|the|that)(?: news)? (?:article|news|story|report|post|text)"
_IS = r"(?:'s| is| was|s)"
_PUBLISHED = r"(?:published|posted|written|released|reported|issued)"
_ABOUT_IN_ENGLISH: dict[Part, re.Pattern[str]] = {
    Part.PUBLISHED: re.compile(
        rf"(?:when|what (?:date|day|year|time))(?:{_IS}| did) (?:{_THIS}|it|this)"
        rf" (?:first )?(?:{_PUBLISHED}|from|come out|appear)"
        rf"|(?:what{_IS} )?(?:the )?(?:publication |publishing )?date(?: of {_THIS})"
        rf"|(?:what{_IS} )?the (?:publication|publishing|release) date"
    ),
    Part.SOURCE: re.compile(
        rf"who (?:wrote|published|posted|released|reported) (?:{_THIS}|this|it)"
        rf"|(?:which|what) (?:news agency|agency|newspaper|media|outlet) (?:{_PUBLISHED}|wrote)"
        rf" (?:{_THIS}|this|it)"
        rf"|(?:what|who|where){_IS} the (?:source|author|publisher)(?: of {_THIS})?"
        rf"|where (?:does|did|is|was) {_THIS} (?:come )?from"
        rf"|(?:by whom|where){_IS} {_THIS} {_PUBLISHED}|who{_IS} {_THIS} {_PUBLISHED} by"
    ),
    Part.TITLE: re.compile(
        rf"(?:what{_IS} )?(?:the )?(?:title|headline|name)(?: of {_THIS})"
        rf"|what{_IS} (?:the (?:title|headline)|{_THIS} (?:called|titled))"
    ),
}
"""The same, word for word: an article in English questions is rarely the one that is meant."""
# What else a question about an article may say; anything more, and it asks of something else.
_NOISE = re.compile(
    rf"{_TELLS}|{_WHEN}|请问|你知道|具体|到底|究竟|最早|最初|首次|当初|什么|哪[里儿家个些]?|谁|多少|何|几|叫|名"
    r"|[早晚]上|[上下中]午|[这那该本此篇条则份个一段吗呢啊呀的了是为在有于由上钟来]"
)
ABOUT_QUESTIONS = (
    "这篇文章是什么时候发布的",
    "这篇报道是什么时候发表的",
    "这篇新闻的来源是哪里",
    "这篇文章的作者是谁",
)
"""Examples of such questions. Their words are none of a base's, but are asked and mistyped too."""
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
    by_content: dict[str, list[int]]
    """By what is left of them without empty words the numbers of `asks`."""
    articles: tuple[Article, ...]
    titles: dict[str, dict[str, list[int]]]
    """By first character the titles, bare of punctuation, with the numbers of their articles."""

    @classmethod
    def build(cls, articles: Sequence[Article], taught: Article | None = None) -> Taught:
        """Collect what the articles teach, and what belongs to none of them."""
        pairs = [
            (_Ask.of(bare(normalise(ask).text)), sentence)
            for article in (*([taught] if taught else []), *articles)
            for entry in article.faq
            for sentence in [Sentence(article, 0, entry.answer, Part.FAQ)]
            for ask in entry.ask
        ]
        by_content: dict[str, list[int]] = {}
        for number, (ask, _) in enumerate(pairs):
            by_content.setdefault(ask.content, []).append(number)
        return cls(
            asks=tuple(ask for ask, _ in pairs),
            by_content=by_content,
            answers=tuple(answer for _, answer in pairs),
            articles=tuple(articles),
            titles=_titles(articles),
        )

    def find(self, question: str, limit: int) -> list[Hit]:
        """Return what answers a normalised question, best first."""
        asked = bare(question)
        hits = [*self._faq(asked), *islice(self._about(question, asked), limit)]
        return sorted(hits, key=lambda hit: -hit.confidence)[:limit]

    def _faq(self, asked: str) -> Iterator[Hit]:
        question = _Ask.of(asked)
        best: dict[int, Hit] = {}
        for number in self._alike(question):
            sentence = self.answers[number]
            confidence = question.confidence(self.asks[number])
            known = best.get(id(sentence))
            if confidence and (known is None or confidence > known.confidence):
                whole = Span(0, len(sentence.text))
                best[id(sentence)] = Hit(sentence, confidence, whole)
        yield from best.values()

    def _alike(self, question: _Ask) -> Iterable[int]:
        """Return the numbers of the taught questions that look like this one, in order."""
        if not self.asks:
            return ()
        texts = [ask.text for ask in self.asks]
        similar = process.cdist([question.text], texts, scorer=fuzz.ratio, score_cutoff=_ALIKE)[0]
        same = self.by_content.get(question.content, ()) if question.content else ()
        return sorted({*similar.nonzero()[0].tolist(), *same})

    def _about(self, question: str, asked: str) -> Iterator[Hit]:
        part, named = self._part_asked_for(question, asked)
        if part is None:
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

    def _part_asked_for(self, question: str, asked: str) -> tuple[Part | None, list[int]]:
        """Return what is asked of articles, if anything is, and the articles that are named."""
        for asked_for, words in _ABOUT_IN_ENGLISH.items():
            if words.fullmatch(question.rstrip(" ?.!")):
                return asked_for, []
        if not any(words.search(asked) for words in _ABOUT.values()):
            return None, []
        named, rest = self._named(asked)
        part = next((part for part, words in _ABOUT.items() if words.search(rest)), None)
        if part is None or _says_more(rest, _ABOUT[part]):
            return None, []
        # 标题是什么 says no more than that: what else could have one?
        says_which = re.search(_ARTICLE, rest) or (not named and find_kind(rest)[1])
        return (part, named) if says_which else (None, [])

    def _named(self, asked: str) -> tuple[list[int], str]:
        """Return the articles that a question names, and the question without their titles."""
        named: list[int] = []
        at = 0
        while at < len(asked):
            title = self._title_at(asked, at)
            if not title:
                at += 1
                continue
            named += self.titles[title[0]][title]
            # 黄蝉的别称叫什么 asks about the plant, not about the article of that name.
            instead = "文章" if len(title) >= _HEADLINE else ""
            asked = asked[:at] + instead + asked[at + len(title) :]
            at += len(instead)
        return named, asked

    def _title_at(self, asked: str, start: int) -> str:
        """Return the longest title that begins at a place; none where there is none."""
        titles = self.titles.get(asked[start], {})
        return max((one for one in titles if asked.startswith(one, start)), key=len, default="")


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


def _titles(articles: Sequence[Article]) -> dict[str, dict[str, list[int]]]:
    titles: dict[str, dict[str, list[int]]] = {}
    for number, article in enumerate(articles):
        if title := bare(normalise(article.title).text):
            titles.setdefault(title[0], {}).setdefault(title, []).append(number)
    return titles


def bare(text: str) -> str:
    """Return a text without its punctuation and white space."""
    return _NOT_WORDS.sub("", text)


def _says_more(asked: str, pattern: re.Pattern[str]) -> bool:
    """Tell whether a question holds more than the article and what of it is asked."""
    rest = _NOISE.sub("", re.sub(_ARTICLE, "", pattern.sub("", asked)))
    return bool(rest)

"""English questions on a Chinese base: a dictionary, and what the base speaks about together.

Each English word may be any of its translations that the base has; which one is likely is
settled by the dictionary and by which translations of the question's words stand near each other
in the base.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from bot.base.model import Span
from bot.language import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.language.vocabulary import Vocabulary

_TOKEN = re.compile(r"[a-z\u00e0-\u024f]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|\d+")
# A Latin word in a Chinese text is rather a name than the English word of the question.
_LITERAL = 0.5
_NUMERALS = "一二三四五六七八九十"
_NAMES = ("nr", "ns", "nt")
_LONGEST_PHRASE = 4
_MOST_WAYS = 16
_LONGEST_NAME = 30
_OFFICE = "(?:position|post|job|role|office|title)"
_ORDERS = (
    (re.compile(r"who (?:is|was) (?P<what>.+)"), "{}是谁"),
    (re.compile(r"what (?:is|was) (?P<what>.+)"), "{}是什么"),
    (re.compile(r"(?:what|which) (?:country|state) (?:is|was) (?P<what>.+)"), "{}是哪个国家"),
    (re.compile(r"(?:the )?(?P<what>.+?)(?:'s)? name\W*"), "{}叫什么"),
    (re.compile(rf"what {_OFFICE} does (?P<what>.+?) (?:hold|have)\W*"), "{}担任什么职务"),
    (re.compile(rf"what(?: is|'s|s) (?P<what>.+?)(?:'s|s) {_OFFICE}\W*"), "{}担任什么职务"),
)
"""How questions about one thing alone are put in Chinese, by how they begin in English."""
_KINDS_OF_PLACE = "县市区省州镇乡村河江湖山岛"
_MOST_TRANSLATIONS = 12
# A phrase says more than one of its words, but less than all of them one by one.
_PHRASE_WEIGHT = 0.7
# How much company in the base counts against the dictionary's own order.
_COMPANY = 10.0
_MOST_COMPANY = 5.0
_LEAST_SHARE = 0.02
# Chaired is what one did, not what one sat on.
_NO_VERB = 0.4
# Of the other names of something each further one is less likely the base's own.
_FURTHER_NAME = 0.8

STOPWORDS = frozenset(
    "a an the of to in on at by for from with and or but if as be is are was were been being am "
    "have has had having do does did done will would shall should can could may might must "
    "it its this that these those there here their his her him he she they them we us you your i "
    "me my our one ones s not no nor so such than then into onto upon up out off over about also "
    "very just any some current currently now each both either other others own same which what who whom whose when "
    "where why how many much long old often too please tell know mean did't".split()
)
# In this order; the first that a question begins with or has says what it asks for.
_ASKING: tuple[tuple[str, str], ...] = (
    (r"\b(?:what|which|in what|in which) (?:year|years)\b", "哪一年"),
    (r"\b(?:what|which) (?:date|day|time|month|century|decade|period)\b|\bwhen\b", "什么时候"),
    (r"\bhow (?:many|much)\b|\bwhat (?:number|percent|percentage|amount)\b", "多少"),
    (r"\bhow long\b", "多久"),
    (r"\bhow old\b", "多大"),
    (r"\bhow (?:far|high|tall|deep|wide|large|big|fast|often)\b", "多少"),
    (r"\bwhere\b|\b(?:what|which) (?:place|city|country|location)\b", "哪里"),
    (r"\bwho(?:m|se)?\b", "谁"),
    (r"\bwhy\b", "为什么"),
    (r"\bhow\b", "怎么"),
    (r"\bwhich\b", "哪个"),
    (r"\bwhat\b", "什么"),
)
_ASKING_PATTERNS = tuple((re.compile(pattern), word) for pattern, word in _ASKING)
_OF = re.compile(r"(?:['’]?s)? of (?:the |an? )?")
_YES_NO = re.compile(r"\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of an English question."""

    text: str
    span: Span
    """Where it stands in the question."""
    weight: float
    """How much it counts against a single word."""
    translations: tuple[tuple[str, float], ...]
    """Strings of the base with their shares, the likeliest first; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What an English question may be in Chinese."""

    text: str
    """For display and for the kind of question: the likeliest words, not a sentence."""
    terms: tuple[Term, ...]

    @property
    def known(self) -> float:
        """The share of the question's words, by weight, that the base may have."""
        total = sum(term.weight for term in self.terms)
        return sum(term.weight for term in self.terms if term.translations) / total if total else 0


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a lower-case text."""
    return _TOKEN.findall(text)


def stem(word: str) -> str:
    """Take the inflection off an English word; what is left need not be a word."""
    word = word.replace("’", "'").removesuffix("'s").replace("'", "")
    word = _irregular().get(word, word)
    if len(word) <= 3 or not word.isascii() or word[0].isdigit():
        return word
    for suffix, shorter in (("ies", "y"), ("sses", "ss"), ("ied", "y")):
        if word.endswith(suffix) and len(word) > 4:
            return _without_vowel(word.removesuffix(suffix) + shorter)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix, least in (("ing", 6), ("ed", 5), ("ly", 6)):
        root = word.removesuffix(suffix)
        if root != word and len(word) >= least and re.search("[aeiouy]", root):
            word = _single(root)
            break
    return _without_vowel(word)


def _single(root: str) -> str:
    doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz"
    return root[:-1] if doubled else root


def _without_vowel(word: str) -> str:
    """Make make, making and made's like end alike; so for study and studies."""
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") else word


@functools.cache
def _irregular() -> dict[str, str]:
    rows = (line.split() for line in pinyin.data_text("irregular.txt").splitlines())
    return {form: row[0] for row in rows for form in row[1:]}


@functools.cache
def _dictionary() -> dict[str, str]:
    """Return the translations of each word and phrase, still as text: few are ever read."""
    lines = (line.partition("\t") for line in pinyin.data_text("english.tsv.z").splitlines())
    return {key: words for key, _, words in lines}


def translations(key: str) -> dict[str, float]:
    """Return the Chinese words for stems joined by spaces, with weights."""
    entries = _dictionary().get(key, "").split()
    pairs = (entry.partition(":") for entry in entries)
    return {word: float(percent or 100) for word, _, percent in pairs}


def translate(question: str, vocabulary: Vocabulary) -> Translation | None:
    """Translate an English question, as far as a base speaks of it.

    Returns:
        None where no word of it has a translation in the base.
    """
    terms = tuple(_terms(question, vocabulary))
    if not any(term.translations for term in terms):
        return None
    terms = _in_company(terms, vocabulary)
    return Translation(_ask(question, terms, vocabulary), terms)


def translate_word(word: str, vocabulary: Vocabulary) -> str | None:
    """Return what the base calls an English word in a Chinese question; None for what it lacks."""
    if word in STOPWORDS:
        return None
    held = (found for found in translations(stem(word)) if vocabulary.holds(found))
    return next(held, None)


def _terms(question: str, vocabulary: Vocabulary) -> Iterator[Term]:
    found = list(_TOKEN.finditer(question))
    stems = [stem(match.group()) for match in found]
    left = [place for place, match in enumerate(found) if match.group() not in STOPWORDS]
    while left:
        places, held = _longest(stems, left, vocabulary)
        if len(places) == 1:
            places, held = _named(question, found, left, vocabulary) or (places, held)
        span = Span(found[places[0]].start(), found[places[-1]].end())
        text = question[span.start : span.end]
        size = len(places)
        if size == 1 and _is_past(text):
            held = {word: weight * _as_verb(word, vocabulary) for word, weight in held.items()}
        shares = _shares(held)
        if size == 1:
            trust = _LITERAL if shares else 1.0
            literal = ((word, trust) for word in _literally(text) if vocabulary.holds(word))
            shares = (*_other_names(text, vocabulary), *shares, *literal)
        yield Term(text, span, 1.0 if size == 1 else size * _PHRASE_WEIGHT, shares)
        left = [place for place in left if place > places[-1]]


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _irregular()


def _as_verb(word: str, vocabulary: Vocabulary) -> float:
    return 1.0 if vocabulary.tag(word).startswith("v") else _NO_VERB


def _longest(
    stems: Sequence[str], left: Sequence[int], vocabulary: Vocabulary
) -> tuple[Sequence[int], dict[str, float]]:
    """Return the longest phrase whose translation the base has, as places of words.

    A name stays whole where the base lacks it: of the United States no part means anything.

    Args:
        stems: of all words of the question.
        left: the places of those that mean something; the phrase begins with the first of them.
        vocabulary: of the base.
    """
    for places in _phrases(len(stems), left):
        found = translations(" ".join(stems[place] for place in places))
        held = {word: weight for word, weight in found.items() if vocabulary.holds(word)}
        if held or any(vocabulary.tag(word).startswith(_NAMES) for word in found):
            return places, held
    return left[:1], {}


def _named(
    question: str, found: Sequence[re.Match[str]], left: Sequence[int], vocabulary: Vocabulary
) -> tuple[Sequence[int], dict[str, float]] | None:
    """Return the name that stands next, spelt in pinyin, as places of words; None without any."""
    for size in (2, 1):
        words = [found[place].group() for place in left[:size]]
        text = question[found[left[0]].start() : found[left[:size][-1]].end()]
        if text == " ".join(words) and (names := dict.fromkeys(_spelt(text, vocabulary), 1.0)):
            return left[:size], names
    return None


def _phrases(words: int, left: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield phrases, the longest first: all words in a row, take over, and United States America."""
    for size in range(min(_LONGEST_PHRASE, words - left[0]), 0, -1):
        in_a_row = list(range(left[0], left[0] + size))
        yield in_a_row
        if in_a_row != left[:size]:
            yield left[:size]


def _other_names(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, float]]:
    held = filter(vocabulary.holds, vocabulary.names.others(text))
    return ((name, _FURTHER_NAME**place) for place, name in enumerate(held))


def _spelt(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the names that the base has and English writes so: Yunxi 云溪, Chen Qiming 陈启明."""
    runs = pinyin.latin_runs(text[:_LONGEST_NAME])
    if " ".join(text[run.start : run.end] for run in runs) != text:
        return
    # All of a product's factors are made before it yields.
    ways = (islice(run.ways(), _MOST_WAYS) for run in runs)
    for parts in islice(product(*ways), _MOST_WAYS):
        syllables = tuple(chain(*parts))
        # Places go without what they are, counties and towns: 云溪县.
        for kind in ("", *_KINDS_OF_PLACE):
            for word in vocabulary.sounding(
                "'".join(map(pinyin.fold, (*syllables, *_sound(kind))))
            ):
                name = word.removesuffix(kind)
                if len(syllables) > 1 and _sounds(name, syllables):
                    yield name


def _sound(kind: str) -> tuple[str, ...]:
    return pinyin.syllables_of(kind)[:1]


def _sounds(name: str, syllables: Sequence[str]) -> bool:
    """Tell whether characters sound exactly so."""
    return len(name) == len(syllables) and all(
        syllable in pinyin.syllables_of(character)
        for syllable, character in zip(syllables, name, strict=True)
    )


def _literally(text: str) -> Iterator[str]:
    """Yield how a Chinese text may have a number or a Latin name."""
    if not text[0].isdigit():
        yield text.replace("’", "'").removesuffix("'s")
        return
    digits = text.rstrip("sthndr")
    ordinal = "第" if digits != text else ""
    yield ordinal + digits.replace(",", "")
    if len(digits) < 3 and 0 < int(digits) <= len(_NUMERALS):
        yield ordinal + _NUMERALS[int(digits) - 1]


def _shares(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TRANSLATIONS]
    total = sum(weight for _, weight in best)
    shares = ((word, weight / total) for word, weight in best)
    return tuple((word, share) for word, share in shares if share >= _LEAST_SHARE)


def _in_company(terms: Sequence[Term], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Prefer the translations that the base uses near translations of the other words."""
    return tuple(
        replace(term, translations=_shares(dict(_accompanied(term, terms, vocabulary))))
        if len(term.translations) > 1
        else term
        for term in terms
    )


def _accompanied(
    term: Term, terms: Sequence[Term], vocabulary: Vocabulary
) -> Iterator[tuple[str, float]]:
    others = [other for other in terms if other is not term and other.translations]
    for word, share in term.translations:
        company = sum(
            min(_MOST_COMPANY, max(_lift(word, other.translations, vocabulary))) for other in others
        )
        yield word, share * (1 + _COMPANY * company / max(1, len(others)))


def _lift(
    word: str, others: Iterable[tuple[str, float]], vocabulary: Vocabulary
) -> Iterator[float]:
    for other, share in others:
        apart = word not in other and other not in word
        yield share * vocabulary.company(word, other) if apart else 0.0


def _displayed(term: Term) -> str:
    return term.translations[0][0] if term.translations else term.text


def _in_chinese_order(
    question: str, terms: Sequence[Term], vocabulary: Vocabulary
) -> Iterator[str]:
    """Yield the likeliest words: what the capital is of before the capital.

    Apart, for side by side they may mean other words; together where the base has them so.
    """
    order: list[Term] = []
    at = 0
    for term in terms:
        between = question[order[at].span.end : term.span.start] if order else ""
        at = at if _OF.fullmatch(between) else len(order)
        order.insert(at, term)
    word = ""
    for other in map(_displayed, order):
        if word and not vocabulary.holds(word + other):
            yield word
            word = ""
        word += other
    yield word


def _ask(question: str, terms: Sequence[Term], vocabulary: Vocabulary) -> str:
    """Put translated terms together as a question."""
    for pattern, order in _ORDERS:
        match = pattern.fullmatch(question)
        if match is None:
            continue
        start, end = match.span("what")
        inside = [one for one in terms if start <= one.span.start and one.span.end <= end]
        words = list(_in_chinese_order(question, inside, vocabulary))
        # Of several words that the base has nowhere together only a person's post is one thing.
        if len(words) == 1 or (words and order.endswith("谁")):
            return order.format("".join(words))
    text = " ".join(_in_chinese_order(question, terms, vocabulary))
    for pattern, asking in _ASKING_PATTERNS:
        if pattern.search(question):
            return f"{asking} {text}" if text[:1].isascii() else f"{asking}{text}"
    return f"{text} 吗" if _YES_NO.match(question) else text

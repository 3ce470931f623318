"""Follow-up questions: what 那印度总理呢 and 他在哪里 ask, once the last question lends its words.

Tags of parts of speech are too coarse to decide by themselves (普京 is a place to the dictionary),
so several completed questions are given, the likeliest first: whoever knows the base chooses.
A question that names what it asks about is never completed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from bot.base.model import Kind, Span
from bot.language.padding import strip_padding
from bot.language.question import STOPWORDS, Understanding, find_kind, understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.tokens import Token, Tokeniser

MOST_COMPLETIONS: Final = 4
_LONGEST: Final = 30
"""Who says more than so many characters says all of it."""
_LONGEST_ELLIPSIS: Final = 12
_LONGEST_ANTECEDENT: Final = 20

_END = r"[\s?!.。,…~]*$"
_ELLIPSIS = re.compile(rf"^(.*?)(?:又?怎么样|又如何)?呢{_END}")
_LEAD = re.compile(r"^(?:那么|然后|还有|另外|此外|而且|而|再|接着|那)[,\s]*")
# 那 opens a follow-up; the one in 那里 and 那次会议 points at something.
_POINTS = re.compile(r"^那(?:[里儿边个次些位场座届种天年]|时候?(?!间)|[件回]事)")
_IT_IS = re.compile(r"^[这那](?:件事|回事|事)?(?:是|又是|都|有)(?=.)")
_POINTED = re.compile(r"^(?:[这那]一?[个次场位座届部本条家所项支]|[这那该此])(?=\w)")
_PLACE_ASKED = re.compile(r"(?:在|位于|去|到|从|往|自|住)?(哪[里儿]?)")
_PREPOSITION = re.compile(r"(?:是由|是在|由|在|于|从|到|被|是|为)$")

# Who speaks and who is spoken to are named by that: 你能做什么 asks of nobody else.
_SPEAKER = re.compile("[我你您咱]")
_PLACED = re.compile(r"[在从到]\w")

_PERSON = frozenset("他 她 他们 她们 此人 这个人 那个人 这人 那人".split())
_THING = frozenset("它 它们 其".split())
_PLACE = frozenset("那里 那儿 那边 该国 该地 当地".split())
_PRONOUNS = _PERSON | _THING | _PLACE

_WITHIN_NAMES = frozenset("的之和与及·")
_PREDICATES = frozenset({"v", "vd", "vi", "vq", "vshi", "vyou"})
_ACTIONS = _PREDICATES | {"vn"}
_NAMES = ("nr", "ns", "nt", "nz")
_NUMBERS = ("m", "t")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up may refer to."""

    question: str
    """The last question, normalised and complete."""
    answer: str | None = None
    """Its short answer, normalised, where there was one."""


def complete(text: str, last: Turn, tokeniser: Tokeniser) -> tuple[str, ...]:
    """Complete a follow-up by the words of the last question and its answer.

    Args:
        text: what was typed, normalised.
        last: what it may refer to.
        tokeniser: of the base that is asked.

    Returns:
        What it may ask in full, normalised, the likeliest first; nothing where it stands alone,
        or where nothing can be lent to it.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ()
    previous = _Previous(last, tokeniser)
    rest = text if _POINTS.match(text) else _LEAD.sub("", text)
    if (given := _ellipsis(text, rest, tokeniser)) is not None:
        questions = _in_place(given, previous, tokeniser)
    else:
        rest = rest[slice(*strip_padding(rest))]
        if (pronoun := _pronoun(rest, tokeniser)) is not None:
            questions = _with_antecedents(rest, pronoun, previous)
        elif (pointed := _POINTED.match(rest)) and (whole := previous.ending_as(rest, pointed)):
            questions = iter([whole])
        else:
            questions = _about_the_same(_IT_IS.sub("", rest), previous, tokeniser)
    known = {"", text, last.question}
    return tuple(one for one in dict.fromkeys(questions) if one not in known)[:MOST_COMPLETIONS]


# ---- what the last question lends


class _Previous:
    """The last question, taken apart."""

    def __init__(self, turn: Turn, tokeniser: Tokeniser) -> None:
        self.text = turn.question[slice(*strip_padding(turn.question))]
        answer = (turn.answer or "").strip()
        self.answer = answer if len(answer) <= _LONGEST_ANTECEDENT else ""
        self.kind, self.asked = find_kind(self.text)
        self._tokeniser = tokeniser
        self.runs = tuple(self._runs())
        """What it speaks of: names and nouns that belong together, in order."""

    def _runs(self) -> Iterator[tuple[Token, ...]]:
        run: list[Token] = []
        for token in chain(self._tokeniser.cut(self.text), [None]):
            if token is not None and self._is_named(token, begun=bool(run)):
                run.append(token)
                continue
            while run and run[-1].text in _WITHIN_NAMES:
                run.pop()
            if run:
                yield tuple(run)
            run = []

    def _is_named(self, token: Token, *, begun: bool) -> bool:
        if self.asked and self.asked.meets(token.start, token.end):
            return False
        if begun and token.text in _WITHIN_NAMES:
            return True
        if token.text in STOPWORDS or not any(map(str.isalnum, token.text)):
            return False
        tag = self._tokeniser.tag(token.text)
        # 管理 is what is done where it follows 谁, and a name for it elsewhere.
        follows = self.asked is not None and token.start == self.asked.end
        return tag not in (_ACTIONS if follows else _PREDICATES)

    def replaced(self, start: int, end: int, words: str) -> str:
        """Return the question with other words in place of some."""
        return self.text[:start] + words + self.text[end:]

    def asking(self, words: str) -> str:
        """Return the question with other asking words, or the answer, in place of its own."""
        if self.asked is None or not words:
            return ""
        start, end = self.asked
        if match := _PLACE_ASKED.match(self.text, start):
            start, end = match.span(1)
        # 在哪里 and 由谁 ask as one: 什么时候 takes the place of both.
        if find_kind(words)[1] and (match := _PREPOSITION.search(self.text, 0, start)):
            start = match.start()
        return self.replaced(start, end, words)

    def spoken_of(self) -> list[str]:
        """Return what the question speaks of, the longest first."""
        texts = [self.text[run[0].start : run[-1].end] for run in self.runs]
        return sorted(texts, key=len, reverse=True)

    def named(self) -> list[str]:
        """Return what the question speaks of by name, in order."""
        return [
            self.text[run[0].start : run[-1].end]
            for run in self.runs
            if any(_looks(self._tokeniser, token) == "name" for token in run)
        ]

    def name_in_answer(self) -> str:
        """Return the last name in an answer: 普京 of 轮值主席国俄罗斯总统普京."""
        tokens = self._tokeniser.cut(self.answer)
        names = [token.text for token in tokens if _looks(self._tokeniser, token) == "name"]
        return names[-1] if names and len(names[-1]) > 1 else ""

    def ending_as(self, text: str, pointed: re.Match[str]) -> str | None:
        """Return 这个论坛在哪里 with the whole name of the 论坛 that was spoken of."""
        rest = text[pointed.end() :]
        for name in [*self.spoken_of(), self.answer]:
            for length in range(min(len(name) - 1, len(rest)), 1, -1):
                if name.endswith(rest[:length]):
                    return name + rest[length:]
        return None


# ---- 那印度总理呢


def _ellipsis(text: str, rest: str, tokeniser: Tokeniser) -> str | None:
    """Return what stands before 呢 or after 那 where nothing else is said."""
    if match := _ELLIPSIS.match(rest):
        given = match[1]
    elif rest != text and tokeniser.cut(text)[0].text in {"那", "那么", "还有"}:
        given = re.sub(_END, "", rest)
    else:
        return None
    given = given.strip()
    if not given or len(given) > _LONGEST_ELLIPSIS or find_kind(given)[1] is not None:
        return None
    if match is None and any(tokeniser.tag(t.text) in _PREDICATES for t in tokeniser.cut(given)):
        return None
    return given


def _in_place(given: str, previous: _Previous, tokeniser: Tokeniser) -> Iterator[str]:
    """Put what is given into the place of what is most like it."""
    pronoun = _pronoun(given, tokeniser)
    if pronoun is not None:
        resolved = _with_antecedents(given, pronoun, previous)
        given = next(iter(resolved), "")
    if not given:
        return
    looks = _looks_of(given, tokeniser)
    head = tokeniser.cut(given)[-1].text
    slots = sorted(_slots(previous, tokeniser), key=lambda slot: _unlike(slot, looks, head))
    alike = [slot for slot in slots if slot.looks == looks]
    in_answer = _looks_of(previous.answer, tokeniser) if previous.answer else ()
    # 莫迪呢, after 谁主持了会议, asks what of Modi and the meeting.
    if not alike and previous.kind is not Kind.WHAT and set(looks) & set(in_answer) == {"name"}:
        yield previous.asking(given)
    if _PLACED.match(given) or (looks == ("number",) and not alike):
        yield given + previous.text
    for slot in slots:
        if slot.ends or slot.whole or (slot in alike and (slot.begins or looks != ("word",))):
            yield previous.replaced(slot.span.start, slot.span.end, given)
    if not slots:
        yield previous.asking(given)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Words of the last question that others may stand for."""

    span: Span
    looks: tuple[str, ...]
    head: str
    """The last of them."""
    whole: bool
    """Whether nothing that belongs to them is left out."""
    begins: bool
    """Whether nothing before them is; an ordinary word within a name stands for nothing."""
    ends: bool
    """Whether nothing after them is."""


def _slots(previous: _Previous, tokeniser: Tokeniser) -> Iterator[_Slot]:
    for run in previous.runs:
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                part = run[start:end]
                if {part[0].text, part[-1].text} & _WITHIN_NAMES:
                    continue
                yield _Slot(
                    Span(part[0].start, part[-1].end),
                    _joined(_looks(tokeniser, token) for token in part),
                    head=part[-1].text,
                    whole=len(part) == len(run),
                    begins=start == 0,
                    ends=end == len(run),
                )


def _unlike(slot: _Slot, looks: tuple[str, ...], head: str) -> tuple[bool, bool, bool, bool, int]:
    """Say how unlike what is given a slot is; less is better."""
    # One forum stands for another, whatever their names are made of.
    same = slot.whole and slot.head == head
    return (not same, slot.looks != looks, not slot.whole, not slot.ends, slot.span.start)


def _looks_of(text: str, tokeniser: Tokeniser) -> tuple[str, ...]:
    return _joined(
        _looks(tokeniser, token)
        for token in tokeniser.cut(text)
        if any(map(str.isalnum, token.text)) and token.text not in STOPWORDS
    )


def _joined(looks: Iterable[str]) -> tuple[str, ...]:
    """Take neighbours that look the same for one: 2019 and 年, 铁路 and 大桥."""
    every = list(looks)
    return tuple(every[:1] + [after for before, after in pairwise(every) if after != before])


def _looks(tokeniser: Tokeniser, token: Token) -> str:
    """Tell names, numbers and other words apart."""
    tag = tokeniser.tag(token.text)
    if tag.startswith(_NUMBERS) or any(map(str.isdigit, token.text)):
        return "number"
    return "name" if not tag or tag.startswith(_NAMES) else "word"


# ---- 他在哪里


def _pronoun(text: str, tokeniser: Tokeniser) -> Span | None:
    """Find a pronoun that nothing before it in the text can be meant by."""
    asked = find_kind(text)[1]
    for token in tokeniser.cut(text):
        if token.text in _PRONOUNS:
            return Span(token.start, token.end)
        is_asked = asked is not None and asked.meets(token.start, token.end)
        if is_asked or token.text in STOPWORDS or not any(map(str.isalnum, token.text)):
            continue
        if not tokeniser.tag(token.text).startswith((*_PREDICATES, "d", "p", "c", "r")):
            return None
    return None


def _with_antecedents(text: str, pronoun: Span, previous: _Previous) -> Iterator[str]:
    for antecedent in _antecedents(text[slice(*pronoun)], previous):
        if antecedent:
            yield text[: pronoun.start] + antecedent + text[pronoun.end :]


def _antecedents(pronoun: str, previous: _Previous) -> Sequence[str]:
    """Return what a pronoun may stand for, the likeliest first."""
    named, spoken_of, answer = previous.named(), previous.spoken_of(), previous.answer
    if pronoun in _PERSON:
        who = [answer, previous.name_in_answer()] if previous.kind is Kind.WHO else []
        return [*who, *named, *spoken_of]
    if pronoun in _PLACE:
        return [answer, *named] if previous.kind is Kind.WHERE else [*named, answer]
    if previous.kind in {Kind.WHAT, Kind.WHICH}:
        return [answer, *spoken_of]
    return [*spoken_of, answer]


# ---- 在哪里举行


def _about_the_same(text: str, previous: _Previous, tokeniser: Tokeniser) -> Iterator[str]:
    """Complete a question that asks something of nothing: only asking words, or an action."""
    understanding = understand(text, tokeniser)
    if understanding.asked is None or _SPEAKER.search(text):
        return
    actions = _actions(understanding, tokeniser)
    if actions is None:
        return
    if actions:
        for subject in [*previous.spoken_of(), previous.answer]:
            if subject:
                yield subject + text
        return
    if understanding.kind in {Kind.WHY, Kind.HOW}:
        statement = previous.asking(previous.answer)
        yield text + (statement or previous.text)
        return
    yield previous.asking(text)
    if previous.answer and previous.kind is Kind.WHO:
        yield previous.answer + text


def _actions(understanding: Understanding, tokeniser: Tokeniser) -> tuple[Token, ...] | None:
    """Return the actions that a question names; None where it names anything else."""
    focus = understanding.focus or Span(0, 0)
    named = [token for token in understanding.content if tokeniser.tag(token.text) not in _ACTIONS]
    # What 多少人 counts is not what is asked about.
    if any(token.end <= focus.start or focus.end <= token.start for token in named):
        return None
    actions = tuple(token for token in understanding.content if token not in named)
    return actions if len(actions) <= 2 else None

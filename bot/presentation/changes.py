"""What a change of the knowledge brings about, as a value and as a message."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.presentation.card import Card, notice
from bot.presentation.markup import MESSAGE_LIMIT, clip
from bot.search.golden import better, failing, worse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.base.model import Article, Knowledge, Problem
    from bot.presentation.texts import Texts
    from bot.search.engine import Engine
    from bot.search.golden import Result, Shift

_SHOWN: Final = 3
"""Sentences that are quoted of those that are new, and of those that are gone."""
_LONGEST: Final = 60
_NAMED: Final = 10
"""Golden questions that are named."""


@dataclass(frozen=True, slots=True)
class SentenceChanges:
    """Sentences that are not what they were; in one article, so many old for new are changed."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    new: tuple[str, ...] = ()
    """A few that were not there."""
    gone: tuple[str, ...] = ()
    """A few that are no longer there."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two states of the knowledge; articles go by their ids."""

    articles: tuple[int, int]
    """How many there were, and are."""
    sentences: tuple[int, int]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    said: SentenceChanges = SentenceChanges()
    lexicon: bool = False
    """Whether the lexicon is not what it was."""
    golden: bool = False
    """Whether the golden questions are not what they were."""

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        articles = self.added or self.changed or self.removed
        return bool(articles or self.lexicon or self.golden)

    def __str__(self) -> str:
        """Say it in the log."""
        amounts = "文章 {} → {} 篇，句子 {} → {} 句".format(*self.articles, *self.sentences)
        return amounts if self else "没有变化"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change brings about: the difference, and the golden questions before and after."""

    changes: Changes
    before: tuple[Result, ...] = ()
    """The golden questions of the new state, asked of the old one."""
    after: tuple[Result, ...] = ()

    @property
    def worse(self) -> list[Shift]:
        """The golden questions that are answered less well."""
        return worse(self.before, self.after)


def compare(old: Engine, new: Engine) -> Changes:
    """Find what a new state of the knowledge has that the old one had not, and the reverse."""
    before, after = _by_id(old.knowledge), _by_id(new.knowledge)
    changed = tuple(name for name in after if name in before and after[name] != before[name])
    added = tuple(name for name in after if name not in before)
    removed = tuple(name for name in before if name not in after)
    touched = (*changed, *added, *removed)
    return Changes(
        articles=(len(old.knowledge.articles), len(new.knowledge.articles)),
        sentences=(len(old.sentences), len(new.sentences)),
        added=added,
        changed=changed,
        removed=removed,
        said=_sentences(_said(old, touched), _said(new, touched)),
        lexicon=old.knowledge.lexicon != new.knowledge.lexicon,
        golden=old.knowledge.golden != new.knowledge.golden,
    )


def account(texts: Texts, effect: Effect) -> list[str]:
    """Say in lines what a change brings about."""
    changes, words = effect.changes, texts.admin
    if not changes:
        return [words.unchanged]
    lines = []
    if changes.added or changes.changed or changes.removed:
        lines.append(words.count_of_articles(*changes.articles))
        lines.append(words.count_of_sentences(*changes.sentences))
    named = (
        (changes.added, words.added),
        (changes.changed, words.changed),
        (changes.removed, words.removed),
    )
    lines += [say(names) for names, say in named if names]
    lines += _account_of_sentences(texts, changes.said)
    lines += [words.lexicon_changed] * changes.lexicon
    lines += [words.golden_changed] * changes.golden
    return lines + account_of_golden(texts, effect)


def account_of_golden(texts: Texts, effect: Effect) -> list[str]:
    """Say in lines how the golden questions are answered, and which of them otherwise."""
    words = texts.admin
    if not effect.after:
        return [words.no_golden]
    lines = [words.golden_asked(len(effect.after), len(failing(effect.after)))]
    for shifts, say in (
        (effect.worse, words.golden_worse),
        (better(effect.before, effect.after), words.golden_better),
    ):
        if shifts:
            lines.append(say(len(shifts)))
            lines += [_shift(texts, shift) for shift in shifts[:_NAMED]]
            lines += ["……"] * (len(shifts) > _NAMED)
    return lines


def reloaded(texts: Texts, effect: Effect, seconds: float) -> Card:
    """Tell an admin what a reload changed."""
    if not effect.changes:
        return notice(texts.admin.unchanged)
    return in_lines([texts.admin.reload_done(seconds), *account(texts, effect)])


def rehearsed(texts: Texts, effect: Effect, seconds: float) -> Card:
    """Tell an admin what a reload would change."""
    if not effect.changes:
        return notice(texts.admin.unchanged)
    return in_lines([texts.admin.reload_rehearsed(seconds), *account(texts, effect)])


def in_lines(lines: Sequence[str]) -> Card:
    """Say something of the bot's own in lines, as many as fit."""
    return notice(clip("\n".join(lines), MESSAGE_LIMIT))


def refused(heading: str, problems: Sequence[Problem]) -> tuple[Card, str | None]:
    """Tell an admin why the knowledge stays as it is.

    Returns:
        The message; and where not every problem fits in, a file's content that lists them all.
    """
    listed = "\n".join(map(str, problems))
    whole = f"{heading}\n\n{listed}"
    message = clip(whole, MESSAGE_LIMIT)
    return notice(message), None if message == whole else f"{listed}\n"


def _by_id(knowledge: Knowledge) -> dict[str, Article]:
    """Return the articles by their ids, and among them what is taught beside them."""
    every = [*knowledge.articles, *([knowledge.taught] if knowledge.taught.faq else [])]
    return {article.id: article for article in every}


def _said(engine: Engine, touched: Sequence[str]) -> dict[str, Counter[str]]:
    said: dict[str, Counter[str]] = {name: Counter() for name in touched}
    for sentence in engine.sentences:
        if (counted := said.get(sentence.article.id)) is not None:
            counted[sentence.text.strip()] += 1
    return said


def _sentences(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> SentenceChanges:
    added = changed = removed = 0
    new: list[str] = []
    gone: list[str] = []
    for name, old in before.items():
        coming, going = after[name] - old, old - after[name]
        exchanged = min(coming.total(), going.total())
        added += coming.total() - exchanged
        removed += going.total() - exchanged
        changed += exchanged
        new += coming
        gone += going
    return SentenceChanges(added, changed, removed, tuple(new[:_SHOWN]), tuple(gone[:_SHOWN]))


def _account_of_sentences(texts: Texts, said: SentenceChanges) -> Iterator[str]:
    if said == SentenceChanges():
        return
    yield texts.admin.sentence_changes(said.added, said.changed, said.removed)
    for sign, sentences, count in (
        ("－", said.gone, said.removed + said.changed),
        ("＋", said.new, said.added + said.changed),
    ):
        for sentence in sentences:
            yield f"{sign} {clip(' '.join(sentence.split()), _LONGEST)}"
        if count > len(sentences):
            yield f"{sign} ……"


def _shift(texts: Texts, shift: Shift) -> str:
    before, after = (texts.admin.grades[one.grade] for one in (shift.before, shift.after))
    return f"· {clip(shift.after.golden.question, _LONGEST)}（{before} → {after}）"

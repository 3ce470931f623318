"""What a reload changed, as a value and as a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.presentation.card import Card, notice
from bot.presentation.markup import MESSAGE_LIMIT, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.base.model import Problem
    from bot.presentation.texts import Texts
    from bot.search.engine import Engine


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two states of the knowledge; articles go by their ids."""

    articles: tuple[int, int]
    """How many there were, and are."""
    sentences: tuple[int, int]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lexicon: bool = False
    """Whether the lexicon is not what it was."""

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.changed or self.removed or self.lexicon)


def compare(old: Engine, new: Engine) -> Changes:
    """Find what a new state of the knowledge has that the old one had not, and the reverse."""
    before = {article.id: article for article in old.knowledge.articles}
    after = {article.id: article for article in new.knowledge.articles}
    return Changes(
        articles=(len(before), len(after)),
        sentences=(len(old.sentences), len(new.sentences)),
        added=tuple(name for name in after if name not in before),
        changed=tuple(name for name in after if name in before and after[name] != before[name]),
        removed=tuple(name for name in before if name not in after),
        lexicon=old.knowledge.lexicon != new.knowledge.lexicon,
    )


def reloaded(texts: Texts, changes: Changes, seconds: float) -> Card:
    """Tell an admin what a reload changed."""
    lines = [
        texts.reload_done(seconds),
        texts.count_of_articles(*changes.articles),
        texts.count_of_sentences(*changes.sentences),
    ]
    named = (
        (changes.added, texts.added),
        (changes.changed, texts.changed),
        (changes.removed, texts.removed),
    )
    lines += [say(names) for names, say in named if names]
    if changes.lexicon:
        lines.append(texts.lexicon_changed)
    if not changes:
        lines.append(texts.reload_unchanged)
    return notice(clip("\n".join(lines), MESSAGE_LIMIT))


def refused(texts: Texts, problems: Sequence[Problem]) -> tuple[Card, str | None]:
    """Tell an admin why a reload did not happen.

    Returns:
        The message; and where not every problem fits in, a file's content that lists them all.
    """
    heading = texts.reload_refused(len(problems))
    listed = "\n".join(map(str, problems))
    whole = f"{heading}\n\n{listed}"
    message = clip(whole, MESSAGE_LIMIT)
    return notice(message), None if message == whole else f"{listed}\n"

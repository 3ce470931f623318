"""What an admin sees while he teaches an answer, and the list of what was missed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.base.model import TAUGHT
from bot.presentation.callbacks import article_key
from bot.presentation.card import Button, Card, notice
from bot.presentation.lesson import MOST_WORDINGS, Objection, Step
from bot.presentation.markup import MESSAGE_LIMIT, bold, clip, escape, quote, units
from bot.presentation.taps import Tap

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from bot.base.model import Article
    from bot.presentation.lesson import Lesson
    from bot.presentation.texts import Texts
    from bot.search.known import Known

TEACH: Final = "teach"
"""The verb of a lesson's buttons; their arguments are the draft's id, a word, and what it says."""
MISSES: Final = "misses"
"""Turns to a page of the misses."""
TEACH_MISS: Final = "teach-miss"
IGNORE_MISS: Final = "ignore-miss"

CANCEL: Final = "x"
NO_MORE: Final = "n"
PLACES: Final = "p"
"""Lists a page of the articles that an answer may go to."""
PUT: Final = "a"
"""Puts the answer into an article, named by its key; or into none."""
SAVE: Final = "s"

MISSES_A_PAGE: Final = 5
_ARTICLES_A_PAGE: Final = 8
_LISTED: Final = 3
_LINE_LIMIT: Final = 120
_BUTTON_LIMIT: Final = 60
_ANSWER_LIMIT: Final = 3000
"""Of the longest message the rest is left for what else is shown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """To whom a lesson's messages go, and what its buttons name."""

    texts: Texts
    owner: int
    draft: str

    def tap(self, *words: str) -> str:
        """Give the data of one of the lesson's buttons."""
        return str(Tap(TEACH, self.owner, (self.draft, *words)))

    @property
    def cancel(self) -> Button:
        """The button that ends the lesson with nothing saved."""
        return Button(self.texts.teaching.cancel, self.tap(CANCEL))


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike and found nothing, or displeased."""

    id: str
    """An asking that stands for the group on its buttons."""
    wordings: tuple[str, ...]
    """Most asked first."""
    times: int
    last_at: datetime.datetime
    asked_ids: tuple[str, ...]


def prompt(desk: Desk, lesson: Lesson, found: Known, articles: Sequence[Article]) -> Card:
    """Ask for what a lesson needs next.

    Args:
        desk: To whom.
        lesson: What there is so far.
        found: What the base says to its questions.
        articles: Those that an answer may belong to.
    """
    words = desk.texts.teaching
    cancel = (desk.cancel,)
    match lesson.step:
        case Step.QUESTION:
            return Card(escape(words.ask_question), (cancel,))
        case Step.WORDINGS:
            no_more = Button(words.no_more, desk.tap(NO_MORE))
            lines = [*_asks(desk, lesson), *_known(desk, found), escape(words.ask_wordings)]
            return Card("\n".join(lines), ((no_more, *cancel),))
        case Step.ANSWER:
            lines = [*_asks(desk, lesson), *_known(desk, found), escape(words.ask_answer)]
            return Card("\n".join(lines), (cancel,))
        case Step.PLACE:
            return places(desk, articles)
        case Step.CONFIRMATION:
            return _confirmation(desk, lesson, found, articles)


def objected(texts: Texts, objection: Objection, longest: int) -> Card:
    """Say why what was typed is not taken; a question may have so many characters at the most."""
    words = texts.teaching
    match objection:
        case Objection.TOO_LONG:
            return notice(words.too_long(longest))
        case Objection.TOO_MANY:
            return notice(words.too_many(MOST_WORDINGS))
        case Objection.NOTHING_ASKED:
            return notice(words.nothing_asked)


def places(desk: Desk, articles: Sequence[Article], page: int = 0) -> Card:
    """List a page of the articles that an answer may go to; one that is not there is the last."""
    words = desk.texts.teaching
    pages = max(-(-len(articles) // _ARTICLES_A_PAGE), 1)
    page = min(page, pages - 1)
    first = page * _ARTICLES_A_PAGE
    rows: list[tuple[Button, ...]] = [(Button(words.no_article, desk.tap(PUT)),)]
    rows += [
        (Button(_one_line(article.title, _BUTTON_LIMIT), desk.tap(PUT, article_key(article))),)
        for article in articles[first : first + _ARTICLES_A_PAGE]
    ]
    rows.append(_pages(desk.texts, page, pages, lambda to: desk.tap(PLACES, str(to))))
    rows.append((desk.cancel,))
    return Card(escape(words.ask_place), tuple(row for row in rows if row))


def with_heading(heading: str, card: Card) -> Card:
    """Put a sentence above a card; of a card that is full already its own text goes first."""
    head = escape(clip(heading, _LINE_LIMIT * 2))
    if units(card.text) + units(heading) + 1 > MESSAGE_LIMIT:
        return card
    return replace(card, html=f"{head}\n{card.html}")


def misses(texts: Texts, owner: int, groups: Sequence[Group], page: int, keep_days: int) -> Card:
    """List a page of the misses; one that is not there is the last."""
    words = texts.teaching
    if not groups:
        return Card(escape(words.no_misses))
    pages = -(-len(groups) // MISSES_A_PAGE)
    page = min(page, pages - 1)
    first = page * MISSES_A_PAGE
    lines = [escape(words.misses(len(groups), keep_days))]
    rows: list[tuple[Button, ...]] = []
    for number, group in enumerate(groups[first : first + MISSES_A_PAGE], start=first + 1):
        lines.append(_miss(texts, number, group))
        arguments = (group.id, str(page))
        rows.append(
            (
                Button(f"{number} {words.teach}", str(Tap(TEACH_MISS, owner, arguments))),
                Button(f"{number} {words.ignore}", str(Tap(IGNORE_MISS, owner, arguments))),
            )
        )
    if pages > 1:
        lines.append(escape(texts.page(page + 1, pages)))
    rows.append(_pages(texts, page, pages, lambda to: str(Tap(MISSES, owner, (str(to),)))))
    return Card("\n\n".join(lines), tuple(row for row in rows if row))


def _miss(texts: Texts, number: int, group: Group) -> str:
    first, *others = group.wordings
    # The day as it is where the bot runs, as in the statistics.
    day = f"{group.last_at.astimezone():%m-%d}"
    lines = [
        f"{number}. {bold(escape(_one_line(first, _LINE_LIMIT)))}",
        escape(texts.teaching.asked(group.times, day)),
    ]
    if others:
        lines.append(escape(texts.teaching.alike(len(others))))
        lines += [f"· {escape(_one_line(other, _LINE_LIMIT))}" for other in others[:_LISTED]]
    return "\n".join(lines)


def _confirmation(desk: Desk, lesson: Lesson, found: Known, articles: Sequence[Article]) -> Card:
    words = desk.texts.teaching
    chosen = next((one for one in articles if one.id == lesson.article), None)
    file = f"{lesson.article or TAUGHT}.yaml"
    if chosen is not None and chosen.title:
        file += f" {desk.texts.title(_one_line(chosen.title, _BUTTON_LIMIT))}"
    answer = clip(lesson.answer, _ANSWER_LIMIT)
    lines = [
        escape(words.confirm),
        *_asks(desk, lesson),
        quote(escape(answer), expandable=units(answer) > 2 * _LINE_LIMIT),
        escape(words.place(file)),
        *_known(desk, found),
    ]
    while units(Card("\n".join(lines)).text) > MESSAGE_LIMIT:
        lines.pop()
    rows: list[tuple[Button, ...]] = [
        (Button(words.save, desk.tap(SAVE)), desk.cancel),
    ]
    if articles:
        rows.append((Button(words.elsewhere, desk.tap(PLACES, "0")),))
    return Card("\n".join(lines), tuple(rows))


def _asks(desk: Desk, lesson: Lesson) -> list[str]:
    heading = escape(desk.texts.teaching.questions(len(lesson.asks)))
    if len(lesson.asks) == 1:
        return [heading + bold(escape(_one_line(lesson.asks[0], _LINE_LIMIT)))]
    return [heading, *(f"· {bold(escape(_one_line(ask, _LINE_LIMIT)))}" for ask in lesson.asks)]


def _known(desk: Desk, found: Known) -> list[str]:
    """Name what was taught already, and what is answered anyway."""
    words, lines = desk.texts.teaching, []
    if found.taught:
        lines.append(escape(words.known_taught))
    for one in found.taught[:_LISTED]:
        asks = _one_line(" / ".join(one.faq.ask), _LINE_LIMIT)
        lines.append(f"· {escape(asks)} → {escape(_one_line(one.faq.answer, _LINE_LIMIT))}")
    if found.answered:
        lines.append(escape(words.now_answers))
    for asked, hit in found.answered[:_LISTED]:
        said = clip(hit.sentence.text.strip(), _LINE_LIMIT, hit.span)
        sure = desk.texts.confidence(hit.confidence)
        lines.append(
            f"· {escape(_one_line(asked, _LINE_LIMIT))} → "
            f"{escape(_one_line(said, _LINE_LIMIT))} ({escape(sure)})"
        )
    return lines


def _pages(texts: Texts, page: int, pages: int, data: Callable[[int], str]) -> tuple[Button, ...]:
    row = []
    if page > 0:
        row.append(Button(texts.previous_page, data(page - 1)))
    if page + 1 < pages:
        row.append(Button(texts.next_page, data(page + 1)))
    return tuple(row)


def _one_line(text: str, limit: int) -> str:
    return clip(" ".join(text.split()), limit)
